#include "query-api/router.h"

#include <algorithm>
#include <array>
#include <span>
#include <stdexcept>

namespace ledger {
namespace {

constexpr std::size_t kMaxSegments = 32;

// One segment of a pattern.
struct Piece {
  enum class Kind : std::uint8_t { kLiteral, kParam, kRest } kind = Kind::kLiteral;
  std::string name;  // of the parameter
  std::string text;  // the literal, or the parameter's suffix
};

Piece parse_piece(std::string_view segment) {
  if (!segment.starts_with('{')) {
    if (segment.find_first_of("{}") != std::string_view::npos) {
      throw std::invalid_argument("route pattern: a parameter must begin its segment");
    }
    return {.text = std::string(segment)};
  }
  const auto end = segment.find('}');
  if (end == std::string_view::npos || end < 2) {
    throw std::invalid_argument("route pattern: a parameter needs a name and a closing brace");
  }
  auto name = segment.substr(1, end - 1);
  const auto suffix = segment.substr(end + 1);
  const bool rest = name.ends_with("...");
  if (rest) name.remove_suffix(3);
  if (rest && !suffix.empty()) throw std::invalid_argument("route pattern: a rest has no suffix");
  return {rest ? Piece::Kind::kRest : Piece::Kind::kParam, std::string(name), std::string(suffix)};
}

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

// From the segment to the end of the path both lie in.
std::string_view rest_from(std::string_view segment, std::string_view path) {
  return path.substr(static_cast<std::size_t>(segment.data() - path.data()));
}

// One walk through the tree.
struct Search {
  std::string_view path;
  std::string_view method;               // empty: any
  std::vector<std::string_view> values;  // of the parameters on the way
};

}  // namespace

struct Router::Node {
  struct Child {
    std::string suffix;
    std::unique_ptr<Node> node;
  };

  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::vector<Child> params;  // longest suffix first
  std::unique_ptr<Node> rest;

  struct Target {
    Route route;
    std::vector<std::string> names;
  };

  std::map<std::string, Target, std::less<>> targets;  // by method

  Node& child(const Piece& piece);
  [[nodiscard]] const Node* find(std::span<const std::string_view> segments, Search& search) const;
  [[nodiscard]] const Node* find_param(std::span<const std::string_view> segments,
                                       Search& search) const;
  [[nodiscard]] bool answers(std::string_view method) const;
  [[nodiscard]] std::string allow() const;
};

Router::Node& Router::Node::child(const Piece& piece) {
  if (piece.kind == Piece::Kind::kLiteral) {
    auto& node = literals[piece.text];
    if (!node) node = std::make_unique<Node>();
    return *node;
  }
  if (piece.kind == Piece::Kind::kRest) {
    if (!rest) rest = std::make_unique<Node>();
    return *rest;
  }
  for (auto& known : params) {
    if (known.suffix == piece.text) return *known.node;
  }
  const auto place = std::ranges::find_if(
      params, [&](const Child& c) { return c.suffix.size() < piece.text.size(); });
  return *params.insert(place, Child{piece.text, std::make_unique<Node>()})->node;
}

bool Router::Node::answers(std::string_view method) const {
  return method.empty() ? !targets.empty() : targets.contains(method);
}

const Router::Node* Router::Node::find(std::span<const std::string_view> segments,
                                       Search& search) const {
  if (segments.empty()) return answers(search.method) ? this : nullptr;
  if (const auto literal = literals.find(segments.front()); literal != literals.end()) {
    if (const auto* found = literal->second->find(segments.subspan(1), search)) return found;
  }
  if (const auto* found = find_param(segments, search)) return found;
  if (!rest || segments.front().empty() || !rest->answers(search.method)) return nullptr;
  search.values.push_back(rest_from(segments.front(), search.path));
  return rest.get();
}

const Router::Node* Router::Node::find_param(std::span<const std::string_view> segments,
                                             Search& search) const {
  const auto segment = segments.front();
  for (const auto& [suffix, node] : params) {
    if (segment.size() <= suffix.size() || !segment.ends_with(suffix)) continue;
    search.values.push_back(segment.substr(0, segment.size() - suffix.size()));
    if (const auto* found = node->find(segments.subspan(1), search)) return found;
    search.values.pop_back();
  }
  return nullptr;
}

std::string Router::Node::allow() const {
  std::string list;
  for (const auto& [method, target] : targets) {
    list += method + ", ";
    if (method == "GET") list += "HEAD, ";
  }
  return targets.contains("OPTIONS") ? list.substr(0, list.size() - 2) : list + "OPTIONS";
}

Router::Router() : root_(std::make_unique<Node>()) {}

Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Route route) {
  if (!route.pattern.starts_with('/') || !route.handler) {
    throw std::invalid_argument("a route needs a pattern that begins with '/', and a handler");
  }
  const auto segments = split(route.pattern);
  if (segments.size() > kMaxSegments) throw std::invalid_argument("route pattern: too deep");
  Node* node = root_.get();
  Node::Target target;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto piece = parse_piece(segments[i]);
    if (piece.kind == Piece::Kind::kRest && i + 1 != segments.size()) {
      throw std::invalid_argument("route pattern: only the last segment can take the rest");
    }
    if (piece.kind != Piece::Kind::kLiteral) target.names.push_back(piece.name);
    node = &node->child(piece);
  }
  const auto method = route.method;
  target.route = std::move(route);
  if (!node->targets.emplace(method, std::move(target)).second) {
    throw std::invalid_argument("route pattern: taken twice");
  }
}

void Router::get(std::string pattern, HttpHandler handler) {
  add({.method = "GET", .pattern = std::move(pattern), .handler = std::move(handler)});
}

void Router::post(std::string pattern, HttpHandler handler, BodyClass body) {
  add({"POST", std::move(pattern), std::move(handler), body});
}

void Router::put(std::string pattern, HttpHandler handler, BodyClass body) {
  add({"PUT", std::move(pattern), std::move(handler), body});
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
  Match match;
  if (!path.starts_with('/')) return match;
  const auto segments = split(path);
  const auto served_as = method == "HEAD" ? std::string_view("GET") : method;
  Search search{path, served_as, {}};
  const Node* node = root_->find(segments, search);
  if (node == nullptr) {
    Search any{path, {}, {}};
    node = root_->find(segments, any);
    if (node != nullptr) match.allow = node->allow();
    return match;
  }
  const auto& target = node->targets.find(served_as)->second;
  match.route = &target.route;
  for (std::size_t i = 0; i < search.values.size(); ++i) {
    match.params.emplace_back(target.names[i], search.values[i]);
  }
  return match;
}

}  // namespace ledger
