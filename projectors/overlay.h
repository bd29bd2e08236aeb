#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "projectors/view.h"

namespace ledger {

// A batch in the making: changes on top of rows that stay as they are. One for every store, so that
// a simulation folds through the very code that production does. The last change of a key wins, so
// a row that a hundred records touch is written once. Scans sort the changes each time: views
// seldom scan while they fold.
class Overlay final : public Batch {
 public:
  struct Hasher {
    using is_transparent = void;

    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };

  // By key; nullopt: erased.
  using Changes =
      std::unordered_map<std::string, std::optional<std::string>, Hasher, std::equal_to<>>;

  // `base` must outlive the overlay.
  explicit Overlay(const Rows& base) : base_(base) {}

  [[nodiscard]] std::optional<std::string> get(std::string_view key) const override;
  void scan(std::string_view prefix, std::string_view from, const Row& row) const override;
  void put(std::string_view key, std::string_view value) override;
  void erase(std::string_view key) override;

  [[nodiscard]] Changes release() { return std::move(changes_); }

 private:
  const Rows& base_;
  Changes changes_;
};

}  // namespace ledger
