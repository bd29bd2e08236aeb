// What a broker answers while it has not heard yet that another leads, from librdkafka's mock of
// one.
#include <array>
#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include "events/kafka_consumer.h"

namespace ledger {
namespace {

constexpr const char* kTopic = "ledger";
constexpr std::int16_t kFetch = 1;  // Kafka's API keys
constexpr std::int16_t kListOffsets = 2;

class SleepyBroker : public testing::Test {
 protected:
  void SetUp() override {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, nullptr);
    std::array<char, 256> why{};
    owner_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, why.data(), why.size()));
    ASSERT_TRUE(owner_) << why.data();
    cluster_.reset(rd_kafka_mock_cluster_new(owner_.get(), 1));
    ASSERT_EQ(rd_kafka_mock_topic_create(cluster_.get(), kTopic, 1, 1), RD_KAFKA_RESP_ERR_NO_ERROR);
    config_.brokers = rd_kafka_mock_cluster_bootstraps(cluster_.get());
    config_.topic = kTopic;
    fill();
  }

  // Three messages.
  void fill() {
    rd_kafka_brokers_add(owner_.get(), config_.brokers.c_str());
    const std::unique_ptr<rd_kafka_topic_t, Destroy> topic(
        rd_kafka_topic_new(owner_.get(), kTopic, nullptr));
    for (std::string value : {"one", "two", "three"}) {
      ASSERT_EQ(rd_kafka_produce(topic.get(), 0, RD_KAFKA_MSG_F_COPY, value.data(), value.size(),
                                 nullptr, 0, nullptr),
                0);
    }
    ASSERT_EQ(rd_kafka_flush(owner_.get(), 10'000), RD_KAFKA_RESP_ERR_NO_ERROR);
  }

  struct Destroy {
    void operator()(rd_kafka_t* of) const { rd_kafka_destroy(of); }

    void operator()(rd_kafka_topic_t* of) const { rd_kafka_topic_destroy(of); }

    void operator()(rd_kafka_mock_cluster_t* of) const { rd_kafka_mock_cluster_destroy(of); }
  };

  std::unique_ptr<rd_kafka_t, Destroy> owner_;
  std::unique_ptr<rd_kafka_mock_cluster_t, Destroy> cluster_;
  KafkaConfig config_;
};

TEST_F(SleepyBroker, OffsetThatItDoesNotKnowIsAskedForAgain) {
  rd_kafka_mock_push_request_errors(cluster_.get(), kFetch, 1,
                                    RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE);
  const auto consumer =
      KafkaConsumer::start(kafka_consumer(config_).value(), kafka_consumer(config_).value(), kTopic,
                           0, 1, KafkaConsumer::Gaps::kNone)
          .value();
  std::optional<KafkaMessage> found;
  for (int i = 0; i < 100 && !found; ++i) {
    auto next = consumer->next(milliseconds(100));
    ASSERT_TRUE(next) << next.error().reason << ": " << next.error().message;
    found = std::move(*next);
  }
  ASSERT_TRUE(found);
  EXPECT_EQ(found->offset, 1);
  EXPECT_EQ(found->value, "two");
}

// As it is for a moment after a topic was made.
TEST_F(SleepyBroker, PartitionThatItDoesNotKnowOrLeadYetIsAskedAboutAgain) {
  rd_kafka_mock_push_request_errors(
      cluster_.get(), kListOffsets, 3, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART,
      RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION);
  const auto client = kafka_consumer(config_).value();
  const auto end = kafka_end(client.get(), kTopic, 0);
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(*end, 3);
}

}  // namespace
}  // namespace ledger
