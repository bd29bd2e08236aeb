#include "projectors/read_model.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "events/durable_file.h"
#include "projectors/row.h"
#include "projectors/runner.h"
#include "projectors/store_files.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStorePrefix = "views-";
constexpr std::size_t kRebuildBatch = 4096;  // records a write: nobody waits for a single one
constexpr Micros kLogWait = seconds(5);

std::string pointer(const std::string& directory) {
  return (fs::path(directory) / "current").string();
}

std::string store_path(const std::string& directory, const std::string& name) {
  return (fs::path(directory) / name).string();
}

std::optional<std::uint64_t> number_of(std::string_view name) {
  if (!name.starts_with(kStorePrefix)) return std::nullopt;
  name.remove_prefix(kStorePrefix.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size()) return std::nullopt;
  return number;
}

std::vector<std::string> stores_in(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory, ignored)) {
    auto name = entry.path().filename().string();
    if (number_of(name)) names.push_back(std::move(name));
  }
  return names;
}

std::string unused_name(const std::string& directory) {
  std::uint64_t highest = 0;
  for (const auto& name : stores_in(directory)) highest = std::max(highest, *number_of(name));
  return std::string(kStorePrefix) + std::to_string(highest + 1);
}

// What a crash or an earlier rebuild left behind.
void remove_all_but(const std::string& directory, const std::string& name) {
  for (const auto& other : stores_in(directory)) {
    std::error_code ignored;
    if (other != name) fs::remove_all(store_path(directory, other), ignored);
  }
}

Result<std::string> current_name(const std::string& directory) {
  const auto text = read_file(pointer(directory));
  if (!text) return fail(text.error());
  const auto name = text->substr(0, text->find('\n'));
  if (number_of(name)) return name;
  return fail(ErrorCode::kCorrupt, "store-damaged", pointer(directory) + " names no store");
}

// Steps until the log is read to its end (or to `until`).
Result<void> catch_up(EventLog& log, ViewStore& store, const Views& views,
                      std::optional<Position> until, const RebuildProgress& progress) {
  ProjectionRunner runner(log, store, views, {kRebuildBatch, std::move(until)});
  for (Partition partition = 0; partition < runner.partitions(); ++partition) {
    const auto end = log.end(partition);
    if (!end) return fail(end.error());
    const auto health = [&] { return runner.health().partitions.at(partition); };
    while (health().next < *end) {
      if (!runner.step(partition, kLogWait)) break;
      if (progress) progress(store.snapshot()->position());
    }
    if (const auto error = health().error) return fail(*error);
    if (!until && health().next < *end) {
      return fail(ErrorCode::kUnavailable, "log-unreachable",
                  "partition " + std::to_string(partition) + " could not be read to its end");
    }
  }
  return {};
}

// The old store's rows against the log's, at the position that the old one had reached. Only if
// both were folded by the same versions and the old one can be read at all.
std::vector<Difference> compare_with_old(EventLog& log, const std::string& old_path,
                                         ViewStore& folded, const Views& views,
                                         const RebuildProgress& progress) try {
  const auto old = RocksStore::open(old_path, views);
  if (!old) return {};
  const auto stored = (*old)->snapshot();
  if (!catch_up(log, folded, views, stored->position(), progress)) return {};
  return compare_stores(*stored, *folded.snapshot());
} catch (const StoreDamaged&) {
  return {};
}

// The first start: an empty store, which the runner will fill.
Result<ReadModel> create_first(const std::string& directory, const Views& views) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return fail(ErrorCode::kUnavailable, "store-unavailable", error.message());
  const auto name = unused_name(directory);
  auto store = RocksStore::open(store_path(directory, name), views);
  if (!store) return fail(std::move(store.error()));
  if (auto named = replace_file(pointer(directory), name + "\n"); !named) {
    return fail(std::move(named.error()));
  }
  return ReadModel{std::move(*store), "", {}};
}

}  // namespace

Result<std::string> current_store(const std::string& directory) {
  const auto name = current_name(directory);
  if (!name) return fail(ErrorCode::kNotFound, "store-missing", directory + " holds no read model");
  return store_path(directory, *name);
}

Result<ReadModel> rebuild_read_model(EventLog& log, const std::string& directory,
                                     const Views& views, const std::string& why,
                                     const RebuildProgress& progress) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return fail(ErrorCode::kUnavailable, "store-unavailable", error.message());
  const auto old = current_name(directory);
  const auto name = unused_name(directory);
  auto store = RocksStore::open(store_path(directory, name), views);
  if (!store) return fail(std::move(store.error()));
  ReadModel model{std::move(*store), why, {}};
  if (old) {
    model.differences =
        compare_with_old(log, store_path(directory, *old), *model.store, views, progress);
  }
  if (auto caught_up = catch_up(log, *model.store, views, std::nullopt, progress); !caught_up) {
    return fail(std::move(caught_up.error()));
  }
  model.store->flush();
  if (auto named = replace_file(pointer(directory), name + "\n"); !named) {
    return fail(std::move(named.error()));
  }
  remove_all_but(directory, name);
  return model;
}

Result<ReadModel> open_read_model(EventLog& log, const std::string& directory, const Views& views,
                                  const RebuildProgress& progress) {
  const auto name = current_name(directory);
  if (!name) {
    const bool first = name.error().code == ErrorCode::kNotFound && stores_in(directory).empty();
    if (first) return create_first(directory, views);
    return rebuild_read_model(log, directory, views, name.error().message, progress);
  }
  remove_all_but(directory, *name);
  auto store = RocksStore::open(store_path(directory, *name), views);
  if (store) return ReadModel{std::move(*store), "", {}};
  if (store.error().code == ErrorCode::kUnavailable) return fail(std::move(store.error()));
  return rebuild_read_model(log, directory, views, store.error().message, progress);
}

bool store_condemned(const std::string& directory) {
  const auto store = current_store(directory);
  return store && !not_condemned(*store);
}

}  // namespace ledger
