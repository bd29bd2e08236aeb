#include "query-api/project_json.h"

#include "query-api/json_parts.h"
#include "query-api/layout/units.h"

namespace ledger {
namespace {

constexpr const char* kStandardPlan = "standard";

Json counts_json(const std::optional<rows::MapRowT>& map) {
  Json counts = Json::object();
  if (!map) return counts;
  const auto by_letter = layout_map::counts(*map);
  for (std::size_t i = 0; i < by_letter.size(); ++i) {
    counts[std::string(1, layout_map::kLetters[i])] = by_letter[i];
  }
  return counts;
}

Json summary(const ProjectFacts& facts) {
  const auto& project = facts.project;
  const std::string currency = facts.prices ? facts.prices->currency : "INR";
  Json body = {{"project_id", project.project.str()},
               {"name", project.name},
               {"city", project.city},
               {"code", project.code},
               {"rera_no", project.rera_no},
               {"currency", currency},
               {"timezone", project.timezone},
               {"counts", counts_json(facts.map)},
               {"plots", facts.map ? facts.map->statuses.size() : 0}};
  body["price_from"] = facts.price_from ? money_json(*facts.price_from, currency) : Json();
  body["position"] = facts.position;
  return body;
}

Json areas_json(std::int64_t area_mm2) {
  const auto in = [&](AreaUnit unit) { return area_text(thousandths(area_mm2, unit)); };
  return {{"sq_ft", in(AreaUnit::kSquareFoot)},
          {"sq_yd", in(AreaUnit::kSquareYard)},
          {"sq_m", in(AreaUnit::kSquareMetre)},
          {"gunta", in(AreaUnit::kGunta)},
          {"cent", in(AreaUnit::kCent)}};
}

Json price_json(const Quote& quote) {
  const std::string& currency = quote.prices.currency;
  Json lines = Json::array();
  for (const auto& line : quote.lines) {
    lines.push_back({{"plot", line->plot.str()},
                     {"head", line->head},
                     {"amount", money_json(line->amount, currency)},
                     {"tax", money_json(line->cgst + line->sgst, currency)},
                     {"tax_basis_points", line->tax_basis_points}});
  }
  return {{"lines", lines},
          {"total", money_json(quote.total, currency)},
          {"token", money_json(quote.token, currency)}};
}

Json plan_json(const std::string& name, const std::string& title,
               std::vector<wire::InstallmentT> plan, const Quote& quote) {
  const auto& currency = quote.prices.currency;
  fit_token(plan, quote.token);
  Json installments = Json::array();
  for (const auto& part : plan) {
    installments.push_back({{"label", part.label},
                            {"amount", money_json(part.amount, currency)},
                            {"due_in_days", part.milestone.empty() ? Json(part.due_day) : Json()},
                            {"milestone", part.milestone.empty() ? Json() : Json(part.milestone)}});
  }
  return {{"name", name}, {"title", title}, {"installments", installments}};
}

// The standard plan first, then the project's own, as this price would be paid by each.
Json plans_json(const Quote& quote, const std::vector<PaymentPlanSet>& plans) {
  Json list = Json::array();
  list.push_back(
      plan_json(kStandardPlan, "", standard_plan(quote.total, quote.prices, Day{0}), quote));
  for (const auto& plan : plans)
    list.push_back(plan_json(plan.plan, plan.title, planned(quote.total, plan, Day{0}), quote));
  return list;
}

}  // namespace

std::string area_text(std::int64_t thousandths) {
  auto fraction = std::to_string(1'000 + thousandths % 1'000).substr(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  const auto whole = std::to_string(thousandths / 1'000);
  return fraction.empty() ? whole : whole + "." + fraction;
}

std::string projects_json(const std::vector<ProjectFacts>& projects) {
  Json list = Json::array();
  for (const auto& facts : projects) list.push_back(summary(facts));
  return text_of({{"projects", list}});
}

std::string project_json(const ProjectFacts& facts) {
  Json body = summary(facts);
  body["layout_digest"] = facts.map ? facts.map->document.str() : "";
  body["rate_paise_per_sq_yd"] = facts.prices ? Json(facts.prices->rate_per_sq_yd.paise()) : Json();
  body["plans"] = Json::array({kStandardPlan});
  for (const auto& plan : facts.plans) body["plans"].push_back(plan.plan);
  return text_of(body);
}

std::string plot_card_json(const PlotCard& card) {
  const auto& plot = card.plot;
  Json shown = {{"id", plot.plot.str()}, {"no", plot.no}};
  shown["block"] = plot.block.empty() ? Json() : Json(plot.block);
  shown["status"] = std::string(1, static_cast<char>(plot.status));
  shown["area_mm2"] = plot.area_mm2;
  shown["areas"] = areas_json(plot.area_mm2);
  shown["attributes"] = Json::parse(card.attributes);
  Json body = {{"project", card.project.str()}, {"plot", shown}};
  body["price"] = card.quote == nullptr ? Json() : price_json(*card.quote);
  body["plans"] = card.quote == nullptr ? Json::array() : plans_json(*card.quote, card.plans);
  body["position"] = card.position;
  return text_of(body);
}

std::string quote_json(const ProjectId& project, const std::vector<PlotId>& plots,
                       const Quote& quote, const std::vector<PaymentPlanSet>& plans,
                       const std::string& position) {
  Json body = {{"project", project.str()}, {"plots", id_list(plots)}};
  body["price"] = price_json(quote);
  body["price_version"] = quote.prices.version;
  body["plans"] = plans_json(quote, plans);
  body["position"] = position;
  return text_of(body);
}

}  // namespace ledger
