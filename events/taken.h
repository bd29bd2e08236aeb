#pragma once

#include <array>
#include <cstddef>
#include <utility>
#include <variant>

namespace ledger {

// A variant that holds what lies at `from`, moved: an object of the alternative at `index`. A class
// around a variant of a hundred alternatives is made through this in its own .cpp file, so that no
// other file compiles what making or ending such a variant takes.
template <class Variant>
Variant taken(std::size_t index, void* from) noexcept {
  using Take = Variant (*)(void*) noexcept;
  static constexpr auto kTakes = []<std::size_t... I>(std::index_sequence<I...> /*indices*/) {
    return std::array<Take, sizeof...(I)>{[](void* one) noexcept {
      using Alternative = std::variant_alternative_t<I, Variant>;
      return Variant(std::in_place_index<I>, std::move(*static_cast<Alternative*>(one)));
    }...};
  }(std::make_index_sequence<std::variant_size_v<Variant>>{});
  return kTakes[index](from);
}

}  // namespace ledger
