#include "replay/accepted.h"

namespace ledger {
namespace {

constexpr std::size_t kBatch = 1024;

}  // namespace

Result<AcceptedHistory> each_accepted(EventLog& log, Partition partition, Offset end,
                                      const VisitAccepted& visit, const VisitedTo& visited_to) {
  AcceptedHistory seen;
  const auto reader = log.reader(partition, 0);
  while (seen.next < end) {
    const auto records = reader->read(kBatch, seconds(5));
    if (!records) return fail(records.error());
    if (records->empty()) break;
    for (const auto& stored : *records) {
      if (stored.offset >= end) break;
      seen.next = stored.offset + 1;
      const auto link = read_link(stored.bytes);
      if (!link) continue;
      const auto judgement = judge(seen.head, *link);
      if (judgement.verdict == Verdict::kMissing) {
        return fail(ErrorCode::kCorrupt, "history-missing", judgement.why);
      }
      if (judgement.verdict != Verdict::kAccepted) continue;
      if (!visit(stored, *link)) return seen;
      seen.head = advanced(*link);
    }
    if (visited_to) visited_to(seen.next);
  }
  return seen;
}

}  // namespace ledger
