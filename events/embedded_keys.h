#pragma once

#include <mutex>

#include "events/embedded_store.h"
#include "events/log.h"

namespace ledger {

// Wrapped data keys in the store's `keys` family.
class EmbeddedKeys final : public KeyStore {
 public:
  explicit EmbeddedKeys(EmbeddedStore& store) : store_(store) {}

  Result<std::optional<std::string>> key(const PersonId& person) override;
  Result<void> put(const WrappedKey& key) override;

  // Besides deleting the keys, rewrites the files they were in and waits until the old ones are
  // deleted, write-ahead logs included. Writers go on meanwhile.
  Result<void> shred(const std::vector<PersonId>& persons) override;
  Result<void> each(const std::function<void(const WrappedKey&)>& take) override;

 private:
  Result<void> remove_old_bytes(const PersonId& first, const PersonId& last);

  EmbeddedStore& store_;
  std::mutex shredding_;
};

// Documents in the store's `documents` family, in pieces of at most kMaxDocumentChunk.
class EmbeddedDocuments final : public DocumentStore {
 public:
  explicit EmbeddedDocuments(EmbeddedStore& store) : store_(store) {}

  // kInvalid "digest-differs" if `bytes` do not have the digest.
  Result<void> put(const Digest& digest, std::string_view bytes) override;
  Result<std::string> get(const Digest& digest) override;

 private:
  EmbeddedStore& store_;
};

}  // namespace ledger
