#include "ops/plotledger/demo_load.h"

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "ops/plotledger/demo_bank.h"
#include "ops/plotledger/demo_office.h"
#include "writer/founding.h"

namespace ledger::demo {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLoading = "/demo.loading";
constexpr const char* kLoaded = "/demo.loaded";
constexpr auto kOurs =
    std::to_array<const char*>({"/log", "/index", "/views", "/master.key", "/admin.key",
                                "/gateway.state", "/gateway.secret", "/webhook.secret"});
constexpr auto kRoles =
    std::to_array<const char*>({"admin", "sales", "finance", "support", "auditor"});

// Marks a directory as being filled by this process, for as long as it lives. A mark that is left
// by a process which is gone says that the directory is the demo's, and not whole.
class LoadingMark {
 public:
  explicit LoadingMark(std::string path) : path_(std::move(path)) {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    held_ = file_ >= 0 && ::flock(file_, LOCK_EX | LOCK_NB) == 0;
  }

  ~LoadingMark() {
    if (file_ >= 0) ::close(file_);
  }

  LoadingMark(const LoadingMark&) = delete;
  LoadingMark& operator=(const LoadingMark&) = delete;

  [[nodiscard]] bool held() const { return held_; }

  // The last step: from here on the directory is loaded.
  void become(const std::string& path, const std::string& text) {
    const bool written = ::ftruncate(file_, 0) == 0 &&
                         ::write(file_, text.data(), text.size()) == std::ssize(text) &&
                         ::fsync(file_) == 0 && std::rename(path_.c_str(), path.c_str()) == 0;
    if (!written) throw std::system_error(errno, std::generic_category(), "cannot write " + path);
  }

 private:
  std::string path_;
  int file_ = -1;
  bool held_ = false;
};

Result<Loaded> read_loaded(const std::string& path) {
  std::ifstream file(path);
  std::string position;
  std::string hold;
  std::string booking;
  file >> position >> hold >> booking;
  const auto parsed = parse_position(position);
  if (!file || !parsed) {
    return fail(ErrorCode::kCorrupt, "demo-mark-damaged",
                path + " cannot be read; remove the directory to begin anew");
  }
  return Loaded{*parsed, HoldId(hold), BookingId(booking)};
}

std::string text_of(const Loaded& loaded) {
  return to_string(loaded.position) + "\n" + loaded.hold.str() + "\n" + loaded.booking.str() + "\n";
}

bool holds_something_else(const std::string& directory) {
  return !fs::exists(directory + kLoading) && fs::exists(directory) && !fs::is_empty(directory);
}

void issue_keys(Stage& stage) {
  for (const auto* role : kRoles) {
    Envelope envelope;
    envelope.actor = "key:" + kAdminKey.str();
    envelope.scope = envelope.actor + " POST /v1/api-keys";
    envelope.key = stage.uuid();
    envelope.digest = stage.ledger.vault().keyed("command", envelope.key);
    stage.tell_directory(std::move(envelope),
                         IssueApiKey{key_of_role(role), role, std::string("demo ") + role, {}});
  }
}

// A project with everybody who works for it.
struct House {
  House(Stage& stage, Crowd& crowd, ProjectPlan plan, std::uint64_t seed)
      : shop(stage, std::move(plan), seed), office(stage, shop, crowd, seed), bank(stage, shop) {}

  Shop shop;
  Office office;
  Bank bank;
};

void invite(Stage& stage, House& house, Crowd& crowd) {
  auto& shop = house.shop;
  shop.set_up();
  house.office.open();
  house.bank.open();
  for (const auto& visit : visits(shop.plan(), crowd.dice)) {
    stage.at(stage.moment(visit.day, visit.time), [&stage, &shop, &crowd, visit] {
      std::make_shared<Deal>(stage, shop, crowd, visit)->begin();
    });
  }
}

Loaded tell_story(const std::string& directory, Day today, const EachDay& each_day,
                  std::uint64_t seed) {
  GatewaySide gateway;
  const auto begin = start_of(today - kStoryDays, kIndia) + hours(9) + minutes(30);
  DemoLedger ledger(directory, begin);
  Stage stage(ledger, gateway, today, kStoryDays, seed);
  Crowd crowd(seed);
  House first(stage, crowd, sahyadri(), seed);
  House second(stage, crowd, kaveri(), seed);
  stage.at(begin + minutes(4), [&stage] { issue_keys(stage); });
  invite(stage, first, crowd);
  invite(stage, second, crowd);
  stage.run(each_day);
  gateway.save(directory + "/gateway.state");
  const auto position = ledger.close();
  if (!crowd.showcase) throw std::logic_error("the demo's own buyer has not booked");
  return {position, crowd.showcase->hold, crowd.showcase->booking};
}

Result<Loaded> begin_anew(const std::string& directory, Day today, const EachDay& each_day,
                          std::uint64_t seed) {
  fs::create_directories(directory);
  LoadingMark mark(directory + kLoading);
  if (!mark.held()) {
    return fail(ErrorCode::kConflict, "demo-loading",
                "another process loads the demo into " + directory + " at this moment");
  }
  for (const auto* ours : kOurs) fs::remove_all(directory + ours);
  const auto loaded = tell_story(directory, today, each_day, seed);
  mark.become(directory + kLoaded, text_of(loaded));
  return loaded;
}

}  // namespace

bool is_loaded(const std::string& directory) {
  return fs::exists(directory + kLoaded);
}

Result<Loaded> load(const std::string& directory, Day today, const EachDay& each_day,
                    std::uint64_t seed) {
  if (is_loaded(directory)) return read_loaded(directory + kLoaded);
  try {
    if (holds_something_else(directory)) {
      return fail(ErrorCode::kConflict, "demo-directory-taken",
                  directory + " holds something that is not the demo's; name an empty directory");
    }
    return begin_anew(directory, today, each_day, seed);
  } catch (const std::exception& error) {
    return fail(ErrorCode::kUnavailable, "demo-not-loaded", error.what());
  }
}

}  // namespace ledger::demo
