#include "projectors/rocks_store.h"

#include <algorithm>

#include <rocksdb/write_batch.h>

#include "projectors/key.h"
#include "projectors/row.h"
#include "projectors/store_files.h"

namespace ledger {
namespace {

constexpr char kVersion = 'V';   // V view        the version it was folded by
constexpr char kPosition = 'P';  // P partition   AppliedRow

rocksdb::Slice slice(std::string_view text) {
  return {text.data(), text.size()};
}

std::string row_of(const Applied& applied) {
  rows::AppliedRowT row;
  row.sequence = applied.head.sequence;
  row.term = applied.head.term;
  row.hash = applied.head.hash;
  row.recorded_at = applied.head.recorded_at;
  row.offset = applied.offset;
  row.superseded = applied.superseded;
  row.repeats = applied.repeats;
  row.foreign = applied.foreign;
  return encode_row(row);
}

Applied applied_of(std::string_view bytes) {
  const auto row = decode_row<rows::AppliedRowT>(bytes);
  return {{row.sequence, row.term, row.hash, row.recorded_at},
          row.offset,
          row.superseded,
          row.repeats,
          row.foreign};
}

AppliedParts read_applied(const Rows& meta) {
  AppliedParts applied;
  const std::string prefix(1, kPosition);
  meta.scan(prefix, prefix, [&applied](std::string_view key, std::string_view value) {
    applied[static_cast<Partition>(KeyParts(key).number().value())] = applied_of(value);
    return true;
  });
  return applied;
}

// nullopt: the store is new and says nothing yet.
std::optional<bool> same_versions(const Rows& meta, const Views& views) {
  std::size_t said = 0;
  bool same = true;
  for (const auto* view : views) {
    const auto version = meta.get(Key(kVersion).text(view->name()));
    if (!version) continue;
    ++said;
    same = same && *version == std::to_string(view->version());
  }
  if (said == 0) return std::nullopt;
  return same && said == views.size();
}

void write_versions(RocksFiles& files, const Views& views) {
  rocksdb::WriteBatch batch;
  for (const auto* view : views) {
    files.require(batch.Put(files.meta(), slice(Key(kVersion).text(view->name())),
                            std::to_string(view->version())));
  }
  files.require(files.db->Write({}, &batch));
}

// In key order: neighbours go into the memtable one after another, which is quicker.
void add(rocksdb::WriteBatch& batch, const RocksFiles& files, const std::string& view,
         const Overlay::Changes& changes) {
  auto* family = files.family(view);
  std::vector<const Overlay::Changes::value_type*> sorted;
  sorted.reserve(changes.size());
  for (const auto& change : changes) sorted.push_back(&change);
  std::sort(sorted.begin(), sorted.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  for (const auto* change : sorted) {
    const auto& [key, value] = *change;
    files.require(value ? batch.Put(family, key, *value) : batch.Delete(family, key));
  }
}

tl::unexpected<Error> other_versions(const std::string& directory) {
  return fail(ErrorCode::kConflict, "rebuild-needed",
              directory + " was folded by another version of the views");
}

}  // namespace

RocksStore::RocksStore(std::shared_ptr<RocksFiles> files) : files_(std::move(files)) {
  newest_ = take(read_applied(RocksRows(files_, files_->meta(), nullptr)));
}

RocksStore::~RocksStore() {
  try {
    if (!files_->beside()) flush();
  } catch (const StoreDamaged&) {
    // The log is the truth: what could not be written out is applied again, or rebuilt.
  }
}

Result<std::unique_ptr<RocksStore>> RocksStore::open(const std::string& directory,
                                                     const Views& views) try {
  auto files = open_files(directory, views);
  if (!files) return fail(std::move(files.error()));
  const auto same = same_versions(RocksRows(*files, (*files)->meta(), nullptr), views);
  if (same && !*same) return other_versions(directory);
  if (!same) write_versions(**files, views);
  return std::unique_ptr<RocksStore>(new RocksStore(std::move(*files)));
} catch (const StoreDamaged& damaged) {
  return fail(ErrorCode::kCorrupt, "store-damaged", damaged.what());
}

Result<std::unique_ptr<RocksStore>> RocksStore::open_beside(const std::string& directory,
                                                            const std::string& scratch,
                                                            const Views& views) try {
  auto files = open_files_beside(directory, scratch, views);
  if (!files) return fail(std::move(files.error()));
  const auto same = same_versions(RocksRows(*files, (*files)->meta(), nullptr), views);
  if (!same || !*same) return other_versions(directory);
  return std::unique_ptr<RocksStore>(new RocksStore(std::move(*files)));
} catch (const StoreDamaged& damaged) {
  return fail(ErrorCode::kCorrupt, "store-damaged", damaged.what());
}

Snapshot RocksStore::take(AppliedParts applied) const {
  const auto& files = files_;
  std::shared_ptr<const rocksdb::Snapshot> at;
  if (!files->beside()) {
    at = {files->db->GetSnapshot(),
          [files](const rocksdb::Snapshot* snapshot) { files->db->ReleaseSnapshot(snapshot); }};
  }
  ReadSnapshot::ViewRows rows;
  for (std::size_t i = 1; i < files->families.size(); ++i) {
    rows.emplace_back(files->names[i], std::make_shared<RocksRows>(files, files->families[i], at));
  }
  return std::make_shared<ReadSnapshot>(std::move(rows), std::move(applied));
}

Snapshot RocksStore::snapshot() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

void RocksStore::write(Staged staged) {
  auto& files = *files_;
  rocksdb::WriteBatch batch;
  for (const auto& [name, changes] : staged.release()) add(batch, files, name, changes);
  for (const auto& [partition, applied] : staged.applied) {
    files.require(
        batch.Put(files.meta(), slice(Key(kPosition).number(partition)), row_of(applied)));
  }
  files.require(files.db->Write({}, &batch));
  auto next = take(std::move(staged.applied));
  const std::lock_guard lock(mutex_);
  newest_.swap(next);
}

void RocksStore::flush() {
  rocksdb::FlushOptions options;
  files_->require(files_->db->Flush(options, files_->families));
}

}  // namespace ledger
