// P8: a thousand clients want the same plot at once. Answers a second, and exactly one has it;
// against PostgreSQL 15 with a thousand connections that lock the plot's row.

#include <atomic>
#include <cstdio>
#include <exception>
#include <stdexcept>

#include "bench/claim.h"
#include "bench/crowd.h"
#include "bench/postgres.h"
#include "bench/served.h"

namespace ledger::bench {
namespace {

constexpr const char* kProject = "athi-river";

struct Counts {
  std::size_t clients;
  std::size_t rounds;  // one plot a round

  [[nodiscard]] std::size_t all() const { return clients * rounds; }
};

double answers_per_second(const Options& options, const Counts& counts) {
  Served served(options.program, fresh_directory(options, "ours"));
  served.open_project(kProject, "AKR", counts.rounds);
  Crowd crowd(served.port(), counts.clients);
  double seconds = 0;
  for (std::size_t round = 0; round < counts.rounds; ++round) {
    std::vector<std::string> requests;
    for (std::size_t c = 0; c < counts.clients; ++c) {
      requests.push_back(hold_request(kProject, round + 1, round * counts.clients + c));
    }
    std::atomic<std::size_t> winners = 0;
    seconds += crowd.seconds(
        [&](std::size_t client, std::size_t nth) {
          return nth == 0 ? std::string_view(requests[client]) : std::string_view();
        },
        [&](std::size_t, int status, std::string_view body) {
          if (status == 201) ++winners;
          if (status != 201 && status != 409) throw std::runtime_error(std::string(body));
        });
    if (winners != 1) throw std::runtime_error("not exactly one client has the plot");
  }
  return static_cast<double>(counts.all()) / seconds;
}

constexpr const char* kTables = R"(
CREATE TABLE plot (id int PRIMARY KEY, status text NOT NULL, hold uuid);
CREATE TABLE idempotency (scope text, key uuid, digest bytea NOT NULL, answer text NOT NULL,
                          PRIMARY KEY (scope, key));
CREATE TABLE event (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, plot int NOT NULL,
                    kind text NOT NULL, at timestamptz NOT NULL, body bytea NOT NULL);
)";

// What a careful application does: the row's lock, the plot for the first who has it, an answer for
// everybody that a repeated key would find again; one commit.
std::string hold_script() {
  return R"(\set i :i + 1
BEGIN;
SELECT status FROM plot WHERE id = :i FOR UPDATE;
WITH won AS (UPDATE plot SET status = 'held', hold = gen_random_uuid()
             WHERE id = :i AND status = 'available' RETURNING id)
INSERT INTO event (plot, kind, at, body)
  SELECT :i, CASE WHEN EXISTS (SELECT 1 FROM won) THEN 'PlotHeld' ELSE 'CommandRefused' END,
         now(), '\x)" +
         std::string(800, 'b') + R"(';
INSERT INTO idempotency (scope, key, digest, answer)
  VALUES ('visitor POST /v1/holds', gen_random_uuid(), '\x)" +
         std::string(64, 'a') + R"(', 'answer');
COMMIT;
)";
}

double postgres_per_second(Postgres& postgres, const Counts& counts) {
  const auto rounds = std::to_string(counts.rounds);
  postgres.start_over(kTables, counts.rounds);
  const auto rate = postgres.pgbench(hold_script(), counts.clients, counts.rounds, "i=0");
  if (postgres.value("SELECT count(*) FROM event WHERE kind = 'PlotHeld'") != rounds ||
      postgres.value("SELECT count(*) FROM idempotency") != std::to_string(counts.all())) {
    throw std::runtime_error("PostgreSQL did not give each plot to one client");
  }
  return rate;
}

}  // namespace
}  // namespace ledger::bench

int main(int argc, char** argv) try {
  using namespace ledger::bench;
  const auto options = read_options(argc, argv, "p8_one_plot_bench");
  const Counts counts =
      options.smoke ? Counts{.clients = 20, .rounds = 1} : Counts{.clients = 1'000, .rounds = 10};
  Postgres postgres(fresh_directory(options, "postgres"), counts.clients + 10);
  const Claim claim{"P8",
                    "answers to 1,000 clients who want one plot",
                    "PostgreSQL 15 with FOR UPDATE, 1,000 connections",
                    "/s",
                    false,
                    4.0,
                    8.0};
  return measure(options, claim, [&] {
    return Pair{answers_per_second(options, counts), postgres_per_second(postgres, counts)};
  });
} catch (const std::exception& error) {
  std::fprintf(stderr, "p8_one_plot_bench: %s\n", error.what());
  return 3;
}
