#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <tl/expected.hpp>

#include "query-api/http.h"

namespace ledger {

inline constexpr std::size_t kKiB = 1024;

struct HeadLimits {
  std::size_t block_bytes = 16 * kKiB;  // request line and headers together -> 431
  std::size_t target_bytes = 8 * kKiB;  // -> 414
  std::size_t headers = 100;            // -> 431
};

// A request's head, judged: what it holds has one meaning only.
struct RequestHead {
  HttpRequest request;  // method, path, query and headers are set; path is "*" for "OPTIONS *"
  std::optional<std::uint64_t> content_length;
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;
  bool is_http_1_0 = false;

  [[nodiscard]] bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

// Reads a head block: every line ends in CRLF, the empty line at its end is already cut off.
// Whatever two readers could take two ways is refused, not repaired (folded lines, a bare LF or CR,
// two lengths, a length beside an encoding, a space before the colon); after any refusal the
// connection must be closed, because where the next request begins is not known.
tl::expected<RequestHead, HttpProblem> parse_head(std::string_view block, const HeadLimits& limits);

// The path of a target: decoded; nothing if it is malformed, climbs ("..") or hides a '/', a NUL or
// another control character behind an escape.
std::optional<std::string> decode_path(std::string_view raw);

}  // namespace ledger
