// P4: holds a second over HTTP with 32 clients, against PostgreSQL 15 doing the same by pgbench
// with 32 clients. Each side holds the same number of plots, every plot once, beginning with a
// fresh store; that all are held is looked up afterwards.

#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <thread>

#include <poll.h>

#include "bench/claim.h"
#include "bench/postgres.h"
#include "bench/served.h"

namespace ledger::bench {
namespace {

constexpr std::size_t kClients = 32;
constexpr std::size_t kThreads = 2;  // as pgbench -j 2
constexpr std::size_t kProjects = 8;

struct Counts {
  std::size_t each;  // holds of a client

  [[nodiscard]] std::size_t all() const { return each * kClients; }
};

// One client: sends its next hold as soon as the last is answered.
struct Client {
  explicit Client(std::uint16_t port) : http(port) {}

  HttpClient http;
  std::vector<std::string> requests;
  std::size_t next = 0;

  void begin() { http.send(requests[next++]); }

  // Takes what has come; true while there is more to do.
  bool go_on() {
    if (!http.receive()) return true;
    if (http.status() != 201) throw std::runtime_error(std::string(http.body()));
    if (next == requests.size()) return false;
    begin();
    return true;
  }
};

using Clients = std::vector<std::unique_ptr<Client>>;

// The clients [first, first + count), on one thread.
void drive(Clients& clients, std::size_t first, std::size_t count) {
  std::vector<pollfd> waiting;
  for (std::size_t i = first; i < first + count; ++i) {
    clients[i]->begin();
    waiting.push_back({clients[i]->http.socket(), POLLIN, 0});
  }
  for (auto open = count; open > 0;) {
    if (::poll(waiting.data(), waiting.size(), 30'000) <= 0) throw std::runtime_error("no answer");
    for (std::size_t i = 0; i < count; ++i) {
      if (waiting[i].revents == 0 || clients[first + i]->go_on()) continue;
      waiting[i].fd = -1;
      --open;
    }
  }
}

// Plots of client c: in project c % kProjects, the (c / kProjects)th share.
Clients ready_clients(std::uint16_t port, const Counts& counts) {
  Clients clients;
  for (std::size_t c = 0; c < kClients; ++c) {
    auto& client = *clients.emplace_back(std::make_unique<Client>(port));
    const auto project = "project-" + std::to_string(c % kProjects);
    for (std::size_t i = 0; i < counts.each; ++i) {
      const auto plot = c / kProjects * counts.each + i + 1;
      client.requests.push_back(hold_request(project, plot, c * counts.each + i));
    }
  }
  return clients;
}

double holds_per_second(const Options& options, const Counts& counts) {
  Served served(options.program, fresh_directory(options, "ours"));
  for (std::size_t p = 0; p < kProjects; ++p) {
    const auto code = std::string("PR") + static_cast<char>('A' + p);
    served.open_project("project-" + std::to_string(p), code, counts.all() / kProjects);
  }
  auto clients = ready_clients(served.port(), counts);
  std::array<std::exception_ptr, kThreads> failures;
  std::vector<std::thread> threads;
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      try {
        drive(clients, t * kClients / kThreads, kClients / kThreads);
      } catch (...) {
        failures[t] = std::current_exception();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return static_cast<double>(counts.all()) / took.count();
}

constexpr const char* kTables = R"(
CREATE TABLE plot (id int PRIMARY KEY, status text NOT NULL, hold uuid, held_until timestamptz);
CREATE TABLE idempotency (scope text, key uuid, digest bytea NOT NULL, answer bigint,
                          PRIMARY KEY (scope, key));
CREATE TABLE event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, plot int NOT NULL,
                    kind text NOT NULL, at timestamptz NOT NULL, body bytea NOT NULL);
)";

// What a careful application does for a hold: the key, the plot if it is free, the event; one
// commit. The body is as long as one of our records.
std::string hold_script() {
  return R"(\set i :i + 1
\set plot :client_id * :each + :i
BEGIN;
INSERT INTO idempotency (scope, key, digest, answer)
  VALUES ('visitor POST /v1/holds', gen_random_uuid(), '\x)" +
         std::string(64, 'a') + R"(', :plot);
UPDATE plot SET status = 'held', hold = gen_random_uuid(), held_until = now() + interval '15 min'
  WHERE id = :plot AND status = 'available';
INSERT INTO event (plot, kind, at, body) VALUES (:plot, 'PlotHeld', now(), '\x)" +
         std::string(1400, 'b') + R"(');
COMMIT;
)";
}

// The server lives over all runs; its tables are made anew for each.
double postgres_per_second(Postgres& postgres, const Counts& counts) {
  const auto plots = std::to_string(counts.all());
  postgres.execute("DROP TABLE IF EXISTS plot, idempotency, event");
  postgres.execute(kTables);
  postgres.execute("INSERT INTO plot SELECT n, 'available' FROM generate_series(1, " + plots +
                   ") n");
  postgres.execute("VACUUM ANALYZE");
  postgres.execute("CHECKPOINT");
  const auto rate = postgres.pgbench(hold_script(), kClients, counts.each,
                                     "i=0 each=" + std::to_string(counts.each));
  if (postgres.value("SELECT count(*) FROM plot WHERE status = 'held'") != plots) {
    throw std::runtime_error("PostgreSQL did not hold every plot");
  }
  return rate;
}

}  // namespace
}  // namespace ledger::bench

int main(int argc, char** argv) try {
  using namespace ledger::bench;
  const auto options = read_options(argc, argv, "p4_holds_bench");
  if (!has_postgres()) {
    std::fprintf(stderr,
                 "p4_holds_bench: PostgreSQL 15 is missing; apt-get install postgresql-15\n");
    return 3;
  }
  const Counts counts{options.smoke ? std::size_t{10} : std::size_t{500}};
  Postgres postgres(fresh_directory(options, "postgres"));
  const Claim claim{
      "P4", "holds over HTTP, 32 clients", "PostgreSQL 15 by pgbench, 32 clients", "/s", false, 2.5,
      5.0};
  return measure(options, claim, [&] {
    return Pair{holds_per_second(options, counts), postgres_per_second(postgres, counts)};
  });
} catch (const std::exception& error) {
  std::fprintf(stderr, "p4_holds_bench: %s\n", error.what());
  return 3;
}
