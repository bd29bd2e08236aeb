#include <cstdio>
#include <filesystem>
#include <fstream>

#include <CLI/CLI.hpp>

#include "ops/plotledger/beside.h"
#include "ops/plotledger/commands.h"
#include "ops/plotledger/progress.h"
#include "replay/copy.h"

namespace ledger {
namespace {

struct Words {
  std::string from, to;
  bool quiet = false;
};

// A backup holds log, documents and wrapped data keys; the master key that opens them it does not.
Result<CopyReport> copy_to(const std::string& from, const std::string& to, bool quiet) {
  auto original = Beside::open(from);
  if (!original) return fail(original.error());
  std::error_code error;
  std::filesystem::create_directories(to, error);
  const auto directory = to + "/log";
  auto copy = std::filesystem::exists(directory)
                  ? EmbeddedLog::open(directory)
                  : EmbeddedLog::create(directory, (*original)->log().partitions());
  if (!copy) return fail(copy.error());
  Progress progress(quiet);
  auto report = copy_ledger((*original)->log(), **copy,
                            [&](std::string_view what, std::uint64_t done, std::uint64_t of) {
                              progress.show(what, done, of);
                            });
  if (auto closed = (*copy)->close(); !closed) return fail(closed.error());
  return report;
}

void print(const CopyReport& report, const char* what) {
  std::printf("%s: %llu records, %llu data keys, %llu documents\n", what,
              static_cast<unsigned long long>(report.records),
              static_cast<unsigned long long>(report.keys),
              static_cast<unsigned long long>(report.documents));
  for (const auto& head : report.heads) std::printf("  head %s\n", head.c_str());
}

int backup(const Words& words) {
  const auto report = copy_to(words.from, words.to, words.quiet);
  if (!report) return complain(report.error());
  print(*report, "backed up");
  std::printf("Keep %s/master.key elsewhere: without it the backup's personal data stays sealed.\n",
              words.from.c_str());
  return kExitOk;
}

int restore(const Words& words) {
  if (std::filesystem::exists(words.to + "/log")) {
    return complain({ErrorCode::kConflict, "ledger-exists",
                     words.to + " already holds a ledger; restore into an empty directory"});
  }
  const auto report = copy_to(words.from, words.to, words.quiet);
  if (!report) return complain(report.error());
  print(*report, "restored");
  std::printf("Put master.key (and admin.key) into %s, then: plotledger verify --data %s\n",
              words.to.c_str(), words.to.c_str());
  return kExitOk;
}

}  // namespace

void add_backup(CLI::App& app, int& exit_code) {
  auto words = std::make_shared<Words>();
  auto* command =
      app.add_subcommand("backup", "copy log, documents and data keys, beside a running server");
  command->add_option("--data", words->from, "directory of the ledger")
      ->required()
      ->envname("PLOTLEDGER_DATA");
  command
      ->add_option("--to", words->to, "directory of the backup; an older one is brought up to date")
      ->required();
  command->add_flag("--quiet", words->quiet, "no progress");
  command->callback([words, &exit_code] { exit_code = backup(*words); });
}

void add_restore(CLI::App& app, int& exit_code) {
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand("restore", "make a ledger's directory from a backup");
  command->add_option("--from", words->from, "directory of the backup")->required();
  command->add_option("--data", words->to, "directory of the ledger to be")->required();
  command->add_flag("--quiet", words->quiet, "no progress");
  command->callback([words, &exit_code] { exit_code = restore(*words); });
}

}  // namespace ledger
