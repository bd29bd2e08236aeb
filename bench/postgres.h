#pragma once

#include <memory>
#include <string>

#include "bench/child.h"

namespace ledger::bench {

// A fresh PostgreSQL 15 in a directory, on a socket in it, with the settings it comes with but
// fsync=on and synchronous_commit=on said aloud. Runs as user postgres if this process is root.
// std::runtime_error says what to install where its programs are missing.
class Postgres {
 public:
  explicit Postgres(const std::string& directory, std::size_t connections = 100);
  ~Postgres();
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

  // For one run: drops the tables of the run before, creates plot (id, status, …), idempotency and
  // event as `tables` says, and puts `plots` available plots in; vacuumed, with a checkpoint.
  void start_over(const std::string& tables, std::size_t plots);

  void execute(const std::string& sql);       // throws with what psql said
  std::string value(const std::string& sql);  // of a query with one row and one column

  // Transactions a second of pgbench, `clients` of which each run the script `times` times. Throws
  // if one failed.
  double pgbench(const std::string& script, std::size_t clients, std::size_t times,
                 const std::string& defines);

 private:
  std::string psql(const std::string& sql);

  std::string directory_;
  std::unique_ptr<Child> server_;
};

}  // namespace ledger::bench
