#include "query-api/guarded_stream.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace ledger {
namespace {

constexpr std::size_t kLineBesidesTarget = 32;  // method, two spaces, version
constexpr std::size_t kMaxChunkLine = 512;      // a chunk's size and extensions
constexpr std::size_t kMaxTrailers = 32;
constexpr std::size_t kFirstBodyStep = 16 * kKiB;
constexpr int kMaxBlankLines = 2;  // before a request: some old clients end a body with one

}  // namespace

GuardedStream::GuardedStream(Transport& transport, const HeadLimits& limits)
    : transport_(transport),
      limits_(limits),
      buffer_(std::make_unique_for_overwrite<char[]>(limits.block_bytes)) {}

bool GuardedStream::await_request() {
  if (begin_ < end_) return true;
  begin_ = 0;
  end_ = transport_.await(buffer_.get(), limits_.block_bytes);
  return end_ > 0;
}

GuardedStream::Got GuardedStream::read_head(std::string_view& block, Deadline deadline) {
  std::size_t line = 0;  // where the line being looked at begins; both count from begin_
  std::size_t seen = 0;  // what was looked through
  int blank_lines = 0;
  while (true) {
    const std::string_view here(buffer_.get() + begin_, end_ - begin_);
    const auto feed = here.find('\n', seen);
    if (feed == std::string_view::npos) {
      if (line == 0 && here.size() > limits_.target_bytes + kLineBesidesTarget) {
        return Got::kLineTooLong;
      }
      if (here.size() >= limits_.block_bytes) return Got::kTooLarge;
      seen = here.size();
      if (const Got got = fill(deadline); got != Got::kAll) return got;
      continue;
    }
    if (feed == 0 || here[feed - 1] != '\r') return Got::kMalformed;
    seen = feed + 1;
    if (feed - 1 != line) {
      line = seen;
      continue;
    }
    begin_ += seen;
    if (line > 0) {
      block = here.substr(0, line);
      return Got::kAll;
    }
    if (++blank_lines > kMaxBlankLines) return Got::kMalformed;
    seen = 0;
  }
}

GuardedStream::Got GuardedStream::read_sized(std::string& body, std::uint64_t length,
                                             Deadline deadline) {
  const std::uint64_t end = body.size() + length;
  while (body.size() < end) {
    const std::size_t at = body.size();
    const auto step =
        static_cast<std::size_t>(std::min<std::uint64_t>(end - at, std::max(at, kFirstBodyStep)));
    body.resize(at + step);
    if (const Got got = read_into(body.data() + at, step, deadline); got != Got::kAll) return got;
  }
  return Got::kAll;
}

GuardedStream::Got GuardedStream::read_chunked(std::string& body, std::size_t max,
                                               Deadline deadline) {
  while (true) {
    std::uint64_t size = 0;
    if (const Got got = read_chunk_size(size, deadline); got != Got::kAll) return got;
    if (size == 0) return skip_trailers(deadline);
    if (size > max - body.size()) return Got::kTooLarge;
    if (const Got got = read_sized(body, size, deadline); got != Got::kAll) return got;
    char end[2];
    if (const Got got = read_into(end, 2, deadline); got != Got::kAll) return got;
    if (end[0] != '\r' || end[1] != '\n') return Got::kMalformed;
  }
}

GuardedStream::Got GuardedStream::fill(Deadline deadline) {
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const ssize_t count = transport_.read(buffer_.get() + end_, limits_.block_bytes - end_, deadline);
  if (count <= 0) return count == 0 ? Got::kClosed : Got::kTooLate;
  end_ += static_cast<std::size_t>(count);
  return Got::kAll;
}

GuardedStream::Got GuardedStream::read_line(std::string_view& line, Deadline deadline) {
  while (true) {
    const std::string_view here(buffer_.get() + begin_, end_ - begin_);
    const auto feed = here.find('\n');
    if (feed != std::string_view::npos) {
      if (feed == 0 || here[feed - 1] != '\r') return Got::kMalformed;
      line = here.substr(0, feed - 1);
      begin_ += feed + 1;
      return line.size() <= kMaxChunkLine ? Got::kAll : Got::kMalformed;
    }
    if (here.size() > kMaxChunkLine) return Got::kMalformed;
    if (const Got got = fill(deadline); got != Got::kAll) return got;
  }
}

GuardedStream::Got GuardedStream::read_chunk_size(std::uint64_t& size, Deadline deadline) {
  std::string_view line;
  if (const Got got = read_line(line, deadline); got != Got::kAll) return got;
  const char* begin = line.data();
  const char* end = begin + line.size();
  const auto [stop, error] = std::from_chars(begin, end, size, 16);
  if (error == std::errc::result_out_of_range) return Got::kTooLarge;
  if (error != std::errc() || (stop != end && *stop != ';')) return Got::kMalformed;
  return is_field_value(line) ? Got::kAll : Got::kMalformed;
}

GuardedStream::Got GuardedStream::skip_trailers(Deadline deadline) {
  for (std::size_t i = 0; i < kMaxTrailers; ++i) {
    std::string_view line;
    if (const Got got = read_line(line, deadline); got != Got::kAll) return got;
    if (line.empty()) return Got::kAll;
  }
  return Got::kMalformed;
}

GuardedStream::Got GuardedStream::read_into(char* to, std::size_t size, Deadline deadline) {
  const std::size_t here = std::min(size, end_ - begin_);
  std::memcpy(to, buffer_.get() + begin_, here);
  begin_ += here;
  for (std::size_t done = here; done < size;) {
    const ssize_t count = transport_.read(to + done, size - done, deadline);
    if (count <= 0) return count == 0 ? Got::kClosed : Got::kTooLate;
    done += static_cast<std::size_t>(count);
  }
  return Got::kAll;
}

}  // namespace ledger
