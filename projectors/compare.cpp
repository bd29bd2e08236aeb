#include "projectors/compare.h"

#include "events/hash.h"

namespace ledger {
namespace {

constexpr std::size_t kPage = 512;
constexpr std::size_t kShown = 64;  // bytes of a row that a person is shown

// Rows in key order, pulled page by page, so that two stores can be walked side by side.
class Cursor {
 public:
  explicit Cursor(const Rows& rows) : rows_(rows) { fill({}); }

  [[nodiscard]] bool done() const { return at_ == page_.size(); }

  [[nodiscard]] const std::string& key() const { return page_[at_].first; }

  [[nodiscard]] const std::string& value() const { return page_[at_].second; }

  void next() {
    if (++at_ < page_.size() || page_.size() < kPage) return;
    fill(page_.back().first + '\0');
  }

 private:
  void fill(const std::string& from) {
    at_ = 0;
    page_.clear();
    rows_.scan({}, from, [this](std::string_view key, std::string_view value) {
      page_.emplace_back(key, value);
      return page_.size() < kPage;
    });
  }

  const Rows& rows_;
  std::vector<std::pair<std::string, std::string>> page_;
  std::size_t at_ = 0;
};

void compare_view(const std::string& view, const Rows& stored, const Rows& folded, std::size_t most,
                  std::vector<Difference>& differences) {
  Cursor a(stored);
  Cursor b(folded);
  while (differences.size() < most && !(a.done() && b.done())) {
    const bool only_a = b.done() || (!a.done() && a.key() < b.key());
    const bool only_b = a.done() || (!b.done() && b.key() < a.key());
    if (only_a) {
      differences.push_back({view, a.key(), a.value(), std::nullopt});
    } else if (only_b) {
      differences.push_back({view, b.key(), std::nullopt, b.value()});
    } else if (a.value() != b.value()) {
      differences.push_back({view, a.key(), a.value(), b.value()});
    }
    if (!only_b) a.next();
    if (!only_a) b.next();
  }
}

std::string shown(const std::optional<std::string>& value) {
  if (!value) return "nothing";
  return std::to_string(value->size()) + " bytes " +
         hex(std::string_view(*value).substr(0, kShown)) + (value->size() > kShown ? "…" : "");
}

// Keys are mostly text: what is printable stays readable.
std::string readable(std::string_view key) {
  std::string text;
  for (const char c : key) {
    if (c >= ' ' && c <= '~') {
      text.push_back(c);
    } else {
      text += "\\x" + hex(std::string_view(&c, 1));
    }
  }
  return text;
}

}  // namespace

std::string to_string(const Difference& difference) {
  return difference.view + " " + readable(difference.key) + ": stored " + shown(difference.stored) +
         ", folded from the log " + shown(difference.folded);
}

std::vector<Difference> compare_stores(const ReadSnapshot& stored, const ReadSnapshot& folded,
                                       std::size_t most) {
  std::vector<Difference> differences;
  for (const auto& [name, rows] : folded.views()) {
    compare_view(name, stored.rows(name), *rows, most, differences);
  }
  return differences;
}

}  // namespace ledger
