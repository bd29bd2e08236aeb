#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "events/kafka_follower.h"
#include "events/kafka_producer.h"
#include "events/log.h"

namespace ledger {

// Documents in the topic <topic>.documents: their bytes in partition 0, in pieces of at most
// kMaxDocumentChunk; where the pieces of each lie in partition 1, which alone is followed and kept
// in memory. Bytes are read when they are asked for.
class KafkaDocuments final : public DocumentStore {
 public:
  static constexpr Partition kPartitions = 2;

  // Asks with `client`.
  static Result<std::unique_ptr<KafkaDocuments>> open(const KafkaConfig& config,
                                                      KafkaHandle client);

  // kInvalid "digest-differs" if `bytes` do not have the digest.
  Result<void> put(const Digest& digest, std::string_view bytes) override;
  Result<std::string> get(const Digest& digest) override;

 private:
  struct Places {
    std::size_t size = 0;
    std::vector<Offset> pieces;
  };

  KafkaDocuments(const KafkaConfig& config, KafkaHandle handle, KafkaHandle client)
      : topic_(config.documents()),
        putter_(config),
        handle_(std::move(handle)),
        client_(std::move(client)) {}

  static std::string text_of(const Places& places);
  static std::optional<Places> parse(std::string_view text);
  void apply(const KafkaMessage& message);
  Result<Places> places(const Digest& digest);
  std::optional<Places> known(const Digest& digest);
  Result<std::string> read(const Places& places);

  const std::string topic_;
  KafkaPutter putter_;
  std::mutex reading_;  // one reader of the handle
  KafkaHandle handle_;
  KafkaHandle client_;
  std::mutex mutex_;
  std::map<std::string, Places, std::less<>> places_;
  std::unique_ptr<KafkaFollower> follower_;  // last: its thread calls apply()
};

}  // namespace ledger
