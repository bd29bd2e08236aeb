#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projectors/overlay.h"
#include "projectors/view.h"

namespace ledger {

using Views = std::vector<const View*>;

// How far a partition is applied: its head, where that stands in the log, and what was skipped
// before.
struct Applied {
  Head head;
  Offset offset = -1;
  std::uint64_t superseded = 0;
  std::uint64_t repeats = 0;
  std::uint64_t foreign = 0;
  bool operator==(const Applied&) const = default;
};

using AppliedParts = std::map<Partition, Applied>;

// All views at one moment: rows and position belong together. Cheap to hold, safe to read from many
// threads; keeps its store's data alive.
class ReadSnapshot {
 public:
  using ViewRows = std::vector<std::pair<std::string, std::shared_ptr<const Rows>>>;

  ReadSnapshot(ViewRows rows, AppliedParts applied);

  // The rows of the view `name`; throws std::out_of_range for a name that the store does not hold.
  [[nodiscard]] const Rows& rows(std::string_view name) const;

  [[nodiscard]] const ViewRows& views() const { return rows_; }

  [[nodiscard]] const Position& position() const { return position_; }

  [[nodiscard]] const AppliedParts& applied() const { return applied_; }

 private:
  ViewRows rows_;
  AppliedParts applied_;
  Position position_;
};

using Snapshot = std::shared_ptr<const ReadSnapshot>;

// Changes on their way into a store: rows of every view and the position, written together or not
// at all. Reads see the changes made so far.
class Staged {
 public:
  using Changes = std::vector<std::pair<std::string, Overlay::Changes>>;

  explicit Staged(Snapshot base);

  [[nodiscard]] Batch& rows(std::string_view name);

  // Gives up the changes, view by view in the store's order, and lets go of the base.
  [[nodiscard]] Changes release();

  AppliedParts applied;  // as of the base; to be advanced with the rows

 private:
  Snapshot base_;
  std::vector<std::pair<std::string, std::unique_ptr<Overlay>>> overlays_;
};

// Rows of several views with one position. `snapshot` may be called from any thread; one thread at
// a time stages and writes.
class ViewStore {
 public:
  virtual ~ViewStore() = default;
  [[nodiscard]] virtual Snapshot snapshot() const = 0;

  // One atomic write; the next snapshot sees it. Throws StoreDamaged if it cannot be written.
  virtual void write(Staged staged) = 0;
};

}  // namespace ledger
