#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "query-api/http_head.h"
#include "query-api/transport.h"

namespace ledger {

// Reads requests off a connection, within budgets of bytes and time: nothing a client sends, and no
// slowness of its sending, makes it hold more than the limits say or longer than the deadline.
class GuardedStream {
 public:
  enum class Got : std::uint8_t {
    kAll,
    kClosed,       // the client hung up
    kTooLate,      // the deadline passed
    kTooLarge,     // over the budget
    kLineTooLong,  // the request line alone is over the target's budget
    kMalformed,
  };

  // The transport must outlive the stream.
  GuardedStream(Transport& transport, const HeadLimits& limits);

  // True once a byte of the next request is here; false: there will be none.
  bool await_request();
  // The head, without the empty line at its end. The view lives until the next call.
  Got read_head(std::string_view& block, Deadline deadline);
  // Exactly `length` bytes. Memory grows with what arrives, not with what is announced.
  Got read_sized(std::string& body, std::uint64_t length, Deadline deadline);
  // A chunked body of at most `max` bytes; extensions and trailers are skipped within a budget.
  Got read_chunked(std::string& body, std::size_t max, Deadline deadline);

  // True if bytes behind the head are already here.
  [[nodiscard]] bool has_more() const { return begin_ < end_; }

 private:
  Got fill(Deadline deadline);
  Got read_line(std::string_view& line, Deadline deadline);
  Got read_chunk_size(std::uint64_t& size, Deadline deadline);
  Got skip_trailers(Deadline deadline);
  Got read_into(char* to, std::size_t size, Deadline deadline);

  Transport& transport_;
  HeadLimits limits_;
  std::unique_ptr<char[]> buffer_;  // limits_.block_bytes long
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace ledger
