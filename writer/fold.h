#pragma once

#include "events/chain.h"
#include "events/log.h"
#include "writer/domain/state.h"

namespace ledger {

// One partition's accepted history, folded: the state that decisions are made on, and the head that
// the next record must link to. Superseded records and repeats are counted, never folded.
class PartitionFold {
 public:
  PartitionFold() = default;

  // Goes on from a snapshot whose last record was at `offset`.
  PartitionFold(State state, Head head, Offset offset)
      : state_(std::move(state)), head_(head), next_(offset + 1) {}

  struct Read {
    Verdict verdict = Verdict::kForeign;
    std::shared_ptr<const Record> record;  // set if accepted
  };

  // Judges the next stored record and folds it in if it is history. kCorrupt "history-missing" or
  // "record-unreadable" where every reader must stop.
  Result<Read> read(const StoredRecord& stored);

  // Folds a record of our own that was decided on this very state.
  void stage(const Record& record, const Hash& hash);

  // What was staged is history up to below `next`.
  void go_on_from(Offset next) { next_ = next; }

  [[nodiscard]] const State& state() const { return state_; }

  [[nodiscard]] State& state() { return state_; }

  [[nodiscard]] const Head& head() const { return head_; }

  [[nodiscard]] Offset next() const { return next_; }  // the offset to read next

  [[nodiscard]] std::uint64_t skipped() const { return skipped_; }  // superseded, repeated, foreign

  // The URL that the present term's writer advertised.
  [[nodiscard]] const std::string& owner_url() const { return owner_url_; }

 private:
  void fold(const Record& record);

  State state_;
  Head head_;
  Offset next_ = 0;
  std::uint64_t skipped_ = 0;
  std::string owner_url_;
};

}  // namespace ledger
