#include "query-api/map_channels.h"

#include <utility>
#include <vector>

#include "query-api/map_cache.h"

namespace ledger {

struct MapChannels::Channel {
  // What leads from version `after` to `version`.
  struct Sent {
    Sequence after = 0;
    Sequence version = 0;
    std::shared_ptr<const std::string> text;
  };

  static constexpr std::size_t kKept = 64;

  ProjectId project;
  Partition partition = 0;
  std::size_t watchers = 0;  // guarded by MapChannels::mutex_

  std::mutex mutex;
  std::condition_variable changed;
  Sequence version = 0;  // sent to watchers so far
  std::deque<Sent> sent;
};

// One watcher's place in a channel.
class MapChannels::Watcher {
 public:
  Watcher(MapChannels& channels, std::shared_ptr<Channel> channel, std::optional<Sequence> since)
      : channels_(channels), channel_(std::move(channel)), since_(since) {}

  ~Watcher() {
    stopped_.reset();
    channels_.leave(channel_);
  }

  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // False: the stream is over.
  bool step(Sink& sink) {
    if (!begun_) return begin(sink);
    bool behind = false;
    const auto text = next(sink, behind);
    if (behind) return catch_up(sink);
    return sink.write(text.empty() ? ":\n\n" : text);
  }

 private:
  // Ends a wait because the server stops.
  struct Wake {
    Channel* channel;

    void operator()() const {
      {
        const std::lock_guard lock(channel->mutex);
      }
      channel->changed.notify_all();
    }
  };

  bool begin(Sink& sink) {
    begun_ = true;
    // Told once for the stream's whole life: a stop_token in each wait would make all watchers meet
    // at the token's lock whenever they wake.
    stopped_.emplace(sink.stop_token(), Wake{channel_.get()});
    if (!sink.write("retry: 2000\n\n")) return false;
    if (since_) {
      at_ = *since_;
      return catch_up(sink);
    }
    const auto snapshot = channels_.store_.snapshot();
    const auto row = layout_map::map(snapshot->rows(layout_map::kView), channel_->project);
    at_ = row ? row->version : 0;
    return true;
  }

  // What is missing, from the read model itself.
  bool catch_up(Sink& sink) {
    const auto snapshot = channels_.store_.snapshot();
    const auto changes =
        layout_map::changes(snapshot->rows(layout_map::kView), channel_->project, at_);
    if (!changes || changes->version <= at_) return true;
    at_ = changes->version;
    return sink.write(changes->reset ? reset_event(at_) : plots_event(*changes));
  }

  // Waits for what comes after at_; empty: nothing within the heartbeat's time.
  std::string next(const Sink& sink, bool& behind) {
    std::string text;
    const auto stop = sink.stop_token();
    std::unique_lock lock(channel_->mutex);
    channel_->changed.wait_for(lock, kHeartbeat,
                               [&] { return channel_->version > at_ || stop.stop_requested(); });
    if (channel_->version <= at_) return text;
    behind = channel_->sent.empty() || channel_->sent.front().after > at_;
    if (behind) return text;
    for (const auto& sent : channel_->sent) {
      if (sent.version > at_) text += *sent.text;
    }
    at_ = channel_->version;
    return text;
  }

  MapChannels& channels_;
  std::shared_ptr<Channel> channel_;
  std::optional<Sequence> since_;
  Sequence at_ = 0;
  bool begun_ = false;
  std::optional<std::stop_callback<Wake>> stopped_;
};

MapChannels::MapChannels(const ViewStore& store)
    : store_(store), thread_([this](const std::stop_token& stop) { run(stop); }) {}

MapChannels::~MapChannels() {
  thread_.request_stop();
  changed_.notify_all();
}

void MapChannels::moved(Partition partition) {
  {
    const std::lock_guard lock(mutex_);
    if (channels_.empty()) return;  // who joins now sees what moved
    dirty_.insert(partition);
  }
  changed_.notify_all();
}

StreamProvider MapChannels::watch(const ProjectId& project, Partition partition,
                                  std::optional<Sequence> since) {
  auto watcher = std::make_shared<Watcher>(*this, join(project, partition), since);
  return [watcher = std::move(watcher)](Sink& sink) { return watcher->step(sink); };
}

std::size_t MapChannels::watchers() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [project, channel] : channels_) count += channel->watchers;
  return count;
}

std::shared_ptr<MapChannels::Channel> MapChannels::join(const ProjectId& project,
                                                        Partition partition) {
  const std::lock_guard lock(mutex_);
  auto& channel = channels_[project];
  if (!channel) {
    channel = std::make_shared<Channel>();
    channel->project = project;
    channel->partition = partition;
    const auto snapshot = store_.snapshot();
    const auto row = layout_map::map(snapshot->rows(layout_map::kView), project);
    channel->version = row ? row->version : 0;
  }
  ++channel->watchers;
  return channel;
}

void MapChannels::leave(const std::shared_ptr<Channel>& channel) {
  const std::lock_guard lock(mutex_);
  if (--channel->watchers == 0) channels_.erase(channel->project);
}

void MapChannels::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return !dirty_.empty(); })) {
    const auto dirty = std::exchange(dirty_, {});
    std::vector<std::shared_ptr<Channel>> due;
    for (const auto& [project, channel] : channels_) {
      if (dirty.contains(channel->partition)) due.push_back(channel);
    }
    lock.unlock();
    for (const auto& channel : due) send_changes(*channel);
    lock.lock();
    if (!due.empty()) changed_.wait_for(lock, stop, kPace, [] { return false; });
  }
}

void MapChannels::send_changes(Channel& channel) {
  const auto snapshot = store_.snapshot();
  const auto changes =
      layout_map::changes(snapshot->rows(layout_map::kView), channel.project, channel.version);
  if (!changes || changes->version <= channel.version) return;
  auto text = changes->reset ? reset_event(changes->version) : plots_event(*changes);
  {
    const std::lock_guard lock(channel.mutex);
    channel.sent.push_back(
        {channel.version, changes->version, std::make_shared<const std::string>(std::move(text))});
    if (channel.sent.size() > Channel::kKept) channel.sent.pop_front();
    channel.version = changes->version;
  }
  channel.changed.notify_all();
}

}  // namespace ledger
