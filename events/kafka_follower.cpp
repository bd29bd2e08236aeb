#include "events/kafka_follower.h"

#include <utility>

namespace ledger {
namespace {

constexpr Micros kLook = milliseconds(50);    // how long a follower takes to notice its end
constexpr Micros kPause = milliseconds(100);  // after the brokers could not be reached

}  // namespace

KafkaFollower::KafkaFollower(KafkaHandle client, std::string topic, Partition partition,
                             std::unique_ptr<KafkaConsumer> consumer, Apply apply)
    : client_(std::move(client)),
      topic_(std::move(topic)),
      partition_(partition),
      consumer_(std::move(consumer)),
      apply_(std::move(apply)),
      applied_(consumer_->position()),
      thread_([this] { run(); }) {}

Result<std::unique_ptr<KafkaFollower>> KafkaFollower::start(const KafkaConfig& config,
                                                            KafkaHandle client, std::string topic,
                                                            Partition partition,
                                                            KafkaConsumer::Gaps gaps, Apply apply) {
  auto handle = kafka_consumer(config);
  if (!handle) return fail(handle.error());
  Offset from = 0;
  if (gaps == KafkaConsumer::Gaps::kCompacted) {
    const auto begin = kafka_begin(client.get(), topic, partition);
    if (!begin) return fail(begin.error());
    from = *begin;
  }
  auto consumer = KafkaConsumer::start(std::move(*handle), client, topic, partition, from, gaps);
  if (!consumer) return fail(consumer.error());
  std::unique_ptr<KafkaFollower> follower(new KafkaFollower(
      std::move(client), std::move(topic), partition, std::move(*consumer), std::move(apply)));
  if (auto there = follower->reach_end(); !there) return fail(there.error());
  return follower;
}

KafkaFollower::~KafkaFollower() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Result<void> KafkaFollower::reach(Offset end) {
  std::unique_lock lock(mutex_);
  Offset seen = applied_;
  while (applied_ < end && !damaged_) {
    if (changed_.wait_for(lock, kKafkaPatience) != std::cv_status::timeout) continue;
    if (applied_ == seen)
      return fail(ErrorCode::kUnavailable, "log-unavailable", topic_ + " does not arrive");
    seen = applied_;
  }
  if (damaged_) return fail(*damaged_);
  return {};
}

Result<void> KafkaFollower::reach_end() {
  const auto end = kafka_end(client_.get(), topic_, partition_);
  if (!end) return fail(end.error());
  return reach(*end);
}

void KafkaFollower::run() {
  while (step()) {
  }
}

bool KafkaFollower::step() {
  auto message = consumer_->next(kLook);
  if (message && *message) apply_(std::move(**message));
  std::unique_lock lock(mutex_);
  applied_ = consumer_->position();
  if (!message && message.error().code == ErrorCode::kCorrupt) damaged_ = message.error();
  changed_.notify_all();
  if (!message && !damaged_) changed_.wait_for(lock, kPause, [&] { return stop_; });
  return !stop_ && !damaged_;
}

}  // namespace ledger
