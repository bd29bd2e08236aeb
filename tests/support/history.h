#pragma once

#include <string>
#include <vector>

#include "events/chain.h"
#include "events/memory_log.h"

namespace ledger {

// A partition's history, built by hand from events: accepted records, chained, in a MemoryLog. The
// clock goes on by a second a record. Founds and claims the partition when it is made.
class History {
 public:
  explicit History(MemoryLog& log, Partition partition = 0);

  Sequence add(Events events);  // the sequence of the record

  template <class... EventT>
  Sequence add(EventT... events) {
    Events all;
    (all.emplace_back(std::move(events)), ...);
    return add(std::move(all));
  }

  // A record that follows the head, not yet in the log: to be changed into one that does not.
  [[nodiscard]] Record next(Events events) const;
  Sequence put(const Record& record);         // appends it; it becomes the head
  void put_beside(const std::string& bytes);  // appends it; the head stays

  [[nodiscard]] const Head& head() const { return head_; }

  [[nodiscard]] Instant now() const;  // recorded_at of the next record

 private:
  MemoryLog& log_;
  Partition partition_;
  Head head_;
};

ProjectOpened project_opened(const ProjectId& project, Partition partition);
LayoutImported layout_imported(const ProjectId& project, std::size_t plots);  // ids "1", "2", …
PricesSet prices_set(const ProjectId& project, std::uint32_t version = 1);
PlotsReleased plots_released(const ProjectId& project, std::size_t plots);  // "1" to …

// A project ready for sale in its own partition: opened, laid out, priced, released.
void open_for_sale(History& history, const ProjectId& project, Partition partition,
                   std::size_t plots);

}  // namespace ledger
