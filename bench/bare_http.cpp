#include "bench/bare_http.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace ledger::bench {
namespace {

constexpr int kPatience = 600;  // times 10 ms

}  // namespace

BareHttp::BareHttp(const std::string& directory, const std::string& body, std::size_t threads) {
  const auto file = directory + "/body";
  const auto log = directory + "/bare.log";
  std::ofstream(file) << body;
  server_ = std::make_unique<Child>(
      std::vector<std::string>{BARE_HTTP_PROGRAM, file, std::to_string(threads)}, log);
  for (int i = 0; i < kPatience && server_->runs(); ++i) {
    const auto said = text_of(log);
    if (said.ends_with('\n')) {
      port_ = static_cast<std::uint16_t>(std::strtoul(said.c_str(), nullptr, 10));
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  throw std::runtime_error("cpp-httplib does not start: " + text_of(log));
}

}  // namespace ledger::bench
