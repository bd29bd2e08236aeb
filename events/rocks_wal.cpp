#include "events/rocks_wal.h"

#include <algorithm>
#include <memory>

#include <rocksdb/file_checksum.h>

namespace ledger {
namespace {

// In each block, fragments: CRC32C of type and payload (masked, 4 bytes), length (2 bytes), type
// (1 byte), payload, integers little-endian. A fragment never spans blocks; where fewer than 7
// bytes are left in a block, they are zero.
constexpr std::size_t kHeader = 7;
constexpr std::size_t kSector = 512;    // the least that a disk writes at once
constexpr std::size_t kLeastTail = 16;  // fewer zeros at a record's end may be data
constexpr std::size_t kMostZeros = 64;  // at a record's end

enum Type : std::uint8_t { kZero = 0, kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

std::uint32_t unmasked(std::uint32_t masked) {
  const std::uint32_t rotated = masked - 0xa282ead8U;
  return rotated >> 17U | rotated << 15U;
}

std::uint32_t crc32c(std::uint8_t type, std::string_view payload) {
  static const auto factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  const auto generator = factory->CreateFileChecksumGenerator({});
  const auto first = static_cast<char>(type);
  generator->Update(&first, 1);
  generator->Update(payload.data(), payload.size());
  generator->Finalize();
  std::uint32_t sum = 0;
  for (const char c : generator->GetChecksum()) sum = sum << 8U | static_cast<unsigned char>(c);
  return sum;
}

struct Fragment {
  std::uint32_t crc = 0;
  std::size_t length = 0;
  std::uint8_t type = kZero;

  [[nodiscard]] bool known() const { return type >= kFull && type <= kLast; }

  [[nodiscard]] bool begins() const { return type == kFull || type == kFirst; }
};

Fragment header(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return static_cast<unsigned char>(bytes[at + i]);
  };
  return {byte(0) | byte(1) << 8U | byte(2) << 16U | byte(3) << 24U, byte(4) | byte(5) << 8U,
          static_cast<std::uint8_t>(byte(6))};
}

// Whether `fragment`, with its header at `at`, is there to its end.
bool verifies(std::string_view bytes, std::size_t at, const Fragment& fragment) {
  const auto payload = bytes.substr(at + kHeader, fragment.length);
  return payload.size() == fragment.length &&
         crc32c(fragment.type, payload) == unmasked(fragment.crc);
}

std::size_t left_in_block(std::size_t at) {
  return kWalBlock - at % kWalBlock;
}

std::size_t next_sector(std::size_t at) {
  return (at / kSector + 1) * kSector;
}

class Walk {
 public:
  explicit Walk(std::string_view bytes)
      : bytes_(bytes), written_(bytes.find_last_not_of('\0') + 1) {}

  std::optional<WalDamage> run() {
    while (at_ < written_) {
      const std::size_t left = left_in_block(at_);
      if (left < kHeader) {
        if (!zeros(at_, at_ + left)) return WalDamage{at_, "bytes between blocks are not zero"};
        at_ += left;
        continue;
      }
      if (auto found = fragment()) return found;
    }
    if (open_) return cut_short();
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool zeros(std::size_t from, std::size_t to) const {
    const auto part = bytes_.substr(from, to - from);
    return part.find_first_not_of('\0') == std::string_view::npos;
  }

  std::optional<WalDamage> fragment() {
    const std::size_t rest = bytes_.size() - at_;
    if (rest < kHeader) return cut_short();
    const Fragment found = header(bytes_, at_);
    if (!found.known()) return damage("a fragment of no known type");
    if (found.length > left_in_block(at_) - kHeader) {
      return damage("a fragment longer than its block");
    }
    if (found.length > rest - kHeader) {
      // Unless its length was changed: then it can be read with another, or others follow.
      const bool changed = reads_otherwise() || record_begins_after(at_ + 1);
      return changed ? damage("a wrong length") : cut_short();
    }
    if (!verifies(bytes_, at_, found)) return damage("a wrong checksum");
    if (found.begins() == open_) return damage("fragments out of order");
    if (found.begins()) start_ = at_;
    open_ = found.type == kFirst || found.type == kMiddle;
    at_ += kHeader + found.length;
    return std::nullopt;
  }

  // Where the record that cannot be read begins.
  [[nodiscard]] std::size_t beginning() const { return open_ ? start_ : at_; }

  [[nodiscard]] std::optional<WalDamage> cut_short() const {
    return WalDamage{beginning(), "the file ends within a record", true};
  }

  // Of a fragment whose header is there.
  [[nodiscard]] std::optional<WalDamage> damage(const char* what) const {
    const bool torn = landed_in_part() && !record_begins_after(at_ + 1);
    return WalDamage{torn ? beginning() : at_, what, torn};
  }

  // A crash leaves zeros where the disk had not got to; damage to written bytes hardly ever does.
  [[nodiscard]] bool landed_in_part() const {
    const auto sector = next_sector(at_);
    if (zeros(at_, at_ + kHeader)) {
      return written_ > sector && bytes_written() > 1;  // one byte among zeros is no sector's
    }
    for (auto at = sector; at + kSector <= written_; at += kSector) {
      if (zeros(at, at + kSector)) return true;
    }
    return misses_its_end(sector);
  }

  // All sectors up to the last byte were written. Whether more belong to the fragment.
  [[nodiscard]] bool misses_its_end(std::size_t sector) const {
    const Fragment found = header(bytes_, at_);
    const bool likely = found.known() && found.length <= left_in_block(at_) - kHeader;
    if (!likely) return at_ + kHeader > sector && written_ <= sector && !reads_otherwise();
    const auto end = at_ + kHeader + found.length;
    const bool missing =
        end >= written_ + kLeastTail || (end > written_ && written_ % kSector == 0);
    return missing && !reads_otherwise();
  }

  // Whether a fragment can be read up to the last byte, or some zeros more, once its header is put
  // right in one place: it was written whole, then.
  [[nodiscard]] bool reads_otherwise() const {
    if (at_ + kHeader > written_) return false;
    const auto least = written_ - at_ - kHeader;
    const auto most = std::min(left_in_block(at_), bytes_.size() - at_) - kHeader;
    Fragment fragment = header(bytes_, at_);
    const auto length = fragment.length;
    for (fragment.length = least; fragment.length <= std::min(most, least + kMostZeros);
         ++fragment.length) {
      if (verifies(bytes_, at_, fragment)) return true;
    }
    fragment.length = length;
    for (fragment.type = kFull; fragment.type <= kLast; ++fragment.type) {
      if (verifies(bytes_, at_, fragment)) return true;
    }
    return false;
  }

  [[nodiscard]] std::size_t bytes_written() const {
    const auto part = bytes_.substr(at_);
    return part.size() - static_cast<std::size_t>(std::ranges::count(part, '\0'));
  }

  // Whether a readable record begins anywhere from `at` on.
  [[nodiscard]] bool record_begins_after(std::size_t at) const {
    for (; at + kHeader <= written_; ++at) {
      const Fragment found = header(bytes_, at);
      const bool fits = kHeader + found.length <= left_in_block(at);
      if (found.begins() && fits && verifies(bytes_, at, found)) return true;
    }
    return false;
  }

  std::string_view bytes_;
  std::size_t written_;  // behind the last byte that is not zero
  std::size_t at_ = 0;
  std::size_t start_ = 0;  // of the record being read
  bool open_ = false;      // within a record of several fragments
};

}  // namespace

std::optional<WalDamage> find_wal_damage(std::string_view bytes) {
  return Walk(bytes).run();
}

std::size_t whole_fragments(std::string_view block, std::size_t from) {
  while (from + kHeader <= block.size()) {
    const Fragment found = header(block, from);
    if (!found.known() || !verifies(block, from, found)) return from;
    from += kHeader + found.length;
  }
  return left_in_block(from) < kHeader ? block.size() : from;
}

}  // namespace ledger
