#include "events/embedded_keys.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include <rocksdb/iterator.h>
#include <rocksdb/write_batch.h>

#include "events/hash.h"

namespace ledger {
namespace {

constexpr std::size_t kMostBatchBytes = 4 * 1024 * 1024;

std::string piece_key(const Digest& digest, std::size_t piece) {
  std::string key = digest.str() + "/0000000000";
  const auto digits = std::to_string(piece);
  key.replace(key.size() - digits.size(), digits.size(), digits);
  return key;
}

tl::unexpected<Error> damaged(const Digest& digest, const std::string& how) {
  return fail(ErrorCode::kCorrupt, "document-damaged", "document " + digest.str() + " " + how);
}

}  // namespace

Result<std::optional<std::string>> EmbeddedKeys::key(const PersonId& person) {
  std::string wrapped;
  const auto got = store_.db().Get({}, store_.keys(), person.str(), &wrapped);
  if (got.IsNotFound()) return std::nullopt;
  if (!got.ok()) return rocks_error(got, "the key of " + person.str());
  return wrapped;
}

Result<void> EmbeddedKeys::put(const WrappedKey& key) {
  rocksdb::WriteBatch batch;
  batch.Put(store_.keys(), key.person.str(), key.wrapped);
  return store_.write(batch);
}

Result<void> EmbeddedKeys::shred(const std::vector<PersonId>& persons) {
  if (persons.empty()) return {};
  const std::lock_guard lock(shredding_);
  rocksdb::WriteBatch batch;
  for (const auto& person : persons) {
    auto stored = key(person);
    if (!stored) return fail(stored.error());
    // The same length again, so that it takes the place of the key wherever the two meet.
    if (*stored) batch.Put(store_.keys(), person.str(), std::string((*stored)->size(), '\0'));
    batch.Delete(store_.keys(), person.str());
  }
  if (auto written = store_.write(batch); !written) return written;
  // Also when there is no key now: an earlier shredding may have been interrupted here.
  const auto [first, last] = std::minmax_element(persons.begin(), persons.end());
  return remove_old_bytes(*first, *last);
}

Result<void> EmbeddedKeys::each(const std::function<void(const WrappedKey&)>& take) {
  const std::unique_ptr<rocksdb::Iterator> at(store_.db().NewIterator({}, store_.keys()));
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    take({PersonId(at->key().ToString()), at->value().ToString()});
  }
  if (!at->status().ok()) return rocks_error(at->status(), "the data keys");
  return {};
}

Result<void> EmbeddedKeys::remove_old_bytes(const PersonId& first, const PersonId& last) {
  if (auto flushed = store_.flush(); !flushed) return flushed;
  auto& db = store_.db();
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = false;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  const rocksdb::Slice begin = first.str();
  const rocksdb::Slice end = last.str();
  auto done = db.CompactRange(options, store_.keys(), &begin, &end);
  // Old files may still be on their way out: wait for that, then let the rest be deleted here and
  // now.
  rocksdb::VectorLogPtr logs;
  if (done.ok()) done = db.DisableFileDeletions();
  if (done.ok()) done = db.GetSortedWalFiles(logs);
  if (done.ok()) done = db.EnableFileDeletions(false);
  if (!done.ok()) return rocks_error(done, "the keys are not shredded yet");
  return store_.join_small_tables();
}

Result<void> EmbeddedDocuments::put(const Digest& digest, std::string_view bytes) {
  if (hex(sha256(bytes)) != digest.str()) {
    return fail(ErrorCode::kInvalid, "digest-differs", "the bytes do not have the digest given");
  }
  if (get(digest)) return {};
  rocksdb::WriteBatch batch;
  for (std::size_t at = 0, piece = 0; at < bytes.size(); at += kMaxDocumentChunk, ++piece) {
    const auto part = bytes.substr(at, kMaxDocumentChunk);
    batch.Put(store_.documents(), piece_key(digest, piece),
              rocksdb::Slice(part.data(), part.size()));
    if (batch.GetDataSize() < kMostBatchBytes) continue;
    if (auto written = store_.write(batch); !written) return written;
    batch.Clear();
  }
  // Last, so that a document is there as a whole or not at all.
  batch.Put(store_.documents(), digest.str(), std::to_string(bytes.size()));
  return store_.write(batch);
}

Result<std::string> EmbeddedDocuments::get(const Digest& digest) {
  auto& db = store_.db();
  std::string size_text;
  const auto got = db.Get({}, store_.documents(), digest.str(), &size_text);
  if (got.IsNotFound()) {
    return fail(ErrorCode::kNotFound, "document-missing", "no document " + digest.str());
  }
  if (!got.ok()) return rocks_error(got, "document " + digest.str());
  std::size_t size = 0;
  std::from_chars(size_text.data(), size_text.data() + size_text.size(), size);
  std::string bytes;
  for (std::size_t piece = 0; bytes.size() < size; ++piece) {
    std::string part;
    const auto read = db.Get({}, store_.documents(), piece_key(digest, piece), &part);
    if (read.IsNotFound() || (read.ok() && part.empty())) return damaged(digest, "lacks a piece");
    if (!read.ok()) return rocks_error(read, "document " + digest.str());
    bytes += part;
  }
  if (hex(sha256(bytes)) != digest.str()) return damaged(digest, "has another digest");
  return bytes;
}

}  // namespace ledger
