#include "bench/raw_producer.h"

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include <librdkafka/rdkafka.h>

namespace ledger::bench {
namespace {

// As events/kafka_client.cpp and kafka_producer.cpp have them.
constexpr std::array<std::pair<const char*, const char*>, 12> kSettings = {
    {{"client.id", "plotledger"},
     {"socket.nagle.disable", "true"},
     {"socket.keepalive.enable", "true"},
     {"enable.idempotence", "true"},
     {"acks", "all"},
     {"linger.ms", "0"},
     {"max.in.flight.requests.per.connection", "1"},
     {"message.timeout.ms", "10000"},
     {"request.timeout.ms", "5000"},
     {"queue.buffering.max.messages", "1000000"},
     {"compression.type", "none"},
     {"topic.metadata.refresh.fast.interval.ms", "100"}}};

// How many messages are on their way.
struct Window {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t open = 0;
  bool failed = false;

  void delivered(bool well) {
    const std::lock_guard lock(mutex);
    --open;
    failed = failed || !well;
    changed.notify_one();
  }

  void enter(std::size_t most) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return open < most; });
    ++open;
  }

  void drain() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return open == 0; });
    if (failed) throw std::runtime_error("the raw producer lost a message");
  }
};

class RawProducer {
 public:
  explicit RawProducer(const std::string& brokers) {
    std::array<char, 512> why{};
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    for (const auto& [name, value] : kSettings) set(conf, name, value);
    set(conf, "bootstrap.servers", brokers.c_str());
    rd_kafka_conf_set_opaque(conf, &window_);
    rd_kafka_conf_set_dr_msg_cb(conf, [](rd_kafka_t*, const rd_kafka_message_t* message, void* to) {
      static_cast<Window*>(to)->delivered(message->err == RD_KAFKA_RESP_ERR_NO_ERROR);
    });
    handle_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf, why.data(), why.size()));
    if (!handle_) throw std::runtime_error(why.data());
    poller_ = std::thread([this] {
      while (!stop_) rd_kafka_poll(handle_.get(), 50);
    });
  }

  ~RawProducer() {
    stop_ = true;
    poller_.join();
  }

  void meet(const std::string& topic) {
    const rd_kafka_metadata_t* metadata = nullptr;
    topics_.emplace_back(rd_kafka_topic_new(handle_.get(), topic.c_str(), nullptr),
                         rd_kafka_topic_destroy);
    if (rd_kafka_metadata(handle_.get(), 0, topics_.back().get(), &metadata, 5000)) {
      throw std::runtime_error("no such topic: " + topic);
    }
    rd_kafka_metadata_destroy(metadata);
  }

  void send(const RawMessage& message, std::size_t most) {
    window_.enter(most);
    std::vector<rd_kafka_vu_t> all(5 + message.headers.size());
    all[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    all[0].u.cstr = message.topic.c_str();
    all[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    all[1].u.i32 = message.partition;
    all[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    all[2].u.i = RD_KAFKA_MSG_F_COPY;
    all[3].vtype = RD_KAFKA_VTYPE_KEY;
    all[3].u.mem = {const_cast<char*>(message.key.data()), message.key.size()};
    all[4].vtype = RD_KAFKA_VTYPE_VALUE;
    all[4].u.mem = {const_cast<char*>(message.value.data()), message.value.size()};
    for (std::size_t i = 0; i < message.headers.size(); ++i) {
      const auto& [name, value] = message.headers[i];
      all[5 + i].vtype = RD_KAFKA_VTYPE_HEADER;
      all[5 + i].u.header = {name.c_str(), value.data(), static_cast<ssize_t>(value.size())};
    }
    if (auto* failed = rd_kafka_produceva(handle_.get(), all.data(), all.size())) {
      rd_kafka_error_destroy(failed);
      throw std::runtime_error("the raw producer takes no message");
    }
  }

  void drain() { window_.drain(); }

 private:
  static void set(rd_kafka_conf_t* conf, const char* name, const char* value) {
    std::array<char, 512> why{};
    if (rd_kafka_conf_set(conf, name, value, why.data(), why.size()) != RD_KAFKA_CONF_OK) {
      throw std::runtime_error(why.data());
    }
  }

  Window window_;
  std::unique_ptr<rd_kafka_t, decltype(&rd_kafka_destroy)> handle_{nullptr, rd_kafka_destroy};
  std::vector<std::unique_ptr<rd_kafka_topic_t, decltype(&rd_kafka_topic_destroy)>> topics_;
  std::atomic<bool> stop_ = false;
  std::thread poller_;
};

}  // namespace

double seconds_to_produce(const std::string& brokers, const std::vector<RawMessage>& messages,
                          std::size_t window) {
  RawProducer producer(brokers);
  std::set<std::string> topics;
  for (const auto& message : messages) topics.insert(message.topic);
  for (const auto& topic : topics) producer.meet(topic);
  const auto begin = std::chrono::steady_clock::now();
  for (const auto& message : messages) producer.send(message, window);
  producer.drain();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace ledger::bench
