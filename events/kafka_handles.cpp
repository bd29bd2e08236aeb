#include "events/kafka_handles.h"

#include <algorithm>
#include <utility>

namespace ledger {
namespace {

// A partition that joins a handle waits until the fetch under way is over.
const KafkaSettings& reading_settings() {
  static const KafkaSettings settings = {{"fetch.wait.max.ms", "100"},
                                         {"queued.max.messages.kbytes", "16384"}};
  return settings;
}

}  // namespace

Result<KafkaHandle> KafkaHandles::take(Partition partition) {
  const std::lock_guard lock(mutex_);
  auto free = std::find_if(all_.begin(), all_.end(), [&](const auto& shared) {
    return !shared->reading.contains(partition);
  });
  if (free == all_.end()) {
    auto handle = kafka_consumer(config_, reading_settings());
    if (!handle) return fail(handle.error());
    all_.push_back(std::make_shared<Shared>(Shared{std::move(*handle), {}}));
    free = std::prev(all_.end());
  }
  const auto shared = *free;
  shared->reading.insert(partition);
  return KafkaHandle(shared->handle.get(), [this, shared, partition](rd_kafka_s* /*handle*/) {
    give_back(shared, partition);
  });
}

void KafkaHandles::give_back(const std::shared_ptr<Shared>& shared, Partition partition) {
  const std::lock_guard lock(mutex_);
  shared->reading.erase(partition);
}

}  // namespace ledger
