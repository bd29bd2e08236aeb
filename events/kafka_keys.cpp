#include "events/kafka_keys.h"

#include <algorithm>
#include <utility>

namespace ledger {

Result<std::unique_ptr<KafkaKeys>> KafkaKeys::open(const KafkaConfig& config, KafkaHandle client) {
  std::unique_ptr<KafkaKeys> keys(new KafkaKeys(config));
  auto follower = KafkaFollower::start(
      config, std::move(client), keys->topic_, 0, KafkaConsumer::Gaps::kCompacted,
      [&self = *keys](KafkaMessage message) { self.apply(std::move(message)); });
  if (!follower) return fail(follower.error());
  keys->follower_ = std::move(*follower);
  return keys;
}

Result<std::optional<std::string>> KafkaKeys::key(const PersonId& person) {
  if (auto found = known(person)) return found;
  // It may be on its way here.
  if (auto there = follower_->reach_end(); !there) return fail(there.error());
  return known(person);
}

Result<void> KafkaKeys::put(const WrappedKey& key) {
  return send({{topic_, 0, key.person.str(), key.wrapped}});
}

Result<void> KafkaKeys::put_all(const std::vector<WrappedKey>& keys) {
  std::vector<KafkaSend> messages;
  for (const auto& key : keys) messages.push_back({topic_, 0, key.person.str(), key.wrapped});
  return send(messages);
}

Result<void> KafkaKeys::shred(const std::vector<PersonId>& persons) {
  if (auto there = follower_->reach_end(); !there) return there;
  std::vector<KafkaSend> tombstones;
  for (const auto& person : persons) {
    if (known(person)) tombstones.push_back({topic_, 0, person.str(), std::nullopt});
  }
  return send(tombstones);
}

Result<void> KafkaKeys::each(const std::function<void(const WrappedKey&)>& take) {
  if (auto there = follower_->reach_end(); !there) return there;
  std::map<std::string, std::string, std::less<>> keys;
  {
    const std::lock_guard lock(mutex_);
    keys = keys_;
  }
  for (const auto& [person, wrapped] : keys) take({PersonId(person), wrapped});
  return {};
}

std::optional<std::string> KafkaKeys::known(const PersonId& person) {
  const std::lock_guard lock(mutex_);
  const auto found = keys_.find(person.str());
  if (found == keys_.end()) return std::nullopt;
  return found->second;
}

void KafkaKeys::apply(KafkaMessage message) {
  const std::lock_guard lock(mutex_);
  if (message.value) {
    keys_[message.key] = std::move(*message.value);
    return;
  }
  const auto found = keys_.find(message.key);
  if (found == keys_.end()) return;
  std::fill(found->second.begin(), found->second.end(), '\0');
  keys_.erase(found);
}

Result<void> KafkaKeys::send(const std::vector<KafkaSend>& messages) {
  if (messages.empty()) return {};
  const auto stored = putter_.put(messages);
  if (!stored) return fail(stored.error());
  return follower_->reach(stored->back() + 1);
}

}  // namespace ledger
