#include <thread>

#include "projectors/recon.h"
#include "tests/query-api/imports_support.h"

namespace ledger::test {
namespace {

using testing::UnorderedElementsAre;

constexpr const char* kFile = "/v1/projects/athi/settlements/file";

struct Fee {
  std::int64_t fee = 0, tax = 0;  // the fee without its tax
};

Fee fee_of(std::int64_t paise) {
  const auto fee = paise / 50;
  return {fee, fee * 18 / 100};
}

}  // namespace

// Four bookings paid through the gateway, and the gateway's report about them.
class GatewaySettlements : public UploadTest {
 protected:
  GatewaySettlements() {
    open_project("athi", "AKR");
    report_.headings = {"entity_id", "type",       "debit",         "credit",
                        "amount",    "currency",   "fee",           "tax",
                        "order_id",  "payment_id", "settlement_id", "settlement_utr",
                        "settled_at"};
    for (int n = 1; n <= 4; ++n) {
      const auto booking = book("athi", std::to_string(n), n);
      bookings_.push_back(booking);
      const auto shown = must(get("/v1/bookings/" + booking, as("finance")));
      paid_.push_back(shown.at("paid").at("paise"));
      add_payment(n, paid_.back());
    }
  }

  static std::string payment(int n) { return "pay_" + std::to_string(n) + "_" + std::to_string(n); }

  void add_payment(int n, std::int64_t paise) {
    const auto fee = fee_of(paise);
    report_.rows.push_back({payment(n), "payment", "0.00", rupees_text(paise - fee.fee - fee.tax),
                            rupees_text(paise), "INR", rupees_text(fee.fee + fee.tax),
                            rupees_text(fee.tax), "order_x", "", "setl_1", "UTRSETL1",
                            "01/06/2026"});
  }

  Answered import(const TextTable& report) { return confirm(kFile, report.csv(), "finance"); }

  Json undo(const std::string& settlement) {
    return must(post("/v1/projects/athi/settlements/undo",
                     {{"settlement", settlement}, {"reason", "the file was wrong"}},
                     as("finance")));
  }

  std::int64_t net() const {
    std::int64_t sum = 0;
    for (const auto paise : paid_) sum += paise - fee_of(paise).fee - fee_of(paise).tax;
    return sum;
  }

  // The bank's row of the settlement.
  void bank_it() {
    TextTable statement{{"Date", "Narration", "Ref No", "Debit", "Credit", "Balance"},
                        {{"02/06/2026", "NEFT CR RAZORPAY", "UTRSETL1", "", rupees_text(net()),
                          rupees_text(net())}}};
    must(confirm("/v1/projects/athi/bank/file", statement.csv(), "finance"));
  }

  TextTable report_;
  std::vector<std::string> bookings_;
  std::vector<std::int64_t> paid_;
};

TEST_F(GatewaySettlements, AFileThatAgreesIsImportedOnceAndEverythingMatches) {
  const auto preview = upload(kFile, report_.csv(), "finance");
  EXPECT_THAT(problems_of(preview), IsEmpty());
  EXPECT_THAT(problems_of(preview, "warning"), IsEmpty()) << preview.body;
  EXPECT_EQ(preview.json().at("settlements")[0].at("net_paise"), net());
  const auto imported = import(report_);
  EXPECT_EQ(imported.status, 201) << imported.body;
  catch_up();
  const auto end = log_.end(1);
  const auto again = upload(kFile, report_.csv(), "finance");
  EXPECT_EQ(again.json().at("settlements")[0].at("known"), true);
  EXPECT_EQ(log_.end(1), end);
  clock_.pass(seconds(86'400) * 2);
  bank_it();
  clock_.pass(seconds(86'400) * 10);
  EXPECT_THAT(differences(), IsEmpty());
  EXPECT_EQ(reconciliation().at("all_matched"), true);
  expect_balanced();
}

TEST_F(GatewaySettlements, PlantedErrorsAreNamedWithAGuessedCause) {
  auto spoilt = report_;
  spoilt.rows.erase(spoilt.rows.begin());                         // payment 1 is missing
  spoilt.cell(0, "amount") = rupees_text(paid_[1] - 1);           // a paisa less
  spoilt.cell(1, "fee") = rupees_text(fee_of(paid_[2]).fee * 2);  // and no longer adds up
  spoilt.rows.push_back(spoilt.rows[2]);                          // twice
  spoilt.rows.push_back(spoilt.rows[2]);
  spoilt.cell(4, "entity_id") = "pay_unheard";  // of another shop
  const auto preview = upload(kFile, spoilt.csv(), "finance");
  EXPECT_THAT(problems_of(preview), ElementsAre("entity-twice@5/entity_id"));
  const auto warned = problems_of(preview, "warning");
  EXPECT_THAT(warned, Contains("amount-differs@2/amount"));
  EXPECT_THAT(warned, Contains("fee-mismatch@2/credit"));
  EXPECT_THAT(warned, Contains("fee-mismatch@3/credit"));
  EXPECT_THAT(warned, Contains("payment-unknown@6/entity_id"));
  EXPECT_THAT(preview.body, HasSubstr("rounded or retyped"));
  EXPECT_EQ(import(spoilt).json().at("digest"), Json());

  spoilt.rows.erase(spoilt.rows.begin() + 3);  // without the repeated line it can be imported
  ASSERT_EQ(import(spoilt).status, 201);
  clock_.pass(seconds(86'400) * 2);
  bank_it();
  clock_.pass(seconds(86'400) * 10);
  EXPECT_THAT(differences(),
              UnorderedElementsAre("not-settled:" + payment(1), "amount-differs:" + payment(2),
                                   "not-in-books:pay_unheard", "settlement-not-on-statement:setl_1",
                                   HasSubstr("settlement-differs:")));
}

TEST_F(GatewaySettlements, AfterTheWrongOneIsUndoneTheRightOneMatches) {
  auto spoilt = report_;
  spoilt.cell(0, "amount") = rupees_text(paid_[0] - 1);
  spoilt.rows.push_back(spoilt.rows[2]);
  spoilt.cell(4, "entity_id") = "pay_unheard";
  ASSERT_EQ(import(spoilt).status, 201);
  catch_up();
  const auto blocked = upload(kFile, report_.csv(), "finance");
  EXPECT_THAT(problems_of(blocked), ElementsAre("settlement-differs@0/settlement_id"));
  undo("setl_1");
  catch_up();
  ASSERT_EQ(import(report_).status, 201);
  clock_.pass(seconds(86'400) * 2);
  bank_it();
  clock_.pass(seconds(86'400) * 10);
  EXPECT_THAT(differences(), IsEmpty());
  expect_balanced();
  const auto matched = post("/v1/projects/athi/settlements/undo",
                            {{"settlement", "setl_1"}, {"reason", "no"}}, as("finance"));
  EXPECT_EQ(matched.problem(), "settlement-matched");
}

TEST_F(GatewaySettlements, ARefundIsKnownByTheGatewaysId) {
  const auto cancelled = must(post("/v1/bookings/" + bookings_[3] + "/cancel",
                                   {{"reason", "the loan was refused"}}, as("finance")));
  const auto refund = cancelled.at("refunds")[0].at("refund_id").get<std::string>();
  const auto back = cancelled.at("refunds")[0].at("paise").get<std::int64_t>();
  must(post("/v1/refunds/" + refund + "/approve", Json::object(), as_admin()));
  const auto gateways = [&]() -> std::string {
    for (;;) {  // until the refund is counted; the suite has a time limit
      catch_up();
      std::string found;
      recon::entries(store_->snapshot()->rows(recon::kView), ProjectId("athi"),
                     [&](const rows::ReconRowT& row) {
                       if (row.kind == "refund" && row.state == "counted") found = row.reference;
                       return true;
                     });
      if (!found.empty()) return found;
      reactors_->wake();
      std::this_thread::yield();
    }
  }();
  report_.rows.push_back({gateways, "refund", rupees_text(back), "0.00", rupees_text(back), "INR",
                          "0.00", "0.00", "order_x", payment(4), "setl_1", "UTRSETL1",
                          "01/06/2026"});
  const auto preview = upload(kFile, report_.csv(), "finance");
  EXPECT_THAT(problems_of(preview, "warning"), IsEmpty()) << preview.body;
  ASSERT_EQ(import(report_).status, 201);
  EXPECT_THAT(differences(), testing::Not(Contains(HasSubstr("rfnd"))));
  expect_balanced();
}

TEST_F(GatewaySettlements, TheGatewayItselfIsAsked) {
  for (int n = 1; n <= 4; ++n) {
    const auto paise = paid_[static_cast<std::size_t>(n - 1)];
    const auto fee = fee_of(paise);
    SettledItem item;
    item.entity = payment(n);
    item.kind = "payment";
    item.amount = Money::paise(paise);
    item.fee = Money::paise(fee.fee + fee.tax);
    item.tax = Money::paise(fee.tax);
    item.credit = item.amount - item.fee;
    item.currency = "INR";
    item.settlement = "setl_1";
    item.utr = "UTRSETL1";
    item.settled_on = 20'605;
    gateway_.settled.push_back(item);
  }
  const Json day = {{"date", "2026-06-01"}};
  const auto path = std::string("/v1/projects/athi/settlements/fetch");
  const auto preview = must(post(path + "?dry_run=true", day, as("finance")));
  EXPECT_EQ(preview.at("settlements")[0].at("net_paise"), net());
  const auto k = key(fresh_key());
  auto headers = as("finance");
  headers.push_back(k);
  const auto fetched = post(path, day, headers);
  EXPECT_EQ(fetched.status, 201) << fetched.body;
  EXPECT_EQ(post(path, day, headers).body, fetched.body);
  gateway_.down = true;
  const auto down = post(path, day, as("finance"));
  EXPECT_EQ(down.status, 503);
  EXPECT_EQ(down.problem(), "gateway-unavailable");
  expect_balanced();
}

TEST_F(GatewaySettlements, AnotherProjectsShareIsLeftToIt) {
  open_project("bannur", "BNR");
  (void)book("bannur", "5", 5);
  add_payment(5, 100'000);
  const auto preview = upload(kFile, report_.csv(), "finance");
  EXPECT_EQ(preview.json().at("elsewhere"), 1);
  EXPECT_EQ(preview.json().at("settlements")[0].at("items"), 4);
}

TEST_F(GatewaySettlements, BadFilesAreNamed) {
  const auto named = [&](const std::string& bytes) { return fault_of(kFile, bytes, "finance"); };
  EXPECT_EQ(named(""), "table-empty");
  EXPECT_THAT(named("a,b\r\n1,2\r\n"), HasSubstr("column-missing"));
  auto zero = report_;
  zero.cell(0, "amount") = "0.00";
  EXPECT_THAT(problems_of(upload(kFile, zero.csv(), "finance")),
              Contains("amount-not-positive@2/amount"));
  auto fine = report_;
  fine.cell(0, "amount") = "1.005";
  EXPECT_THAT(problems_of(upload(kFile, fine.csv(), "finance")),
              Contains("cell-unreadable@2/amount"));
  EXPECT_EQ(upload(kFile, report_.csv(), "sales").status, 403);
}

}  // namespace ledger::test
