#include "query-api/stream_sink.h"

#include <array>
#include <charconv>
#include <utility>

namespace ledger {

StreamSink::StreamSink(Transport& transport, std::stop_token stopping,
                       std::chrono::milliseconds write_time, bool chunked)
    : transport_(transport),
      stopping_(std::move(stopping)),
      write_time_(write_time),
      chunked_(chunked) {}

bool StreamSink::write(std::string_view bytes) {
  if (failed_ || stopping_.stop_requested()) return false;
  if (bytes.empty()) return true;  // an empty chunk would end the stream
  if (!chunked_) {
    failed_ = !transport_.write({bytes}, write_deadline());
    return !failed_;
  }
  std::array<char, 16> size{};
  const char* end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
  failed_ = !transport_.write({{size.data(), end}, "\r\n", bytes, "\r\n"}, write_deadline());
  return !failed_;
}

bool StreamSink::open() const {
  return !failed_ && !stopping_.stop_requested() && !transport_.peer_gone();
}

bool StreamSink::finish() {
  return !failed_ && chunked_ && transport_.write({"0\r\n\r\n"}, write_deadline());
}

}  // namespace ledger
