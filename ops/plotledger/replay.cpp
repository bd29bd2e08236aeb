#include <cstdio>

#include <CLI/CLI.hpp>

#include "events/civil.h"
#include "ops/plotledger/beside.h"
#include "ops/plotledger/commands.h"
#include "ops/plotledger/progress.h"
#include "projectors/directory.h"
#include "projectors/finance.h"
#include "query-api/finance_json.h"
#include "query-api/map_cache.h"
#include "replay/as_of.h"
#include "replay/export.h"

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
  std::string data, raw, json;
  LogWords log;
  bool quiet = false;
};

int run_export(const ExportWords& words) {
  if (words.raw.empty() == words.json.empty()) {
    return complain({ErrorCode::kInvalid, "export-target", "say either --raw DIR or --json FILE"});
  }
  const auto place = log_place(words.log, words.data);
  if (!place) return complain(place.error());
  auto beside = Beside::open(*place);
  if (!beside) return complain(beside.error());
  Progress progress(words.quiet);
  const auto show = [&](std::string_view what, std::uint64_t done, std::uint64_t of) {
    progress.show(what, done, of);
  };
  const auto count = words.json.empty() ? export_raw((*beside)->log(), words.raw, show)
                                        : export_json((*beside)->log(), words.json, show);
  if (!count) return complain(count.error());
  std::printf("%llu records\n", static_cast<unsigned long long>(*count));
  return kExitOk;
}

}  // namespace

void add_replay(CLI::App& app, int& exit_code) {
  auto words = std::make_shared<ReplayWords>();
  auto* command = app.add_subcommand("replay", "map and trial balance as they were");
  command->add_option("--data", words->data, "directory of the ledger")
      ->required()
      ->envname("PLOTLEDGER_DATA");
  add_log_options(*command, words->log);
  command->add_option("--as-of", words->as_of, "TIME or POSITION")->required();
  command->add_option("--project", words->project, "only this one");
  command->callback([words, &exit_code] { exit_code = replay(*words); });
}

void add_export(CLI::App& app, int& exit_code) {
  auto words = std::make_shared<ExportWords>();
  auto* command = app.add_subcommand("export", "accepted history, for anyone's tools");
  command->add_option("--data", words->data, "directory of the ledger")
      ->required()
      ->envname("PLOTLEDGER_DATA");
  add_log_options(*command, words->log);
  command->add_option("--raw", words->raw, "DIR/<partition>/<sequence>.bin");
  command->add_option("--json", words->json, "one record a line");
  command->add_flag("--quiet", words->quiet, "no progress");
  command->callback([words, &exit_code] { exit_code = run_export(*words); });
}

}  // namespace ledger
