#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/writer/domain/books.h"
#include "writer/fold.h"

namespace ledger::sim {

// A life went wrong; `what` says how.
struct Wrong : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Stands beside the log, reads every record once and keeps its own account of what may not be.
// Every function throws Wrong.
class Witness {
 public:
  explicit Witness(EventLog& log);

  // Reads on to the log's end.
  void look();

  // Somebody was told this: it must be history, byte for byte.
  void told(const Answer& answer, const std::string& key);

  [[nodiscard]] const State& state(Partition partition) const {
    return parts_.at(partition).fold.state();
  }

  [[nodiscard]] const Head& head(Partition partition) const {
    return parts_.at(partition).fold.head();
  }

  [[nodiscard]] std::size_t accepted() const;

  [[nodiscard]] std::string story() const;

  [[nodiscard]] const std::map<std::string, std::uint64_t>& events() const { return events_; }

 private:
  struct Part {
    PartitionFold fold;
    test::Books books;
    std::unique_ptr<LogReader> reader;
    std::vector<std::shared_ptr<const Record>> history;
  };

  void accept(Part& part, const Record& record);
  void see_hold(const Part& part, const PlotHeld& held, Instant at);
  void see_checkout(const CheckoutStarted& started) const;

  std::vector<Part> parts_;
  std::map<std::string, Sequence> answered_;  // by partition and command id
  std::map<std::string, std::uint64_t> events_;
};

// Holds and buyers are named "<kind>-<person>-<n>", so that whose they are can be told.
std::string person_of(std::string_view id);

}  // namespace ledger::sim
