#pragma once

#include <string>
#include <string_view>

namespace ledger {

std::string escape_html(std::string_view text);

// A plain page without scripts, in the system's fonts, light or dark. `body` is HTML.
std::string plain_page(std::string_view title, std::string_view body);

}  // namespace ledger
