#include "query-api/json_parts.h"
#include "query-api/map_cache.h"

namespace ledger {
namespace {

Json change_list(const layout_map::Changes& changes) {
  Json list = Json::array();
  for (const auto& change : changes.plots) {
    list.push_back({change.plot.str(), std::string(1, static_cast<char>(change.status))});
  }
  return list;
}

}  // namespace

RenderedMap render_map(const rows::ProjectRowT& project, const rows::MapRowT* row) {
  RenderedMap map;
  map.version = row == nullptr ? 0 : row->version;
  const std::string statuses = row == nullptr ? "" : row->statuses;
  const Json body = {{"project", project.project.str()},
                     {"version", map.version},
                     {"position", to_string(project.partition, map.version)},
                     {"plots", statuses.size()},
                     {"statuses", statuses}};
  map.etag = "\"" + std::to_string(project.partition) + "-" + std::to_string(map.version) + "\"";
  map.body = std::make_shared<const std::string>(text_of(body));
  return map;
}

std::string changes_json(const layout_map::Changes& changes, Partition partition) {
  Json body = {{"version", changes.version}, {"position", to_string(partition, changes.version)}};
  if (changes.reset) body["reset"] = true;
  body["changes"] = change_list(changes);
  return text_of(body);
}

std::string plots_event(const layout_map::Changes& changes) {
  const Json data = {{"version", changes.version}, {"changes", change_list(changes)}};
  return "event: plots\nid: " + std::to_string(changes.version) + "\ndata: " + text_of(data) +
         "\n\n";
}

std::string reset_event(Sequence version) {
  const auto number = std::to_string(version);
  return "event: reset\nid: " + number + "\ndata: {\"version\":" + number + "}\n\n";
}

}  // namespace ledger
