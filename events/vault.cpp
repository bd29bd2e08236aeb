#include "events/vault.h"

#include <algorithm>
#include <cstring>
#include <list>
#include <stdexcept>
#include <utility>

#include <sodium.h>

#include "events/hash.h"
#include "events/sodium.h"

namespace ledger {
namespace {

constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kOpenedKeys = 4096;  // opened data keys kept in memory
static_assert(kKeyBytes == 32);

const PersonId kLedger("ledger");  // the reserved person whose key is the ledger's own secret

// A 32-byte key that is wiped when it goes.
struct Secret {
  std::array<std::uint8_t, kKeyBytes> bytes{};

  Secret() = default;
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;

  ~Secret() { sodium_memzero(bytes.data(), bytes.size()); }

  static Secret random() {
    Secret secret;
    fill_random(secret.bytes);
    return secret;
  }

  [[nodiscard]] std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
};

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* raw(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// nonce || ciphertext || tag, bound to `person`.
std::string seal_box(const Secret& key, std::string_view person, std::string_view plain) {
  std::string box(kNonceBytes + plain.size() + kTagBytes, '\0');
  fill_random({raw(box), kNonceBytes});
  unsigned long long written = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(box) + kNonceBytes, &written, raw(plain),
                                             plain.size(), raw(person), person.size(), nullptr,
                                             raw(box), key.bytes.data());
  return box;
}

std::optional<std::string> unseal_box(const Secret& key, std::string_view person,
                                      std::string_view box) {
  if (box.size() < kNonceBytes + kTagBytes) return std::nullopt;
  std::string plain(box.size() - kNonceBytes - kTagBytes, '\0');
  unsigned long long written = 0;
  const auto sealed = box.substr(kNonceBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), &written, nullptr, raw(sealed),
                                                 sealed.size(), raw(person), person.size(),
                                                 raw(box), key.bytes.data()) != 0) {
    return std::nullopt;
  }
  return plain;
}

std::optional<Secret> unwrap(const Secret& master, const PersonId& person,
                             std::string_view wrapped) {
  auto opened = unseal_box(master, person, wrapped);
  if (!opened) return std::nullopt;
  std::optional<Secret> key;
  if (opened->size() == kKeyBytes) {
    std::memcpy(key.emplace().bytes.data(), opened->data(), kKeyBytes);
  }
  sodium_memzero(opened->data(), opened->size());
  return key;
}

std::string base64url(const Hash& hash) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(sizeof hash.bytes, kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), hash.bytes.data(), hash.bytes.size(), kVariant);
  text.pop_back();  // the terminating zero
  return text;
}

tl::unexpected<Error> erased(const PersonId& person) {
  return fail(ErrorCode::kNotFound, "person-erased", "the data of " + person.str() + " is erased");
}

// Recently used data keys, opened. Guarded by its user.
class OpenedKeys {
 public:
  const Secret* find(const PersonId& person) {
    const auto found = by_person_.find(person.str());
    if (found == by_person_.end()) return nullptr;
    recent_.splice(recent_.begin(), recent_, found->second);
    return &found->second->second;
  }

  void put(const PersonId& person, const Secret& key) {
    forget(person);
    recent_.emplace_front(person, key);
    by_person_[person.str()] = recent_.begin();
    if (recent_.size() > kOpenedKeys) forget(PersonId(recent_.back().first));
  }

  void forget(const PersonId& person) {
    const auto found = by_person_.find(person.str());
    if (found == by_person_.end()) return;
    recent_.erase(found->second);
    by_person_.erase(found);
  }

 private:
  using Recent = std::list<std::pair<PersonId, Secret>>;
  Recent recent_;
  std::unordered_map<std::string, Recent::iterator> by_person_;  // keeps the hashes of its keys
};

}  // namespace

struct Vault::Impl {
  Impl(const MasterKey& master_key, KeyStore& key_store) : keys(key_store) {
    master.bytes = master_key.bytes;
  }

  Secret master;
  Secret secret;  // the ledger's own
  KeyStore& keys;
  std::mutex mutex;  // guards what follows
  OpenedKeys opened;
  std::uint64_t shreds = 0;  // a key read from the store before a shred must not be kept after it

  Result<void> open_ledger(bool found) {
    auto wrapped = keys.key(kLedger);
    if (!wrapped) return fail(wrapped.error());
    if (*wrapped) {
      auto unwrapped = unwrap(master, kLedger, **wrapped);
      if (!unwrapped) {
        return fail(ErrorCode::kForbidden, "master-key-wrong",
                    "this master key does not open the ledger");
      }
      secret = *unwrapped;
      return {};
    }
    if (!found) {
      return fail(ErrorCode::kCorrupt, "ledger-secret-missing",
                  "the ledger's own secret is not among its keys");
    }
    secret = Secret::random();
    return keys.put({kLedger, seal_box(master, kLedger, secret.view())});
  }

  Result<Secret> key_of(const PersonId& person) {
    std::uint64_t shreds_before = 0;
    {
      const std::lock_guard lock(mutex);
      if (const auto* key = opened.find(person)) return *key;
      shreds_before = shreds;
    }
    auto wrapped = keys.key(person);
    if (!wrapped) return fail(wrapped.error());
    if (!*wrapped) return erased(person);
    const auto key = unwrap(master, person, **wrapped);
    if (!key) {
      return fail(ErrorCode::kCorrupt, "key-damaged",
                  "the stored key of " + person.str() + " does not open");
    }
    const std::lock_guard lock(mutex);
    if (shreds == shreds_before) opened.put(person, *key);
    return *key;
  }

  static Sealed sealed(const PersonId& person, const Secret& key, std::string_view plain) {
    const auto box = seal_box(key, person, plain);
    Sealed result;
    result.person = person;
    result.box.assign(box.begin(), box.end());
    return result;
  }

  [[nodiscard]] Hash mac(std::string_view text) const { return hmac_sha256(secret.view(), text); }
};

Vault::Vault(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Vault::~Vault() = default;

Result<std::unique_ptr<Vault>> Vault::open(const MasterKey& master, KeyStore& keys, bool found) {
  start_sodium();
  auto impl = std::make_unique<Impl>(master, keys);
  if (auto opened = impl->open_ledger(found); !opened) return fail(opened.error());
  return std::unique_ptr<Vault>(new Vault(std::move(impl)));
}

Vault::SealedWithKey Vault::seal_new(const PersonId& person, std::string_view plain) {
  if (person == kLedger || person.empty()) {
    throw std::invalid_argument("no person may be called '" + person.str() + "'");
  }
  const Secret key = Secret::random();
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->opened.put(person, key);
  }
  return {Impl::sealed(person, key, plain), {person, seal_box(impl_->master, person, key.view())}};
}

Result<Sealed> Vault::seal(const PersonId& person, std::string_view plain) {
  const auto key = impl_->key_of(person);
  if (!key) return fail(key.error());
  return Impl::sealed(person, *key, plain);
}

Result<std::string> Vault::open_box(const Sealed& sealed) {
  const auto key = impl_->key_of(sealed.person);
  if (!key) return fail(key.error());
  const std::string_view box(reinterpret_cast<const char*>(sealed.box.data()), sealed.box.size());
  auto plain = unseal_box(*key, sealed.person, box);
  if (!plain) {
    return fail(ErrorCode::kCorrupt, "box-damaged",
                "the sealed data of " + sealed.person.str() + " does not verify");
  }
  return std::move(*plain);
}

Result<void> Vault::shred(const std::vector<PersonId>& persons) {
  if (std::find(persons.begin(), persons.end(), kLedger) != persons.end()) {
    throw std::invalid_argument("the ledger's own secret is never shredded");
  }
  const auto forget = [&] {
    const std::lock_guard lock(impl_->mutex);
    for (const auto& person : persons) impl_->opened.forget(person);
    ++impl_->shreds;
  };
  forget();
  auto shredded = impl_->keys.shred(persons);
  forget();  // whoever read a key in between must not keep it
  return shredded;
}

std::string Vault::token(std::string_view kind, std::string_view id) const {
  return base64url(impl_->mac(std::string(kind) + '\0' + std::string(id)));
}

Hash Vault::keyed(std::string_view kind, std::string_view data) const {
  return impl_->mac("keyed" + std::string(1, '\0') + std::string(kind) + '\0' + std::string(data));
}

}  // namespace ledger
