#include "query-api/setup_json.h"

#include <stdexcept>

#include "query-api/json_parts.h"

namespace ledger {
namespace {

std::size_t plots_in(const Record& record) {
  std::size_t count = 0;
  for (const auto& event : record.events) {
    if (const auto* released = std::get_if<PlotsReleased>(&event)) count += released->plots.size();
    if (const auto* blocked = std::get_if<PlotBlocked>(&event)) count += blocked->plots.size();
    if (const auto* freed = std::get_if<PlotUnblocked>(&event)) count += freed->plots.size();
  }
  return count;
}

}  // namespace

std::string opened_json(const Record& record) {
  const auto* opened = find<ProjectOpened>(record.events);
  if (opened == nullptr) throw std::logic_error("a project was accepted but not opened");
  return text_of({{"project_id", opened->project.str()},
                  {"name", opened->name},
                  {"code", opened->code},
                  {"city", opened->city},
                  {"timezone", opened->timezone},
                  {"rera_no", opened->rera_no},
                  {"partition", opened->partition},
                  {"opened_at", time_json(record.recorded_at)}});
}

std::string key_json(const KeyId& key, const std::string& text, const Record& record) {
  return text_of({{"id", key.str()}, {"key", text}, {"issued_at", time_json(record.recorded_at)}});
}

std::string preview_json(const LayoutPreview& preview) {
  Json problems = Json::array();
  for (const auto& problem : preview.problems) {
    problems.push_back({{"severity", to_string(problem.severity)},
                        {"feature", problem.feature},
                        {"problem", problem.problem}});
  }
  Json body = {{"plots", preview.plots.size()}, {"problems", problems}};
  body["digest"] = preview.importable() ? Json(preview.digest.str()) : Json();
  return text_of(body);
}

std::string imported_json(const ProjectId& project, const Record& record) {
  Json body = {{"project", project.str()}};
  if (const auto* imported = find<LayoutImported>(record.events)) {
    body["plots"] = imported->plots.size();
    body["digest"] = imported->document.str();
  }
  return text_of(body);
}

std::string prices_json(const ProjectId& project, const Record& record) {
  Json body = {{"project", project.str()}};
  if (const auto* set = find<PricesSet>(record.events)) {
    body["version"] = set->version;
    body["currency"] = set->currency;
    body["rate_paise_per_sq_yd"] = set->rate_per_sq_yd.paise();
  }
  return text_of(body);
}

std::string hold_rules_json(const ProjectId& project, const Record& record) {
  Json body = {{"project", project.str()}};
  if (const auto* set = find<HoldRulesSet>(record.events)) {
    body["hold_s"] = set->hold_s;
    body["checkout_hold_s"] = set->checkout_hold_s;
    body["extension_s"] = set->extension_s;
    body["longest_hold_s"] = set->longest_hold_s;
    body["retry_window_s"] = set->retry_window_s;
    body["gateway_wait_s"] = set->gateway_wait_s;
    body["holds_per_contact"] = set->holds_per_contact;
    body["staff_hold_s"] = set->staff_hold_s;
  }
  return text_of(body);
}

std::string plots_changed_json(const ProjectId& project, const Record& record) {
  return text_of({{"project", project.str()}, {"plots", plots_in(record)}});
}

}  // namespace ledger
