#include <algorithm>

#include "tests/query-api/api_fixture.h"

// The day book and the accounts, by value date.
namespace ledger::test {

class DayBook : public ApiTest {
 protected:
  // Booked on 1 June; on the 6th finance hears of money that the bank had on the 2nd, and another
  // plot is booked.
  DayBook() {
    open_project("athi", "AKR");
    const auto id = book("athi", "1", 1);
    clock_.pass(days(5));
    const auto declared =
        post("/v1/bookings/" + id + "/payments",
             {{"mode", "neft"}, {"reference", "UTR1"}, {"paise", 7'005}}, as("sales"));
    EXPECT_EQ(declared.status, 201) << declared.body;
    const auto payment = declared.json().at("payment_id").get<std::string>();
    const auto verified =
        post("/v1/payments/" + payment + "/verify", {{"value_date", "2026-06-02"}}, as("finance"));
    EXPECT_EQ(verified.status, 200) << verified.body;
    (void)book("athi", "2", 2);
  }

  Json day_book(const std::string& query = "") {
    const auto shown = get("/v1/finance/day-book?project=athi" + query, as("finance"));
    EXPECT_EQ(shown.status, 200) << shown.body;
    return shown.json();
  }

  Json account(const std::string& name, const std::string& query = "") {
    const auto shown = get("/v1/finance/accounts/" + name + "?project=athi" + query, as("finance"));
    EXPECT_EQ(shown.status, 200) << shown.body;
    return shown.json();
  }

  static std::vector<std::string> days_and_memos(const Json& page) {
    std::vector<std::string> list;
    for (const auto& entry : page.at("entries"))
      list.push_back(entry.at("date").get<std::string>() + " " +
                     entry.at("memo").get<std::string>());
    return list;
  }
};

TEST_F(DayBook, EntriesStandOnTheirValueDates) {
  EXPECT_EQ(
      days_and_memos(day_book()),
      (std::vector<std::string>{"2026-06-01 booking", "2026-06-01 capture", "2026-06-02 capture",
                                "2026-06-06 booking", "2026-06-06 capture"}));
  EXPECT_EQ(days_and_memos(day_book("&day=2026-06-02")),
            (std::vector<std::string>{"2026-06-02 capture"}));
  EXPECT_EQ(days_and_memos(day_book("&day=2026-06-03")), std::vector<std::string>{});
  EXPECT_EQ(days_and_memos(day_book("&from=2026-06-02&to=2026-06-05")),
            (std::vector<std::string>{"2026-06-02 capture"}));
  EXPECT_EQ(day_book("&from=2026-06-02").at("entries").size(), 3U);
}

TEST_F(DayBook, EveryEntryOfADaySumsToZero) {
  const auto page = day_book();
  EXPECT_EQ(page.at("entries").size(), 5U);
  for (const auto& entry : page.at("entries")) {
    std::int64_t sum = 0;
    for (const auto& posting : entry.at("postings")) sum += posting.at("paise").get<std::int64_t>();
    EXPECT_EQ(sum, 0);
  }
}

TEST_F(DayBook, PagesGoOnWhereTheLastOneEnded) {
  for (const auto* path : {"/v1/finance/day-book", "/v1/finance/accounts/assets:receivable"}) {
    const auto whole = get(std::string(path) + "?project=athi", as("finance")).json();
    Json gathered = Json::array();
    auto target = std::string(path) + "?project=athi&limit=1";
    int pages = 0;
    for (std::string link = "more"; !link.empty() && pages < 9; ++pages) {
      const auto page = get(target, as("finance"));
      const auto body = page.json();
      for (const auto& entry : body.at("entries")) gathered.push_back(entry);
      link = page.header("Link");
      EXPECT_EQ(link.empty(), body.at("next_cursor").is_null());
      if (!link.empty()) target = link.substr(1, link.find('>') - 1);
    }
    EXPECT_EQ(pages, 3) << "one a record";
    EXPECT_EQ(gathered, whole.at("entries"));
  }
}

TEST_F(DayBook, AnAccountOpensAsTheDayBeforeClosed) {
  const auto balance = get("/v1/finance/trial-balance?project=athi", as("finance")).json();
  for (const auto& of : balance.at("accounts")) {
    const auto name = of.at("account").get<std::string>();
    SCOPED_TRACE(name);
    std::int64_t closing = 0;
    for (int day = 1; day <= 7; ++day) {
      const auto date = "2026-06-0" + std::to_string(day);
      const auto page = account(name, "&from=" + date + "&to=" + date);
      EXPECT_EQ(page.at("opening_paise"), closing) << date;
      for (const auto& entry : page.at("entries")) closing += entry.at("paise").get<std::int64_t>();
      EXPECT_EQ(page.at("closing_paise"), closing) << date;
    }
    EXPECT_EQ(closing,
              of.at("debit_paise").get<std::int64_t>() - of.at("credit_paise").get<std::int64_t>());
    const auto all = account(name);
    EXPECT_EQ(all.at("opening_paise"), 0);
    EXPECT_EQ(all.at("closing_paise"), closing);
  }
  EXPECT_EQ(account("assets:bank", "&to=2026-06-01").at("closing_paise"), 0);
  EXPECT_EQ(account("assets:bank", "&from=2026-06-03").at("opening_paise"), 7'005);
}

TEST_F(DayBook, SaysHowFarItIsClosed) {
  EXPECT_EQ(day_book().at("closed_to"), Json());
  const auto closed = post("/v1/projects/athi/day-close", {{"date", "2026-06-05"}}, as("finance"));
  ASSERT_EQ(closed.status, 200) << closed.body;
  EXPECT_EQ(day_book("&day=2026-06-02").at("closed_to"), "2026-06-05");
}

TEST_F(DayBook, WhatCannotBeAskedIsNamed) {
  for (const auto* query : {"&day=soon", "&day=1969-01-01", "&from=2026-06-02&to=2026-06-01",
                            "&day=2026-06-01&to=2026-06-01", "&cursor=x", "&cursor=1", "&cursor=1.",
                            "&cursor=-1.1", "&cursor=1.1x", "&limit=0"}) {
    for (const auto* path : {"/v1/finance/day-book", "/v1/finance/accounts/assets:bank"}) {
      const auto refused = get(std::string(path) + "?project=athi" + query, as("finance"));
      EXPECT_EQ(refused.status, 400) << query;
      EXPECT_EQ(refused.problem(), "invalid-request") << query;
    }
  }
  EXPECT_EQ(get("/v1/finance/day-book", as("finance")).status, 400);
  EXPECT_EQ(get("/v1/finance/day-book?project=none", as("finance")).status, 404);
  EXPECT_EQ(get("/v1/finance/day-book?project=athi", as("sales")).status, 403);
}

TEST_F(DayBook, AnAccountThatNothingWasPostedToIsEmpty) {
  const auto page = account("assets:none");
  EXPECT_EQ(page.at("entries"), Json::array());
  EXPECT_EQ(page.at("closing_paise"), 0);
}

}  // namespace ledger::test
