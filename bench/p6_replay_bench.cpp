// P6: reading a whole log back, every record held against the chain rule, decoded, and folded into
// what the deciders know; against RocksDB's iterator that only looks at each record's bytes.

#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "bench/claim.h"
#include "bench/market.h"
#include "bench/raw_store.h"
#include "writer/fold.h"

namespace ledger::bench {
namespace {

constexpr Partition kProjects = 1;

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// As `verify` and a start without a snapshot do.
double replayed_per_second(const std::string& directory, const std::string& scratch) {
  auto log = EmbeddedLog::open_beside(directory, scratch);
  if (!log) throw std::runtime_error(log.error().message);
  const auto end = (*log)->end(kProjects).value();
  const auto begin = std::chrono::steady_clock::now();
  PartitionFold fold;
  const auto reader = (*log)->reader(kProjects, 0);
  while (fold.next() < end) {
    const auto records = reader->read(1024, seconds(5));
    if (!records || records->empty()) throw std::runtime_error("the log cannot be read");
    for (const auto& record : *records) {
      const auto read = fold.read(record);
      if (!read || !read->record) throw std::runtime_error("a record is not history");
    }
  }
  return static_cast<double>(end) / seconds_since(begin);
}

}  // namespace
}  // namespace ledger::bench

int main(int argc, char** argv) try {
  using namespace ledger::bench;
  const auto options = read_options(argc, argv, "p6_replay_bench");
  const auto directory = fresh_directory(options, "ours");
  {
    Market market(directory, 1'000, {});
    market.seconds_to_decide(market.holds_and_releases(options.smoke ? 1'000 : 200'000));
  }
  const auto scratch = fresh_directory(options, "beside");
  const ledger::bench::Claim claim{"P6",
                                   "replay with chain check and fold",
                                   "RocksDB iterator over the same log",
                                   "/s",
                                   false,
                                   0.2,
                                   0.4};
  return measure(options, claim, [&] {
    return Pair{replayed_per_second(directory + "/log", scratch),
                scanned_per_second(directory + "/log")};
  });
} catch (const std::exception& error) {
  std::fprintf(stderr, "p6_replay_bench: %s\n", error.what());
  return 3;
}
