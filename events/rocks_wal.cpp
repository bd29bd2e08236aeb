#include "events/rocks_wal.h"

#include <algorithm>
#include <memory>

#include <rocksdb/file_checksum.h>

namespace ledger {
namespace {

// Blocks of 32 KiB; in each, fragments: CRC32C of type and payload (masked, 4 bytes), length (2
// bytes), type (1 byte), payload, integers little-endian. A fragment never spans blocks; where
// fewer than 7 bytes are left in a block, they are zero.
constexpr std::size_t kBlock = 32768;
constexpr std::size_t kHeader = 7;
constexpr std::size_t kSector = 512;    // the least that a disk writes at once
constexpr std::size_t kLeastTail = 16;  // fewer zeros at the end may be data

enum Type : std::uint8_t { kZero = 0, kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

std::uint32_t unmasked(std::uint32_t masked) {
  const std::uint32_t rotated = masked - 0xa282ead8U;
  return rotated >> 17U | rotated << 15U;
}

std::uint32_t crc32c(std::string_view bytes) {
  static const auto factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  const auto generator = factory->CreateFileChecksumGenerator({});
  generator->Update(bytes.data(), bytes.size());
  generator->Finalize();
  std::uint32_t sum = 0;
  for (const char c : generator->GetChecksum()) sum = sum << 8U | static_cast<unsigned char>(c);
  return sum;
}

struct Fragment {
  std::uint32_t crc = 0;
  std::size_t length = 0;
  std::uint8_t type = kZero;
};

class Walk {
 public:
  explicit Walk(std::string_view bytes) : bytes_(bytes) {}

  std::optional<WalDamage> run() {
    while (at_ < bytes_.size()) {
      const std::size_t left = kBlock - at_ % kBlock;
      if (left < kHeader) {
        if (!zeros(at_, at_ + left)) return damage("bytes between blocks are not zero");
        at_ += left;
        continue;
      }
      if (auto found = fragment()) return found;
    }
    if (open_) return WalDamage{start_, "the file ends within a record", true};
    return std::nullopt;
  }

 private:
  [[nodiscard]] Fragment header(std::size_t at) const {
    const auto byte = [&](std::size_t i) -> std::uint32_t {
      return static_cast<unsigned char>(bytes_[at + i]);
    };
    return {byte(0) | byte(1) << 8U | byte(2) << 16U | byte(3) << 24U, byte(4) | byte(5) << 8U,
            static_cast<std::uint8_t>(byte(6))};
  }

  [[nodiscard]] bool verifies(std::size_t at, std::size_t length) const {
    return crc32c(bytes_.substr(at + kHeader - 1, length + 1)) == unmasked(header(at).crc);
  }

  [[nodiscard]] bool zeros(std::size_t from, std::size_t to) const {
    const auto part = bytes_.substr(from, to - from);
    return part.find_first_not_of('\0') == std::string_view::npos;
  }

  std::optional<WalDamage> fragment() {
    const std::size_t left = kBlock - at_ % kBlock;
    const std::size_t rest = bytes_.size() - at_;
    if (rest < kHeader) return cut_short();
    const Fragment found = header(at_);
    if (found.type == kZero || found.type > kLast) return damage("a fragment of no known type");
    if (found.length > left - kHeader) return damage("a fragment longer than its block");
    if (found.length > rest - kHeader) {
      // Unless its length was changed: then it fits when read up to the end, or others follow.
      const bool changed = verifies(at_, rest - kHeader) || record_begins_after(at_ + 1);
      return changed ? damage("a wrong length") : cut_short();
    }
    if (!verifies(at_, found.length)) return damage("a wrong checksum");
    const bool begins = found.type == kFull || found.type == kFirst;
    if (begins == open_) return damage("fragments out of order");
    if (begins) start_ = at_;
    open_ = found.type == kFirst || found.type == kMiddle;
    at_ += kHeader + found.length;
    return std::nullopt;
  }

  // Where the record that cannot be read begins.
  [[nodiscard]] std::size_t beginning() const { return open_ ? start_ : at_; }

  [[nodiscard]] std::optional<WalDamage> cut_short() const {
    return WalDamage{beginning(), "the file ends within a record", true};
  }

  [[nodiscard]] std::optional<WalDamage> damage(const char* what) const {
    const bool torn = has_unwritten_sector() && !record_begins_after(at_ + 1);
    return WalDamage{torn ? beginning() : at_, what, torn};
  }

  // A crash leaves zeros where the disk had not got to; damage to written bytes hardly ever does.
  [[nodiscard]] bool has_unwritten_sector() const {
    if (zeros(at_, at_ + kHeader)) return true;
    std::size_t at = (at_ + kSector - 1) / kSector * kSector;
    for (; at + kSector <= bytes_.size(); at += kSector) {
      if (zeros(at, at + kSector)) return true;
    }
    return at + kLeastTail <= bytes_.size() && zeros(at, bytes_.size());
  }

  // Whether a readable record begins anywhere from `at` on.
  [[nodiscard]] bool record_begins_after(std::size_t at) const {
    for (; at + kHeader <= bytes_.size(); ++at) {
      const std::size_t left = kBlock - at % kBlock;
      const Fragment found = header(at);
      const bool begins = found.type == kFull || found.type == kFirst;
      const auto room = std::min(left, bytes_.size() - at);
      if (begins && kHeader + found.length <= room && verifies(at, found.length)) return true;
    }
    return false;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  std::size_t start_ = 0;  // of the record being read
  bool open_ = false;      // within a record of several fragments
};

}  // namespace

std::optional<WalDamage> find_wal_damage(std::string_view bytes) {
  return Walk(bytes).run();
}

}  // namespace ledger
