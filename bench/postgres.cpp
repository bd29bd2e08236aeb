#include "bench/postgres.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace ledger::bench {
namespace {

namespace fs = std::filesystem;

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";
constexpr const char* kUser = "postgres";
constexpr int kPatience = 600;  // times 50 ms

bool is_installed() {
  return fs::exists(kPrograms + "initdb") && fs::exists(kPrograms + "pgbench");
}

}  // namespace

Postgres::Postgres(const std::string& directory, std::size_t connections) : directory_(directory) {
  if (!is_installed())
    throw std::runtime_error("PostgreSQL 15 is missing; apt-get install postgresql-15");
  give_to(directory_, kUser);
  run({kPrograms + "initdb", "-D", directory_ + "/data", "-U", kUser, "-A", "trust", "-E", "UTF8"},
      directory_ + "/initdb.log", kUser);
  server_ = std::make_unique<Child>(
      std::vector<std::string>{kPrograms + "postgres", "-D", directory_ + "/data", "-k", directory_,
                               "-c", "listen_addresses=", "-c", "fsync=on", "-c",
                               "synchronous_commit=on", "-c",
                               "max_connections=" + std::to_string(connections)},
      directory_ + "/server.log", kUser);
  for (int i = 0; i < kPatience && server_->runs(); ++i) {
    try {
      execute("SELECT 1");
      return;
    } catch (const std::runtime_error&) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  throw std::runtime_error("PostgreSQL does not start: " + text_of(directory_ + "/server.log"));
}

Postgres::~Postgres() {
  (void)server_->end(SIGINT);
}

void Postgres::start_over(const std::string& tables, std::size_t plots) {
  execute("DROP TABLE IF EXISTS plot, idempotency, event");
  execute(tables);
  execute("INSERT INTO plot SELECT n, 'available' FROM generate_series(1, " +
          std::to_string(plots) + ") n");
  execute("VACUUM ANALYZE");
  execute("CHECKPOINT");
}

std::string Postgres::psql(const std::string& sql) {
  const auto said = directory_ + "/psql.log";
  fs::remove(said);
  run({kPrograms + "psql", "-h", directory_, "-U", kUser, "-XqAt", "-v", "ON_ERROR_STOP=1", "-c",
       sql},
      said);
  return text_of(said);
}

void Postgres::execute(const std::string& sql) {
  psql(sql);
}

std::string Postgres::value(const std::string& sql) {
  auto text = psql(sql);
  text.erase(text.find_last_not_of('\n') + 1);
  return text;
}

double Postgres::pgbench(const std::string& script, std::size_t clients, std::size_t times,
                         const std::string& defines) {
  const auto file = directory_ + "/script.sql";
  const auto said = directory_ + "/pgbench.log";
  std::ofstream(file) << script;
  fs::remove(said);
  std::vector<std::string> command{kPrograms + "pgbench",
                                   "-h",
                                   directory_,
                                   "-U",
                                   kUser,
                                   "-n",
                                   "-M",
                                   "prepared",
                                   "-j",
                                   "2",
                                   "-c",
                                   std::to_string(clients),
                                   "-t",
                                   std::to_string(times),
                                   "-f",
                                   file};
  for (std::size_t at = 0; at < defines.size();) {
    const auto end = std::min(defines.find(' ', at), defines.size());
    command.insert(command.end(), {"-D", defines.substr(at, end - at)});
    at = end + 1;
  }
  command.emplace_back("postgres");
  run(command, said);
  const auto text = text_of(said);
  const auto at = text.find("\ntps = ");
  if (at == std::string::npos) throw std::runtime_error("pgbench: " + text);
  return std::strtod(text.c_str() + at + 7, nullptr);
}

}  // namespace ledger::bench
