#include "query-api/http_head.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace ledger {
namespace {

using Fault = std::optional<HttpProblem>;

constexpr HttpProblem kMalformed{400, "malformed-request", "The request is not well-formed"};
constexpr HttpProblem kAmbiguous{400, "ambiguous-length", "The length of the body is ambiguous"};
constexpr HttpProblem kBadTarget{400, "malformed-target", "The request target is not well-formed"};
constexpr HttpProblem kTargetTooLong{414, "target-too-long", "The request target is too long"};
constexpr HttpProblem kTooManyHeaders{431, "headers-too-large", "The header block is too large"};
constexpr HttpProblem kEncoded{415, "encoded-body", "Encoded request bodies are not accepted"};
constexpr HttpProblem kExpectation{417, "unknown-expectation", "The expectation is not known"};
constexpr HttpProblem kMethod{501, "unknown-method", "The method is not known"};
constexpr HttpProblem kCoding{501, "unknown-coding", "The transfer coding is not known"};
constexpr HttpProblem kVersion{505, "unknown-version", "The HTTP version is not spoken here"};

constexpr std::array<std::string_view, 7> kMethods{"GET",   "HEAD",   "POST",   "PUT",
                                                   "PATCH", "DELETE", "OPTIONS"};

// Calls `each(part)` for every trimmed part of a comma list.
template <class Each>
void for_each_part(std::string_view list, Each each) {
  while (true) {
    const auto comma = list.find(',');
    each(trimmed(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

// Proxies send "http://host/path": the authority is not ours to judge, the path is.
std::string_view origin_form(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const auto slash = target.find_first_of("/?", scheme.size());
    if (slash == std::string_view::npos || target[slash] == '?') return "/";
    return target.substr(slash);
  }
  return target;
}

Fault parse_target(std::string_view target, const HeadLimits& limits, HttpRequest& request) {
  if (target.size() > limits.target_bytes) return kTargetTooLong;
  const bool printable = std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f; });
  if (!printable || target.find('#') != std::string_view::npos) return kBadTarget;
  if (target == "*" && request.method == "OPTIONS") {
    request.path = "*";
    return std::nullopt;
  }
  target = origin_form(target);
  const auto mark = std::min(target.find('?'), target.size());
  auto path = decode_path(target.substr(0, mark));
  if (!path) return kBadTarget;
  request.path = std::move(*path);
  auto query = parse_pairs(target.substr(std::min(mark + 1, target.size())));
  if (!query) return kBadTarget;
  request.query = std::move(*query);
  return std::nullopt;
}

Fault parse_version(std::string_view version, RequestHead& head) {
  if (version == "HTTP/1.1") return std::nullopt;
  if (version == "HTTP/1.0") {
    head.is_http_1_0 = true;
    head.keep_alive = false;
    return std::nullopt;
  }
  const bool other = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.';
  return other ? kVersion : kMalformed;
}

Fault parse_request_line(std::string_view line, const HeadLimits& limits, RequestHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return kMalformed;
  const auto method = line.substr(0, first);
  if (!is_token(method)) return kMalformed;
  if (auto fault = parse_version(line.substr(last + 1), head)) return fault;
  if (std::ranges::find(kMethods, method) == kMethods.end()) return kMethod;
  head.request.method = method;
  return parse_target(line.substr(first + 1, last - first - 1), limits, head.request);
}

Fault parse_header(std::string_view line, HttpRequest& request) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return kMalformed;
  const auto name = line.substr(0, colon);  // a folded line begins with a space: no token
  const auto value = trimmed(line.substr(colon + 1));
  if (!is_token(name) || !is_field_value(value)) return kMalformed;
  request.headers.emplace_back(name, value);
  return std::nullopt;
}

Fault parse_length(std::string_view value, RequestHead& head) {
  if (head.content_length) return kAmbiguous;
  std::uint64_t length = 0;
  const char* begin = value.data();
  const char* end = begin + value.size();
  const auto [stop, error] = std::from_chars(begin, end, length);
  if (error != std::errc() || stop != end) return kAmbiguous;
  head.content_length = length;
  return std::nullopt;
}

Fault parse_coding(std::string_view value, RequestHead& head) {
  if (head.chunked || head.is_http_1_0) return kAmbiguous;
  if (!equals_ignoring_case(value, "chunked")) return kCoding;
  head.chunked = true;
  return std::nullopt;
}

Fault weigh_header(std::string_view name, std::string_view value, RequestHead& head) {
  if (equals_ignoring_case(name, "Content-Length")) return parse_length(value, head);
  if (equals_ignoring_case(name, "Transfer-Encoding")) return parse_coding(value, head);
  if (equals_ignoring_case(name, "Content-Encoding")) {
    if (!equals_ignoring_case(value, "identity")) return kEncoded;
  } else if (equals_ignoring_case(name, "Expect")) {
    if (!equals_ignoring_case(value, "100-continue")) return kExpectation;
    head.expects_continue = !head.is_http_1_0;
  } else if (equals_ignoring_case(name, "Connection")) {
    for_each_part(value, [&head](std::string_view part) {
      if (equals_ignoring_case(part, "close")) head.keep_alive = false;
      if (equals_ignoring_case(part, "keep-alive") && head.is_http_1_0) head.keep_alive = true;
    });
  }
  return std::nullopt;
}

// Headers that the HTTP library would have added itself, and a range that no route serves: no
// handler can trust or trip over what it never sees.
bool is_dropped(std::string_view name) {
  constexpr std::array<std::string_view, 5> kDropped{"REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR",
                                                     "LOCAL_PORT", "Range"};
  return std::ranges::any_of(
      kDropped, [&](std::string_view dropped) { return equals_ignoring_case(name, dropped); });
}

Fault weigh_headers(RequestHead& head) {
  std::size_t hosts = 0;
  for (const auto& [name, value] : head.request.headers) {
    if (auto fault = weigh_header(name, value, head)) return fault;
    if (equals_ignoring_case(name, "Host")) ++hosts;
  }
  if (head.chunked && head.content_length) return kAmbiguous;
  if (hosts > 1 || (hosts == 0 && !head.is_http_1_0)) return kMalformed;
  std::erase_if(head.request.headers,
                [](const NameValue& header) { return is_dropped(header.first); });
  return std::nullopt;
}

}  // namespace

std::optional<std::string> decode_path(std::string_view raw) {
  if (!raw.starts_with('/')) return std::nullopt;
  auto path = percent_decode(raw, false);
  if (!path || !is_field_value(*path) || path->find('\t') != std::string::npos) return std::nullopt;
  if (std::ranges::count(*path, '/') != std::ranges::count(raw, '/')) return std::nullopt;
  std::string_view rest = *path;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto segment = rest.substr(0, rest.find('/'));
    if (segment == "." || segment == "..") return std::nullopt;
    rest.remove_prefix(segment.size());
  }
  return path;
}

tl::expected<RequestHead, HttpProblem> parse_head(std::string_view block,
                                                  const HeadLimits& limits) {
  RequestHead head;
  bool first = true;
  while (!block.empty()) {
    const auto end = block.find("\r\n");
    if (end == std::string_view::npos) return tl::make_unexpected(kMalformed);
    const auto line = block.substr(0, end);
    block.remove_prefix(end + 2);
    if (!first && head.request.headers.size() == limits.headers) {
      return tl::make_unexpected(kTooManyHeaders);
    }
    auto fault = first ? parse_request_line(line, limits, head) : parse_header(line, head.request);
    if (fault) return tl::make_unexpected(*fault);
    first = false;
  }
  if (first) return tl::make_unexpected(kMalformed);
  if (auto fault = weigh_headers(head)) return tl::make_unexpected(*fault);
  return head;
}

}  // namespace ledger
