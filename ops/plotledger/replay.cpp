#include <cstdio>

#include "events/civil.h"
#include "ops/plotledger/beside.h"
#include "ops/plotledger/command_line.h"
#include "ops/plotledger/commands.h"
#include "ops/plotledger/progress.h"
#include "projectors/directory.h"
#include "projectors/finance.h"
#include "query-api/finance_json.h"
#include "query-api/map_cache.h"
#include "replay/as_of.h"
#include "replay/export.h"
#include "replay/hledger.h"

namespace ledger {
namespace {

struct ReplayWords {
  std::string data, as_of, project;
  LogWords log;
};

Result<AsOfPoint> parse_point(const std::string& text) {
  if (const auto at = parse_rfc3339(text)) return AsOfPoint(*at);
  const auto position = parse_position(text);
  if (position) return AsOfPoint(*position);
  return fail(ErrorCode::kInvalid, "as-of-malformed",
              "--as-of wants a time (2026-11-23T10:00:00Z) or a position (0-12,1-57)");
}

// The same bodies that the server gives: {"position","projects":[{"map","trial_balance"}]}.
void print(const ReadSnapshot& folded, const std::string& only) {
  const auto position = to_string(folded.position());
  std::printf("{\"position\":\"%s\",\"projects\":[", position.c_str());
  bool first = true;
  for (const auto& project : directory::projects(folded.rows(directory::kView))) {
    if (!only.empty() && project.project.str() != only) continue;
    const auto row = layout_map::map(folded.rows(layout_map::kView), project.project);
    const auto map = render_map(project, row ? &*row : nullptr);
    const auto balance = finance::trial_balance(folded.rows(finance::kView), project.project);
    std::printf("%s{\"map\":%s,\"trial_balance\":%s}", first ? "" : ",", map.body->c_str(),
                trial_balance_json(balance, position).c_str());
    first = false;
  }
  std::printf("]}\n");
}

int replay(const ReplayWords& words) {
  const auto point = parse_point(words.as_of);
  if (!point) return complain(point.error());
  const auto place = log_place(words.log, words.data);
  if (!place) return complain(place.error());
  auto beside = Beside::open(*place);
  if (!beside) return complain(beside.error());
  const auto folded = fold_as_of((*beside)->log(), *point);
  if (!folded) return complain(folded.error());
  print(**folded, words.project);
  return kExitOk;
}

struct ExportWords {
  std::string data, raw, json, hledger, as_of;
  LogWords log;
  bool quiet = false;

  [[nodiscard]] int targets() const { return !raw.empty() + !json.empty() + !hledger.empty(); }
};

// What is written where, and how many of it there were.
Result<std::string> write_export(EventLog& log, const ExportWords& words,
                                 const std::optional<AsOfPoint>& until,
                                 const VerifyProgress& show) {
  if (!words.hledger.empty()) {
    const auto done = export_hledger(log, words.hledger, until, show);
    if (!done) return fail(done.error());
    return std::to_string(done->entries) + " journal entries, as of " + to_string(done->position);
  }
  const auto count =
      words.json.empty() ? export_raw(log, words.raw, show) : export_json(log, words.json, show);
  if (!count) return fail(count.error());
  return std::to_string(*count) + " records";
}

Result<std::optional<AsOfPoint>> until_of(const ExportWords& words) {
  if (words.targets() != 1)
    return fail(ErrorCode::kInvalid, "export-target",
                "say one of --raw DIR, --json FILE and --hledger FILE");
  if (words.as_of.empty()) return std::nullopt;
  if (words.hledger.empty())
    return fail(ErrorCode::kInvalid, "export-as-of", "--as-of goes with --hledger only");
  const auto point = parse_point(words.as_of);
  if (!point) return fail(point.error());
  return std::optional(*point);
}

int run_export(const ExportWords& words) {
  const auto until = until_of(words);
  if (!until) return complain(until.error());
  const auto place = log_place(words.log, words.data);
  if (!place) return complain(place.error());
  auto beside = Beside::open(*place);
  if (!beside) return complain(beside.error());
  Progress progress(words.quiet);
  const auto show = [&](std::string_view what, std::uint64_t done, std::uint64_t of) {
    progress.show(what, done, of);
  };
  const auto told = write_export((*beside)->log(), words, *until, show);
  if (!told) return complain(told.error());
  std::printf("%s\n", told->c_str());
  return kExitOk;
}

}  // namespace

void add_replay(CommandLine& line) {
  auto words = std::make_shared<ReplayWords>();
  auto command = line.command("replay", "map and trial balance as they were");
  command.option("--data", words->data, "directory of the ledger")
      .required()
      .env("PLOTLEDGER_DATA");
  add_log_options(command, words->log);
  command.option("--as-of", words->as_of, "TIME or POSITION").required();
  command.option("--project", words->project, "only this one");
  command.does([words] { return replay(*words); });
}

void add_export(CommandLine& line) {
  auto words = std::make_shared<ExportWords>();
  auto command = line.command("export", "accepted history, for anyone's tools");
  command.option("--data", words->data, "directory of the ledger")
      .required()
      .env("PLOTLEDGER_DATA");
  add_log_options(command, words->log);
  command.option("--raw", words->raw, "DIR/<partition>/<sequence>.bin");
  command.option("--json", words->json, "one record a line");
  command.option("--hledger", words->hledger, "the journal entries, for hledger");
  command.option("--as-of", words->as_of, "with --hledger: TIME or POSITION");
  command.flag("--quiet", words->quiet, "no progress");
  command.does([words] { return run_export(*words); });
}

}  // namespace ledger
