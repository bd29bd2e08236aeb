#include "projectors/directory.h"
#include "projectors/terms.h"
#include "query-api/project_json.h"
#include "query-api/routes.h"
#include "writer/command_json.h"

namespace ledger {
namespace {

constexpr std::string_view kAYear = "public, max-age=31536000, immutable";

std::string position_in(const Call& call, Partition partition) {
  return to_string(partition, call.snapshot->position().at(partition));
}

Taxes taxes_today(const ApiContext& context, const rows::ProjectRowT& project,
                  const std::optional<TaxRulesSet>& rules) {
  const auto zone = fixed_zone(project.timezone).value_or(kIndia);
  return {rules ? &*rules : nullptr, day_of(context.services.clock.now(), zone)};
}

ProjectFacts facts_of(ApiContext& context, const Call& call, rows::ProjectRowT project) {
  ProjectFacts facts;
  const Rows& rows = map_rows(call);
  facts.map = layout_map::map(rows, project.project);
  facts.prices = layout_map::prices(rows, project.project);
  if (facts.map) facts.price_from = context.prices_from.lowest(rows, *facts.map);
  facts.plans = terms::plans(terms_rows(call), project.project);
  facts.position = position_in(call, project.partition);
  facts.project = std::move(project);
  return facts;
}

Result<Reply> list_projects(ApiContext& context, Call& call) {
  std::vector<ProjectFacts> all;
  for (auto& project : directory::projects(directory_rows(call))) {
    all.push_back(facts_of(context, call, std::move(project)));
  }
  return json_reply(200, projects_json(all));
}

Result<Reply> show_project(ApiContext& context, Call& call) {
  auto project = context.project(call);
  if (!project) return fail(project.error());
  return json_reply(200, project_json(facts_of(context, call, std::move(*project))));
}

Result<Reply> show_layout(ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  const auto map = layout_map::map(map_rows(call), project->project);
  const auto asked = call.request.query_value("v");
  if (!map || map->document.empty() || (asked && *asked != map->document.str())) {
    return fail(ErrorCode::kNotFound, "layout-unknown", "there is no such layout");
  }
  const auto layout = context.layouts.find(map->document);
  if (!layout) return fail(layout.error());
  Reply reply;
  reply.type = "application/geo+json";
  const auto etag = "\"" + map->document.str() + "\"";
  reply.headers.emplace_back("ETag", etag);
  if (asked) reply.headers.emplace_back("Cache-Control", kAYear);
  if (call.request.header("If-None-Match") == etag) {
    reply.status = 304;
  } else {
    reply.body = (*layout)->document;
  }
  return reply;
}

Result<Reply> show_plot(ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  const PlotId id(std::string(call.request.query_value("id").value_or("")));
  const Rows& rows = map_rows(call);
  const auto map = layout_map::map(rows, project->project);
  auto plot = layout_map::plot(rows, project->project, id);
  if (!map || !plot) return fail(ErrorCode::kNotFound, "plot-unknown", "there is no such plot");
  const auto layout = context.layouts.find(map->document);
  if (!layout) return fail(layout.error());
  const auto found = (*layout)->attributes.find(id.str());
  const auto rules = terms::taxes(terms_rows(call), project->project);
  auto price = quote(rows, project->project, {id}, map->price_version,
                     taxes_today(context, *project, rules));
  if (price) keep_under_cap(*price, terms::money(terms_rows(call), project->project));
  PlotCard card;
  card.project = project->project;
  card.plot = std::move(*plot);
  card.attributes = found == (*layout)->attributes.end() ? "{}" : found->second;
  card.quote = price ? &*price : nullptr;
  card.plans = terms::plans(terms_rows(call), project->project);
  card.position = position_in(call, project->partition);
  return json_reply(200, plot_card_json(card));
}

// ?plots=12,13: what a buyer may see before he holds anything.
Result<Reply> show_quote(const ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  std::vector<PlotId> plots;
  std::string_view rest = call.request.query_value("plots").value_or("");
  while (!rest.empty() && plots.size() <= kMaxPlotsAHold) {
    const auto comma = rest.find(',');
    plots.emplace_back(std::string(rest.substr(0, comma)));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  if (plots.empty() || plots.size() > kMaxPlotsAHold)
    return fail(Error{ErrorCode::kInvalid,
                      "invalid-request",
                      "name between 1 and 10 plots",
                      {{"plots", "is a list of 1 to 10 plot ids, with commas"}}});
  const auto map = layout_map::map(map_rows(call), project->project);
  const auto rules = terms::taxes(terms_rows(call), project->project);
  auto price = map ? quote(map_rows(call), project->project, plots, map->price_version,
                           taxes_today(context, *project, rules))
                   : std::nullopt;
  if (!price)
    return fail(ErrorCode::kNotFound, "plot-unknown", "there is no price for these plots");
  keep_under_cap(*price, terms::money(terms_rows(call), project->project));
  return json_reply(200, quote_json(project->project, plots, *price,
                                    terms::plans(terms_rows(call), project->project),
                                    position_in(call, project->partition)));
}

}  // namespace

void add_project_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/projects", [&](Call& call) { return list_projects(context, call); });
  routes.add("GET", "/v1/projects/{project}",
             [&](Call& call) { return show_project(context, call); });
  routes.add("GET", "/v1/projects/{project}/layout",
             [&](Call& call) { return show_layout(context, call); });
  routes.add("GET", "/v1/projects/{project}/plots",
             [&](Call& call) { return show_plot(context, call); });
  routes.add("GET", "/v1/projects/{project}/quote",
             [&](Call& call) { return show_quote(context, call); });
}

}  // namespace ledger
