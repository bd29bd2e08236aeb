#include "query-api/http.h"

#include <algorithm>
#include <cassert>
#include <stdexcept>

namespace ledger {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

std::string_view find_header(const std::vector<NameValue>& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (equals_ignoring_case(key, name)) return value;
  }
  return {};
}

void check_header(std::string_view name, std::string_view value) {
  if (!is_token(name)) throw std::invalid_argument("header name is no token");
  if (!is_field_value(value)) throw std::invalid_argument("header value holds a control character");
}

bool is_token_char(char c) {
  if ((c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// Takes what lies before the first `end`, and the `end`, off the front.
std::string_view take_until(std::string_view& rest, char end) {
  const auto part = rest.substr(0, rest.find(end));
  rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  return part;
}

}  // namespace

const std::string& HttpRequest::param(std::string_view name) const {
  for (const auto& [key, value] : params) {
    if (key == name) return value;
  }
  throw std::out_of_range("the route's pattern has no such parameter");
}

std::optional<std::string_view> HttpRequest::query_value(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view HttpRequest::header(std::string_view name) const {
  return find_header(headers, name);
}

std::optional<std::string_view> HttpRequest::cookie(std::string_view name) const {
  for (const auto& [key, list] : headers) {
    if (!equals_ignoring_case(key, "Cookie")) continue;
    for (std::string_view rest = list; !rest.empty();) {
      const auto pair = trimmed(take_until(rest, ';'));
      if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
        return pair.substr(name.size() + 1);
      }
    }
  }
  return std::nullopt;
}

void HttpResponse::set_header(std::string_view name, std::string_view value) {
  check_header(name, value);
  for (auto& [key, old] : headers_) {
    if (equals_ignoring_case(key, name)) {
      old = value;
      return;
    }
  }
  headers_.emplace_back(name, value);
}

void HttpResponse::add_header(std::string_view name, std::string_view value) {
  check_header(name, value);
  headers_.emplace_back(name, value);
}

void HttpResponse::set_body(std::string_view content_type, std::string body) {
  set_header("Content-Type", content_type);
  shared_ = nullptr;
  body_ = std::move(body);
}

void HttpResponse::set_body(std::string_view content_type,
                            std::shared_ptr<const std::string> body) {
  assert(body != nullptr);
  set_header("Content-Type", content_type);
  shared_ = std::move(body);
}

void HttpResponse::stream(std::string_view content_type, StreamProvider provider) {
  set_header("Content-Type", content_type);
  provider_ = std::move(provider);
}

std::string_view HttpResponse::header(std::string_view name) const {
  return find_header(headers_, name);
}

HttpResponse problem_response(const HttpProblem& problem, std::string_view instance) {
  assert(is_token(problem.name) && problem.title.find_first_of("\"\\") == std::string_view::npos);
  std::string body = R"({"type":"/problems/)";
  body.append(problem.name).append(R"(","title":")").append(problem.title);
  body.append(R"(","status":)").append(std::to_string(problem.status));
  if (!instance.empty()) body.append(R"(,"instance":")").append(instance).append("\"");
  HttpResponse response;
  response.status = problem.status;
  response.set_body("application/problem+json", body + "}");
  return response;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_char);
}

bool is_field_value(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == '+' && plus_is_space ? ' ' : text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

std::optional<std::vector<NameValue>> parse_pairs(std::string_view text) {
  std::vector<NameValue> pairs;
  while (!text.empty()) {
    auto value_text = take_until(text, '&');
    if (value_text.empty()) continue;
    auto name = percent_decode(take_until(value_text, '='), true);
    auto value = percent_decode(value_text, true);
    if (!name || !value) return std::nullopt;
    pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return pairs;
}

}  // namespace ledger
