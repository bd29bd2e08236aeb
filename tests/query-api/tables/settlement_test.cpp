#include "query-api/tables/settlement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ledger::tables {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Money rs(std::int64_t rupees) {
  return Money::paise(rupees * 100);
}

std::vector<std::string> reasons(const SettlementReport& report) {
  std::vector<std::string> to;
  for (const auto& problem : report.problems) to.push_back(problem.reason);
  return to;
}

constexpr const char* kDashboard =
    "transaction_entity,entity_id,amount,currency,fee (exclusive "
    "tax),tax,debit,credit,payment_method,order_id,order_receipt,settlement_id,settled_at,"
    "settlement_utr,settled_by\n";

std::string of_dashboard(const char* rows) {
  std::string file = kDashboard;
  file += rows;
  return file;
}

TEST(Settlement, OfTheDashboardIsInRupees) {
  const auto report = read_settlement(
      of_dashboard("payment,pay_1,100000.00,INR,2000.00,360.00,0.00,97640.00,upi,order_1,hold-7,"
                   "setl_1,27/11/2026 10:11:12,HDFCN52026112712345678,Razorpay\n"
                   "refund,rfnd_1,500.00,INR,0.00,0.00,500.00,0.00,,,,setl_1,27/11/2026 "
                   "10:11:12,HDFCN52026112712345678,Razorpay\n"
                   "payment,pay_2,10.00,INR,0.20,0.04,0.00,9.76,card,order_2,hold-8,,,,\n"));
  EXPECT_THAT(reasons(report), ElementsAre());
  ASSERT_EQ(report.items.size(), 3U);
  const auto& first = report.items[0];
  EXPECT_EQ(first.kind, SettlementKind::kPayment);
  EXPECT_EQ(first.amount, rs(100'000));
  EXPECT_EQ(first.fee, rs(2'000));
  EXPECT_EQ(first.tax, rs(360));
  EXPECT_EQ(first.order_receipt, "hold-7");
  EXPECT_EQ(first.settled_on, 20'784);
  ASSERT_EQ(report.settlements.size(), 1U);
  EXPECT_EQ(report.settlements[0].net, rs(97'140));
  EXPECT_EQ(report.settlements[0].utr, "HDFCN52026112712345678");
  EXPECT_EQ(report.settlements[0].items, 2U);
}

TEST(Settlement, OfTheApiIsInPaiseAndItsFeeIncludesTax) {
  const auto report = read_settlement(
      "entity_id,type,debit,credit,amount,currency,fee,tax,on_hold,settled,created_at,settled_at,"
      "settlement_id,settlement_utr,order_id,order_receipt,payment_id,method\n"
      "pay_1,payment,0,9764000,10000000,INR,236000,36000,false,true,1795600000,1795750000,setl_1,"
      "UTR1,order_1,hold-7,,upi\n");
  EXPECT_THAT(reasons(report), ElementsAre());
  ASSERT_EQ(report.items.size(), 1U);
  EXPECT_EQ(report.items[0].amount, rs(100'000));
  EXPECT_EQ(report.items[0].fee, rs(2'000));
  EXPECT_EQ(report.items[0].tax, rs(360));
  EXPECT_EQ(report.items[0].credit, rs(97'640));
  EXPECT_EQ(report.items[0].settled_on, 20'784);
}

TEST(Settlement, PlantedErrorsAreNamed) {
  const auto report = read_settlement(of_dashboard(
      "payment,pay_1,100.00,INR,2.00,0.36,0.00,97.65,upi,o,h,setl_1,27/11/2026,UTR1,R\n"
      "payment,pay_1,100.00,INR,2.00,0.36,0.00,97.64,upi,o,h,setl_1,27/11/2026,UTR1,R\n"
      "payment,,100.00,INR,2.00,0.36,0.00,97.64,upi,o,h,setl_1,27/11/2026,UTR1,R\n"
      "payment,pay_2,100.00,USD,2.00,0.36,0.00,97.64,upi,o,h,setl_1,27/11/2026,UTR2,R\n"
      "payment,pay_3,1e2,INR,2.00,0.36,0.00,97.64,upi,o,h,setl_1,27/13/2026,UTR1,R\n"
      ",,999.00,,,,,,,,,,,,\n"));
  EXPECT_FALSE(report.usable());
  EXPECT_THAT(reasons(report),
              ElementsAre("fee-mismatch", "entity-twice", "entity-missing", "currency-other",
                          "utr-differs", "cell-unreadable", "cell-unreadable", "fee-mismatch"));
  EXPECT_THAT(report.problems[0].message,
              HasSubstr("₹97.65, but amount less fee and tax is ₹97.64"));
}

TEST(Settlement, SumsPastAllBoundsAreRefused) {
  std::string file = kDashboard;
  for (int i = 0; i < 1'100; ++i) {
    file +=
        "adjustment,adj_" + std::to_string(i) + ",0,INR,0,0,0,90071992547409.91,,,,setl_1,,U,\n";
  }
  EXPECT_THAT(reasons(read_settlement(file)), ElementsAre("amounts-too-large"));
}

}  // namespace
}  // namespace ledger::tables
