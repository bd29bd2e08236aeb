#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "projectors/layout_map.h"
#include "projectors/store.h"
#include "query-api/http.h"

namespace ledger {

// The live maps' streams: each change is encoded once and handed to every watcher of its project.
// A watcher that falls too far behind is caught up from the read model, or told to start over.
class MapChannels {
 public:
  explicit MapChannels(const ViewStore& store);
  ~MapChannels();

  // Records of a partition became visible (from the projector's thread; returns at once).
  void moved(Partition partition);

  // A stream for one watcher of `project`, from after version `since`; none: from now on.
  StreamProvider watch(const ProjectId& project, Partition partition,
                       std::optional<Sequence> since);

  [[nodiscard]] std::size_t watchers() const;

  static constexpr std::chrono::seconds kHeartbeat{15};
  // Between two rounds of sending: under a flood, changes are merged.
  static constexpr std::chrono::milliseconds kPace{10};

 private:
  struct Channel;
  class Watcher;

  void run(const std::stop_token& stop);
  void send_changes(Channel& channel);
  std::shared_ptr<Channel> join(const ProjectId& project, Partition partition);
  void leave(const std::shared_ptr<Channel>& channel);

  const ViewStore& store_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::set<Partition> dirty_;
  std::map<ProjectId, std::shared_ptr<Channel>> channels_;  // those with watchers
  std::jthread thread_;
};

}  // namespace ledger
