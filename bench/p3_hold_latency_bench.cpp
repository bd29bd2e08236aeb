// P3: a hold over HTTP as its only client sees it, against one synced RocksDB write of the very
// bytes that the hold left in the log. Both in turns of a hundred, in one run.

#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "bench/claim.h"
#include "bench/raw_store.h"
#include "bench/served.h"
#include "events/embedded_log.h"
#include "events/record.h"

namespace ledger::bench {
namespace {

using Millis = std::chrono::duration<double, std::milli>;

constexpr Partition kProjects = 1;
constexpr const char* kProject = "athi-river";

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().reason + ": " + result.error().message);
  return std::move(*result);
}

template <class Work>
double timed(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return Millis(std::chrono::steady_clock::now() - begin).count();
}

// Reads the served ledger's log from beside it: each hold's record, and the key of its contact.
class Watcher {
 public:
  Watcher(const std::string& data, const std::string& scratch)
      : log_(must(EmbeddedLog::open_beside(data + "/log", scratch))),
        reader_(log_->reader(kProjects, 0)) {}

  std::vector<Append> next_holds(std::size_t count) {
    std::vector<Append> holds;
    while (holds.size() < count) {
      auto some = must(reader_->read(256, seconds(5)));
      if (some.empty()) throw std::runtime_error("a hold is not in the log");
      for (auto& stored : some) take(std::move(stored.bytes), holds);
    }
    return holds;
  }

 private:
  void take(std::string bytes, std::vector<Append>& holds) {
    const auto record = must(decode(bytes));
    const auto* held = find<PlotHeld>(record.events);
    if (held == nullptr) return;
    const auto& person = held->contact->person;
    auto wrapped = must(log_->keys().key(person));
    if (!wrapped) throw std::runtime_error("a contact's key is missing");
    holds.push_back({std::move(bytes), {{person, std::move(*wrapped)}}});
  }

  std::unique_ptr<EmbeddedLog> log_;
  std::unique_ptr<LogReader> reader_;
};

Pair run(const Options& options) {
  const std::size_t turns = options.smoke ? 1 : 20;
  const std::size_t holds = options.smoke ? 20 : 100;
  Served served(options.program, fresh_directory(options, "ours"));
  served.open_project(kProject, "AKR", turns * holds);
  Watcher watcher(served.data(), fresh_directory(options, "beside"));
  RawStore raw(fresh_directory(options, "raw"));
  HttpClient client(served.port());
  std::vector<double> ours;
  std::vector<double> baseline;
  for (std::size_t turn = 0; turn < turns; ++turn) {
    for (std::size_t i = 0; i < holds; ++i) {
      const auto number = turn * holds + i + 1;
      const auto text = hold_request(kProject, number, number);
      ours.push_back(timed([&] { client.ask(text); }));
      if (client.status() != 201) throw std::runtime_error(std::string(client.body()));
    }
    const auto rows = watcher.next_holds(holds);
    for (std::size_t i = 0; i < holds; ++i) {
      baseline.push_back(timed([&] { raw.write(rows, i, 1); }));
    }
  }
  return {median(ours), median(baseline)};
}

}  // namespace
}  // namespace ledger::bench

int main(int argc, char** argv) try {
  using namespace ledger::bench;
  const auto options = read_options(argc, argv, "p3_hold_latency_bench");
  const Claim claim{
      "P3", "a hold over HTTP, one client, p50", "one synced RocksDB write, p50", "ms", true, 2.0,
      1.3};
  return measure(options, claim, [&] { return run(options); });
} catch (const std::exception& error) {
  std::fprintf(stderr, "p3_hold_latency_bench: %s\n", error.what());
  return 3;
}
