#include <cstdio>
#include <filesystem>
#include <fstream>

#include "ops/plotledger/beside.h"
#include "ops/plotledger/command_line.h"
#include "ops/plotledger/commands.h"
#include "ops/plotledger/copying.h"

namespace ledger {
namespace {

struct Words {
  std::string from, to;
  LogWords log;
  bool quiet = false;
};

// A backup holds log, documents and wrapped data keys; the master key that opens them it does not.
Result<CopyReport> copy_to(const LogPlace& from, const std::string& to, bool quiet) {
  auto original = Beside::open(from);
  if (!original) return fail(original.error());
  std::error_code error;
  std::filesystem::create_directories(to, error);
  auto copy = open_log({to}, (*original)->log().partitions());
  if (!copy) return fail(copy.error());
  auto report = copy_with_progress((*original)->log(), **copy, quiet);
  if (auto closed = (*copy)->close(); !closed) return fail(closed.error());
  return report;
}

int backup(const Words& words) {
  const auto place = log_place(words.log, words.from);
  if (!place) return complain(place.error());
  const auto report = copy_to(*place, words.to, words.quiet);
  if (!report) return complain(report.error());
  print_copied(*report, "backed up");
  std::printf("Keep %s/master.key elsewhere: without it the backup's personal data stays sealed.\n",
              words.from.c_str());
  return kExitOk;
}

int restore(const Words& words) {
  if (std::filesystem::exists(words.to + "/log")) {
    return complain({ErrorCode::kConflict, "ledger-exists",
                     words.to + " already holds a ledger; restore into an empty directory"});
  }
  const auto report = copy_to({words.from}, words.to, words.quiet);
  if (!report) return complain(report.error());
  print_copied(*report, "restored");
  std::printf("Put master.key (and admin.key) into %s, then: plotledger verify --data %s\n",
              words.to.c_str(), words.to.c_str());
  return kExitOk;
}

}  // namespace

void add_backup(CommandLine& line) {
  auto words = std::make_shared<Words>();
  auto command =
      line.command("backup", "copy log, documents and data keys, beside a running server");
  command.option("--data", words->from, "directory of the ledger")
      .required()
      .env("PLOTLEDGER_DATA");
  add_log_options(command, words->log);
  command.option("--to", words->to, "directory of the backup; an older one is brought up to date")
      .required();
  command.flag("--quiet", words->quiet, "no progress");
  command.does([words] { return backup(*words); });
}

void add_restore(CommandLine& line) {
  auto words = std::make_shared<Words>();
  auto command = line.command("restore", "make a ledger's directory from a backup");
  command.option("--from", words->from, "directory of the backup").required();
  command.option("--data", words->to, "directory of the ledger to be").required();
  command.flag("--quiet", words->quiet, "no progress");
  command.does([words] { return restore(*words); });
}

}  // namespace ledger
