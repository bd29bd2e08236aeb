#include "events/kafka_documents.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "events/hash.h"

namespace ledger {
namespace {

constexpr Partition kPieces = 0;
constexpr Partition kPlaces = 1;

std::string piece_key(const Digest& digest, std::size_t piece) {
  return digest.str() + "/" + std::to_string(piece);
}

}  // namespace

Result<std::unique_ptr<KafkaDocuments>> KafkaDocuments::open(const KafkaConfig& config,
                                                             KafkaHandle client) {
  // A fetch behind the document's end must not hold up the next document.
  auto handle = kafka_consumer(config, {{"fetch.wait.max.ms", "1"}});
  if (!handle) return fail(handle.error());
  std::unique_ptr<KafkaDocuments> documents(new KafkaDocuments(config, std::move(*handle), client));
  auto follower = KafkaFollower::start(
      config, std::move(client), documents->topic_, kPlaces, KafkaConsumer::Gaps::kNone,
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
        {topic_, kPieces, piece_key(digest, pieces.size()), bytes.substr(at, kMaxDocumentChunk)});
  }
  auto stored = putter_.put(pieces);
  if (!stored) return fail(stored.error());
  // Only now: a document is there as a whole or not at all.
  const auto text = text_of({bytes.size(), std::move(*stored)});
  const auto told = putter_.put({{topic_, kPlaces, digest.str(), text}});
  if (!told) return fail(told.error());
  return follower_->reach(told->back() + 1);
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
  if (found == places_.end()) return std::nullopt;
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
      auto started = KafkaConsumer::start(handle_, client_, topic_, kPieces, offset,
                                          KafkaConsumer::Gaps::kNone);
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

// "<size> <offset> <offset> …"
std::string KafkaDocuments::text_of(const Places& places) {
  auto text = std::to_string(places.size);
  for (const auto offset : places.pieces) text += " " + std::to_string(offset);
  return text;
}

std::optional<KafkaDocuments::Places> KafkaDocuments::parse(std::string_view text) {
  Places places;
  const char* at = text.data();
  const char* const end = at + text.size();
  auto read = std::from_chars(at, end, places.size);
  while (read.ec == std::errc() && read.ptr != end && *read.ptr == ' ') {
    read = std::from_chars(read.ptr + 1, end, places.pieces.emplace_back());
  }
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return places;
}

void KafkaDocuments::apply(const KafkaMessage& message) {
  auto places = parse(message.value.value_or(""));
  if (!places) return;  // a stranger's
  const std::lock_guard lock(mutex_);
  places_[message.key] = std::move(*places);
}

}  // namespace ledger
