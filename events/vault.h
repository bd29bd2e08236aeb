#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "events/event.h"
#include "events/log.h"

namespace ledger {

using Sealed = wire::SealedT;

// 32 secret bytes that wrap every data key.
struct MasterKey {
  std::array<std::uint8_t, 32> bytes{};
};

// Reads `path` (64 hex digits, one line). Refuses a file that others can read (kForbidden
// "master-key-readable-by-others") or of another form (kInvalid "master-key-malformed").
Result<MasterKey> read_master_key(const std::string& path);
Result<MasterKey> create_master_key(const std::string& path);  // mode 0600; kConflict if it exists

// Seals personal data with a key of its person (libsodium, XChaCha20-Poly1305, the person's id as
// associated data) and derives the ledger's other secrets. Thread-safe. Does not own the key store.
class Vault {
 public:
  // Opens the ledger's own secret, kept wrapped under the reserved person "ledger"; creates it when
  // `found` is said. kForbidden "master-key-wrong": the key does not open this ledger.
  static Result<std::unique_ptr<Vault>> open(const MasterKey& master, KeyStore& keys, bool found);

  ~Vault();

  struct SealedWithKey {
    Sealed sealed;
    WrappedKey key;  // must travel with the record that carries `sealed`
  };

  // A new data key for `person`, and `plain` sealed with it.
  SealedWithKey seal_new(const PersonId& person, std::string_view plain);

  // Seals with the person's existing key. kNotFound "person-erased" once it is shredded.
  Result<Sealed> seal(const PersonId& person, std::string_view plain);

  // kNotFound "person-erased": the key is gone. kCorrupt "box-damaged": the bytes do not verify.
  Result<std::string> open_box(const Sealed& sealed);

  // Destroys the keys: what they sealed cannot be opened any more. Rewrites files, so gather them.
  Result<void> shred(const std::vector<PersonId>& persons);

  Result<void> shred(const PersonId& person) { return shred(std::vector<PersonId>{person}); }

  // A secret derived from the ledger's own, for `kind` ("hold", "api-key", …) and `id`: 43 URL-safe
  // characters. Never stored; a replay derives the same.
  [[nodiscard]] std::string token(std::string_view kind, std::string_view id) const;
  [[nodiscard]] Hash keyed(std::string_view kind, std::string_view data) const;

 private:
  struct Impl;
  explicit Vault(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ledger
