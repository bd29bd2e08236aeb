#include "query-api/http_wire.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ledger {
namespace {

constexpr std::string_view kSecurity =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n";
constexpr std::string_view kHttpsOnly = "Strict-Transport-Security: max-age=63072000\r\n";
constexpr std::string_view kPagePolicy =
    "Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'\r\n";
constexpr std::string_view kDataPolicy =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; sandbox\r\n";

using StatusText = std::pair<int, std::string_view>;

constexpr std::array<StatusText, 36> kStatusTexts{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {425, "Too Early"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
}};

void add_line(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
}

void add_framing(std::string& head, const HttpResponse& response, const WireStyle& style) {
  if (response.provider()) {
    if (!style.is_http_1_0) add_line(head, "Transfer-Encoding", "chunked");
  } else if (!is_bodyless(response.status)) {
    add_line(head, "Content-Length", std::to_string(response.body().size()));
  }
  if (!style.keep_alive) add_line(head, "Connection", "close");
  if (style.keep_alive && style.is_http_1_0) add_line(head, "Connection", "keep-alive");
}

// What the routes leave out: answers are private and stay out of caches unless they say otherwise.
void add_policies(std::string& head, const HttpResponse& response, const WireStyle& style) {
  head.append(kSecurity);
  if (style.https) head.append(kHttpsOnly);
  if (response.header("Content-Security-Policy").empty()) {
    const bool page = response.header("Content-Type").starts_with("text/html");
    head.append(page ? kPagePolicy : kDataPolicy);
  }
  if (response.header("Cache-Control").empty()) {
    add_line(head, "Cache-Control", response.header("ETag").empty() ? "no-store" : "no-cache");
  }
}

}  // namespace

std::string render_head(const HttpResponse& response, const WireStyle& style) {
  std::string head;
  head.reserve(768);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(status_text(response.status)).append("\r\n");
  for (const auto& [name, value] : response.headers()) add_line(head, name, value);
  add_framing(head, response, style);
  add_policies(head, response, style);
  return head.append("\r\n");
}

bool is_bodyless(int status) {
  return status == 204 || status == 304;
}

std::string_view status_text(int status) {
  const auto found = std::ranges::lower_bound(kStatusTexts, status, {}, &StatusText::first);
  return found != kStatusTexts.end() && found->first == status ? found->second : "Status";
}

}  // namespace ledger
