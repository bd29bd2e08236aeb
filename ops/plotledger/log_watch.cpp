#include "ops/plotledger/log_watch.h"

#include <chrono>

#include "events/kafka_log.h"
#include "ops/plotledger/commands.h"

namespace ledger {
namespace {

constexpr auto kSettingsEvery = minutes(1);
constexpr auto kStrangersEvery = seconds(5);

}  // namespace

LogWatch::LogWatch(std::optional<KafkaConfig> kafka, std::function<Health()> health)
    : kafka_(std::move(kafka)),
      health_(std::move(health)),
      next_look_(Steady::now() + kSettingsEvery),  // opening has looked already
      thread_([this] { run(); }) {}

LogWatch::~LogWatch() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::vector<LogDanger> LogWatch::dangers() const {
  const std::lock_guard lock(mutex_);
  return dangers_;
}

void LogWatch::run() {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, kStrangersEvery, [this] { return stop_; })) {
    lock.unlock();
    look_for_strangers();
    if (kafka_ && Steady::now() >= next_look_) look_at_settings();
    lock.lock();
  }
}

// Where the brokers do not answer, what was found last stays.
void LogWatch::look_at_settings() {
  next_look_ = Steady::now() + kSettingsEvery;
  const auto findings = KafkaLog::preflight(*kafka_);
  if (!findings) return;
  std::vector<LogDanger> dangers;
  for (const auto& [name, message, fix] : *findings) {
    dangers.push_back({name, message, fix});
    log_line("DANGER " + name + ": " + message + ". To correct it: " + fix);
  }
  const std::lock_guard lock(mutex_);
  dangers_ = std::move(dangers);
}

void LogWatch::look_for_strangers() {
  for (const auto& one : health_().partitions) {
    auto& spoken_of = foreign_[one.partition];
    if (one.applied.foreign <= spoken_of) continue;
    log_line("partition " + std::to_string(one.partition) + " holds " +
             std::to_string(one.applied.foreign) +
             " messages that are no records: somebody else writes to it; they are skipped");
    spoken_of = one.applied.foreign;
  }
}

}  // namespace ledger
