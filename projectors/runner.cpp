#include "projectors/runner.h"

#include <algorithm>

#include "projectors/feed.h"
#include "projectors/row.h"

namespace ledger {
namespace {

Error impossible(const Accepted& accepted, const std::exception& why) {
  return {ErrorCode::kCorrupt, "event-impossible",
          "record " + accepted.position() + " cannot be applied: " + why.what()};
}

// Applies one record to every view. The error says why it cannot be.
std::optional<Error> apply(const Views& views, const Accepted& accepted, Staged& staged) {
  try {
    for (const auto* view : views) view->apply(accepted, staged.rows(view->name()));
  } catch (const StoreDamaged&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& why) {
    return impossible(accepted, why);
  }
  return std::nullopt;
}

}  // namespace

bool Health::ok() const {
  return !error();
}

std::optional<Error> Health::error() const {
  for (const auto& partition : partitions) {
    if (partition.error) return partition.error;
  }
  return std::nullopt;
}

ProjectionRunner::ProjectionRunner(EventLog& log, ViewStore& store, Views views, Options options)
    : store_(store), views_(std::move(views)), options_(std::move(options)) {
  const auto applied = store.snapshot()->applied();
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    const auto part = applied.find(partition);
    feeds_.push_back(
        std::make_unique<Feed>(log, partition, part == applied.end() ? Applied{} : part->second));
  }
}

ProjectionRunner::ProjectionRunner(EventLog& log, ViewStore& store, Views views)
    : ProjectionRunner(log, store, std::move(views), Options{}) {}

ProjectionRunner::~ProjectionRunner() = default;

void ProjectionRunner::on_applied(Listener listener) {
  listener_ = std::move(listener);
}

bool ProjectionRunner::step() {
  bool moved = false;
  for (Partition partition = 0; partition < partitions(); ++partition) {
    moved = step(partition, Micros(0)) > 0 || moved;
  }
  return moved;
}

std::size_t ProjectionRunner::step(Partition partition, Micros wait) {
  auto& feed = *feeds_.at(partition);
  std::optional<Sequence> until;
  if (options_.until) until = options_.until->at(partition);
  const auto harvest = feed.read(options_.batch, until, wait);
  if (!harvest.records.empty()) {
    if (auto error = fold(partition, harvest.records)) {
      feed.stop(std::move(*error));
      return harvest.read;
    }
  }
  harvest.error ? feed.stop(*harvest.error) : feed.done();
  return harvest.read;
}

// Writes as many of the records as can be applied, in one write, and says why not all.
std::optional<Error> ProjectionRunner::fold(Partition partition,
                                            const std::vector<Ready>& records) {
  std::optional<Error> error;
  auto count = records.size();
  try {
    const std::lock_guard lock(writing_);
    auto staged = stage(partition, records, count, error);
    if (error) staged = stage(partition, records, count, error);  // without what cannot be
    if (count == 0) return error;
    staged->applied[partition] = records[count - 1].after;
    store_.write(std::move(*staged));
  } catch (const StoreDamaged& damaged) {
    return Error{ErrorCode::kCorrupt, "store-damaged", damaged.what()};
  }
  feeds_[partition]->applied(records[count - 1].after);
  if (listener_) {
    listener_(partition, records.front().record.sequence, records[count - 1].record.sequence);
  }
  return error;
}

std::unique_ptr<Staged> ProjectionRunner::stage(Partition partition,
                                                const std::vector<Ready>& records,
                                                std::size_t& count, std::optional<Error>& error) {
  auto staged = std::make_unique<Staged>(store_.snapshot());
  for (std::size_t i = 0; i < count; ++i) {
    const auto& [record, after] = records[i];
    const Accepted accepted{partition, after.offset, after.head.hash, &record};
    if (auto why = apply(views_, accepted, *staged)) {
      error = std::move(why);
      count = i;
    }
  }
  return staged;
}

Partition ProjectionRunner::partitions() const {
  return static_cast<Partition>(feeds_.size());
}

Health ProjectionRunner::health() const {
  Health health;
  for (const auto& feed : feeds_) health.partitions.push_back(feed->health());
  return health;
}

}  // namespace ledger
