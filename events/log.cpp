#include "events/log.h"

namespace ledger {

Result<void> KeyStore::put_all(const std::vector<WrappedKey>& keys) {
  for (const auto& key : keys)
    if (auto done = put(key); !done) return done;
  return {};
}

Result<std::vector<Offset>> EventLog::ends() {
  std::vector<Offset> all;
  for (Partition partition = 0; partition < partitions(); ++partition) {
    const auto one = end(partition);
    if (!one) return fail(one.error());
    all.push_back(*one);
  }
  return all;
}

void EventLog::fetch(Partition partition, Offset offset, const TakeRecord& take) {
  auto records = reader(partition, offset)->read(1, seconds(5));
  if (!records) return take(fail(std::move(records.error())));
  if (records->empty()) {
    return take(fail(ErrorCode::kUnavailable, "log-unavailable",
                     "offset " + std::to_string(offset) + " of partition " +
                         std::to_string(partition) + " does not arrive"));
  }
  take(std::move(records->front()));
}

}  // namespace ledger
