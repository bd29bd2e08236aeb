#include "events/kafka_recent.h"

#include <utility>

namespace ledger {

void KafkaRecent::put(Offset offset, std::string record) {
  const std::lock_guard lock(mutex_);
  if (offset != first_ + static_cast<Offset>(records_.size())) {
    records_.clear();
    bytes_ = 0;
    first_ = offset;
  }
  bytes_ += record.size();
  records_.push_back(std::move(record));
  while (bytes_ > most_bytes_ && records_.size() > 1) {
    bytes_ -= records_.front().size();
    records_.pop_front();
    ++first_;
  }
}

std::optional<std::string> KafkaRecent::find(Offset offset) const {
  const std::lock_guard lock(mutex_);
  if (offset < first_ || offset >= first_ + static_cast<Offset>(records_.size())) {
    return std::nullopt;
  }
  return records_[static_cast<std::size_t>(offset - first_)];
}

}  // namespace ledger
