#include "events/kafka_log.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>

#include "events/hash.h"
#include "events/kafka_appender.h"
#include "events/kafka_documents.h"
#include "events/record.h"
#include "tests/events/log_contract.h"
#include "tests/kafka/brokers.h"

namespace ledger {
namespace {

class KafkaLogUnderTest final : public LogUnderTest {
 public:
  explicit KafkaLogUnderTest(Partition partitions) : config_(Brokers::get().fresh_topic()) {
    EXPECT_TRUE(KafkaLog::found(config_, partitions, 1));
    log_ = KafkaLog::open(config_).value();
  }

  EventLog& log() override { return *log_; }

  void reopen() override {
    log_.reset();
    log_ = KafkaLog::open(config_).value();
  }

 private:
  const KafkaConfig config_;
  std::unique_ptr<KafkaLog> log_;
};

INSTANTIATE_TEST_SUITE_P(Kafka, LogContract,
                         testing::Values(LogBackend{"kafka",
                                                    [](Partition partitions) {
                                                      return std::make_unique<KafkaLogUnderTest>(
                                                          partitions);
                                                    }}),
                         backend_name);

class KafkaTopics : public testing::Test {
 protected:
  void SetUp() override {
    config_ = Brokers::get().fresh_topic();
    client_ = kafka_consumer(config_).value();
  }

  // The three topics, with the given settings beside or instead of the right ones.
  void make(const KafkaSettings& log, const KafkaSettings& keys) {
    const KafkaSettings right = {
        {"retention.ms", "-1"}, {"retention.bytes", "-1"}, {"flush.messages", "1"}};
    KafkaSettings log_settings = log;
    log_settings.insert(right.begin(), right.end());
    KafkaSettings key_settings = keys;
    key_settings.insert({"flush.messages", "1"});
    ASSERT_TRUE(create_topic(client_.get(), {config_.keys(), 1, 1, key_settings}));
    ASSERT_TRUE(
        create_topic(client_.get(), {config_.documents(), KafkaDocuments::kPartitions, 1, right}));
    ASSERT_TRUE(create_topic(client_.get(), {config_.topic, 2, 1, log_settings}));
  }

  // The names of what was found, and that opening refuses with the first and its fix.
  std::vector<std::string> refused(const std::string& fix) {
    const auto findings = KafkaLog::preflight(config_).value();
    std::vector<std::string> names;
    for (const auto& finding : findings) names.push_back(finding.name);
    const auto opened = KafkaLog::open(config_);
    EXPECT_FALSE(opened);
    if (opened || names.empty()) return names;
    EXPECT_EQ(opened.error().code, ErrorCode::kConflict);
    EXPECT_EQ(opened.error().reason, names.front());
    EXPECT_NE(opened.error().message.find(fix), std::string::npos) << opened.error().message;
    return names;
  }

  using Names = std::vector<std::string>;

  KafkaConfig config_;
  KafkaHandle client_;
  const KafkaSettings compacted_ = {{"cleanup.policy", "compact"}};
};

TEST_F(KafkaTopics, AreFoundedSoThatNothingIsFound) {
  ASSERT_TRUE(KafkaLog::found(config_, 2, 1));
  EXPECT_TRUE(KafkaLog::preflight(config_).value().empty());
}

TEST_F(KafkaTopics, AreFoundedOnlyOnce) {
  ASSERT_TRUE(KafkaLog::found(config_, 2, 1));
  EXPECT_EQ(KafkaLog::found(config_, 2, 1).error().reason, "log-exists");
}

TEST_F(KafkaTopics, AreFoundedAgainWhereFoundingWasInterrupted) {
  auto settings = compacted_;
  settings["flush.messages"] = "1";
  ASSERT_TRUE(create_topic(client_.get(), {config_.keys(), 1, 1, settings}));
  ASSERT_TRUE(KafkaLog::found(config_, 2, 1));
  EXPECT_EQ(KafkaLog::open(config_).value()->partitions(), 2U);
}

TEST_F(KafkaTopics, ThatAreMissingAreNamed) {
  EXPECT_EQ(KafkaLog::open(config_).error().reason, "log-missing");
  EXPECT_EQ(KafkaLog::preflight(config_).value().front().name, "topic-missing");
}

TEST_F(KafkaTopics, F23WithRetentionAreRefusedWithTheFix) {
  make({{"retention.ms", "604800000"}}, compacted_);
  EXPECT_EQ(refused("--entity-name " + config_.topic + " --add-config retention.ms=-1"),
            Names{"retention-set"});
}

TEST_F(KafkaTopics, F23WithRetentionByBytesAreRefusedWithTheFix) {
  make({{"retention.bytes", "1000000"}}, compacted_);
  EXPECT_EQ(refused("--add-config retention.bytes=-1"), Names{"retention-set"});
}

TEST_F(KafkaTopics, F23WithCompactionAreRefusedWithTheFix) {
  make({{"cleanup.policy", "compact"}}, compacted_);
  EXPECT_EQ(refused("--add-config cleanup.policy=delete"), Names{"compaction-set"});
}

TEST_F(KafkaTopics, WithUncleanElectionAreRefusedWithTheFix) {
  make({{"unclean.leader.election.enable", "true"}}, compacted_);
  EXPECT_EQ(refused("--add-config unclean.leader.election.enable=false"),
            Names{"unclean-election"});
}

TEST_F(KafkaTopics, OnASingleBrokerThatAreNotFlushedAreRefusedWithTheFix) {
  make({{"flush.messages", "1000"}}, compacted_);
  EXPECT_EQ(refused("--entity-name " + config_.topic + " --add-config flush.messages=1"),
            Names{"not-flushed"});
}

TEST_F(KafkaTopics, WhoseKeysAreNotCompactedAreRefusedWithTheFix) {
  make({}, {});
  EXPECT_EQ(refused("--entity-name " + config_.keys() + " --add-config cleanup.policy=compact"),
            Names{"keys-not-compacted"});
}

TEST_F(KafkaTopics, WithTooFewReplicasAreRefusedUnlessSaidToBeOnASingleBroker) {
  ASSERT_TRUE(KafkaLog::found(config_, 2, 1));
  config_.single_broker = false;
  const auto names = refused("--single-broker");
  EXPECT_EQ(std::count(names.begin(), names.end(), "too-few-replicas"), 3);
  EXPECT_EQ(std::count(names.begin(), names.end(), "too-few-in-sync"), 3);
}

TEST_F(KafkaTopics, WithTooFewReplicasAreNotFoundedUnlessSaidToBeOnASingleBroker) {
  config_.single_broker = false;
  const auto founded = KafkaLog::found(config_, 2, 1);
  EXPECT_EQ(founded.error().reason, "too-few-replicas");
  EXPECT_NE(founded.error().message.find("--single-broker"), std::string::npos);
}

TEST_F(KafkaTopics, WithMoreReplicasThanBrokersAreRefusedByTheBrokers) {
  EXPECT_EQ(KafkaLog::found(config_, 2, 3).error().reason, "topic-refused");
}

TEST_F(KafkaTopics, TakeOnlySettingsOfTlsAndSaslFromTheUser) {
  config_.properties = {{"acks", "0"}};
  EXPECT_EQ(KafkaLog::open(config_).error().reason, "kafka-setting");
  config_.properties = {{"ssl.no.such.thing", "1"}};
  EXPECT_EQ(KafkaLog::open(config_).error().reason, "kafka-setting");
}

class KafkaRecords : public KafkaTopics {
 protected:
  void SetUp() override {
    KafkaTopics::SetUp();
    ASSERT_TRUE(KafkaLog::found(config_, 2, 1));
    log_ = KafkaLog::open(config_).value();
  }

  void append(const std::vector<std::string>& records) {
    const auto appender = log_->appender(1);
    appender->append(batch_of(records));
    ASSERT_EQ(reports(*appender, records.size(), seconds(30)).size(), records.size());
  }

  std::unique_ptr<KafkaLog> log_;
};

TEST_F(KafkaRecords, F17AShorterLogThanAskedForIsNamed) {
  append({"0", "1", "2"});
  const auto read = log_->reader(1, 5)->read(10, Micros(0));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(read.error().reason, "records-missing");
  EXPECT_NE(read.error().message.find("partition 1 offset 3 to 4"), std::string::npos)
      << read.error().message;
}

// What somebody else writes in a transaction: `values`, and the mark that ends it.
void write_in_transaction(const KafkaConfig& config, Partition partition,
                          const std::vector<std::string>& values, bool commit) {
  rd_kafka_conf_t* conf = rd_kafka_conf_new();
  rd_kafka_conf_set(conf, "bootstrap.servers", config.brokers.c_str(), nullptr, 0);
  rd_kafka_conf_set(conf, "transactional.id", "a stranger's", nullptr, 0);
  const std::unique_ptr<rd_kafka_t, decltype(&rd_kafka_destroy)> producer(
      rd_kafka_new(RD_KAFKA_PRODUCER, conf, nullptr, 0), rd_kafka_destroy);
  constexpr int kWithin = 30'000;
  ASSERT_EQ(rd_kafka_init_transactions(producer.get(), kWithin), nullptr);
  ASSERT_EQ(rd_kafka_begin_transaction(producer.get()), nullptr);
  const std::unique_ptr<rd_kafka_topic_t, decltype(&rd_kafka_topic_destroy)> topic(
      rd_kafka_topic_new(producer.get(), config.topic.c_str(), nullptr), rd_kafka_topic_destroy);
  for (const auto& value : values) {
    ASSERT_EQ(
        rd_kafka_produce(topic.get(), static_cast<std::int32_t>(partition), RD_KAFKA_MSG_F_COPY,
                         const_cast<char*>(value.data()), value.size(), nullptr, 0, nullptr),
        0);
  }
  ASSERT_EQ(rd_kafka_flush(producer.get(), kWithin), RD_KAFKA_RESP_ERR_NO_ERROR);
  ASSERT_EQ(commit ? rd_kafka_commit_transaction(producer.get(), kWithin)
                   : rd_kafka_abort_transaction(producer.get(), kWithin),
            nullptr);
}

TEST_F(KafkaRecords, AStrangersTransactionsHoldNobodyUp) {
  // The mark of a transaction may come a little after its end was acknowledged.
  const auto read = [](LogReader& reader, Offset end) {
    std::vector<std::string> all;
    for (Offset next = 0; next < end;) {
      const auto some = reader.read(100, seconds(1));
      if (!some) break;
      for (const auto& one : *some) {
        all.push_back(one.bytes);
        next = one.offset + 1;
      }
    }
    return all;
  };
  append({"0"});
  const auto follower = log_->reader(1, 0);
  EXPECT_EQ(read(*follower, 1), (std::vector<std::string>{"0"}));
  write_in_transaction(config_, 1, {"stray", "also stray"}, /*commit=*/true);
  EXPECT_EQ(read(*follower, 4), (std::vector<std::string>{"stray", "also stray", ""}));
  write_in_transaction(config_, 1, {"given up"}, /*commit=*/false);
  append({"6"});
  EXPECT_EQ(read(*follower, 7), (std::vector<std::string>{"given up", "", "6"}));
  EXPECT_EQ(log_->end(1).value(), 7);
  EXPECT_EQ(read(*log_->reader(1, 0), 7),
            (std::vector<std::string>{"0", "stray", "also stray", "", "given up", "", "6"}));
  EXPECT_EQ(read(*log_->reader(1, 3), 7), (std::vector<std::string>{"", "given up", "", "6"}));
}

TEST_F(KafkaRecords, AnotherNodeSeesTheKeyOnceItSeesTheRecord) {
  const auto other = KafkaLog::open(config_).value();
  const auto appender = log_->appender(1);
  const auto reader = other->reader(1, 0);
  for (int i = 0; i < 20; ++i) {
    const PersonId person("p" + std::to_string(i));
    appender->append({{"record", {{person, "wrapped"}}}});
    ASSERT_EQ(reader->read(1, seconds(30)).value().size(), 1U);
    EXPECT_EQ(other->keys().key(person).value(), "wrapped");
  }
}

TEST_F(KafkaRecords, AnotherNodeFindsTheDocumentOnceItIsPut) {
  const auto other = KafkaLog::open(config_).value();
  const std::string bytes(3 * kMaxDocumentChunk, 'd');
  const Digest digest(hex(sha256(bytes)));
  EXPECT_EQ(other->documents().get(digest).error().reason, "document-missing");
  ASSERT_TRUE(log_->documents().put(digest, bytes));
  EXPECT_EQ(other->documents().get(digest).value(), bytes);
}

TEST_F(KafkaRecords, QuestionsDoNotWaitBehindAReaderThatWaitsForNews) {
  const auto reader = log_->reader(1, 0);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) {  // each would wait for up to half a second
    EXPECT_EQ(log_->keys().key(PersonId("nobody")).value(), std::nullopt);
    EXPECT_TRUE(reader->read(1, Micros(0)).value().empty());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(5));
}

TEST_F(KafkaRecords, ARecordTooLargeEndsTheAppender) {
  const auto appender = log_->appender(1);
  appender->append(batch_of({std::string(2 * 1024 * 1024, 'x'), "later"}));
  std::vector<Result<Offset>> all;
  while (all.size() < 2) {
    for (auto& one : appender->delivered(seconds(30))) all.push_back(std::move(one));
  }
  appender->append(batch_of({"last"}));
  for (auto& one : appender->delivered(seconds(30))) all.push_back(std::move(one));
  ASSERT_EQ(all.size(), 3U);
  for (const auto& one : all) EXPECT_EQ(one.error().code, ErrorCode::kUnknown);
  EXPECT_EQ(log_->end(1).value(), 0);
}

TEST(KafkaHeaders, TellACloudEvent) {
  Record record;
  record.sequence = 7;
  record.recorded_at = Instant::micros(1'780'295'400'000'000);
  WriterStarted started;
  started.node = "a";
  record.events.emplace_back(started);
  const auto bytes = encode(record);
  using Headers = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(kafka_headers(bytes, "/ledger/1"),
            (Headers{{"ce_specversion", "1.0"},
                     {"ce_id", hex(sha256(bytes))},
                     {"ce_type", "plotledger.WriterStarted"},
                     {"ce_source", "/ledger/1"},
                     {"ce_time", "2026-06-01T06:30:00.000000Z"}}));
  EXPECT_TRUE(kafka_headers("a stranger's bytes", "/ledger/1").empty());
}

}  // namespace
}  // namespace ledger
