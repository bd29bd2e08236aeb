#include "replay/copy.h"

#include <set>
#include <unordered_map>

#include "replay/accepted.h"

namespace ledger {
namespace {

constexpr std::size_t kBatch = 512;

// Copies one partition's records from where `to` ends.
class PartitionCopy {
 public:
  PartitionCopy(EventLog& from, EventLog& to, Partition partition, Offset end)
      : from_(from), to_(to), partition_(partition), end_(end) {}

  Result<std::uint64_t> run(const VerifyProgress& progress) {
    const auto there = to_.end(partition_);
    if (!there) return fail(there.error());
    if (*there > end_) return differs("is longer than the original");
    if (auto same = same_last(*there); !same) return fail(same.error());
    const auto reader = from_.reader(partition_, *there);
    const auto appender = to_.appender(partition_);
    for (Offset next = *there; next < end_;) {
      auto batch = read(*reader, next);
      if (!batch) return fail(batch.error());
      const auto count = static_cast<Offset>(batch->size());
      appender->append(std::move(*batch));
      if (auto done = wait(*appender, next, count); !done) return fail(done.error());
      next += count;
      progress("records of partition " + std::to_string(partition_),
               static_cast<std::uint64_t>(next), static_cast<std::uint64_t>(end_));
    }
    return static_cast<std::uint64_t>(end_ - *there);
  }

 private:
  tl::unexpected<Error> differs(const std::string& how) const {
    return fail(ErrorCode::kConflict, "copy-differs",
                "partition " + std::to_string(partition_) + " of the copy " + how);
  }

  Result<void> same_last(Offset there) {
    if (there == 0) return {};
    const auto ours = from_.reader(partition_, there - 1)->read(1, seconds(5));
    const auto theirs = to_.reader(partition_, there - 1)->read(1, seconds(5));
    if (!ours) return fail(ours.error());
    if (!theirs) return fail(theirs.error());
    if (ours->empty() || theirs->empty() || ours->front().bytes != theirs->front().bytes) {
      return differs("holds another record at offset " + std::to_string(there - 1));
    }
    return {};
  }

  Result<std::vector<Append>> read(LogReader& reader, Offset next) const {
    const auto most = std::min<Offset>(kBatch, end_ - next);
    auto records = reader.read(static_cast<std::size_t>(most), seconds(5));
    if (!records) return fail(records.error());
    if (records->empty()) {
      return fail(ErrorCode::kCorrupt, "log-ends-early",
                  "partition " + std::to_string(partition_) + " ends before offset " +
                      std::to_string(end_));
    }
    std::vector<Append> batch;
    for (auto& record : *records) batch.push_back({std::move(record.bytes), {}});
    return batch;
  }

  static Result<void> wait(LogAppender& appender, Offset next, Offset count) {
    for (Offset done = 0; done < count;) {
      const auto reports = appender.delivered(seconds(30));
      if (reports.empty()) {
        return fail(ErrorCode::kUnknown, "outcome-unknown", "the copy was not acknowledged");
      }
      for (const auto& report : reports) {
        if (!report) return fail(report.error());
        if (*report != next + done++) {
          return fail(ErrorCode::kConflict, "copy-differs", "somebody else writes to the copy");
        }
      }
    }
    return {};
  }

  EventLog& from_;
  EventLog& to_;
  const Partition partition_;
  const Offset end_;
};

// The documents that history names, and its last accepted head.
struct Named {
  std::set<Digest> documents;
  Head head;
};

// Of a layout, a template or letterhead, a bank's statement; lines that came without a file name
// none.
template <class E>
void name_document(const Record& record, std::set<Digest>& documents) {
  const auto* event = find<E>(record.events);
  if (event != nullptr && !event->document.empty()) documents.insert(event->document);
}

Result<Named> read_named(EventLog& log, Partition partition, Offset end) {
  Named named;
  const auto seen =
      each_accepted(log, partition, end, [&](const StoredRecord& stored, const Link& /*link*/) {
        const auto record = decode(stored.bytes);
        if (!record) return true;
        name_document<LayoutImported>(*record, named.documents);
        name_document<TemplateSet>(*record, named.documents);
        name_document<BankLinesImported>(*record, named.documents);
        return true;
      });
  if (!seen) return fail(seen.error());
  named.head = seen->head;
  return named;
}

// Those that the copy does not hold yet.
Result<std::uint64_t> copy_keys(EventLog& from, EventLog& to, const VerifyProgress& progress) {
  std::unordered_map<std::string, std::string> there;
  if (auto read = to.keys().each(
          [&](const WrappedKey& key) { there.emplace(key.person.str(), key.wrapped); });
      !read) {
    return fail(read.error());
  }
  std::vector<WrappedKey> missing;
  if (auto read = from.keys().each([&](const WrappedKey& key) {
        const auto found = there.find(key.person.str());
        if (found == there.end() || found->second != key.wrapped) missing.push_back(key);
      });
      !read) {
    return fail(read.error());
  }
  for (std::size_t at = 0; at < missing.size(); at += kBatch) {
    const auto end = std::min(missing.size(), at + kBatch);
    if (auto put = to.keys().put_all({missing.begin() + static_cast<std::ptrdiff_t>(at),
                                      missing.begin() + static_cast<std::ptrdiff_t>(end)});
        !put) {
      return fail(put.error());
    }
    progress("data keys", end, missing.size());
  }
  return missing.size();
}

Result<void> copy_document(EventLog& from, EventLog& to, const Digest& digest) {
  const auto bytes = from.documents().get(digest);
  if (!bytes) return fail(bytes.error());
  return to.documents().put(digest, *bytes);
}

}  // namespace

Result<CopyReport> copy_ledger(EventLog& from, EventLog& to, const VerifyProgress& progress) {
  if (from.partitions() != to.partitions()) {
    return fail(ErrorCode::kInvalid, "copy-partitions",
                "the original has " + std::to_string(from.partitions()) + " partitions, the copy " +
                    std::to_string(to.partitions()));
  }
  CopyReport report;
  std::vector<Offset> ends;
  for (Partition partition = 0; partition < from.partitions(); ++partition) {
    const auto end = from.end(partition);
    if (!end) return fail(end.error());
    ends.push_back(*end);
  }
  const auto keys = copy_keys(from, to, progress);
  if (!keys) return fail(keys.error());
  report.keys = *keys;
  for (Partition partition = 0; partition < from.partitions(); ++partition) {
    const auto named = read_named(from, partition, ends[partition]);
    if (!named) return fail(named.error());
    for (const auto& digest : named->documents) {
      if (auto done = copy_document(from, to, digest); !done) return fail(done.error());
    }
    report.documents += named->documents.size();
    report.heads.push_back(to_string(partition, named->head.sequence) + ":" +
                           hex(named->head.hash));
    const auto copied = PartitionCopy(from, to, partition, ends[partition]).run(progress);
    if (!copied) return fail(copied.error());
    report.records += *copied;
  }
  return report;
}

}  // namespace ledger
