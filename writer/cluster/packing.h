#pragma once

// Values ⇄ bytes for messages between nodes: strings, ids, numbers, enumerations, vectors,
// variants, FlatBuffers' structs, and any aggregate of these, field by field. A field that is added
// to a command is packed without a word here; nodes that differ in it do not understand each other,
// which shape_of() tells them.

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "events/hash.h"
#include "events/ids.h"
#include "events/instant.h"
#include "events/money.h"
#include "events/wire.h"

namespace ledger::packing {

struct Anything {
  template <class T>
  operator T() const;  // NOLINT(google-explicit-constructor)
};

template <class T, class... Before>
consteval std::size_t field_count() {
  if constexpr (requires { T{Before{}..., Anything{}}; }) {
    return field_count<T, Before..., Anything>();
  } else {
    return sizeof...(Before);
  }
}

// The fields of an aggregate, as a tuple of references.
template <class T>
auto fields_of(T& value) {
  constexpr auto count = field_count<std::remove_const_t<T>>();
  static_assert(count >= 1 && count <= 11, "add a line below");
  if constexpr (count == 1) {
    auto& [a] = value;
    return std::tie(a);
  } else if constexpr (count == 2) {
    auto& [a, b] = value;
    return std::tie(a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = value;
    return std::tie(a, b, c);
  } else if constexpr (count == 4) {
    auto& [a, b, c, d] = value;
    return std::tie(a, b, c, d);
  } else if constexpr (count == 5) {
    auto& [a, b, c, d, e] = value;
    return std::tie(a, b, c, d, e);
  } else if constexpr (count == 6) {
    auto& [a, b, c, d, e, f] = value;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    auto& [a, b, c, d, e, f, g] = value;
    return std::tie(a, b, c, d, e, f, g);
  } else if constexpr (count == 8) {
    auto& [a, b, c, d, e, f, g, h] = value;
    return std::tie(a, b, c, d, e, f, g, h);
  } else if constexpr (count == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = value;
    return std::tie(a, b, c, d, e, f, g, h, i);
  } else if constexpr (count == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
  } else {
    auto& [a, b, c, d, e, f, g, h, i, j, k] = value;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k);
  }
}

template <class T>
concept Number = std::is_integral_v<T> || std::is_enum_v<T>;

// A struct of FlatBuffers' object API.
template <class T>
concept Table = requires { typename T::TableType; };

template <class T>
concept Text = std::is_same_v<T, std::string> || requires(const T& value) {
  { value.str() } -> std::same_as<const std::string&>;
};

template <class T>
struct IsVector : std::false_type {};

template <class T>
struct IsVector<std::vector<T>> : std::true_type {};

// The variant that T is, or is a class around.
template <class... T>
std::variant<T...> variant_in(const std::variant<T...>* value);

template <class T>
concept Alternatives = requires(const T* value) { variant_in(value); };

template <class T>
using VariantIn = decltype(variant_in(static_cast<const T*>(nullptr)));

class Packer {
 public:
  template <class T>
  Packer& put(const T& value) {
    if constexpr (Number<T>) {
      number(static_cast<std::uint64_t>(value));
    } else if constexpr (std::is_same_v<T, std::string>) {
      text(value);
    } else if constexpr (Text<T>) {
      text(value.str());
    } else if constexpr (std::is_same_v<T, Money>) {
      number(static_cast<std::uint64_t>(value.paise()));
    } else if constexpr (std::is_same_v<T, Instant>) {
      number(static_cast<std::uint64_t>(value.micros()));
    } else if constexpr (std::is_same_v<T, Hash>) {
      bytes_.append(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size());
    } else if constexpr (Table<T>) {
      flatbuffers::FlatBufferBuilder builder;
      builder.Finish(T::TableType::Pack(builder, &value));
      text({reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()});
    } else if constexpr (IsVector<T>::value) {
      number(value.size());
      for (const auto& one : value) put(one);
    } else if constexpr (Alternatives<T>) {
      number(value.index());
      std::visit([this](const auto& one) { put(one); }, static_cast<const VariantIn<T>&>(value));
    } else {
      std::apply([this](const auto&... field) { (put(field), ...); }, fields_of(value));
    }
    return *this;
  }

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  void number(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) bytes_ += static_cast<char>(value >> shift);
  }

  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }

  std::string bytes_;
};

// Reads what a Packer wrote. On bytes of another shape it fails for good and leaves values as they
// are; whole() says whether everything was read, and nothing is left.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : left_(bytes) {}

  template <class T>
  Unpacker& get(T& value) {
    if (failed_) return *this;
    if constexpr (std::is_same_v<T, bool>) {
      value = number() != 0;
    } else if constexpr (Number<T>) {
      value = static_cast<T>(number());
    } else if constexpr (Text<T>) {
      value = T(std::string(text()));
    } else if constexpr (std::is_same_v<T, Money>) {
      value = Money::paise(static_cast<std::int64_t>(number()));
    } else if constexpr (std::is_same_v<T, Instant>) {
      value = Instant::micros(static_cast<std::int64_t>(number()));
    } else if constexpr (std::is_same_v<T, Hash>) {
      const auto raw = piece(value.bytes.size());
      if (!failed_) std::memcpy(value.bytes.data(), raw.data(), raw.size());
    } else if constexpr (Table<T>) {
      table(value);
    } else if constexpr (IsVector<T>::value) {
      list(value);
    } else if constexpr (Alternatives<T>) {
      alternative(static_cast<VariantIn<T>&>(value),
                  std::make_index_sequence<std::variant_size_v<VariantIn<T>>>{});
    } else {
      std::apply([this](auto&... field) { (get(field), ...); }, fields_of(value));
    }
    return *this;
  }

  [[nodiscard]] bool whole() const { return !failed_ && left_.empty(); }

 private:
  std::string_view piece(std::size_t size) {
    if (failed_ || size > left_.size()) {
      failed_ = true;
      return {};
    }
    const auto found = left_.substr(0, size);
    left_.remove_prefix(size);
    return found;
  }

  std::uint64_t number() {
    const auto raw = piece(8);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(raw[i])) << (8 * i);
    }
    return value;
  }

  std::string_view text() { return piece(number()); }

  template <class T>
  void table(T& value) {
    // FlatBuffers wants its bytes aligned.
    const auto raw = text();
    const std::vector<std::uint64_t> aligned = [&] {
      std::vector<std::uint64_t> copy(raw.size() / 8 + 1);
      std::memcpy(copy.data(), raw.data(), raw.size());
      return copy;
    }();
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(aligned.data());
    flatbuffers::Verifier verifier(bytes, raw.size(), /*max_depth=*/16, /*max_tables=*/200'000);
    if (failed_ || !verifier.VerifyBuffer<typename T::TableType>(nullptr)) {
      failed_ = true;
      return;
    }
    flatbuffers::GetRoot<typename T::TableType>(bytes)->UnPackTo(&value);
  }

  template <class T>
  void list(std::vector<T>& value) {
    const auto count = number();
    if (count > left_.size()) failed_ = true;  // every element takes a byte at least
    for (std::uint64_t i = 0; i < count && !failed_; ++i) get(value.emplace_back());
  }

  template <class Variant, std::size_t... I>
  void alternative(Variant& value, std::index_sequence<I...> /*all*/) {
    const auto index = number();
    if (failed_ || index >= sizeof...(I)) {
      failed_ = true;
      return;
    }
    ((index == I ? void(get(value.template emplace<I>())) : void()), ...);
  }

  std::string_view left_;
  bool failed_ = false;
};

// What a type is made of, in words: equal for two nodes only if they pack it alike.
template <class T>
void add_shape(std::string& shape) {
  if constexpr (IsVector<T>::value) {
    shape += "[";
    add_shape<typename T::value_type>(shape);
    shape += "]";
  } else if constexpr (Alternatives<T>) {
    [&]<class... One>(std::type_identity<std::variant<One...>> /*of*/) {
      ((shape += "|", add_shape<One>(shape)), ...);
    }(std::type_identity<VariantIn<T>>{});
  } else {
    shape += __PRETTY_FUNCTION__;
    if constexpr (!Number<T> && !Text<T> && !Table<T> && !std::is_same_v<T, Money> &&
                  !std::is_same_v<T, Instant> && !std::is_same_v<T, Hash>) {
      [&]<class... Field>(std::type_identity<std::tuple<Field...>> /*of*/) {
        ((shape += ",", add_shape<std::remove_cvref_t<Field>>(shape)), ...);
      }(std::type_identity<decltype(fields_of(std::declval<T&>()))>{});
    }
  }
}

}  // namespace ledger::packing
