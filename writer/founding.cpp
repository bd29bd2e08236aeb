#include "writer/founding.h"

#include "events/chain.h"

namespace ledger {
namespace {

// The ledger's id: random, 26 letters and digits of the founding moment's digest and the clock.
LedgerId fresh_id(Clock& clock) {
  const auto seed =
      std::to_string(clock.now().micros()) + "/" + std::to_string(clock.steady().count());
  return LedgerId("ledger-" + hex(sha256(seed)).substr(0, 24));
}

// What the partition's first record says; none if there is no record yet.
Result<std::optional<LedgerFounded>> founded_in(EventLog& log, Partition partition) {
  const auto first = log.reader(partition, 0)->read(1, Micros(0));
  if (!first) return fail(first.error());
  if (first->empty()) return std::nullopt;
  const auto record = decode(first->front().bytes);
  const auto* founded = record ? find<LedgerFounded>(record->events) : nullptr;
  const auto where = "partition " + std::to_string(partition);
  if (founded == nullptr) {
    return fail(ErrorCode::kConflict, "ledger-foreign",
                where + " of this log does not begin with a ledger");
  }
  if (founded->format != kLogFormat) {
    return fail(ErrorCode::kConflict, "ledger-foreign",
                where + " of this log is of format " + std::to_string(founded->format) +
                    "; this program reads format " + std::to_string(kLogFormat));
  }
  return *founded;
}

// The ledger id in partition 0's first record; empty if there is none yet.
Result<LedgerId> founded_as(EventLog& log) {
  const auto founded = founded_in(log, kDirectory);
  if (!founded) return fail(founded.error());
  return *founded ? (*founded)->ledger : LedgerId{};
}

Result<void> append(EventLog& log, Partition partition, const std::string& bytes) {
  const auto appender = log.appender(partition);
  appender->append({{bytes, {}}});
  const auto reports = appender->delivered(seconds(30));
  if (reports.empty()) {
    return fail(ErrorCode::kUnknown, "outcome-unknown",
                "founding was not acknowledged within 30 s");
  }
  if (!reports.front()) return fail(reports.front().error());
  return {};
}

Record genesis(const LedgerId& ledger, Partition partition, Partition partitions, Instant now) {
  LedgerFounded founded;
  founded.ledger = ledger;
  founded.partition = partition;
  founded.partitions = partitions;
  founded.format = kLogFormat;
  founded.max_in_flight = kMaxInFlight;
  Record record;
  record.sequence = 1;
  record.recorded_at = now;
  record.actor = "founding";
  record.events.emplace_back(std::move(founded));
  return record;
}

// The record after partition 0's first: the key that everything else begins with.
Record admin_key(const StoredRecord& first) {
  const auto link = read_link(first.bytes);
  ApiKeyIssued issued;
  issued.key = kAdminKey;
  issued.role = "admin";
  issued.name = "founding";
  Record record;
  record.sequence = 2;
  record.previous = sha256(first.bytes);
  record.recorded_at = link->recorded_at + Micros(1);
  record.actor = "founding";
  record.events.emplace_back(std::move(issued));
  return record;
}

}  // namespace

Result<bool> founding_needed(EventLog& log) {
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    const auto end = log.end(partition);
    if (!end) return fail(end.error());
    if (*end < (partition == kDirectory ? 2 : 1)) return true;
  }
  return false;
}

Result<LedgerId> ledger_in(EventLog& log) {
  LedgerId ledger;
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    const auto founded = founded_in(log, partition);
    if (!founded) return fail(founded.error());
    const auto where = "partition " + std::to_string(partition);
    if (partition == kDirectory && *founded && (*founded)->partitions != log.partitions()) {
      return fail(ErrorCode::kConflict, "partitions-differ",
                  "the ledger was founded with " + std::to_string((*founded)->partitions) +
                      " partitions, but this log has " + std::to_string(log.partitions()) +
                      ": plotledger copy it to another log, and serve that");
    }
    if (!*founded) {
      return fail(ErrorCode::kNotFound, "ledger-not-founded",
                  where + " of this log is empty: its founding did not end");
    }
    if (partition == kDirectory) ledger = (*founded)->ledger;
    if ((*founded)->ledger != ledger || (*founded)->partition != partition) {
      return fail(ErrorCode::kConflict, "ledgers-mixed",
                  where + " of this log holds partition " + std::to_string((*founded)->partition) +
                      " of " + (*founded)->ledger.str() + ", and partition 0 belongs to " +
                      ledger.str());
    }
  }
  return ledger;
}

Result<void> found_ledger(EventLog& log, Clock& clock) {
  auto ledger = founded_as(log);
  if (!ledger) return fail(ledger.error());
  if (ledger->empty()) *ledger = fresh_id(clock);
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    const auto end = log.end(partition);
    if (!end) return fail(end.error());
    if (*end > 0) continue;
    const auto record = genesis(*ledger, partition, log.partitions(), clock.now());
    if (auto done = append(log, partition, encode(record)); !done) return done;
  }
  const auto end = log.end(kDirectory);
  if (!end || *end != 1) return {};
  const auto first = log.reader(kDirectory, 0)->read(1, seconds(5));
  if (!first || first->empty())
    return fail(
        first ? Error{ErrorCode::kUnavailable, "log-unavailable", "the first record cannot be read"}
              : first.error());
  return append(log, kDirectory, encode(admin_key(first->front())));
}

std::string api_key_text(const Vault& vault, const KeyId& key) {
  return "plk_" + key.str() + "_" + vault.token("api-key", key);
}

}  // namespace ledger
