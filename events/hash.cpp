#include "events/hash.h"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace ledger {
namespace {

constexpr std::size_t kBlock = 64;  // of SHA-256

using Block = std::array<char, kBlock>;

// Looked up once: OpenSSL 3's one-shot calls search its providers every time.
const EVP_MD* method() {
  static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return found;
}

EVP_MD_CTX* context() {
  struct Free {
    void operator()(EVP_MD_CTX* of) const { EVP_MD_CTX_free(of); }
  };

  thread_local const std::unique_ptr<EVP_MD_CTX, Free> own(EVP_MD_CTX_new());
  return own.get();
}

Hash digest(std::initializer_list<std::string_view> parts) {
  auto* to = context();
  Hash hash;
  bool done = to != nullptr && method() != nullptr && EVP_DigestInit_ex(to, method(), nullptr) == 1;
  for (const auto part : parts) {
    done = done && EVP_DigestUpdate(to, part.data(), part.size()) == 1;
  }
  if (!done || EVP_DigestFinal_ex(to, hash.bytes.data(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 failed");
  }
  return hash;
}

std::string_view text(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size()};
}

std::string_view text(const Block& block) {
  return {block.data(), block.size()};
}

Block xored(Block block, char with) {
  for (auto& byte : block) byte = static_cast<char>(byte ^ with);
  return block;
}

}  // namespace

Hash sha256(std::string_view data) {
  return digest({data});
}

// RFC 2104.
Hash hmac_sha256(std::string_view secret, std::string_view data) {
  const auto shortened = secret.size() > kBlock ? sha256(secret) : Hash{};
  if (secret.size() > kBlock) secret = text(shortened);
  Block key{};
  std::ranges::copy(secret, key.begin());
  auto inner = xored(key, 0x36);
  auto outer = xored(key, 0x5c);
  const auto hash = digest({text(outer), text(digest({text(inner), data}))});
  for (auto* block : {&key, &inner, &outer}) OPENSSL_cleanse(block->data(), block->size());
  return hash;
}

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

std::string hex(const Hash& hash) {
  return hex(text(hash));
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace ledger
