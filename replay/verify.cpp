#include "replay/verify.h"

#include <charconv>
#include <unordered_set>

#include "events/chain.h"
#include "projectors/compare.h"
#include "projectors/map_store.h"
#include "projectors/portal_check.h"
#include "projectors/runner.h"
#include "projectors/views.h"
#include "writer/domain/state.h"

namespace ledger {
namespace {

constexpr std::size_t kBatch = 1024;
constexpr std::size_t kShown = 100;  // differing rows that are listed

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAccepted:
      return "accepted";
    case Verdict::kSuperseded:
      return "superseded";
    case Verdict::kRepeat:
      return "repeat";
    case Verdict::kForeign:
      return "foreign";
    case Verdict::kMissing:
      break;
  }
  return "missing";
}

// Reads one partition from its first record on.
class HistoryCheck {
 public:
  HistoryCheck(Partition partition, const std::vector<Expectation>& expected, VerifyReport& report)
      : partition_(partition), expected_(expected), report_(report) {}

  // False: history cannot be followed any further.
  bool read(const StoredRecord& stored);
  void end();

 private:
  bool accept(const StoredRecord& stored, const Link& link);
  void skip(const StoredRecord& stored, const Link* link, Verdict verdict);

  void find(Sequence sequence, std::string what) {
    report_.findings.push_back({to_string(partition_, sequence), std::move(what)});
  }

  const Partition partition_;
  const std::vector<Expectation>& expected_;
  VerifyReport& report_;
  State state_;
  Head head_;
  std::unordered_set<std::string> commands_;
  std::optional<Sequence> gap_;  // an in-term record beyond the head: a claim must follow
};

bool HistoryCheck::read(const StoredRecord& stored) {
  const auto link = read_link(stored.bytes);
  if (!link) {
    skip(stored, nullptr, Verdict::kForeign);
    return true;
  }
  const auto judgement = judge(head_, *link);
  if (judgement.verdict == Verdict::kMissing) {
    find(head_.sequence + 1, "at offset " + std::to_string(stored.offset) + ": " + judgement.why);
    return false;
  }
  if (judgement.verdict == Verdict::kAccepted) return accept(stored, *link);
  if (link->term == head_.term && link->sequence > head_.sequence) gap_ = link->sequence;
  skip(stored, &*link, judgement.verdict);
  return true;
}

bool HistoryCheck::accept(const StoredRecord& stored, const Link& link) {
  const auto record = decode(stored.bytes);
  if (!record) {
    find(link.sequence, record.error().message);
    return false;
  }
  if (link.claims) gap_.reset();
  if (link.recorded_at <= head_.recorded_at && head_.sequence > 0) {
    find(link.sequence,
         "was recorded at " + rfc3339(link.recorded_at) + ", not after the one before");
  }
  if (!record->command_id.empty()) {
    ++report_.commands;
    if (!commands_.insert(record->scope + '\0' + record->command_id).second) {
      find(link.sequence, "answers command " + record->command_id + " a second time");
    }
  }
  try {
    for (const auto& event : record->events) evolve(state_, event, record->recorded_at);
  } catch (const std::logic_error& broken) {
    find(link.sequence, std::string("cannot have happened: ") + broken.what());
    return false;
  }
  head_ = advanced(link);
  ++report_.records;
  for (const auto& one : expected_) {
    if (one.partition == partition_ && one.sequence == link.sequence &&
        one.hash != hex(link.hash)) {
      find(link.sequence, "has hash " + hex(link.hash) + ", expected was " + one.hash);
    }
  }
  return true;
}

void HistoryCheck::skip(const StoredRecord& stored, const Link* link, Verdict verdict) {
  Skipped skipped{partition_, stored.offset, std::string(name_of(verdict)), 0, 0};
  if (link != nullptr) {
    skipped.sequence = link->sequence;
    skipped.term = link->term;
  }
  report_.skipped.push_back(std::move(skipped));
}

void HistoryCheck::end() {
  if (gap_) {
    find(head_.sequence + 1,
         "is missing: sequence " + std::to_string(*gap_) +
             " of the same term follows, and no writer claimed the partition after it");
  }
  for (const auto& one : expected_) {
    if (one.partition == partition_ && one.sequence > head_.sequence) {
      find(one.sequence, "is expected, but history ends at " + std::to_string(head_.sequence));
    }
  }
  report_.position.advance(partition_, head_.sequence);
  report_.heads.push_back(to_string(partition_, head_.sequence) + ":" + hex(head_.hash));
  for (const auto& [id, project] : state_.projects) report_.bookings += project.bookings.size();
}

void verify_partition(EventLog& log, Partition partition, HistoryCheck& check, VerifyReport& report,
                      const VerifyProgress& progress) {
  const auto end = log.end(partition);
  if (!end) {
    report.findings.push_back({"partition " + std::to_string(partition), end.error().message});
    return;
  }
  const auto reader = log.reader(partition, 0);
  for (Offset next = 0; next < *end;) {
    const auto records = reader->read(kBatch, seconds(5));
    if (!records || records->empty()) {
      report.findings.push_back(
          {"partition " + std::to_string(partition) + " offset " + std::to_string(next),
           records ? "the log ends early" : records.error().message});
      return;
    }
    for (const auto& stored : *records) {
      if (!check.read(stored)) return;
      next = stored.offset + 1;
    }
    progress("history of partition " + std::to_string(partition), static_cast<std::uint64_t>(next),
             static_cast<std::uint64_t>(*end));
  }
  check.end();
}

std::string money_text(Money money) {
  return std::to_string(money.paise()) + " paise";
}

}  // namespace

Result<Expectation> parse_expectation(std::string_view text) {
  const auto colon = text.find(':');
  const auto position = parse_position(text.substr(0, colon));
  if (colon == std::string_view::npos || !position || position->parts().size() != 1 ||
      text.size() - colon != 65) {
    return fail(ErrorCode::kInvalid, "expectation-malformed",
                "--expect wants POSITION:HASH, such as 1-57:<64 hex digits>");
  }
  const auto& [partition, sequence] = *position->parts().begin();
  return Expectation{partition, sequence, std::string(text.substr(colon + 1))};
}

void verify_history(EventLog& log, const std::vector<Expectation>& expected, VerifyReport& report,
                    const VerifyProgress& progress) {
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    HistoryCheck check(partition, expected, report);
    verify_partition(log, partition, check, report, progress);
  }
}

void verify_views(EventLog& log, const ReadSnapshot& stored, VerifyReport& report,
                  const VerifyProgress& progress) {
  MapStore fresh(all_views());
  ProjectionRunner runner(log, fresh, all_views(), {.batch = kBatch, .until = stored.position()});
  std::uint64_t of = 0;
  for (const auto& [partition, sequence] : stored.position().parts()) of += sequence;
  std::uint64_t done = 0;
  runner.on_applied([&](Partition, Sequence from, Sequence to) {
    done += to - from + 1;
    progress("views", done, of);
  });
  while (runner.step()) {
  }
  if (const auto error = runner.health().error()) {
    report.findings.push_back({"views", error->message});
    return;
  }
  const auto folded = fresh.snapshot();
  if (folded->position() != stored.position()) {
    report.findings.push_back({"views", "the read model is at " + to_string(stored.position()) +
                                            ", but the log only reaches " +
                                            to_string(folded->position())});
    return;
  }
  for (const auto& difference : compare_stores(stored, *folded, kShown)) {
    report.findings.push_back({"views/" + difference.view, to_string(difference)});
  }
  const auto check = check_portal(stored.rows(finance::kView), stored.rows(portal::kView));
  for (const auto& mismatch : check.mismatches) {
    report.findings.push_back({"booking " + mismatch.booking.str(),
                               mismatch.figure + ": the books say " + money_text(mismatch.finance) +
                                   ", the portal says " + money_text(mismatch.portal)});
  }
}

}  // namespace ledger
