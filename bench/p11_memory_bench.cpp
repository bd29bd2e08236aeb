// P11: what an idle keep-alive connection and a watcher of a live map cost in resident memory, each
// as the growth of the server by a thousand of them.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "bench/claim.h"
#include "bench/http_client.h"
#include "bench/served.h"

namespace ledger::bench {
namespace {

constexpr double kKiB = 1024;
constexpr const char* kProject = "athi-river";

// KiB that each of `count` connections keeps, once it has been answered.
double kib_each(const Options& options, std::size_t count, const std::string& text) {
  Served served(options.program, fresh_directory(options, "ours"));
  served.open_project(kProject, "AKR", 456);
  std::vector<std::unique_ptr<HttpClient>> clients;
  const auto open = [&] {
    auto& client = *clients.emplace_back(std::make_unique<HttpClient>(served.port()));
    client.send(text);
    if (!client.begins()) throw std::runtime_error("no answer");
  };
  for (std::size_t i = 0; i < 10; ++i) open();  // what the first one brings along is no one's
  const auto before = served.resident();
  for (std::size_t i = 0; i < count; ++i) open();
  return (served.resident() - before) / static_cast<double>(count) / kKiB;
}

int compare(const Options& options, const char* what, const std::string& path) {
  Claim claim;
  claim.id = "P11";
  claim.what = std::string("resident memory of ") + what;
  claim.unit = "KiB";
  claim.less_is_better = true;
  claim.absolute = true;
  claim.must = 64;
  claim.aim = 32;
  const std::size_t count = options.smoke ? 20 : 1'000;
  return measure(options, claim,
                 [&] { return Pair{kib_each(options, count, request("GET", path)), 1}; });
}

}  // namespace
}  // namespace ledger::bench

int main(int argc, char** argv) try {
  using namespace ledger::bench;
  const auto options = read_options(argc, argv, "p11_memory_bench");
  const auto map = std::string("/v1/projects/") + kProject + "/map";
  const int idle = compare(options, "an idle connection", map);
  const int watcher = compare(options, "a watcher", map + "/stream");
  return std::max(idle, watcher);
} catch (const std::exception& error) {
  std::fprintf(stderr, "p11_memory_bench: %s\n", error.what());
  return 3;
}
