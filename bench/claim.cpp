#include "bench/claim.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include <CLI/CLI.hpp>

namespace ledger::bench {
namespace {

// 12345.6 → "12,346", 0.2345 → "0.234".
std::string figure(double value) {
  std::array<char, 32> text{};
  if (value < 100) {
    std::snprintf(text.data(), text.size(), "%.3g", value);
    return text.data();
  }
  std::snprintf(text.data(), text.size(), "%.0f", value);
  std::string grouped = text.data();
  for (auto at = static_cast<std::ptrdiff_t>(grouped.size()) - 3; at > 0; at -= 3) {
    grouped.insert(static_cast<std::size_t>(at), ",");
  }
  return grouped;
}

double load_average() {
  double load = 0;
  return ::getloadavg(&load, 1) == 1 ? load : 0;
}

bool reaches(const Claim& claim, double ratio, double bar) {
  return claim.less_is_better ? ratio <= bar : ratio >= bar;
}

std::string judged(const Claim& claim, const char* name, double ratio, double bar) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s %s %.3g: %s", name,
                claim.less_is_better ? "<=" : ">=", bar, reaches(claim, ratio, bar) ? "yes" : "NO");
  return text.data();
}

class Clearing {
 public:
  explicit Clearing(std::string directory) : directory_(std::move(directory)) {}

  Clearing(const Clearing&) = delete;
  Clearing& operator=(const Clearing&) = delete;

  ~Clearing() {
    std::error_code error;
    std::filesystem::remove_all(directory_, error);
    if (error) std::fprintf(stderr, "%s: %s\n", directory_.c_str(), error.message().c_str());
  }

 private:
  const std::string directory_;
};

}  // namespace

Options read_options(int argc, char** argv, const std::string& name) {
  Options options;
  options.directory = "build/bench-data";
  options.program = PLOTLEDGER_PROGRAM;
  CLI::App app(name);
  app.add_option("--runs", options.runs, "interleaved runs")->check(CLI::Range(1, 1000));
  app.add_flag("--smoke", options.smoke, "tiny counts, one run, nothing judged");
  app.add_option("--dir", options.directory, "a directory on the disk to measure");
  app.add_option("--program", options.program, "plotledger");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::exit(app.exit(error));
  }
  if (options.smoke) options.runs = 1;
  options.directory = std::filesystem::absolute(options.directory) / name;
  options.clearing = std::make_shared<Clearing>(options.directory);
  return options;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const auto half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

int measure(const Options& options, const Claim& claim, const std::function<Pair()>& pair) {
  const double load_before = load_average();
  std::vector<double> ours;
  std::vector<double> baseline;
  std::vector<double> ratios;
  for (std::size_t run = 0; run < options.runs; ++run) {
    const auto [one, other] = pair();
    ours.push_back(one);
    baseline.push_back(other);
    ratios.push_back(one / other);
    std::fprintf(stderr, "  %s run %zu of %zu: %s against %s %s\n", claim.id.c_str(), run + 1,
                 options.runs, figure(one).c_str(), figure(other).c_str(), claim.unit.c_str());
  }
  const double ratio = median(ours) / median(baseline);
  std::array<char, 96> spread{};
  std::snprintf(spread.data(), spread.size(), "%.2f (%.2f to %.2f, %zu runs)", ratio,
                *std::ranges::min_element(ratios), *std::ranges::max_element(ratios), options.runs);
  const auto beside = claim.absolute ? std::string(spread.data()) + " " + claim.unit
                                     : figure(median(ours)) + " " + claim.unit + ", " +
                                           claim.baseline + " " + figure(median(baseline)) + " " +
                                           claim.unit + ", ratio " + spread.data();
  const auto verdict = options.smoke ? std::string("not judged")
                                     : judged(claim, "must", ratio, claim.must) + ", " +
                                           judged(claim, "aim", ratio, claim.aim);
  std::printf("%s %s: ours %s; %s; load %.1f %.1f\n", claim.id.c_str(), claim.what.c_str(),
              beside.c_str(), verdict.c_str(), load_before, load_average());
  std::fflush(stdout);
  return options.smoke || reaches(claim, ratio, claim.must) ? 0 : 1;
}

std::string fresh_directory(const Options& options, const std::string& name) {
  const auto path = std::filesystem::path(options.directory) / name;
  std::filesystem::remove_all(path);
  std::filesystem::create_directories(path);
  return path;
}

}  // namespace ledger::bench
