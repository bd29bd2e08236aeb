#pragma once

#include <cstdint>
#include <string>

#include "events/result.h"
#include "ops/plotledger/log_place.h"

namespace ledger {

// What `serve` runs with; the command line's words (api.md, "Command line").
struct ServeConfig {
  std::string data;
  std::string listen = "127.0.0.1:8080";
  LogWords log;
  std::string roles = "writer,query";
  std::string advertise;            // the URL under which other nodes reach this one
  std::string cluster_secret_file;  // shared by the nodes of one ledger
  std::string gateway;              // base URL; empty: checkout is closed
  std::string gateway_key_id;
  std::string gateway_secret_file;
  std::string webhook_secret_file;
  std::string old_webhook_secret_file;  // still accepted while the secret is being changed
  std::string master_key_file;          // default: DATA/master.key
  std::string public_url;
  bool behind_proxy = false;
  std::string limits = "on";
  std::string web_dir;   // default: beside the program
  bool sandbox = false;  // the gateway is the sandbox: its own checkout page is offered
};

// What a node does.
struct Roles {
  bool writer = false;
  bool query = false;
};

Result<Roles> parse_roles(const std::string& text);  // kInvalid "roles-malformed"

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

Result<Address> parse_address(const std::string& listen);  // kInvalid "listen-malformed"

// What cannot be served as it is said, before anything is opened: a gateway without its secrets, or
// an address that others reach without TLS in front (buyers' details and sign-ins would cross the
// network in clear), or nodes that cannot work together. kInvalid "gateway-incomplete",
// "plain-http-refused", "roles-malformed", "roles-need-kafka", "cluster-incomplete",
// "advertise-malformed", "log-malformed".
Result<void> check_config(const ServeConfig& config);

// The first line of a file, without blanks around it. kNotFound, kInvalid "secret-empty".
Result<std::string> read_secret(const std::string& path);

// DATA/name
std::string in_data(const ServeConfig& config, const char* name);

}  // namespace ledger
