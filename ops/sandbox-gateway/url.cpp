#include "ops/sandbox-gateway/url.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

namespace ledger::sandbox {
namespace {

bool visible_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < '\x7f' && c != '\\' && c != '"' && c != '<' && c != '>';
  });
}

bool host_and_port(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
}

}  // namespace

std::optional<Url> parse_url(std::string_view url) {
  if (url.size() > 2048 || !visible_ascii(url)) return std::nullopt;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view rest = url.substr(colon + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (!host_and_port(authority)) return std::nullopt;
  std::string origin(url.substr(0, colon + 3 + authority.size()));
  std::ranges::transform(origin, origin.begin(), [](unsigned char c) { return std::tolower(c); });
  const bool plain = origin.starts_with("http://");
  if (!plain && !origin.starts_with("https://")) return std::nullopt;
  const std::string_view default_port = plain ? ":80" : ":443";
  if (origin.ends_with(default_port)) origin.erase(origin.size() - default_port.size());
  std::string_view target = rest.substr(authority.size());
  target = target.substr(0, target.find('#'));
  return Url{std::move(origin),
             target.starts_with('/') ? std::string(target) : "/" + std::string(target)};
}

std::string with_query(std::string_view url, std::string_view pairs) {
  const std::size_t hash = std::min(url.find('#'), url.size());
  std::string result(url.substr(0, hash));
  result += result.find('?') == std::string::npos ? '?' : '&';
  result += pairs;
  result += url.substr(hash);
  return result;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded += c;
      continue;
    }
    std::array<char, 4> hex{};
    std::snprintf(hex.data(), hex.size(), "%%%02X", static_cast<unsigned>(byte));
    encoded += hex.data();
  }
  return encoded;
}

}  // namespace ledger::sandbox
