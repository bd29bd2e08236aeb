// 2,000 random lives of 150 commands each, the same on every machine. What must hold in each of
// them is in books.cpp (plots and money) and life.cpp (repeats and restarts).
#include <cstdio>
#include <set>

#include "tests/writer/domain/life.h"

namespace ledger::test {
namespace {

constexpr std::uint64_t kLives = 2'000;
constexpr int kCommands = 150;

const std::set<std::string> kNotDecided{"NONE",          "LedgerFounded",  "PartitionsAdded",
                                        "WriterStarted", "CommandRefused", "ReferenceClaimed"};

// Refusals that lives must meet. Those of a wrong shape are in the tables of setup_test.cpp,
// directory_test.cpp and checkout_test.cpp.
const std::set<std::string> kReasons{
    "applicant-repeated",  "applicant-unnamed", "applicants-count",
    "booking-cancelled",   "booking-unknown",   "buyer-unnamed",
    "checkout-unknown",    "currency-fixed",    "hold-already-extended",
    "hold-at-longest",     "hold-booked",       "hold-confirming",
    "hold-exists",         "hold-expired",      "hold-rules-out-of-range",
    "hold-unknown",        "key-exists",        "key-unknown",
    "layout-empty",        "layout-exists",     "layout-missing",
    "order-differs",       "order-unknown",     "payment-in-progress",
    "payment-malformed",   "payment-unknown",   "plan-unknown",
    "plot-in-use",         "plot-unavailable",  "plot-unknown",
    "plot-unpriced",       "plot-unreleased",   "plots-count",
    "plots-repeated",      "prices-not-set",    "project-code-taken",
    "project-exists",      "rate-out-of-range", "reason-missing",
    "receipt-malformed",   "refund-differs",    "refund-id-missing",
    "refund-not-approved", "refund-unknown",    "role-unknown",
    "same-person",         "shares-do-not-sum", "timezone-unsupported",
    "too-many-holds",      "wrong-partition"};

// What happens to bookings afterwards is lived through in tests/sim/money_lives.
const std::set<std::string> kOfMoneyLives{
    "plot Registered",  "plot Conveyed",   "payment Declared", "payment Deposited",
    "payment Rejected", "payment Bounced", "payment Reversed", "refund Withdrawn"};

void print(const char* title, const std::map<std::string, std::uint64_t>& counts) {
  std::printf("%s\n", title);
  for (const auto& [name, count] : counts)
    std::printf("  %8llu %s\n", static_cast<unsigned long long>(count), name.c_str());
}

std::vector<std::string> all_states() {
  std::vector<std::string> names;
  const auto add_all = [&](const char* what, const char* const* state) {
    for (; *state != nullptr; ++state) names.push_back(std::string(what) + " " + *state);
  };
  add_all("plot", fold::EnumNamesPlotStatus());
  add_all("hold", fold::EnumNamesHoldStatus());
  add_all("order", fold::EnumNamesOrderStatus());
  add_all("payment", fold::EnumNamesPaymentStage());
  add_all("refund", fold::EnumNamesRefundStatus());
  return names;
}

TEST(Lives, KeepEveryPromiseAndMeetEveryEventStateAndRefusal) {
  Histogram histogram;
  for (std::uint64_t seed = 1; seed <= kLives; ++seed)
    ASSERT_NO_THROW(Life(seed, histogram).live(kCommands));
  std::printf("%llu decisions, %llu restarts\n",
              static_cast<unsigned long long>(histogram.decisions),
              static_cast<unsigned long long>(histogram.restarts));
  print("events", histogram.events);
  print("refusals", histogram.refusals);
  print("states", histogram.states);
  for (auto body = wire::Body::LedgerFounded; body <= wire::Body::RefundFailed;
       body = static_cast<wire::Body>(static_cast<int>(body) + 1)) {
    const std::string name = wire::EnumNameBody(body);
    EXPECT_EQ(histogram.events[name] > 0, !kNotDecided.contains(name)) << name;
  }
  for (const auto& name : all_states())
    EXPECT_EQ(histogram.states[name] > 0, !kOfMoneyLives.contains(name)) << name;
  for (const auto& reason : kReasons) EXPECT_GT(histogram.refusals[reason], 0U) << reason;
}

}  // namespace
}  // namespace ledger::test
