#include "ops/plotledger/ledger_home.h"

#include <filesystem>

#include <sodium.h>

#include "events/kafka_log.h"
#include "events/sodium.h"
#include "writer/founding.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

Result<void> make_directory(const std::string& data) {
  std::error_code error;
  fs::create_directories(data, error);
  if (!error) return {};
  return fail(ErrorCode::kUnavailable, "data-unwritable",
              "cannot create " + data + ": " + error.message());
}

Result<void> write_line(const std::string& path, const std::string& line) {
  auto written = replace_file(path, line + "\n");
  if (written) return {};
  return fail(ErrorCode::kUnavailable, "data-unwritable", written.error().message);
}

std::string first_line(const std::string& path) {
  const auto text = read_file(path);
  return text ? text->substr(0, text->find('\n')) : std::string();
}

// A directory is one node's. The stores in it have locks of their own, which name no holder.
Result<DirectoryHold> hold_directory(const std::string& data) {
  auto hold = DirectoryHold::take(data);
  if (hold || hold.error().reason != "log-locked") return hold;
  return fail(ErrorCode::kConflict, "data-in-use",
              hold.error().message +
                  "; each node has a directory of its own: name another by "
                  "--data");
}

Result<MasterKey> master_key(const LogPlace& place, const std::string& file) {
  if (!file.empty()) return read_master_key(file);
  const auto path = place.data + "/master.key";
  if (fs::exists(path)) return read_master_key(path);
  if (place.kafka) {
    return fail(ErrorCode::kForbidden, "master-key-missing",
                "there is no " + path +
                    "; name the key that the ledger was founded with by "
                    "--master-key-file");
  }
  if (fs::exists(place.directory())) {
    return fail(ErrorCode::kForbidden, "master-key-missing",
                path + " is gone; put it back, or name another place by --master-key-file");
  }
  return create_master_key(path);
}

Result<MasterKey> founding_key(const std::string& data) {
  const auto path = data + "/master.key";
  return fs::exists(path) ? read_master_key(path) : create_master_key(path);
}

// What founding leaves unfinished when it is interrupted, in the order in which it can go on.
Result<void> found_in(LedgerHome& home, const MasterKey& master, const std::string& data) {
  auto vault = Vault::open(master, home.log->keys(), /*found=*/true);
  if (!vault) return fail(vault.error());
  home.vault = std::move(*vault);
  SystemClock clock;
  return write_line(data + "/admin.key", api_key_text(*home.vault, kAdminKey)).and_then([&] {
    return found_ledger(*home.log, clock);
  });
}

Result<void> open_vault(LedgerHome& home, const MasterKey& master) {
  auto vault = Vault::open(master, home.log->keys(), /*found=*/false);
  if (!vault) return fail(vault.error());
  home.vault = std::move(*vault);
  return {};
}

// An embedded ledger is founded the first time.
Result<void> found_if_needed(LedgerHome& home, const MasterKey& master, const LogPlace& place) {
  if (place.kafka) return {};
  const auto needed = founding_needed(*home.log);
  if (!needed) return fail(needed.error());
  return *needed ? found_in(home, master, place.data) : Result<void>();
}

// The directory's own stores are of one ledger only.
Result<void> know_ledger(LedgerHome& home, const LogPlace& place) {
  auto ledger = ledger_in(*home.log);
  if (!ledger && ledger.error().reason == "ledger-not-founded") {
    ledger.error().message += "; run plotledger found again, with the same --data";
  }
  if (!ledger) return fail(ledger.error());
  home.ledger = std::move(*ledger);
  const auto path = place.data + "/ledger.id";
  const auto known = first_line(path);
  if (known == home.ledger.str()) return {};
  if (known.empty()) return write_line(path, home.ledger.str());
  return fail(ErrorCode::kConflict, "ledger-differs",
              place.data + " belongs to " + known + ", but " + place.name() + " holds " +
                  home.ledger.str() + "; correct --log, or name another directory by --data");
}

Result<void> know_node(LedgerHome& home, const std::string& data) {
  const auto path = data + "/node.id";
  home.node = first_line(path);
  if (!home.node.empty()) return {};
  std::array<unsigned char, 4> bytes{};
  fill_random(bytes);
  std::array<char, 2 * bytes.size() + 1> digits{};
  sodium_bin2hex(digits.data(), digits.size(), bytes.data(), bytes.size());
  home.node = std::string("node-") + digits.data();
  return write_line(path, home.node);
}

// The topics of a new log, or those of a founding that was interrupted.
Result<std::unique_ptr<EventLog>> found_log(const LogPlace& place, Partition partitions,
                                            int replicas) {
  if (!place.kafka) return open_log(place, partitions);
  const auto made = KafkaLog::found(*place.kafka, partitions, replicas);
  if (!made && made.error().reason != "log-exists") return fail(made.error());
  return open_log(place, partitions);
}

Result<void> must_be_unfounded(EventLog& log, const LogPlace& place, Partition partitions) {
  const auto needed = founding_needed(log);
  if (!needed) return fail(needed.error());
  if (!*needed) {
    return fail(ErrorCode::kConflict, "log-exists", place.name() + " holds a ledger already");
  }
  if (log.partitions() == partitions) return {};
  return fail(ErrorCode::kConflict, "log-exists",
              place.name() + " has " + std::to_string(log.partitions()) +
                  " partitions: found it with as many, or under another name");
}

}  // namespace

Result<LedgerHome> open_home(const LogPlace& place, const std::string& master_key_file) {
  if (auto made = make_directory(place.data); !made) return fail(made.error());
  LedgerHome home;
  if (place.kafka) {
    auto hold = hold_directory(place.data);
    if (!hold) return fail(hold.error());
    home.hold.emplace(std::move(*hold));
  }
  const auto master = master_key(place, master_key_file);
  if (!master) return fail(master.error());
  auto log = open_log(place, kEmbeddedPartitions);
  if (!log) return fail(log.error());
  home.log = std::move(*log);
  auto ready = found_if_needed(home, *master, place)
                   .and_then([&] { return know_ledger(home, place); })
                   .and_then([&] { return open_vault(home, *master); })
                   .and_then([&] { return know_node(home, place.data); });
  if (!ready) return fail(ready.error());
  return home;
}

Result<LedgerId> found_home(const LogPlace& place, Partition partitions, int replicas) {
  if (auto made = make_directory(place.data); !made) return fail(made.error());
  auto hold = hold_directory(place.data);
  if (!hold) return fail(hold.error());
  if (const auto known = first_line(place.data + "/ledger.id"); !known.empty()) {
    return fail(
        ErrorCode::kConflict, "ledger-exists",
        place.data + " belongs to " + known + " already; name an empty directory by --data");
  }
  LedgerHome home;
  auto log = found_log(place, partitions, replicas);
  if (!log) return fail(log.error());
  home.log = std::move(*log);
  if (auto free = must_be_unfounded(*home.log, place, partitions); !free) return fail(free.error());
  const auto master = founding_key(place.data);
  if (!master) return fail(master.error());
  auto ready =
      found_in(home, *master, place.data).and_then([&] { return know_ledger(home, place); });
  if (!ready) return fail(ready.error());
  if (auto closed = home.log->close(); !closed) return fail(closed.error());
  return home.ledger;
}

}  // namespace ledger
