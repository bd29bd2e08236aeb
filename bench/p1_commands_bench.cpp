// P1: decided, chained, durable commands a second, in process, against the same bytes written by
// RocksDB alone. Both in synced groups of 64.

#include <exception>

#include "bench/claim.h"
#include "bench/market.h"
#include "bench/raw_store.h"

namespace ledger::bench {
namespace {

constexpr std::size_t kGroup = 64;

// One group is decided while the one before becomes durable; never more, so that no sync takes more
// records than one of the baseline's.
WriterLimits groups_of_64() {
  WriterLimits limits;
  limits.group = kGroup;
  limits.in_flight = 2 * kGroup;
  return limits;
}

Pair run(const Options& options) {
  const std::size_t count = options.smoke ? 1'000 : 60'000;
  const std::size_t plots = options.smoke ? 100 : 1'000;
  std::vector<Append> rows(count);
  Pair pair;
  {
    Market market(fresh_directory(options, "ours"), plots, groups_of_64());
    auto submissions = market.holds_and_releases(count);
    for (std::size_t i = 0; i < count; ++i) rows[i].keys = submissions[i].envelope.keys;
    const auto first = market.end();
    pair.ours = static_cast<double>(count) / market.seconds_to_decide(std::move(submissions));
    auto records = market.records(first, count);
    for (std::size_t i = 0; i < count; ++i) rows[i].record = std::move(records[i]);
  }
  pair.baseline =
      static_cast<double>(count) / seconds_raw(fresh_directory(options, "raw"), rows, kGroup);
  return pair;
}

}  // namespace
}  // namespace ledger::bench

int main(int argc, char** argv) try {
  using namespace ledger::bench;
  const auto options = read_options(argc, argv, "p1_commands_bench");
  const Claim claim{"P1",
                    "decided, chained, durable commands in groups of 64",
                    "raw RocksDB sync=true batches of 64",
                    "/s",
                    false,
                    0.5,
                    0.9};
  return measure(options, claim, [&] { return run(options); });
} catch (const std::exception& error) {
  std::fprintf(stderr, "p1_commands_bench: %s\n", error.what());
  return 3;
}
