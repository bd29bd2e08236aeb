#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/child.h"
#include "bench/http_client.h"

namespace ledger::bench {

// `plotledger serve` on the ledger in a directory, founded there if there is none: embedded log,
// rate limits off. Ready once this is built.
class Served {
 public:
  Served(const std::string& program, const std::string& directory);

  // A project of `plots` squares "1", "2", …, priced and released.
  void open_project(const std::string& project, const std::string& code, std::size_t plots);

  // Stops as a service manager would, and waits for the end.
  void stop();

  // Bytes in memory now.
  [[nodiscard]] double resident() const;

  [[nodiscard]] std::uint16_t port() const { return port_; }

  [[nodiscard]] std::string data() const { return directory_ + "/data"; }

 private:
  void wait_until_ready();
  std::string must(int status, std::string_view method, const std::string& path,
                   std::string_view body, std::string_view type = "application/json");

  std::string directory_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Child> server_;
  std::unique_ptr<HttpClient> client_;
  std::string key_;
};

// A visitor's hold of one plot; every `number` is another person.
std::string hold_request(const std::string& project, std::size_t plot, std::size_t number);

}  // namespace ledger::bench
