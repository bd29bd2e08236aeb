#include "query-api/layout_library.h"

namespace ledger {

Result<std::shared_ptr<const StoredLayout>> LayoutLibrary::find(const Digest& digest) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = kept_.find(digest); found != kept_.end()) return found->second;
  }
  auto bytes = documents_.get(digest);
  if (!bytes) return fail(bytes.error());
  auto read = std::make_shared<StoredLayout>();
  read->attributes = attributes_of(*bytes);
  read->document = std::make_shared<const std::string>(std::move(*bytes));
  const std::shared_ptr<const StoredLayout> layout = std::move(read);
  keep(digest, layout);
  return layout;
}

void LayoutLibrary::keep(const Digest& digest, const std::shared_ptr<const StoredLayout>& layout) {
  const std::lock_guard lock(mutex_);
  if (!kept_.emplace(digest, layout).second) return;
  oldest_first_.push_back(digest);
  bytes_ += layout->document->size();
  while (bytes_ > kMaxBytes && oldest_first_.size() > 1) {
    const auto old = kept_.find(oldest_first_.front());
    bytes_ -= old->second->document->size();
    kept_.erase(old);
    oldest_first_.pop_front();
  }
}

}  // namespace ledger
