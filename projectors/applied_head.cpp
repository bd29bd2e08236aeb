#include "projectors/applied_head.h"

#include <algorithm>
#include <thread>

#include "events/hash.h"

namespace ledger {
namespace {

constexpr Micros kHeadWait = seconds(5);
constexpr Micros kAskAgain = milliseconds(100);

std::string place(Partition partition, Offset offset) {
  return "partition " + std::to_string(partition) + ", offset " + std::to_string(offset) + ": ";
}

// The last record that is left says which sequences are not.
tl::unexpected<Error> shorter(EventLog& log, Partition partition, const Head& head, Offset end) {
  Sequence last = 0;
  if (end > 0) {
    const auto records = log.reader(partition, end - 1)->read(1, kHeadWait);
    if (records && !records->empty()) {
      const auto link = read_link(records->front().bytes);
      if (link) last = std::min(link->sequence, head.sequence - 1);
    }
  }
  return fail(ErrorCode::kCorrupt, "log-shorter-than-applied",
              "partition " + std::to_string(partition) + ": sequences " + std::to_string(last + 1) +
                  " to " + std::to_string(head.sequence) +
                  " are missing: they are applied, but the log ends at offset " +
                  std::to_string(end));
}

// The log's end, once it is past `offset`: one that is too early counts only if it stays.
Result<Offset> lasting_end(EventLog& log, Partition partition, Offset offset, Micros patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    auto end = log.end(partition);
    if (!end || *end > offset || std::chrono::steady_clock::now() >= until) return end;
    std::this_thread::sleep_for(kAskAgain);
  }
}

}  // namespace

Result<void> check_applied_head(EventLog& log, Partition partition, const Applied& applied,
                                Micros patience) {
  const auto& head = applied.head;
  if (head.sequence == 0) return {};
  const auto end = lasting_end(log, partition, applied.offset, patience);
  if (!end) return fail(end.error());
  if (*end <= applied.offset) return shorter(log, partition, head, *end);
  const auto records = log.reader(partition, applied.offset)->read(1, kHeadWait);
  if (!records) return fail(records.error());
  if (records->empty()) {
    return fail(ErrorCode::kUnavailable, "log-unreachable",
                place(partition, applied.offset) + "the applied head could not be read yet");
  }
  if (records->front().offset == applied.offset && sha256(records->front().bytes) == head.hash) {
    return {};
  }
  return fail(ErrorCode::kCorrupt, "log-differs-from-applied",
              place(partition, applied.offset) + "the log holds another record than sequence " +
                  std::to_string(head.sequence) + " with hash " + hex(head.hash) +
                  ", which is applied");
}

}  // namespace ledger
