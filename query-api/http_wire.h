#pragma once

#include <string>
#include <string_view>

#include "query-api/http.h"

namespace ledger {

// How an answer travels.
struct WireStyle {
  bool is_http_1_0 = false;  // the client's version
  bool keep_alive = true;    // of the connection, after this answer
  bool https = false;
};

// Status line and headers, with the empty line: the response's own, its length or coding, and the
// security headers that every answer carries. A policy that the response has set itself stays.
std::string render_head(const HttpResponse& response, const WireStyle& style);

// True for answers that never have a body (204, 304): no length is sent either.
bool is_bodyless(int status);

std::string_view status_text(int status);

}  // namespace ledger
