#include "query-api/layout/layout.h"
#include "query-api/routes.h"
#include "query-api/setup_json.h"
#include "query-api/submit.h"
#include "query-api/uuid.h"
#include "writer/command_json.h"
#include "writer/founding.h"

namespace ledger {
namespace {

// --- in the directory ---

Result<void> must_be_unbound(const Call& call) {
  if (!call.caller.bound()) return {};
  return fail(ErrorCode::kForbidden, "forbidden", "this key is bound to some projects");
}

Result<Reply> issue_key(ApiContext& context, Call& call) {
  if (auto free = must_be_unbound(call); !free) return fail(free.error());
  auto& services = context.services;
  auto envelope = json_envelope_of(call, services.vault);
  if (!envelope) return fail(envelope.error());
  auto command = parse_issue_api_key(call.request.body);
  if (!command) return fail(command.error());
  command->key = KeyId(uuid_v7(services.clock.now()));
  auto answer = decide_at(context, call, kDirectory, {std::move(*envelope), std::move(*command)});
  if (!answer) return std::move(answer.error());
  const auto* issued = find<ApiKeyIssued>(answer->record->events);
  if (issued == nullptr) throw std::logic_error("a key was accepted but not issued");
  wait_until_visible(context, *answer);
  return command_reply(
      *answer, 201,
      key_json(issued->key, api_key_text(services.vault, issued->key), *answer->record));
}

// Two decisions: the directory assigns the partition, then the project begins in it. The second has
// a key derived from the first's, so that a repeated request finishes what a crash left half done.
Result<Reply> open_project(ApiContext& context, Call& call) {
  if (auto free = must_be_unbound(call); !free) return fail(free.error());
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto command = parse_open_project(call.request.body);
  if (!command) return fail(command.error());
  auto listed = decide_at(context, call, kDirectory, {*envelope, *command});
  if (!listed) return std::move(listed.error());
  const auto* opened = find<ProjectOpened>(listed->record->events);
  if (opened == nullptr) throw std::logic_error("a project was accepted but not opened");
  const Partition home = opened->partition;
  wait_until_visible(context, *listed);
  if (home != kDirectory) {
    envelope->key += "/project";
    auto begun = decide_at(context, call, home, {std::move(*envelope), std::move(*command)});
    if (!begun) return std::move(begun.error());
    wait_until_visible(context, *begun);
  }
  return command_reply(*listed, 201, opened_json(*listed->record));
}

// --- layouts ---

Result<ImportOptions> import_options(const HttpRequest& request) {
  ImportOptions options;
  options.plot_no = request.query_value("plot_no").value_or("");
  for (const auto& [name, option] :
       {std::pair{"block", &options.block}, std::pair{"area", &options.area},
        std::pair{"area_unit", &options.area_unit}}) {
    if (const auto value = request.query_value(name)) *option = std::string(*value);
  }
  if (!options.plot_no.empty() && options.area.has_value() == options.area_unit.has_value()) {
    return options;
  }
  return fail(Error{ErrorCode::kInvalid,
                    "invalid-request",
                    "plot_no names the property with the plot's number; area and area_unit go "
                    "together",
                    {{"plot_no", "is missing, or area stands alone"}}});
}

Result<void> check_confirmed(const LayoutPreview& preview, std::string_view confirmed) {
  if (!preview.importable()) {
    Error error{ErrorCode::kConflict, "layout-has-errors", "the layout has errors"};
    for (const auto& problem : preview.problems) {
      if (problem.severity != ProblemSeverity::kError) continue;
      error.faults.push_back({problem.feature, problem.problem});
    }
    return fail(std::move(error));
  }
  if (preview.digest.str() == confirmed) return {};
  return fail(ErrorCode::kConflict, "layout-changed", "this is not the layout that was previewed");
}

ImportLayout import_command(const ProjectId& project, const LayoutPreview& preview) {
  ImportLayout command;
  command.project = project;
  command.document = preview.digest;
  for (const auto& from : preview.plots) {
    wire::LayoutPlotT plot;
    plot.plot = from.plot_id;
    plot.no = from.no;
    plot.block = from.block;
    plot.area_mm2 = from.area_mm2;
    command.plots.push_back(std::move(plot));
  }
  return command;
}

// The document goes into the log first: no event ever names one that is missing.
Result<Reply> confirm_layout(ApiContext& context, Call& call, const rows::ProjectRowT& project,
                             const LayoutPreview& preview, std::string_view confirmed) {
  auto& services = context.services;
  auto envelope = envelope_of(call, services.vault, hex(sha256(call.request.body)));
  if (!envelope) return fail(envelope.error());
  if (auto same = check_confirmed(preview, confirmed); !same) return fail(same.error());
  if (auto put = services.log.documents().put(preview.digest, preview.document); !put) {
    return fail(put.error());
  }
  auto answer = decide_at(context, call, project.partition,
                          {std::move(*envelope), import_command(project.project, preview)});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, 201, imported_json(project.project, *answer->record));
}

Result<Reply> take_layout(ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  const auto options = import_options(call.request);
  if (!options) return fail(options.error());
  const auto preview = read_layout(call.request.body, *options);
  if (const auto confirmed = call.request.query_value("confirm")) {
    return confirm_layout(context, call, *project, preview, *confirmed);
  }
  return json_reply(200, preview_json(preview));
}

// --- prices, rules, plots ---

// A command of one project: parse, decide, and answer once it can be read.
template <class Parse, class Body>
Result<Reply> set_up(ApiContext& context, Call& call, Parse parse, Body body) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  auto command = parse(project->project, call.request.body);
  if (!command) return fail(command.error());
  auto answer =
      decide_at(context, call, project->partition, {std::move(*envelope), std::move(*command)});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, 200, body(project->project, *answer->record));
}

}  // namespace

void add_setup_routes(Routes& routes, ApiContext& context) {
  routes.add("POST", "/v1/api-keys", [&](Call& call) { return issue_key(context, call); });
  routes.add("POST", "/v1/projects", [&](Call& call) { return open_project(context, call); });
  routes.add(
      "POST", "/v1/projects/{project}/layout",
      [&](Call& call) { return take_layout(context, call); }, BodyClass::kUpload);
  routes.add("PUT", "/v1/projects/{project}/prices",
             [&](Call& call) { return set_up(context, call, parse_set_prices, prices_json); });
  routes.add("PUT", "/v1/projects/{project}/hold-rules", [&](Call& call) {
    return set_up(context, call, parse_set_hold_rules, hold_rules_json);
  });
  routes.add("POST", "/v1/projects/{project}/release", [&](Call& call) {
    return set_up(context, call, parse_release_plots, plots_changed_json);
  });
  routes.add("POST", "/v1/projects/{project}/block", [&](Call& call) {
    return set_up(context, call, parse_block_plots, plots_changed_json);
  });
  routes.add("POST", "/v1/projects/{project}/unblock", [&](Call& call) {
    return set_up(context, call, parse_unblock_plots, plots_changed_json);
  });
}

}  // namespace ledger
