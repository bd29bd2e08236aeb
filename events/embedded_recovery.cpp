#include "events/embedded_recovery.h"

#include <string>

#include "events/hash.h"
#include "events/rocks_files.h"

namespace ledger {
namespace {

tl::unexpected<Error> missing(Partition partition, Offset first, Offset last, const char* how) {
  return fail(ErrorCode::kCorrupt, "acknowledged-records-missing",
              "partition " + std::to_string(partition) + ": acknowledged records " +
                  std::to_string(first) + ".." + std::to_string(last) + " are " + how);
}

}  // namespace

Result<void> check_mark(const EmbeddedStore& store, const Mark& mark, Partition partitions) {
  if (mark.partitions.size() != partitions) {
    return fail(ErrorCode::kCorrupt, "mark-damaged",
                "the mark file is of a log with " + std::to_string(mark.partitions.size()) +
                    " partitions, this one has " + std::to_string(partitions));
  }
  for (Partition partition = 0; partition < partitions; ++partition) {
    const auto& marked = mark.partitions[partition];
    const auto end = store.end(partition);
    if (!end) return fail(end.error());
    if (*end < marked.end) return missing(partition, *end, marked.end - 1, "missing");
    if (marked.end == 0) continue;
    const auto last = store.record(partition, marked.end - 1);
    if (!last) return fail(last.error());
    if (sha256(*last) != marked.last) {
      return missing(partition, marked.end - 1, marked.end - 1, "not those that were written");
    }
  }
  return {};
}

Result<EmbeddedStore::How> how_to_open(const std::string& dir, const Mark& mark,
                                       rocksdb::Env* env) {
  if (mark.clean) return EmbeddedStore::How::kOpen;
  const auto torn = write_ahead_logs_torn(dir);
  if (!torn) return fail(torn.error());
  if (!*torn) return EmbeddedStore::How::kOpen;
  const auto look = EmbeddedStore::open(dir, EmbeddedStore::How::kLookOnly, env, "");
  if (!look) return fail(look.error());
  const auto partitions = (*look)->partitions();
  if (!partitions) return fail(partitions.error());
  if (auto checked = check_mark(**look, mark, *partitions); !checked) return fail(checked.error());
  return EmbeddedStore::How::kOpenToTear;
}

}  // namespace ledger
