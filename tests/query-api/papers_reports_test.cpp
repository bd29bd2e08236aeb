#include "tests/query-api/papers_fixture.h"

namespace ledger::test {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::int64_t paise(const Json& money) {
  return money.at("paise").get<std::int64_t>();
}

}  // namespace

class Reports : public PapersTest {
 protected:
  Json statement(const Bought& bought, const std::string& query = "") {
    const auto answered = get(own(bought, "/statement" + query), bought.token);
    EXPECT_EQ(answered.status, 200) << answered.body;
    return answered.json();
  }
};

TEST_F(Reports, AStatementsLastClosingIsTheDashboardsBalance) {
  const auto bought = buy("1");
  clock_.pass(hours(24 * 10));
  const auto payment = pay(bought, 50'000'00, "UTR2026061100001");
  const auto body = statement(bought);
  EXPECT_EQ(body.at("closing"), booking(bought).at("balance"));
  EXPECT_EQ(body.at("closing"), booking(bought).at("outstanding"));
  EXPECT_EQ(paise(body.at("opening")), 0);
  ASSERT_EQ(body.at("lines").size(), 3U);
  EXPECT_EQ(body.at("lines")[0].at("kind"), "price");
  EXPECT_EQ(body.at("lines")[2].at("reference"), "R/2627/AKR/00002");
  EXPECT_EQ(body.at("lines")[2].at("balance"), body.at("closing"));
}

TEST_F(Reports, OneRangesClosingIsTheNextOnesOpening) {
  const auto bought = buy("1");
  clock_.pass(hours(24 * 10));
  (void)pay(bought, 50'000'00, "UTR2026061100001");
  const auto first = statement(bought, "?to=2026-06-10");
  const auto second = statement(bought, "?from=2026-06-11&to=2026-06-30");
  EXPECT_EQ(first.at("closing"), second.at("opening"));
  EXPECT_EQ(first.at("lines").size(), 2U);
  EXPECT_EQ(second.at("lines").size(), 1U);
  EXPECT_EQ(second.at("closing"), booking(bought).at("balance"));
}

TEST_F(Reports, AsIssuedThenKnowsNothingOfWhatWasCorrectedSince) {
  const auto bought = buy("1");
  const auto payment = pay(bought, 50'000'00, "UTR2026060100001");
  const auto then = statement(bought);
  const auto position = to_string(everything());
  clock_.pass(hours(24));
  ASSERT_EQ(
      post("/v1/payments/" + payment + "/reverse", {{"reason", "returned"}}, as("finance")).status,
      200);
  const auto now = statement(bought);
  EXPECT_NE(now.at("closing"), then.at("closing"));
  EXPECT_EQ(now.at("lines").back().at("correction"), true);
  const auto as_issued = statement(bought, "?as_of=" + position);
  EXPECT_EQ(as_issued.at("lines"), then.at("lines"));
  EXPECT_EQ(as_issued.at("closing"), then.at("closing"));
  EXPECT_EQ(as_issued.at("ageing"), Json());
  const auto said = text(pdf(own(bought, "/statement.pdf?as_of=" + position), bought.token));
  EXPECT_TRUE(holds(said, "As issued then")) << said;
  EXPECT_EQ(get(own(bought, "/statement?as_of=soon"), bought.token).problem(), "as-of-malformed");
}

TEST_F(Reports, AStatementComesAsPdfCsvAndWorkbook) {
  const auto bought = buy("1");
  const auto closing = Money::paise(paise(statement(bought).at("closing")));
  EXPECT_TRUE(
      holds(text(pdf(own(bought, "/statement.pdf"), bought.token)), paper::rupees(closing)));
  EXPECT_TRUE(holds(squeezed(pdf_text(pdf(own(bought, "/statement.pdf?lang=hi"), bought.token))),
                    squeezed(paper::rupees(closing))));
  const auto csv = get(own(bought, "/statement.csv"), bought.token);
  EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_TRUE(holds(csv.header("Content-Disposition"), "attachment; filename="));
  EXPECT_TRUE(csv.body.ends_with("," + paper::decimal(closing) + "\r\n")) << csv.body;
  EXPECT_TRUE(get(own(bought, "/statement.xlsx"), bought.token).body.starts_with("PK"));
  auto accepts = bought.token;
  accepts.emplace_back("Accept", "text/csv");
  EXPECT_EQ(get(own(bought, "/statement"), accepts).body, csv.body);
}

TEST_F(Reports, AgeingIsWhatIsOpenByTheDaysItIsLate) {
  const auto bought = buy("1");
  clock_.pass(hours(24 * 75));  // the balance was due in 30 days
  const auto body = statement(bought);
  EXPECT_EQ(body.at("ageing").at("days_31_60"), body.at("closing"));
  EXPECT_EQ(paise(body.at("ageing").at("not_yet_due")), 0);
}

TEST_F(Reports, ARangeThatIsNoneIsRefused) {
  const auto bought = buy("1");
  for (const char* range : {"?from=2026-13-01", "?from=yesterday", "?to=2026-02-30",
                            "?from=2026-06-02&to=2026-06-01"}) {
    const auto refused = get(own(bought, "/statement.csv" + std::string(range)), bought.token);
    EXPECT_EQ(refused.status, 400) << range;
    EXPECT_EQ(refused.problem(), "range-invalid");
  }
  EXPECT_EQ(get(own(bought, "/statement.pdf"), buy("2", 2).token).status, 404);
}

TEST_F(Reports, AYearHasTwelveMonthsThatAddUpToWhatWasPaid) {
  const auto bought = buy("1");
  clock_.pass(hours(24 * 31));
  (void)pay(bought, 50'000'00, "UTR2026070200001");
  const auto year = get(own(bought, "/financial-years/2026-27"), bought.token).json();
  ASSERT_EQ(year.at("months").size(), 12U);
  EXPECT_EQ(year.at("months")[0].at("month"), "2026-04");
  EXPECT_EQ(year.at("months")[11].at("month"), "2027-03");
  EXPECT_EQ(paise(year.at("months")[3].at("paid")), 50'000'00);
  EXPECT_GT(paise(year.at("months")[2].at("tax")), 0);
  EXPECT_EQ(year.at("total").at("paid"), booking(bought).at("paid"));
  EXPECT_EQ(year.at("outstanding"), booking(bought).at("outstanding"));
  const auto said = text(pdf(own(bought, "/financial-years/2026-27.pdf"), bought.token));
  EXPECT_TRUE(holds(said, "July 2026 ")) << said;
  EXPECT_EQ(get(own(bought, "/financial-years/2026.json"), bought.token).json(), year);
  EXPECT_EQ(
      paise(
          get(own(bought, "/financial-years/2025-26"), bought.token).json().at("total").at("paid")),
      0);
  EXPECT_EQ(get(own(bought, "/financial-years/2026-28"), bought.token).problem(),
            "financial-year-invalid");
}

TEST_F(Reports, APartnersStatementComesToWhatIsPayable) {
  const auto rules = put("/v1/projects/athi/commission-rules/shree",
                         {{"from", "2026-04-01"},
                          {"slabs", {{{"from_paise", 0}, {"basis_points", 200}}}},
                          {"rera_no", "A51800000001"}},
                         as("finance"));
  ASSERT_EQ(rules.status, 200) << rules.body;
  const auto held =
      post("/v1/projects/athi/holds",
           {{"plots", {"1"}}, {"contact", contact()}, {"source", {{"partner", "shree"}}}});
  ASSERT_EQ(held.status, 201) << held.body;
  const auto order = checkout(held.json());
  (void)webhook("payment.captured", payment_of("pay_1", order, "captured"), kWebhookSecret);
  const auto at = "/v1/projects/athi/commission/shree";
  const auto shown =
      get(std::string(at) + "?min_position=" + to_string(everything()), as("finance")).json();
  const auto payable = Money::paise(shown.at("payable_paise").get<std::int64_t>());
  EXPECT_GT(payable, Money());
  const auto said = text(pdf(std::string(at) + ".pdf", as("finance")));
  EXPECT_TRUE(holds(said, paper::rupees(payable))) << said;
  EXPECT_TRUE(holds(said, "A51800000001")) << said;
  EXPECT_FALSE(holds(said, "Asha")) << said;
  const auto csv = get(std::string(at) + ".csv", as("finance"));
  EXPECT_TRUE(csv.body.ends_with("," + paper::decimal(payable) + "\r\n")) << csv.body;
  EXPECT_TRUE(get(std::string(at) + ".xlsx", as("finance")).body.starts_with("PK"));
  EXPECT_EQ(get("/v1/projects/athi/commission/nobody.pdf", as("finance")).status, 404);
  EXPECT_EQ(get(std::string(at) + ".pdf?from=x", as("finance")).problem(), "range-invalid");
}

TEST_F(Reports, ACellIsNeverAFormula) {
  auto evil = squares(3);
  const std::string plain = R"("Name":"1")";
  evil.replace(evil.find(plain), plain.size(), R"("Name":"=1+1")");
  ASSERT_EQ(post("/v1/projects",
                 {{"project_id", "evil"},
                  {"name", "Evil"},
                  {"code", "EVL"},
                  {"city", "Pune"},
                  {"timezone", "Asia/Kolkata"}},
                 as_admin())
                .status,
            201);
  const std::string at = "/v1/projects/evil";
  const auto digest = call("POST", at + "/layout?plot_no=Name", evil, as_admin())
                          .json()
                          .at("digest")
                          .get<std::string>();
  ASSERT_EQ(call("POST", at + "/layout?plot_no=Name&confirm=" + digest, evil, as_admin()).status,
            201);
  ASSERT_EQ(put(at + "/prices",
                {{"currency", "INR"},
                 {"rate_paise_per_sq_yd", 520'000},
                 {"heads", Json::array()},
                 {"token", {{"basis_points", 1000}}}},
                as_admin())
                .status,
            200);
  ASSERT_EQ(post(at + "/release", {{"plots", "all"}}, as_admin()).status, 200);
  const auto order = checkout(hold("evil", "=1+1"));
  (void)webhook("payment.captured", payment_of("pay_1", order, "captured"), kWebhookSecret);
  const auto csv =
      get("/v1/finance/bookings.csv?project=evil&min_position=" + to_string(everything()),
          as("finance"));
  EXPECT_TRUE(holds(csv.body, ",'=1+1,")) << csv.body;
  EXPECT_FALSE(holds(csv.body, ",=1+1")) << csv.body;
}

TEST_F(Reports, TheExportIsAWorkbookToo) {
  (void)buy("1");
  const auto book = get("/v1/finance/bookings.xlsx", as("finance"));
  EXPECT_EQ(book.status, 200) << book.body;
  EXPECT_TRUE(book.body.starts_with("PK"));
  EXPECT_EQ(book.header("Content-Disposition"), "attachment; filename=\"bookings.xlsx\"");
  EXPECT_EQ(get("/v1/finance/bookings.xlsx", as("finance")).body, book.body);
}

}  // namespace ledger::test
