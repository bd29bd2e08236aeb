#include "tests/query-api/five_bookings.h"

#include "events/civil.h"
#include "projectors/portal.h"

// The five bookings' figures, to the paisa: as buyers are shown them, and as finance is.
namespace ledger::test {
namespace {

std::int64_t paise(const Json& money) {
  return money.at("paise").get<std::int64_t>();
}

Json figures_of(const Json& body) {
  Json figures;
  for (const auto* name : {"price", "tax", "paid", "refunded", "outstanding", "credit",
                           "refund_due", "balance", "overdue"})
    figures[name] = paise(body.at(name));
  return figures;
}

Json next_due_of(const Json& body) {
  const auto& next = body.at("next_due");
  if (next.is_null()) return {};
  return {{"due_on", next.at("due_on")},
          {"label", next.at("label")},
          {"paise", paise(next.at("amount"))}};
}

Json installments_of(const Json& body) {
  Json list = Json::array();
  for (const auto& one : body.at("installments"))
    list.push_back({{"label", one.at("label")},
                    {"paise", paise(one.at("amount"))},
                    {"paid_paise", paise(one.at("paid"))},
                    {"due_on", one.at("due_on")},
                    {"status", one.at("status")}});
  return list;
}

Json numbered(const Json& papers, bool cites) {
  Json list = Json::array();
  for (const auto& paper : papers) {
    EXPECT_EQ(paper.at("void"), false);
    list.push_back({{"number", paper.at("number")}, {"paise", paise(paper.at("amount"))}});
    if (cites) list.back()["cites"] = paper.at("cites");
  }
  return list;
}

}  // namespace

TEST_F(FiveBookings, ThePortalShowsTheFiguresOfTheHand) {
  for (const auto& [life, hand] : by_hand().at("bookings").items()) {
    SCOPED_TRACE(life);
    const auto staff = shown(life[0]);
    const auto body = must(served(life[0]));
    EXPECT_EQ(body, staff);
    EXPECT_EQ(body.at("booking_id"), hand.at("booking_id"));
    EXPECT_EQ(body.at("state"), hand.at("state"));
    EXPECT_EQ(figures_of(body), hand.at("figures"));
    EXPECT_EQ(next_due_of(body), hand.at("next_due"));
    EXPECT_EQ(installments_of(body), hand.at("installments"));
    EXPECT_EQ(numbered(body.at("receipts"), false), hand.at("receipts"));
    EXPECT_EQ(numbered(body.at("papers"), true), hand.at("papers"));
  }
}

TEST_F(FiveBookings, NoDiscountIsShownThatFinanceHasNotApproved) {
  const auto body = served('E').body;
  EXPECT_NE(body.find("432150"), std::string::npos);
  EXPECT_EQ(body.find("999999"), std::string::npos);
}

TEST_F(FiveBookings, TheStatementHasTheLinesOfTheHandAndClosesWithWhatIsOutstanding) {
  const auto snapshot = store_->snapshot();
  for (const auto& [life, hand] : by_hand().at("bookings").items()) {
    SCOPED_TRACE(life);
    Json lines = Json::array();
    Money balance;
    portal::statement(snapshot->rows(portal::kView), BookingId(ids_[life[0]]),
                      *parse_date("2026-08-15"), [&](const portal::StatementLine& line) {
                        balance += line.row.charge - line.row.money;
                        lines.push_back({{"date", date_text(line.day)},
                                         {"kind", line.row.kind},
                                         {"charge_paise", line.row.charge.paise()},
                                         {"money_paise", line.row.money.paise()},
                                         {"balance_paise", balance.paise()}});
                        return true;
                      });
    EXPECT_EQ(lines, hand.at("statement"));
    EXPECT_EQ(balance.paise(), paise(shown(life[0]).at("outstanding")));
  }
}

TEST_F(FiveBookings, FinancesExportHasTheRowsOfTheHand) {
  auto rows = text_lines(get("/v1/finance/bookings.csv?project=kaveri", as("finance")).body);
  for (auto& row : rows) row.erase(row.rfind(','));  // the position
  EXPECT_EQ(rows, text_lines(hand_written("bookings.csv")));
}

TEST_F(FiveBookings, TheTrialBalanceIsTheHands) {
  const auto balance = must(get("/v1/finance/trial-balance?project=kaveri", as("finance")));
  EXPECT_EQ(balance.at("sum_paise"), 0);
  Json accounts = Json::object();
  for (const auto& account : balance.at("accounts"))
    accounts[account.at("account").get<std::string>()] = {
        {"debit_paise", account.at("debit_paise")}, {"credit_paise", account.at("credit_paise")}};
  EXPECT_EQ(accounts, by_hand().at("trial_balance"));
}

TEST_F(FiveBookings, PortalAndBooksAgree) {
  const auto check = must(get("/v1/finance/portal-check?project=kaveri", as("finance")));
  EXPECT_EQ(check.at("bookings"), 5);
  EXPECT_EQ(check.at("mismatches"), Json::array());
}

}  // namespace ledger::test
