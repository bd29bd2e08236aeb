#include "events/kafka_documents.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "events/hash.h"

namespace ledger {
namespace {

// "<digest>/<piece>"; the document as a whole is "<digest>", its value the size in bytes.
std::string piece_key(const Digest& digest, std::size_t piece) {
  return digest.str() + "/" + std::to_string(piece);
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::size_t kMostPieces = 1'000'000;  // a stranger's message may name any number

}  // namespace

Result<std::unique_ptr<KafkaDocuments>> KafkaDocuments::open(const KafkaConfig& config,
                                                             KafkaHandle client) {
  // A fetch behind the document's end must not hold up the next document.
  auto handle = kafka_consumer(config, {{"fetch.wait.max.ms", "1"}});
  if (!handle) return fail(handle.error());
  std::unique_ptr<KafkaDocuments> documents(new KafkaDocuments(config, std::move(*handle), client));
  auto follower = KafkaFollower::start(
      config, std::move(client), documents->topic_, KafkaConsumer::Gaps::kNone,
      [&self = *documents](const KafkaMessage& message) { self.apply(message); });
  if (!follower) return fail(follower.error());
  documents->follower_ = std::move(*follower);
  return documents;
}

Result<void> KafkaDocuments::put(const Digest& digest, std::string_view bytes) {
  if (hex(sha256(bytes)) != digest.str()) {
    return fail(ErrorCode::kInvalid, "digest-differs", "the bytes do not have the digest given");
  }
  if (get(digest)) return {};
  std::vector<KafkaSend> pieces;
  for (std::size_t at = 0; at < bytes.size(); at += kMaxDocumentChunk) {
    pieces.push_back(
        {topic_, 0, piece_key(digest, pieces.size()), bytes.substr(at, kMaxDocumentChunk)});
  }
  if (auto there = putter_.put(pieces); !there) return fail(there.error());
  // Only now: a document is there as a whole or not at all.
  const auto size = std::to_string(bytes.size());
  const auto last = putter_.put({{topic_, 0, digest.str(), size}});
  if (!last) return fail(last.error());
  return follower_->reach(*last + 1);
}

Result<std::string> KafkaDocuments::get(const Digest& digest) {
  const auto where = places(digest);
  if (!where) return fail(where.error());
  auto bytes = read(*where);
  if (!bytes) return bytes;
  if (bytes->size() == where->size && hex(sha256(*bytes)) == digest.str()) return bytes;
  return fail(ErrorCode::kCorrupt, "document-damaged",
              "document " + digest.str() + " has another digest");
}

Result<KafkaDocuments::Places> KafkaDocuments::places(const Digest& digest) {
  auto found = known(digest);
  if (!found) {
    if (auto there = follower_->reach_end(); !there) return fail(there.error());
    found = known(digest);
  }
  if (!found) return fail(ErrorCode::kNotFound, "document-missing", "no document " + digest.str());
  return *found;
}

std::optional<KafkaDocuments::Places> KafkaDocuments::known(const Digest& digest) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(digest.str());
  if (found == places_.end() || !found->second.size) return std::nullopt;
  return found->second;
}

// The pieces' bytes; fewer if some are not there.
Result<std::string> KafkaDocuments::read(const Places& places) {
  std::string bytes;
  if (places.pieces.empty()) return bytes;
  const std::lock_guard lock(reading_);
  std::unique_ptr<KafkaConsumer> consumer;
  for (const auto offset : places.pieces) {
    if (!consumer || consumer->position() > offset) {
      consumer.reset();  // a handle reads a partition once at a time
      auto started =
          KafkaConsumer::start(handle_, client_, topic_, 0, offset, KafkaConsumer::Gaps::kNone);
      if (!started) return fail(started.error());
      consumer = std::move(*started);
    }
    while (consumer->position() <= offset) {
      auto message = consumer->next(kKafkaPatience);
      if (!message) return fail(message.error());
      if (!*message) return fail(ErrorCode::kUnavailable, "log-unavailable", topic_);
      if ((*message)->offset == offset) bytes += (*message)->value.value_or("");
    }
  }
  return bytes;
}

void KafkaDocuments::apply(const KafkaMessage& message) {
  const auto slash = message.key.find('/');
  const std::lock_guard lock(mutex_);
  if (slash == std::string::npos) {
    const auto size = number(message.value.value_or(""));
    if (size) places_[message.key].size = size;
    return;
  }
  const auto piece = number(std::string_view(message.key).substr(slash + 1));
  if (!piece || *piece >= kMostPieces) return;
  auto& pieces = places_[message.key.substr(0, slash)].pieces;
  if (pieces.size() <= *piece) pieces.resize(*piece + 1);
  pieces[*piece] = message.offset;
}

}  // namespace ledger
