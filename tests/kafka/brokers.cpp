#include "tests/kafka/brokers.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include <sys/wait.h>

namespace ledger {
namespace {

constexpr int kCannotBeHad = 3;  // exit status of ops/kafka/brokers

struct Outcome {
  int status = -1;
  std::string said;
};

// Runs ops/kafka/brokers on the tests' own directory.
Outcome brokers(const std::string& arguments, const std::string& errors) {
  std::string command = BROKERS;
  command.append(" ").append(arguments).append(" --dir " BROKERS_DIR " ").append(errors);
  std::FILE* pipe = popen(command.c_str(), "r");
  Outcome outcome;
  if (!pipe) return outcome;
  std::array<char, 4096> piece{};
  while (const auto size = std::fread(piece.data(), 1, piece.size(), pipe)) {
    outcome.said.append(piece.data(), size);
  }
  const int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  while (outcome.said.ends_with('\n')) outcome.said.pop_back();
  return outcome;
}

}  // namespace

Brokers& Brokers::get() {
  static auto* brokers = new Brokers;  // GoogleTest deletes it
  return *brokers;
}

void Brokers::SetUp() {
  brokers("stop", "2>&1");  // what an earlier run may have left
  std::filesystem::remove_all(BROKERS_DIR);
  const auto ready = brokers("fetch", "2>&1");
  if (ready.status == kCannotBeHad) {
    std::cout << "SKIPPED: " << ready.said << std::endl;
    GTEST_SKIP() << ready.said;  // and with it every test
  }
  const auto started = brokers("start 1", "");
  ASSERT_EQ(started.status, 0) << started.said;
  bootstrap_ = started.said;
}

void Brokers::TearDown() {
  brokers("stop", "2>&1");
  std::filesystem::remove_all(BROKERS_DIR);
}

KafkaConfig Brokers::fresh_topic() {
  KafkaConfig config{bootstrap_, "test-" + std::to_string(++topics_)};
  config.single_broker = true;
  return config;
}

}  // namespace ledger

int main(int count, char** arguments) {
  testing::InitGoogleTest(&count, arguments);
  testing::AddGlobalTestEnvironment(&ledger::Brokers::get());
  return RUN_ALL_TESTS();
}
