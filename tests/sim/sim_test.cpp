// Many whole lives, each from one seed. A seed that fails is printed and replays exactly:
//   sim_tests --seed=N      that life alone (or PLOTLEDGER_SEED=N), told if it fails
//   PLOTLEDGER_SEEDS=100000 sim_tests      more of them than the suite's 1,000
// seeds.txt keeps the seeds that once failed; they are run first.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "tests/sim/life.h"

namespace ledger::sim {
namespace {

std::optional<std::uint64_t> only_seed;

std::uint64_t seeds_wanted() {
  const char* said = std::getenv("PLOTLEDGER_SEEDS");
  return said == nullptr ? 1'000 : std::strtoull(said, nullptr, 10);
}

// What went wrong in that life; empty if nothing did.
std::string failure_of(std::uint64_t seed, IndexPool& indexes, LifeStats& stats,
                       Plant plant = Plant::kNone) {
  Life life(seed, indexes, plant);
  try {
    life.live(stats);
  } catch (const std::exception& wrong) {
    if (only_seed) std::printf("%s", life.story().c_str());
    return wrong.what();
  }
  return {};
}

std::vector<std::uint64_t> kept_seeds() {
  std::vector<std::uint64_t> seeds;
  std::ifstream file(SIM_SEEDS);
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line.front() != '#')
      seeds.push_back(std::strtoull(line.c_str(), nullptr, 10));
  return seeds;
}

void expect_good(std::uint64_t seed, IndexPool& indexes, LifeStats& stats) {
  const auto failure = failure_of(seed, indexes, stats);
  EXPECT_TRUE(failure.empty()) << "sim_tests --seed=" << seed << ": " << failure;
}

TEST(Simulation, SeedsThatOnceFailedLiveWell) {
  if (only_seed) return;
  IndexPool indexes;
  LifeStats stats;
  for (const auto seed : kept_seeds()) expect_good(seed, indexes, stats);
}

TEST(Simulation, EveryLifeKeepsEveryPromise) {
  IndexPool indexes;
  LifeStats stats;
  if (only_seed) return expect_good(*only_seed, indexes, stats);
  const auto began = std::chrono::steady_clock::now();
  const auto wanted = seeds_wanted();
  for (std::uint64_t seed = 1; seed <= wanted && !HasFatalFailure(); ++seed) {
    expect_good(seed, indexes, stats);
    if (testing::Test::HasFailure() && wanted <= 1'000) break;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf(
      "%llu lives in %.1f s, %.0f a second: %llu records, %llu superseded, %llu crashes, "
      "%llu answers, %llu replays\n",
      static_cast<unsigned long long>(wanted), took.count(),
      static_cast<double>(wanted) / took.count(), static_cast<unsigned long long>(stats.records),
      static_cast<unsigned long long>(stats.skipped),
      static_cast<unsigned long long>(stats.crashes),
      static_cast<unsigned long long>(stats.answers),
      static_cast<unsigned long long>(stats.replays));
  for (const auto& [name, count] : stats.events)
    std::printf("  %9llu %s\n", static_cast<unsigned long long>(count), name.c_str());
  if (wanted < 300) return;
  for (const char* name :
       {"BookingConfirmed", "BookingCancelled", "HoldExpired", "HoldReleased", "HoldExtended",
        "OrderClosed", "PaymentFailed", "PaymentConflicted", "PaymentOrphaned", "PaymentUnmatched",
        "PaymentMatched", "RefundInitiated", "RefundFailed", "RefundProcessed", "CommandRefused"})
    EXPECT_GT(stats.events[name], wanted / 100) << name << " is hardly ever met";
}

TEST(Simulation, SameSeedIsTheSameLife) {
  for (const std::uint64_t seed : {7U, 8U}) {
    std::vector<std::string> stories;
    for (int i = 0; i < 2; ++i) {
      IndexPool indexes;
      LifeStats stats;
      Life life(seed, indexes);
      EXPECT_NO_THROW(life.live(stats));
      stories.push_back(life.story());
    }
    EXPECT_EQ(stories[0], stories[1]);
    EXPECT_GT(stories[0].size(), 1'000U);
  }
}

class Planted : public testing::TestWithParam<std::pair<Plant, const char*>> {};

TEST_P(Planted, DefectIsFoundWithinAHundredLives) {
  IndexPool indexes;
  LifeStats stats;
  std::string failure;
  std::uint64_t seed = 0;
  while (failure.empty() && seed < 100)
    failure = failure_of(++seed, indexes, stats, GetParam().first);
  EXPECT_FALSE(failure.empty());
  std::printf("found with seed %llu: %s\n", static_cast<unsigned long long>(seed),
              failure.substr(0, 200).c_str());
}

INSTANTIATE_TEST_SUITE_P(Simulation, Planted,
                         testing::Values(std::pair(Plant::kAcknowledgesEarly, "AcknowledgesEarly"),
                                         std::pair(Plant::kForgetsKeys, "ForgetsKeys"),
                                         std::pair(Plant::kDropsARow, "DropsARow"),
                                         std::pair(Plant::kChangesAPaisa, "ChangesAPaisa")),
                         [](const auto& planted) { return std::string(planted.param.second); });

}  // namespace
}  // namespace ledger::sim

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (const char* said = std::getenv("PLOTLEDGER_SEED"))
    ledger::sim::only_seed = std::strtoull(said, nullptr, 10);
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument.starts_with("--seed="))
      ledger::sim::only_seed = std::strtoull(argument.c_str() + 7, nullptr, 10);
  }
  if (ledger::sim::only_seed) testing::GTEST_FLAG(filter) = "Simulation.EveryLifeKeepsEveryPromise";
  return RUN_ALL_TESTS();
}
