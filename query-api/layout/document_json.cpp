#include "query-api/layout/document_json.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string_view>

#include <nlohmann/json.hpp>

#include "query-api/layout/numbers.h"

namespace ledger::layout {

namespace {

std::string json_string(const std::string& text) {
  return nlohmann::json(text).dump();
}

void write_position(std::string& out, LonLat at) {
  out.append("[").append(shortest(at.lon)).append(",").append(shortest(at.lat)).append("]");
}

template <class Items, class Write>
void write_list(std::string& out, const Items& items, const Write& write) {
  out += '[';
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += ',';
    write(out, items[i]);
  }
  out += ']';
}

void write_ring(std::string& out, const Ring& ring) {
  write_list(out, ring, write_position);
}

void write_polygon(std::string& out, const Polygon& polygon) {
  write_list(out, polygon, write_ring);
}

void write_geometry(std::string& out, const Outline& outline) {
  out += outline.multi ? R"({"type":"MultiPolygon","coordinates":)"
                       : R"({"type":"Polygon","coordinates":)";
  if (outline.multi) {
    write_list(out, outline.polygons, write_polygon);
  } else {
    write_polygon(out, outline.polygons.front());
  }
  out += '}';
}

bool is_ours(std::string_view name) {
  return name == "no" || name == "block" || name == "area_mm2";
}

void write_properties(std::string& out, const ImportedPlot& plot) {
  out.append(R"({"no":)").append(json_string(plot.no));
  if (!plot.block.empty()) out.append(R"(,"block":)").append(json_string(plot.block));
  out.append(R"(,"area_mm2":)").append(std::to_string(plot.area_mm2));
  for (const PlotAttribute& attribute : plot.attributes) {
    const std::string name = is_ours(attribute.name) ? "source_" + attribute.name : attribute.name;
    out.append(",").append(json_string(name)).append(":").append(attribute.json);
  }
  out += '}';
}

void write_feature(std::string& out, const ImportedPlot& plot, const Outline& outline) {
  out.append(R"({"type":"Feature","id":)").append(json_string(plot.plot_id.str()));
  out += R"(,"properties":)";
  write_properties(out, plot);
  out += R"(,"geometry":)";
  write_geometry(out, outline);
  out += '}';
}

void write_bbox(std::string& out, const std::vector<Outline>& outlines) {
  LonLat low = outlines.front().polygons.front().front().front();
  LonLat high = low;
  for (const Outline& outline : outlines) {
    for (const Polygon& polygon : outline.polygons) {
      for (const LonLat at : polygon.front()) {  // holes lie within
        low = {std::min(low.lon, at.lon), std::min(low.lat, at.lat)};
        high = {std::max(high.lon, at.lon), std::max(high.lat, at.lat)};
      }
    }
  }
  write_list(out, std::vector<double>{low.lon, low.lat, high.lon, high.lat},
             [](std::string& to, double value) { to += shortest(value); });
}

}  // namespace

std::string write_document(const std::vector<ImportedPlot>& plots,
                           const std::vector<Outline>& outlines) {
  assert(!plots.empty() && plots.size() == outlines.size());
  std::string out = R"({"type":"FeatureCollection","bbox":)";
  write_bbox(out, outlines);
  out += R"(,"features":[)";
  for (std::size_t i = 0; i < plots.size(); ++i) {
    if (i > 0) out += ',';
    write_feature(out, plots[i], outlines[i]);
  }
  out += "]}";
  return out;
}

}  // namespace ledger::layout
