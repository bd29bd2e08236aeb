#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ledger::paper {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The first line (from 1) that is not UTF-8, or holds a control character other than tab and the
// ends of lines.
std::optional<std::size_t> first_bad_line(std::string_view text);

// UTF-16 (without its byte order mark) as UTF-8; nothing if it has half a character.
std::optional<std::string> from_utf16(std::string_view bytes, bool big_endian);

void append_utf8(std::string& to, std::uint32_t character);  // at most U+10FFFF, no surrogate

// Without the blanks at both ends: space, tab, line ends, no-break space, zero-width space and
// mark.
std::string_view trimmed(std::string_view text);

}  // namespace ledger::paper
