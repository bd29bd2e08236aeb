#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ledger::sandbox {

struct Url {
  std::string origin;  // "http://host:port" in lower case, without the scheme's default port
  std::string target;  // path and query, at least "/"; without the fragment
};

// An absolute http or https URL of visible ASCII without a user part; anything else is nullopt.
std::optional<Url> parse_url(std::string_view url);

// `url` with "name=value" pairs (already encoded) added to its query, before any fragment.
std::string with_query(std::string_view url, std::string_view pairs);

std::string percent_encoded(std::string_view text);

}  // namespace ledger::sandbox
