#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "events/log.h"

namespace ledger {

// A stored layout, as it is served.
struct StoredLayout {
  std::shared_ptr<const std::string> document;              // GeoJSON
  std::unordered_map<std::string, std::string> attributes;  // by plot id: a JSON object
};

// Of each feature: its properties but no, block and area_mm2.
std::unordered_map<std::string, std::string> attributes_of(std::string_view document);

// Layouts by digest, the last few kept in memory. Thread-safe.
class LayoutLibrary {
 public:
  explicit LayoutLibrary(DocumentStore& documents) : documents_(documents) {}

  Result<std::shared_ptr<const StoredLayout>> find(const Digest& digest);

 private:
  static constexpr std::size_t kMaxBytes = 256 * 1024 * 1024;

  void keep(const Digest& digest, const std::shared_ptr<const StoredLayout>& layout);

  DocumentStore& documents_;
  std::mutex mutex_;
  std::map<Digest, std::shared_ptr<const StoredLayout>> kept_;
  std::deque<Digest> oldest_first_;
  std::size_t bytes_ = 0;
};

}  // namespace ledger
