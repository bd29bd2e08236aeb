#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ledger::paper {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The first line (from 1) that is not UTF-8, or holds a control character other than tab and the
// ends of lines.
std::optional<std::size_t> first_bad_line(std::string_view text);

}  // namespace ledger::paper
