#include "events/position.h"

#include <algorithm>
#include <charconv>

namespace ledger {
namespace {

tl::unexpected<Error> malformed(std::string_view text) {
  return fail(
      ErrorCode::kInvalid, "position-malformed",
      "a position looks like \"0-12,1-57\", not \"" + std::string(text.substr(0, 80)) + "\"");
}

template <class Number>
bool take(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

Sequence Position::at(Partition partition) const {
  const auto found = parts_.find(partition);
  return found == parts_.end() ? 0 : found->second;
}

void Position::advance(Partition partition, Sequence sequence) {
  auto& part = parts_[partition];
  part = std::max(part, sequence);
}

bool Position::covers(const Position& other) const {
  return std::all_of(other.parts_.begin(), other.parts_.end(),
                     [this](const auto& part) { return at(part.first) >= part.second; });
}

std::string to_string(Partition partition, Sequence sequence) {
  return std::to_string(partition) + "-" + std::to_string(sequence);
}

std::string to_string(const Position& position) {
  std::string text;
  for (const auto& [partition, sequence] : position.parts()) {
    if (!text.empty()) text += ',';
    text += to_string(partition, sequence);
  }
  return text;
}

Result<Position> parse_position(std::string_view text) {
  Position position;
  for (std::string_view rest = text; !rest.empty();) {
    const auto comma = rest.find(',');
    const auto part = rest.substr(0, comma);
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    const auto dash = part.find('-');
    Partition partition = 0;
    Sequence sequence = 0;
    if (dash == std::string_view::npos || !take(part.substr(0, dash), partition) ||
        !take(part.substr(dash + 1), sequence)) {
      return malformed(text);
    }
    position.advance(partition, sequence);
  }
  if (position.parts().empty()) return malformed(text);
  return position;
}

}  // namespace ledger
