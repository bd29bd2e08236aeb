#include <cstdio>
#include <filesystem>
#include <vector>

#include <nlohmann/json.hpp>

#include "events/kafka_log.h"
#include "ops/plotledger/beside.h"
#include "ops/plotledger/command_line.h"
#include "ops/plotledger/commands.h"
#include "projectors/applied_head.h"
#include "writer/founding.h"

namespace ledger {
namespace {

constexpr std::uintmax_t kLittleSpace = 1'000'000'000;  // bytes

struct Words {
  std::string data, master_key_file;
  LogWords log;
  bool json = false;
};

// One thing that was looked at.
struct Look {
  std::string what;
  std::string name;     // of what is wrong; empty: it is well
  std::string message;  // what was seen
  std::string fix;
};

class Doctor {
 public:
  Doctor(const Words& words, LogPlace place) : words_(words), place_(std::move(place)) {}

  std::vector<Look> examine() {
    look_at_directory();
    look_at_settings();
    look_at_ledger();
    return std::move(looks_);
  }

 private:
  void well(std::string what, std::string message) {
    looks_.push_back({std::move(what), {}, std::move(message), {}});
  }

  void wrong(std::string what, const Error& error, std::string fix) {
    looks_.push_back({std::move(what), error.reason, error.message, std::move(fix)});
  }

  void look_at_directory() {
    std::error_code error;
    const auto space = std::filesystem::space(place_.data, error);
    if (error) {
      wrong("directory",
            {ErrorCode::kNotFound, "data-missing", place_.data + ": " + error.message()},
            "name the node's directory by --data");
      return;
    }
    const auto left = std::to_string(space.available / 1'000'000) + " MB left";
    if (space.available >= kLittleSpace) return well("directory", place_.data + ", " + left);
    wrong("directory", {ErrorCode::kUnavailable, "disk-nearly-full", place_.data + ", " + left},
          "make room: without it nothing is decided");
  }

  void look_at_settings() {
    if (!place_.kafka) return;
    const auto findings = KafkaLog::preflight(*place_.kafka);
    if (!findings) {
      return wrong("topics", findings.error(),
                   "see that the brokers run, and that --log and --kafka-config are right");
    }
    for (const auto& [name, message, fix] : *findings)
      looks_.push_back({"topics", name, message, fix});
    if (findings->empty()) {
      well("topics", place_.kafka->topic + " and its side topics are kept as they must be");
    }
  }

  void look_at_ledger() {
    auto beside = Beside::open(place_);
    if (!beside) return wrong("log", beside.error(), "see above, or plotledger verify");
    auto& log = (*beside)->log();
    const auto ledger = ledger_in(log);
    if (!ledger) return wrong("ledger", ledger.error(), "correct --log, or run plotledger found");
    well("ledger", ledger->str() + ", " + std::to_string(log.partitions()) + " partitions");
    look_at_key(log);
    look_at_tail(**beside);
  }

  void look_at_key(EventLog& log) {
    const auto path =
        words_.master_key_file.empty() ? place_.data + "/master.key" : words_.master_key_file;
    const auto key = read_master_key(path);
    if (!key) return wrong("master key", key.error(), "name it by --master-key-file");
    const auto vault = Vault::open(*key, log.keys(), /*found=*/false);
    if (!vault)
      return wrong("master key", vault.error(), "take the key that the ledger was founded with");
    well("master key", path + " opens the ledger");
  }

  void look_at_tail(Beside& beside) {
    const auto views = beside.views();
    if (!views) return well("read model", "not built yet");
    const auto snapshot = (*views)->snapshot();
    for (const auto& [partition, applied] : snapshot->applied()) {
      const auto whole = check_applied_head(beside.log(), partition, applied);
      if (!whole) {
        return wrong("read model", whole.error(),
                     "history was lost: restore the log, and see what plotledger verify says");
      }
    }
    well("read model",
         "at " + to_string((*views)->snapshot()->position()) + ", all of it in the log");
  }

  const Words& words_;
  const LogPlace place_;
  std::vector<Look> looks_;
};

void print_text(const std::vector<Look>& looks) {
  for (const auto& look : looks) {
    if (look.name.empty()) {
      std::printf("well   %s: %s\n", look.what.c_str(), look.message.c_str());
    } else {
      std::printf("WRONG  %s: %s: %s\n       to correct it: %s\n", look.what.c_str(),
                  look.name.c_str(), look.message.c_str(), look.fix.c_str());
    }
  }
}

void print_json(const std::vector<Look>& looks) {
  auto list = nlohmann::json::array();
  for (const auto& look : looks) {
    list.push_back({{"what", look.what},
                    {"well", look.name.empty()},
                    {"name", look.name},
                    {"message", look.message},
                    {"fix", look.fix}});
  }
  std::printf("%s\n", nlohmann::json({{"looks", list}}).dump().c_str());
}

int doctor(const Words& words) {
  auto place = log_place(words.log, words.data);
  if (!place) return complain(place.error());
  const auto looks = Doctor(words, std::move(*place)).examine();
  words.json ? print_json(looks) : print_text(looks);
  const bool well = std::ranges::all_of(looks, [](const Look& look) { return look.name.empty(); });
  return well ? kExitOk : kExitDifference;
}

}  // namespace

void add_doctor(CommandLine& line) {
  auto words = std::make_shared<Words>();
  auto command = line.command(
      "doctor", "what is wrong with a node's place and its log's, and what to do about it");
  command.option("--data", words->data, "directory of the node").required().env("PLOTLEDGER_DATA");
  add_log_options(command, words->log);
  command.option("--master-key-file", words->master_key_file, "default: DATA/master.key")
      .env("PLOTLEDGER_MASTER_KEY_FILE");
  command.flag("--json", words->json);
  command.does([words] { return doctor(*words); });
}

}  // namespace ledger
