#include "query-api/layout/features_json.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

#include "query-api/layout/geometry_json.h"
#include "query-api/layout/numbers.h"

namespace ledger::layout {

namespace {

using nlohmann::json;

// Numbers that are whole are written without a point: drawing programs export 6552 as 6552.0.
std::string number_text(const json& value) {
  if (!value.is_number_float()) return value.dump();
  const double number = value.get<double>();
  if (number == std::floor(number) && std::abs(number) < 9e15)
    return std::to_string(static_cast<std::int64_t>(number));
  return shortest(number);
}

std::string text_of(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return {};
  if (value.is_number()) return number_text(value);
  return value.dump();
}

std::vector<PlotAttribute> attributes_of(const json& feature) {
  std::vector<PlotAttribute> attributes;
  const auto properties = feature.find("properties");
  if (properties == feature.end() || !properties->is_object()) return attributes;
  for (const auto& [name, value] : properties->items())
    attributes.push_back({name, text_of(value), value.dump()});
  return attributes;
}

SourceFeature feature_from(const json& value, std::size_t number) {
  SourceFeature feature;
  feature.number = number;
  if (!value.is_object() || value.value("type", json()) != "Feature") {
    feature.geometry = GeometryKind::kNotAFeature;
    return feature;
  }
  feature.attributes = attributes_of(value);
  const auto geometry = value.find("geometry");
  read_geometry(geometry == value.end() ? json() : *geometry, feature);
  return feature;
}

// Builds one JSON value from SAX events and tells when it is whole.
class ValueBuilder {
 public:
  [[nodiscard]] bool open() const { return !path_.empty(); }

  [[nodiscard]] std::size_t size() const { return size_; }

  void key(std::string name) { key_ = std::move(name); }

  // True if the value is whole with this.
  bool add(json value) {
    put(std::move(value));
    return path_.empty();
  }

  void start(json container) { path_.push_back(put(std::move(container))); }

  bool end() {
    path_.pop_back();
    return path_.empty();
  }

  json take() {
    size_ = 0;
    return std::exchange(root_, json());
  }

 private:
  json* put(json value) {
    ++size_;
    if (path_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    json& parent = *path_.back();
    if (parent.is_array()) {
      parent.push_back(std::move(value));
      return &parent.back();
    }
    return &(parent[key_] = std::move(value));
  }

  json root_;
  std::vector<json*> path_;  // the open containers; stable, as only the last one grows
  std::string key_;
  std::size_t size_ = 0;
};

// Follows the file's outer shape and keeps only what is needed: each feature in turn, `type`,
// `crs`.
class FeatureReader final : public nlohmann::json_sax<json> {
 public:
  FeatureReader(std::string_view source, const std::function<void(SourceFeature)>& take)
      : source_(source), take_(take) {}

  [[nodiscard]] std::optional<FileFault> fault() const;

  bool null() override { return scalar(json()); }

  bool boolean(bool value) override { return scalar(value); }

  bool number_integer(std::int64_t value) override { return scalar(value); }

  bool number_unsigned(std::uint64_t value) override { return scalar(value); }

  bool number_float(double value, const std::string& /*text*/) override { return scalar(value); }

  bool string(std::string& value) override { return scalar(std::move(value)); }

  bool binary(json::binary_t& /*value*/) override { return stop("the file is not JSON"); }

  bool start_object(std::size_t /*size*/) override {
    if (depth_ == 0) is_object_ = true;
    return start(json::object());
  }

  bool start_array(std::size_t /*size*/) override {
    if (depth_ == 1 && key_ == "features") has_features_ = true;
    return start(json::array());
  }

  bool end_object() override { return end(); }

  bool end_array() override { return end(); }

  bool key(std::string& name) override {
    if (builder_.open()) {
      builder_.key(std::move(name));
    } else if (depth_ == 1) {
      key_ = std::move(name);
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& error) override;

 private:
  [[nodiscard]] bool in_features() const {
    return has_features_ && depth_ == 2 && key_ == "features";
  }

  [[nodiscard]] bool wanted() const {
    return in_features() || (depth_ == 1 && (key_ == "type" || key_ == "crs"));
  }

  bool scalar(json value);
  bool start(json container);
  bool end();
  bool count();
  bool whole();
  bool stop(std::string problem);

  std::string_view source_;
  const std::function<void(SourceFeature)>& take_;
  ValueBuilder builder_;
  std::string key_;  // of the outermost object
  std::size_t depth_ = 0;
  std::size_t features_ = 0;
  bool is_object_ = false;
  bool has_features_ = false;
  json type_;
  json crs_;
  std::optional<FileFault> fault_;
};

bool FeatureReader::stop(std::string problem) {
  const bool in_feature = builder_.open() && depth_ > 2;
  fault_ = FileFault{in_feature ? features_ : 0, std::move(problem)};
  return false;
}

bool FeatureReader::count() {
  if (in_features() && !builder_.open() && ++features_ > kMaxPlots)
    return stop("the file has more than " + std::to_string(kMaxPlots) + " features");
  if (builder_.size() > kMaxValuesPerFeature)
    return stop("the feature holds more than " + std::to_string(kMaxValuesPerFeature) + " values");
  return true;
}

bool FeatureReader::scalar(json value) {
  if (!builder_.open() && !wanted()) return true;
  if (!count()) return false;
  return builder_.add(std::move(value)) ? whole() : true;
}

bool FeatureReader::start(json container) {
  if (depth_ >= kMaxDepth)
    return stop("the file is nested deeper than " + std::to_string(kMaxDepth) + " levels");
  if (builder_.open() || wanted()) {
    if (!count()) return false;
    builder_.start(std::move(container));
  }
  ++depth_;
  return true;
}

bool FeatureReader::end() {
  --depth_;
  if (!builder_.open()) return true;
  return builder_.end() ? whole() : true;
}

bool FeatureReader::whole() {
  json value = builder_.take();
  if (depth_ == 1 && key_ == "type") {
    type_ = std::move(value);
  } else if (depth_ == 1 && key_ == "crs") {
    crs_ = std::move(value);
  } else {
    take_(feature_from(value, features_));
  }
  return true;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string printable(std::string_view text) {
  std::string shown;
  for (const char c : text.substr(0, 20)) shown += c >= 0x20 && c < 0x7F ? c : '?';
  return shown;
}

std::string syntax_problem(std::string_view source, std::size_t position) {
  if (is_blank(source)) return "the file is empty";
  if (source.starts_with("<")) return "the file is not GeoJSON: it looks like XML or KML";
  if (source.starts_with("PK")) return "the file is not GeoJSON: it looks like a zip archive";
  const std::size_t at = std::min(position > 0 ? position - 1 : 0, source.size());
  for (const std::string_view word : {"NaN", "Infinity", "-Infinity", "inf", "nan"}) {
    if (source.substr(at).starts_with(word) ||
        (at > 0 && source.substr(at - 1).starts_with(word))) {
      return std::string(word) + " is not a number that JSON knows (byte " + std::to_string(at) +
             ")";
    }
  }
  const std::size_t from = at > 10 ? at - 10 : 0;
  return "the file is not JSON: it breaks off or goes wrong near byte " + std::to_string(at) +
         ", after '" + printable(source.substr(from, at - from)) + "'";
}

bool FeatureReader::parse_error(std::size_t position, const std::string& /*token*/,
                                const nlohmann::detail::exception& error) {
  constexpr int kNumberOverflow = 406;
  if (error.id == kNumberOverflow) return stop("a number is too large to be a finite one");
  return stop(syntax_problem(source_, position));
}

// A file may name its coordinate system the old way; only WGS84 in degrees will do.
std::optional<std::string> foreign_crs(const json& crs) {
  if (!crs.is_object() || !crs.contains("properties") || !crs["properties"].is_object()) return {};
  const json name = crs["properties"].value("name", json());
  if (!name.is_string()) return std::nullopt;
  const std::string& text = name.get_ref<const std::string&>();
  for (const char* const known : {"CRS84", "4326", "WGS84", "WGS 84"})
    if (text.find(known) != std::string::npos) return std::nullopt;
  return "the file's coordinates are in " + in_quotes(text) +
         "; export the layout as WGS84 (EPSG:4326)";
}

std::optional<FileFault> FeatureReader::fault() const {
  if (fault_) return fault_;
  if (!is_object_ || type_ != "FeatureCollection") {
    const std::string found = type_.is_string()
                                  ? "its type is " + in_quotes(type_.get<std::string>())
                                  : std::string("it has no type");
    return FileFault{0, "the file is not a GeoJSON FeatureCollection: " + found};
  }
  if (!has_features_) return FileFault{0, "the FeatureCollection has no list of features"};
  if (const auto problem = foreign_crs(crs_)) return FileFault{0, *problem};
  if (features_ == 0) return FileFault{0, "the file has no features"};
  return std::nullopt;
}

}  // namespace

std::optional<FileFault> read_features(std::string_view geojson,
                                       const std::function<void(SourceFeature)>& take) {
  if (geojson.size() > kMaxLayoutBytes) {
    return FileFault{0,
                     "the file is larger than " + std::to_string(kMaxLayoutBytes >> 20U) + " MiB"};
  }
  FeatureReader reader(geojson, take);
  json::sax_parse(geojson, &reader);
  return reader.fault();
}

}  // namespace ledger::layout
