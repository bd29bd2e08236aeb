#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace ledger::cluster {

// Messages between the nodes of one ledger, sealed and authenticated under the cluster's secret, so
// that the link between them needs no trust of its own. (XChaCha20-Poly1305, the key derived by
// HMAC-SHA256.) A reply is bound to its request.
class Seal {
 public:
  explicit Seal(std::string_view secret);
  ~Seal();
  Seal(const Seal&) = delete;
  Seal& operator=(const Seal&) = delete;

  [[nodiscard]] std::string request(std::string_view plain) const;
  [[nodiscard]] std::string reply(std::string_view plain, std::string_view sealed_request) const;

  // None: not sealed by a node of this cluster, or not as an answer to that request.
  [[nodiscard]] std::optional<std::string> open_request(std::string_view sealed) const;
  [[nodiscard]] std::optional<std::string> open_reply(std::string_view sealed,
                                                      std::string_view sealed_request) const;

 private:
  std::array<unsigned char, 32> key_{};
};

inline constexpr std::size_t kShortestSecret = 16;  // characters

}  // namespace ledger::cluster
