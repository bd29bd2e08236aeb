// P4: holds a second over HTTP with 32 clients, against PostgreSQL 15 doing the same by pgbench
// with 32 clients. Each side holds the same number of plots, every plot once, beginning with a
// fresh store; that all are held is looked up afterwards.

#include <cstdio>
#include <exception>
#include <stdexcept>

#include "bench/claim.h"
#include "bench/crowd.h"
#include "bench/postgres.h"
#include "bench/served.h"

namespace ledger::bench {
namespace {

constexpr std::size_t kClients = 32;
constexpr std::size_t kProjects = 8;

struct Counts {
  std::size_t each;  // holds of a client

  [[nodiscard]] std::size_t all() const { return each * kClients; }
};

using Requests = std::vector<std::vector<std::string>>;

// Plots of client c: in project c % kProjects, the (c / kProjects)th share.
Requests requests_of_all(const Counts& counts) {
  Requests requests(kClients);
  for (std::size_t c = 0; c < kClients; ++c) {
    const auto project = "project-" + std::to_string(c % kProjects);
    for (std::size_t i = 0; i < counts.each; ++i) {
      const auto plot = c / kProjects * counts.each + i + 1;
      requests[c].push_back(hold_request(project, plot, c * counts.each + i));
    }
  }
  return requests;
}

double holds_per_second(const Options& options, const Counts& counts) {
  Served served(options.program, fresh_directory(options, "ours"));
  for (std::size_t p = 0; p < kProjects; ++p) {
    const auto code = std::string("PR") + static_cast<char>('A' + p);
    served.open_project("project-" + std::to_string(p), code, counts.all() / kProjects);
  }
  const auto requests = requests_of_all(counts);
  Crowd crowd(served.port(), kClients);
  const auto next = [&](std::size_t client, std::size_t nth) {
    return nth < counts.each ? std::string_view(requests[client][nth]) : std::string_view();
  };
  return static_cast<double>(counts.all()) / crowd.seconds(next, wants(201));
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
  postgres.start_over(kTables, counts.all());
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
