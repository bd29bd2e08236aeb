#pragma once

#include <string>

#include <gtest/gtest.h>

#include "events/kafka_config.h"

namespace ledger {

// One real broker for the whole test program, started and stopped through ops/kafka/brokers. Where
// none can be had, every test is skipped, with the reason.
class Brokers final : public testing::Environment {
 public:
  static Brokers& get();

  void SetUp() override;
  void TearDown() override;

  // A topic name that no test had before.
  KafkaConfig fresh_topic();

 private:
  std::string bootstrap_;
  int topics_ = 0;
};

}  // namespace ledger
