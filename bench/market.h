#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/embedded_log.h"
#include "events/vault.h"
#include "writer/index.h"
#include "writer/writers.h"

namespace ledger::bench {

// A real ledger in a directory, without HTTP: log, vault, index and the writers' threads, and in
// partition 1 a project whose plots "1", "2", … are released and priced.
class Market {
 public:
  Market(const std::string& directory, std::size_t plots, WriterLimits limits);
  // The same on a log that is empty yet; what else there is lies in the directory.
  Market(std::unique_ptr<EventLog> log, const std::string& directory, std::size_t plots,
         WriterLimits limits);
  ~Market();

  // Holds of every plot, then their releases, and so on until there are `count`; each time others.
  // Contacts are sealed here: that is the door's work, done before the writer's begins.
  std::vector<Submission> holds_and_releases(std::size_t count);

  // Hands in all of them, with as many answers outstanding as a busy door would have, and waits for
  // the last. Throws unless every one is accepted.
  double seconds_to_decide(std::vector<Submission> submissions);

  // The records from `first` on, as they lie in the log.
  std::vector<std::string> records(Offset first, std::size_t count);

  [[nodiscard]] Offset end();

 private:
  void tell(Command command);
  Submission hold(std::size_t number, std::size_t plot);
  static Submission release(std::size_t number);

  std::size_t plots_;
  std::size_t told_ = 0;
  std::size_t held_ = 0;
  SystemClock clock_;
  std::unique_ptr<EventLog> log_;
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<CommandIndex> index_;
  std::unique_ptr<Writers> writers_;
};

}  // namespace ledger::bench
