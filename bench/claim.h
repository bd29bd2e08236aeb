#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ledger::bench {

// What every bench can be told on its command line.
struct Options {
  std::size_t runs = 5;
  bool smoke = false;     // tiny counts, one run, nothing judged: does it work at all?
  std::string directory;  // on the disk that is to be measured
  std::string program;    // the built plotledger

  // Clears the directory up with the last copy of the options: make them first, so that whatever
  // still writes there has ended by then.
  std::shared_ptr<const void> clearing;
};

// Exits with a message where the command line is wrong.
Options read_options(int argc, char** argv, const std::string& name);

// One line of the table. `ours` and `baseline` are rates ("/s", more is better) or times
// ("ms", less is better); the ratio is always ours / baseline. An absolute claim has no baseline:
// its bars are in `unit`, and the second of each pair is 1.
struct Claim {
  std::string id;
  std::string what;
  std::string baseline;
  std::string unit;
  bool less_is_better = false;
  double must = 0;
  double aim = 0;
  bool absolute = false;
};

// One run of both sides, one straight after the other.
struct Pair {
  double ours = 0;
  double baseline = 0;
};

double median(std::vector<double> values);

// Runs `pair` options.runs times and prints the claim's line: medians, their ratio, the lowest and
// the highest ratio of a run, the verdict, and the load average before and after. The exit code: 1
// if the "must" is missed.
int measure(const Options& options, const Claim& claim, const std::function<Pair()>& pair);

// A fresh, empty directory `name` in options.directory.
std::string fresh_directory(const Options& options, const std::string& name);

}  // namespace ledger::bench
