#include "query-api/layout/geometry_json.h"

#include <nlohmann/json.hpp>

#include "query-api/layout/numbers.h"

namespace ledger::layout {

namespace {

using nlohmann::json;

// Raised with a sentence on what is wrong with a geometry; caught in read_geometry.
struct Unreadable {
  std::string problem;
};

double read_number(const json& value) {
  if (!value.is_number())
    throw Unreadable{"a coordinate is not a number: " + in_quotes(value.dump())};
  return value.get<double>();
}

const json::array_t& read_array(const json& value, const char* what) {
  if (!value.is_array()) throw Unreadable{std::string(what) + " is not an array"};
  return value.get_ref<const json::array_t&>();
}

LonLat read_position(const json& value, bool& third) {
  const json::array_t& numbers = read_array(value, "a position");
  if (numbers.size() < 2) throw Unreadable{"a position has fewer than two numbers"};
  third = third || numbers.size() > 2;
  return {read_number(numbers[0]), read_number(numbers[1])};
}

Polygon read_polygon(const json& value, bool& third) {
  Polygon polygon;
  for (const json& ring : read_array(value, "a polygon")) {
    Ring& positions = polygon.emplace_back();
    for (const json& position : read_array(ring, "a ring"))
      positions.push_back(read_position(position, third));
  }
  return polygon;
}

Outline read_outline(const json& coordinates, bool multi, bool& third) {
  Outline outline;
  outline.multi = multi;
  if (!multi) {
    outline.polygons.push_back(read_polygon(coordinates, third));
    return outline;
  }
  for (const json& polygon : read_array(coordinates, "a multipolygon"))
    outline.polygons.push_back(read_polygon(polygon, third));
  return outline;
}

std::string type_of(const json& geometry) {
  const auto type = geometry.find("type");
  if (type == geometry.end() || !type->is_string()) throw Unreadable{"the geometry has no type"};
  return type->get<std::string>();
}

void read_typed(const json& geometry, SourceFeature& feature) {
  if (!geometry.is_object()) throw Unreadable{"the geometry is not an object"};
  const std::string type = type_of(geometry);
  if (type != "Polygon" && type != "MultiPolygon") {
    feature.geometry = GeometryKind::kOther;
    feature.geometry_note = type;
    return;
  }
  const auto coordinates = geometry.find("coordinates");
  if (coordinates == geometry.end()) throw Unreadable{"the geometry has no coordinates"};
  feature.outline =
      read_outline(*coordinates, type == "MultiPolygon", feature.has_third_coordinate);
  feature.geometry = GeometryKind::kPolygon;
}

}  // namespace

void read_geometry(const json& json, SourceFeature& feature) {
  feature.geometry = GeometryKind::kMissing;
  if (json.is_null()) return;
  try {
    read_typed(json, feature);
  } catch (const Unreadable& fault) {
    feature.geometry = GeometryKind::kUnreadable;
    feature.geometry_note = fault.problem;
  }
}

}  // namespace ledger::layout
