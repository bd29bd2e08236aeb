#pragma once

#include <chrono>
#include <stop_token>
#include <string_view>

#include "query-api/http.h"
#include "query-api/transport.h"

namespace ledger {

// A stream's way to its client: each write leaves at once, as one chunk where the client knows
// chunks (HTTP/1.1), else as it is.
class StreamSink final : public Sink {
 public:
  // `write_time` is for one write. The transport must outlive the sink.
  StreamSink(Transport& transport, std::stop_token stopping, std::chrono::milliseconds write_time,
             bool chunked);

  bool write(std::string_view bytes) override;
  [[nodiscard]] bool open() const override;

  [[nodiscard]] std::stop_token stop_token() const override { return stopping_; }

  // The last chunk: tells the client that it has everything. False: it cannot be told, and the
  // connection's end must tell it.
  bool finish();

 private:
  [[nodiscard]] Deadline write_deadline() const {
    return std::chrono::steady_clock::now() + write_time_;
  }

  Transport& transport_;
  std::stop_token stopping_;
  std::chrono::milliseconds write_time_;
  bool chunked_;
  bool failed_ = false;
};

}  // namespace ledger
