// P10: from starting the program to its first ready answer, over a ledger of a million records that
// was stopped in peace.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

#include "bench/claim.h"
#include "bench/market.h"
#include "bench/served.h"

int main(int argc, char** argv) try {
  using namespace ledger::bench;
  const auto options = read_options(argc, argv, "p10_restart_bench");
  const std::size_t records = options.smoke ? 1'000 : 1'000'000;
  const auto directory = fresh_directory(options, "ours");
  {
    Market market(directory + "/data", 1'000, {});
    constexpr std::size_t kAtOnce = 100'000;
    for (std::size_t told = 0; told < records; told += kAtOnce) {
      market.seconds_to_decide(market.holds_and_releases(std::min(records, kAtOnce)));
    }
  }
  Served(options.program, directory).stop();  // folds the views, once
  Claim claim;
  claim.id = "P10";
  claim.what = "restart to serving with " + std::to_string(records) + " records";
  claim.unit = "s";
  claim.less_is_better = true;
  claim.absolute = true;
  claim.must = 2.0;
  claim.aim = 0.2;
  return measure(options, claim, [&] {
    const auto begin = std::chrono::steady_clock::now();
    Served served(options.program, directory);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    served.stop();
    return Pair{took.count(), 1};
  });
} catch (const std::exception& error) {
  std::fprintf(stderr, "p10_restart_bench: %s\n", error.what());
  return 3;
}
