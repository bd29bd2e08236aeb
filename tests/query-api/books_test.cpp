#include <algorithm>

#include "projectors/views.h"
#include "tests/query-api/api_fixture.h"

namespace ledger::test {

class Books : public ApiTest {
 protected:
  Books() { open_project("athi", "AKR"); }
};

TEST_F(Books, TheTrialBalanceSumsToZero) {
  (void)book("athi", "1", 1);
  (void)book("athi", "2", 2);
  const auto balance = get("/v1/finance/trial-balance?project=athi", as("finance")).json();
  EXPECT_EQ(balance.at("sum_paise"), 0);
  std::int64_t sum = 0;
  for (const auto& account : balance.at("accounts")) {
    sum += account.at("debit_paise").get<std::int64_t>() -
           account.at("credit_paise").get<std::int64_t>();
  }
  EXPECT_EQ(sum, 0);
  EXPECT_FALSE(balance.at("accounts").empty());
}

TEST_F(Books, WhatBuyersAreServedIsWhatTheBooksSay) {
  (void)book("athi", "1", 1);
  (void)book("athi", "2", 2);
  const auto check = get("/v1/finance/portal-check", as("finance")).json();
  EXPECT_EQ(check.at("bookings"), 2);
  EXPECT_EQ(check.at("mismatches"), Json::array());
}

TEST_F(Books, ACancelledBookingsMoneyGoesBackAfterApproval) {
  const auto id = book("athi", "1");
  const auto cancelled =
      post("/v1/bookings/" + id + "/cancel", {{"reason", "bank refused the loan"}}, as("finance"));
  ASSERT_EQ(cancelled.status, 200) << cancelled.body;
  const auto refund = cancelled.json().at("refunds")[0].at("refund_id").get<std::string>();
  const auto listed = get("/v1/refunds?state=requested", as("finance")).json();
  ASSERT_EQ(listed.at("refunds").size(), 1U);
  EXPECT_EQ(listed.at("refunds")[0].at("refund_id"), refund);
  EXPECT_EQ(post("/v1/refunds/" + refund + "/approve", Json::object(), as("finance")).problem(),
            "same-person");
  EXPECT_EQ(post("/v1/refunds/" + refund + "/approve", Json::object(), as_admin()).status, 200);
  EXPECT_EQ(get("/v1/bookings/" + id, as("finance")).json().at("state"), "cancelled");
  EXPECT_EQ(get("/v1/projects/athi/map").json().at("statuses"), "aaaaaa");
  EXPECT_EQ(get("/v1/finance/portal-check", as("finance")).json().at("mismatches"), Json::array());
}

TEST_F(Books, ListsGoOnWithACursor) {
  (void)book("athi", "1", 1);
  (void)book("athi", "2", 2);
  (void)book("athi", "3", 3);
  std::vector<std::string> seen;
  std::string target = "/v1/bookings?limit=2";
  for (int page = 0; page < 2; ++page) {
    const auto list = get(target, as("sales"));
    const auto body = list.json();
    for (const auto& entry : body.at("bookings")) seen.push_back(entry.at("booking_id"));
    const auto link = list.header("Link");
    EXPECT_EQ(link.empty(), page == 1);
    if (!link.empty()) target = link.substr(1, link.find('>') - 1);
  }
  EXPECT_EQ(seen.size(), 3U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(get("/v1/bookings?limit=201", as("sales")).status, 400);
}

TEST_F(Books, TheExportHasARowABooking) {
  const auto id = book("athi", "1");
  const auto csv = get("/v1/finance/bookings.csv", as("finance"));
  EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_NE(csv.body.find("\r\n" + id + ",athi,1,confirmed,INR,"), std::string::npos) << csv.body;
}

TEST_F(Books, AnAccountsEntriesAddUpToItsBalance) {
  (void)book("athi", "1");
  const auto balance = get("/v1/finance/trial-balance?project=athi", as("finance")).json();
  for (const auto& account : balance.at("accounts")) {
    const auto name = account.at("account").get<std::string>();
    const auto page = get("/v1/finance/accounts/" + name + "?project=athi", as("finance")).json();
    std::int64_t sum = 0;
    for (const auto& entry : page.at("entries")) sum += entry.at("paise").get<std::int64_t>();
    EXPECT_EQ(sum, account.at("debit_paise").get<std::int64_t>() -
                       account.at("credit_paise").get<std::int64_t>())
        << name;
  }
}

TEST_F(Books, SupportFindsACaseByAnyOfItsNumbers) {
  const auto id = book("athi", "1");
  const auto booking = get("/v1/bookings/" + id, as("support")).json();
  const auto payment = booking.at("payments")[0].at("payment_id").get<std::string>();
  for (const auto& number : {id, payment}) {
    const auto found = get("/v1/support/search?q=" + number, as("support")).json();
    EXPECT_EQ(found.at("found"), true) << number;
    EXPECT_EQ(found.at("booking_id"), id);
    EXPECT_NE(found.at("verdict").at("en").get<std::string>().find("Paid and booked"),
              std::string::npos);
    EXPECT_GE(found.at("timeline").size(), 4U);
  }
  const auto nothing = get("/v1/support/search?q=pay_none", as("support")).json();
  EXPECT_EQ(nothing.at("found"), false);
  EXPECT_EQ(get("/v1/support/search", as("support")).status, 400);
}

TEST_F(Books, RecordsAreReadStraightFromTheLog) {
  const auto page = get("/v1/ledger/records?partition=1&from=1&limit=3", as("auditor")).json();
  ASSERT_EQ(page.at("records").size(), 3U);
  EXPECT_EQ(page.at("records")[0].at("sequence"), 1);
  EXPECT_EQ(page.at("records")[1].at("previous"), page.at("records")[0].at("hash"));
  auto headers = as("auditor");
  headers.emplace_back("Accept", "application/octet-stream");
  const auto raw = get("/v1/ledger/records?partition=1&from=2", headers);
  EXPECT_EQ(raw.body, log_.reader(1, 1)->read(1, Micros(0))->front().bytes);
  EXPECT_EQ(get("/v1/ledger/records?partition=9", as("auditor")).status, 404);
  EXPECT_EQ(get("/v1/ledger/records?partition=1&from=99999", as("auditor")).json(),
            Json::parse(R"({"records":[]})"));
}

TEST_F(Books, AsOfIsForThoseWhoMayLookBack) {
  std::string asked;
  services_->as_of = [&](const AsOf& point) -> Result<Snapshot> {
    asked = to_string(std::get<Position>(point));
    return MapStore(all_views()).snapshot();
  };
  const auto then = get("/v1/projects/athi/map?as_of=1-2", as("auditor"));
  EXPECT_EQ(then.json().at("statuses"), "");
  EXPECT_EQ(asked, "1-2");
  EXPECT_EQ(get("/v1/projects/athi/map?as_of=1-2").status, 403);
  EXPECT_EQ(get("/v1/projects/athi/map?as_of=1-2", as("sales")).status, 403);
  EXPECT_EQ(get("/v1/projects/athi/map?as_of=soon", as("auditor")).problem(), "as-of-malformed");
}

TEST_F(Books, ReadyMeansOwnedAndCaughtUp) {
  EXPECT_EQ(get("/livez").status, 200);
  (void)get("/v1/projects?min_position=" + to_string(1, writers_->at(1).head().sequence));
  EXPECT_EQ(get("/readyz").status, 200) << get("/readyz?verbose").body;
  const auto partitions = get("/v1/ledger/partitions", as("admin")).json().at("partitions");
  EXPECT_EQ(partitions.size(), 2U);
  EXPECT_EQ(partitions[1].at("phase"), "serving");
  services_->partitions = [] { return std::vector<PartitionStatus>(1); };
  const auto not_ready = get("/readyz?verbose");
  EXPECT_EQ(not_ready.status, 503);
  EXPECT_EQ(not_ready.json().at("reasons").size(), 1U);
}

}  // namespace ledger::test
