#include "writer/cluster/seal.h"

#include <cstring>
#include <stdexcept>

#include <sodium.h>

#include "events/hash.h"
#include "events/sodium.h"

namespace ledger::cluster {
namespace {

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);

using Key = std::array<unsigned char, 32>;

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* raw(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// nonce || ciphertext || tag; `about` is authenticated, not sent.
std::string sealed(const Key& key, std::string_view about, std::string_view plain) {
  std::string box(kNonceBytes + plain.size() + kTagBytes, '\0');
  fill_random({raw(box), kNonceBytes});
  unsigned long long written = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(box) + kNonceBytes, &written, raw(plain),
                                             plain.size(), raw(about), about.size(), nullptr,
                                             raw(box), key.data());
  return box;
}

std::optional<std::string> opened(const Key& key, std::string_view about, std::string_view box) {
  if (box.size() < kNonceBytes + kTagBytes) return std::nullopt;
  std::string plain(box.size() - kNonceBytes - kTagBytes, '\0');
  unsigned long long written = 0;
  const auto cipher = box.substr(kNonceBytes);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(raw(plain), &written, nullptr, raw(cipher),
                                                 cipher.size(), raw(about), about.size(), raw(box),
                                                 key.data()) != 0) {
    return std::nullopt;
  }
  return plain;
}

// A request is known by its nonce and tag, both random to everybody else.
std::string about_reply(std::string_view request) {
  const auto nonce = request.substr(0, std::min(request.size(), kNonceBytes));
  const auto tag = request.substr(request.size() - std::min(request.size(), kTagBytes));
  return std::string("reply").append(nonce).append(tag);
}

}  // namespace

Seal::Seal(std::string_view secret) {
  start_sodium();
  const auto derived = hmac_sha256(secret, "plotledger cluster");
  std::memcpy(key_.data(), derived.bytes.data(), key_.size());
}

Seal::~Seal() {
  sodium_memzero(key_.data(), key_.size());
}

std::string Seal::request(std::string_view plain) const {
  return sealed(key_, "request", plain);
}

std::string Seal::reply(std::string_view plain, std::string_view sealed_request) const {
  return sealed(key_, about_reply(sealed_request), plain);
}

std::optional<std::string> Seal::open_request(std::string_view sealed_bytes) const {
  return opened(key_, "request", sealed_bytes);
}

std::optional<std::string> Seal::open_reply(std::string_view sealed_bytes,
                                            std::string_view sealed_request) const {
  return opened(key_, about_reply(sealed_request), sealed_bytes);
}

}  // namespace ledger::cluster
