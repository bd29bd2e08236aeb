#include "ops/plotledger/config.h"

#include <charconv>
#include <fstream>
#include <sstream>

namespace ledger {

Result<Address> parse_address(const std::string& listen) {
  const auto colon = listen.rfind(':');
  Address address;
  if (colon != std::string::npos) {
    address.host = listen.substr(0, colon);
    const auto* first = listen.data() + colon + 1;
    const auto* last = listen.data() + listen.size();
    const auto [end, error] = std::from_chars(first, last, address.port);
    if (error == std::errc{} && end == last && !address.host.empty()) return address;
  }
  return fail(ErrorCode::kInvalid, "listen-malformed",
              "--listen wants HOST:PORT, such as 127.0.0.1:8080, not \"" + listen + "\"");
}

Result<Roles> parse_roles(const std::string& text) {
  Roles roles;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) {
    if (word != "writer" && word != "query") {
      roles = {};
      break;
    }
    (word == "writer" ? roles.writer : roles.query) = true;
  }
  if (roles.writer || roles.query) return roles;
  return fail(ErrorCode::kInvalid, "roles-malformed",
              "--roles wants writer, query or writer,query, not \"" + text + "\"");
}

namespace {

bool is_url(const std::string& text) {
  return (text.starts_with("http://") || text.starts_with("https://")) && !text.ends_with('/') &&
         text.find_first_of(" \t\r\n?#") == std::string::npos;
}

Result<void> check_nodes(const ServeConfig& config) {
  const auto roles = parse_roles(config.roles);
  if (!roles) return fail(roles.error());
  const auto place = log_place(config.log, config.data);
  if (!place) return fail(place.error());
  const bool secret = !config.cluster_secret_file.empty();
  const bool split = !roles->writer || !roles->query || secret || !config.advertise.empty();
  if (split && !place->kafka) {
    return fail(ErrorCode::kInvalid, "roles-need-kafka",
                "an embedded log has one node: --roles, --advertise and --cluster-secret-file need "
                "--log kafka://…");
  }
  if (!config.advertise.empty() && !is_url(config.advertise)) {
    return fail(ErrorCode::kInvalid, "advertise-malformed",
                "--advertise wants the URL under which other nodes reach this one, such as "
                "http://10.0.0.7:8080");
  }
  const bool reached = !roles->writer || config.advertise.empty() != secret;
  if (reached && (roles->writer || secret)) return {};
  return fail(ErrorCode::kInvalid, "cluster-incomplete",
              "several nodes need --cluster-secret-file, and those that write --advertise as well");
}

}  // namespace

Result<void> check_config(const ServeConfig& config) {
  if (auto fit = check_nodes(config); !fit) return fit;
  const auto address = parse_address(config.listen);
  if (!address) return fail(address.error());
  const bool loopback =
      address->host == "localhost" || address->host == "::1" || address->host.starts_with("127.");
  if (!loopback && !config.behind_proxy) {
    return fail(
        ErrorCode::kInvalid, "plain-http-refused",
        "--listen " + config.listen +
            " can be reached by others, but nothing ends TLS: put a "
            "proxy in front and say --behind-proxy --public-url https://…, or listen on 127.0.0.1");
  }
  if (!config.gateway.empty() &&
      (config.gateway_key_id.empty() || config.gateway_secret_file.empty() ||
       config.webhook_secret_file.empty())) {
    return fail(
        ErrorCode::kInvalid, "gateway-incomplete",
        "--gateway needs --gateway-key-id, --gateway-secret-file and --webhook-secret-file");
  }
  return {};
}

Result<std::string> read_secret(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!file) return fail(ErrorCode::kNotFound, "secret-missing", "cannot read " + path);
  std::getline(file, line);
  const auto first = line.find_first_not_of(" \t\r");
  if (first == std::string::npos) {
    return fail(ErrorCode::kInvalid, "secret-empty", path + " holds no secret in its first line");
  }
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

std::string in_data(const ServeConfig& config, const char* name) {
  return config.data + "/" + name;
}

}  // namespace ledger
