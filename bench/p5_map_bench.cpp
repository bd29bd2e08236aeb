// P5: the map over HTTP, the whole body and 304, against cpp-httplib alone with the same bytes.

#include <algorithm>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "bench/bare_http.h"
#include "bench/claim.h"
#include "bench/crowd.h"
#include "bench/served.h"

namespace ledger::bench {
namespace {

constexpr std::size_t kClients = 8;
constexpr const char* kProject = "athi-river";

std::string conditional(const std::string& path, const std::string& etag) {
  auto text = request("GET", path);
  return text.insert(text.size() - 2, "If-None-Match: " + etag + "\r\n");
}

double gets_per_second(std::uint16_t port, const std::string& text, int status, std::size_t count) {
  Crowd crowd(port, kClients);
  const auto next = [&](std::size_t, std::size_t nth) {
    return nth < count / kClients ? std::string_view(text) : std::string_view();
  };
  return static_cast<double>(count) / crowd.seconds(next, wants(status));
}

// The map's body and its ETag, as served.
std::pair<std::string, std::string> map_of(const Served& served, const std::string& path) {
  HttpClient client(served.port());
  const auto reply = client.ask(request("GET", path));
  const auto head = client.head();
  const auto at = head.find("\r\nETag: ");
  if (reply.status != 200 || at == std::string_view::npos) throw std::runtime_error("no map");
  const auto from = at + std::string_view("\r\nETag: ").size();
  return {reply.body, std::string(head.substr(from, head.find("\r\n", from) - from))};
}

// One claim: the map as it is first asked for, or as it is asked for again.
int compare(const Options& options, bool again) {
  // A connection of ours ends after 10,000 requests.
  const std::size_t count = options.smoke ? 800 : 8'000 * kClients;
  const auto path = std::string("/v1/projects/") + kProject + "/map";
  Served ours(options.program, fresh_directory(options, "ours"));
  ours.open_project(kProject, "AKR", 1'248);
  const auto [body, etag] = map_of(ours, path);
  const BareHttp bare(fresh_directory(options, "bare"), body, kClients);
  const int status = again ? 304 : 200;
  const auto our_text = again ? conditional(path, etag) : request("GET", path);
  const auto bare_text = again ? conditional("/", kBareEtag) : request("GET", "/");
  const Claim claim{"P5",
                    again ? "map GETs, 8 clients, 304" : "map GETs, 8 clients, whole body",
                    "cpp-httplib alone, same bytes",
                    "/s",
                    false,
                    0.7,
                    0.95};
  return measure(options, claim, [&] {
    return Pair{gets_per_second(ours.port(), our_text, status, count),
                gets_per_second(bare.port(), bare_text, status, count)};
  });
}

}  // namespace
}  // namespace ledger::bench

int main(int argc, char** argv) try {
  using namespace ledger::bench;
  const auto options = read_options(argc, argv, "p5_map_bench");
  const int whole = compare(options, /*again=*/false);
  const int unchanged = compare(options, /*again=*/true);
  return std::max(whole, unchanged);
} catch (const std::exception& error) {
  std::fprintf(stderr, "p5_map_bench: %s\n", error.what());
  return 3;
}
