#include "replay/verify.h"

#include <cstdio>
#include <filesystem>
#include <optional>

#include <nlohmann/json.hpp>

#include "ops/plotledger/beside.h"
#include "ops/plotledger/command_line.h"
#include "ops/plotledger/commands.h"
#include "ops/plotledger/progress.h"
#include "projectors/row.h"

namespace ledger {
namespace {

struct Words {
  std::string data;
  LogWords log;
  std::vector<std::string> expect;
  bool json = false, quiet = false;
};

void print_json(const VerifyReport& report) {
  nlohmann::json to = {{"whole", report.whole()},
                       {"position", to_string(report.position)},
                       {"heads", report.heads},
                       {"records", report.records},
                       {"commands", report.commands},
                       {"bookings", report.bookings},
                       {"skipped", nlohmann::json::array()},
                       {"findings", nlohmann::json::array()}};
  for (const auto& one : report.skipped) {
    to["skipped"].push_back({{"partition", one.partition},
                             {"offset", one.offset},
                             {"verdict", one.verdict},
                             {"sequence", one.sequence},
                             {"term", one.term}});
  }
  for (const auto& one : report.findings) {
    to["findings"].push_back({{"where", one.where}, {"what", one.what}});
  }
  std::printf("%s\n", to.dump().c_str());
}

void print_text(const VerifyReport& report) {
  for (const auto& one : report.skipped) {
    std::printf("skipped: partition %u offset %lld: %s (sequence %llu of term %llu)\n",
                one.partition, static_cast<long long>(one.offset), one.verdict.c_str(),
                static_cast<unsigned long long>(one.sequence),
                static_cast<unsigned long long>(one.term));
  }
  for (const auto& one : report.findings)
    std::printf("%s: %s\n", one.where.c_str(), one.what.c_str());
  if (!report.whole()) {
    std::printf("NOT whole: %zu findings, the first at %s\n", report.findings.size(),
                report.findings.front().where.c_str());
    return;
  }
  std::printf(
      "whole: %llu records, %llu commands, %llu bookings; history, views and books agree at %s\n",
      static_cast<unsigned long long>(report.records),
      static_cast<unsigned long long>(report.commands),
      static_cast<unsigned long long>(report.bookings), to_string(report.position).c_str());
  for (const auto& head : report.heads) std::printf("  head %s\n", head.c_str());
}

// Runs the checks one after the other. What cannot be opened or read is a finding if damage is the
// reason, or if damage was found before: then it is the damage's work.
class Verification {
 public:
  Verification(const Words& words, LogPlace place, std::vector<Expectation> expected)
      : place_(std::move(place)),
        expected_(std::move(expected)),
        progress_(words.quiet || words.json) {}

  Result<VerifyReport> run() {
    if (!place_.kafka && !std::filesystem::exists(place_.directory())) {
      return fail(ErrorCode::kNotFound, "ledger-missing", place_.data + " holds no ledger");
    }
    if (const auto files = Beside::check_files(place_.data); !files) note("files", files.error());
    if (!environment_) check();
    if (environment_ && report_.whole()) return fail(*environment_);
    return std::move(report_);
  }

 private:
  void check() {
    auto beside = Beside::open(place_);
    if (!beside) return note("log", beside.error());
    auto views = (*beside)->views();  // before the log is read, so that the log reaches as far
    verify_history((*beside)->log(), expected_, report_, show());
    if (!views) {
      if (views.error().code != ErrorCode::kNotFound) note("views", views.error());
      return;
    }
    try {
      verify_views((*beside)->log(), *(*views)->snapshot(), report_, show());
    } catch (const StoreDamaged& damaged) {
      report_.findings.push_back({"views", damaged.what()});
    }
  }

  void note(const char* where, const Error& error) {
    if (error.code == ErrorCode::kCorrupt || !report_.whole()) {
      report_.findings.push_back({where, error.reason + ": " + error.message});
    } else {
      environment_ = error;
    }
  }

  VerifyProgress show() {
    return [this](std::string_view what, std::uint64_t done, std::uint64_t of) {
      progress_.show(what, done, of);
    };
  }

  const LogPlace place_;
  const std::vector<Expectation> expected_;
  Progress progress_;
  VerifyReport report_;
  std::optional<Error> environment_;
};

Result<VerifyReport> verified(const Words& words) {
  std::vector<Expectation> expected;
  for (const auto& text : words.expect) {
    const auto one = parse_expectation(text);
    if (!one) return fail(one.error());
    expected.push_back(*one);
  }
  auto place = log_place(words.log, words.data);
  if (!place) return fail(place.error());
  return Verification(words, std::move(*place), std::move(expected)).run();
}

int verify(const Words& words) {
  const auto report = verified(words);
  if (!report) return complain(report.error());
  words.json ? print_json(*report) : print_text(*report);
  return report->whole() ? kExitOk : kExitDifference;
}

}  // namespace

void add_verify(CommandLine& line) {
  auto words = std::make_shared<Words>();
  auto command = line.command(
      "verify",
      "hold history, every view and the books against each other, beside a running server");
  command.option("--data", words->data, "directory of the ledger")
      .required()
      .env("PLOTLEDGER_DATA");
  add_log_options(command, words->log);
  command.option("--expect", words->expect, "POSITION:HASH of a head noted earlier");
  command.flag("--json", words->json);
  command.flag("--quiet", words->quiet, "no progress");
  command.does([words] { return verify(*words); });
}

}  // namespace ledger
