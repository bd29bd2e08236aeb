#include "query-api/tables/bank_statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ledger::tables {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Kind = ReferenceKind;

Money rs(std::int64_t rupees) {
  return Money::paise(rupees * 100);
}

std::vector<std::string> reasons(const BankStatement& statement) {
  std::vector<std::string> to;
  for (const auto& problem : statement.problems) to.push_back(problem.reason);
  return to;
}

BankReference best(std::string_view reference, std::string_view narration) {
  const auto found = find_references(reference, narration);
  return found.empty() ? BankReference{} : found.front();
}

TEST(BankReference, IsTheRowsOwn) {
  const struct {
    const char* reference;
    const char* narration;
    BankReference expected;
  } cases[] = {
      {"0000432912345678",
       "UPI-MEERA JOSHI-MEERA@YBL-YESB0YBLUPI-432912345678-PLOT 117",
       {Kind::kRrn, "432912345678"}},
      {"", "UPI/CR/432912345678/MEERA JO/YESB/meera@ybl/Plot", {Kind::kRrn, "432912345678"}},
      {"", "UPI/432912345678/Payment fro/meera@okaxis/HDFC BANK", {Kind::kRrn, "432912345678"}},
      {"TRANSFER FROM 4897735162099",
       "BY TRANSFER-UPI/CR/432912345678/MEERA/SBIN/m@sbi/-",
       {Kind::kRrn, "432912345678"}},
      {"", "MMT/IMPS/432912345678/plot/MEERA JOSH/HDFC0000123", {Kind::kRrn, "432912345678"}},
      {"", "IMPS-432912345678-MEERA JOSHI-HDFC-XXXXXXXX1234-PLOT", {Kind::kRrn, "432912345678"}},
      {"",
       "NEFT CR-SBIN0001234-MEERA JOSHI-SAHYADRI-SBIN526150123456",
       {Kind::kNeft, "SBIN526150123456"}},
      {"SBIN526150123456", "NEFT-SBIN526150123456-MEERA JOSHI", {Kind::kNeft, "SBIN526150123456"}},
      {"",
       "NEFT Cr-CITI0000002-MEERA-CITIN52026112512345678",
       {Kind::kNeft, "CITIN52026112512345678"}},
      {"",
       "RTGS CR-HDFC0000001-MEERA JOSHI-HDFCR52026112512345678",
       {Kind::kRtgs, "HDFCR52026112512345678"}},
      {"", "RTGS/HDFCR52026112512345678/HDFC BANK/MEERA", {Kind::kRtgs, "HDFCR52026112512345678"}},
      {"000000123456", "CHQ DEP - MICR CLG - WBO PUNE", {Kind::kCheque, "123456"}},
      {"0000000000000456", "CHQ PAID-INWARD TRAN-X", {Kind::kCheque, "000456"}},
      {"432912345678", "PAYMENT RECEIVED", {Kind::kRrn, "432912345678"}},
      {"", "TRANSFER TO ACCOUNT 123456789012", {}},
      {"", "CALL 9876543210 FOR 117", {}},
      {"", "INTEREST CREDIT 01-10-2026 TO 31-12-2026", {}},
      {"-", "CASH DEPOSIT SELF", {}},
      {"S12345678", "UPI/MEERA/432912345678/UPI", {Kind::kRrn, "432912345678"}},
  };

  for (const auto& one : cases) {
    EXPECT_EQ(best(one.reference, one.narration), one.expected)
        << one.reference << " | " << one.narration << " → "
        << best(one.reference, one.narration).value;
  }
}

TEST(BankReference, OfASentenceWithSeveralHasThemAll) {
  EXPECT_THAT(find_references("SBIN526150123456", "REV NEFT HDFCN52026112512345678 RETURN"),
              ElementsAre(BankReference{Kind::kNeft, "SBIN526150123456"},
                          BankReference{Kind::kNeft, "HDFCN52026112512345678"}));
}

TEST(BankReference, AsTypedIsBroughtIntoOneForm) {
  EXPECT_EQ(classify_reference(" sbin 5261 5012 3456 "),
            (BankReference{Kind::kNeft, "SBIN526150123456"}));
  EXPECT_EQ(classify_reference("4329 1234 5678"), (BankReference{Kind::kRrn, "432912345678"}));
  EXPECT_EQ(classify_reference("123456"), (BankReference{Kind::kCheque, "123456"}));
  EXPECT_EQ(classify_reference("pay_Abc123"), BankReference{});
  EXPECT_EQ(classify_reference(""), BankReference{});
}

TEST(BankStatement, OfHdfcWithItsPreambleAndStars) {
  const auto statement = read_bank_statement(
      "HDFC BANK Ltd.,,,,,,\nSAHYADRI LAND DEVELOPERS LLP,,,,,,\nStatement From : 01/11/2026 To : "
      "30/11/2026,,,,,,\n,,,,,,\n"
      "Date,Narration,Chq./Ref.No.,Value Dt,Withdrawal Amt.,Deposit Amt.,Closing Balance\n"
      "********,********,********,********,********,********,********\n"
      "25/11/26,UPI-MEERA JOSHI-MEERA@YBL-YESB0YBLUPI-432912345678-PLOT "
      "117,0000432912345678,25/11/26,,\"1,00,000.00\",\"6,00,000.00\"\n"
      "26/11/26,NEFT "
      "CR-SBIN0001234-RAVI-SAHYADRI-SBIN526150123456,SBIN526150123456,26/11/"
      "26,,250000.50,850000.50\n"
      "27/11/26,CHARGES,0000000000000000,27/11/26,590.00,,\"8,49,410.50\"\n"
      "********,********,********,********,********,********,********\n"
      ",,,,,,\nSTATEMENT SUMMARY  :-,,,,,,\nOpening Balance,Dr Count,Cr "
      "Count,Debits,Credits,Closing Bal,\n"
      "500000.00,1,2,590.00,350000.50,849410.50,\n");
  EXPECT_TRUE(statement.usable()) << to_string(statement.problems.at(0));
  ASSERT_EQ(statement.lines.size(), 3U);
  EXPECT_EQ(statement.lines[0].row, 7U);
  EXPECT_EQ(statement.lines[0].date, 20'782);
  EXPECT_EQ(statement.lines[0].credit, rs(100'000));
  EXPECT_EQ(statement.lines[0].references.front().value, "432912345678");
  EXPECT_EQ(statement.lines[1].credit, Money::paise(25'000'050));
  EXPECT_EQ(statement.lines[2].debit, rs(590));
  EXPECT_TRUE(statement.lines[2].references.empty());
  EXPECT_EQ(statement.opening, rs(500'000));
  EXPECT_EQ(statement.closing, Money::paise(84'941'050));
}

TEST(BankStatement, OfIciciSbiAxisKotakAndIdbi) {
  const char* const files[] = {
      "S No.,Value Date,Transaction Date,Cheque Number,Transaction Remarks,Withdrawal "
      "Amount(INR),Deposit Amount(INR),Balance(INR)\n"
      "1,25/11/2026,25/11/2026,-,UPI/432912345678/Plot/meera@okaxis,0.00,100000.00,600000.00\n",
      "Txn Date\tValue Date\tDescription\tRef No./Cheque No.\tDebit\tCredit\tBalance\n"
      "25 Nov 2026\t25 Nov 2026\tBY TRANSFER-UPI/CR/432912345678/MEERA\tTRANSFER FROM "
      "4897735162099\t \t1,00,000.00\t6,00,000.00\n",
      "Tran Date,CHQNO,PARTICULARS,DR,CR,BAL,SOL\n25-11-2026,-,UPI/P2A/432912345678/MEERA JOSHI, "
      ",100000.00,600000.00,123\n",
      "Sl. No.,Transaction Date,Value Date,Description,Chq / Ref No.,Amount,Dr / Cr,Balance,Dr / "
      "Cr\n"
      "1,25-11-2026 "
      "10:11:12,25-11-2026,UPI/MEERA/432912345678/"
      "Plot,UPI-432912345678,\"1,00,000.00\",CR,\"6,00,000.00\",CR\n",
      "Txn Date;Value Date;Description;Instrument ID;CR/DR;Txn Amount;Balance\n"
      "25-11-2026 22:40:00;25/11/2026;UPI/432912345678/MEERA J;;Cr.;100000.00;600000.00\n",
      "Date,Particulars,Amount,Balance\n25/11/2026,UPI/432912345678/MEERA,\"1,00,000.00 "
      "Cr\",\"6,00,000.00 Cr\"\n",
  };
  for (const auto* file : files) {
    const auto statement = read_bank_statement(file);
    EXPECT_TRUE(statement.usable()) << file << to_string(statement.problems.at(0));
    ASSERT_EQ(statement.lines.size(), 1U) << file;
    const auto& line = statement.lines[0];
    EXPECT_EQ(line.date, 20'782) << file;
    EXPECT_EQ(line.credit, rs(100'000)) << file;
    EXPECT_EQ(line.balance, rs(600'000)) << file;
    ASSERT_FALSE(line.references.empty()) << file;
    EXPECT_EQ(line.references.front(), (BankReference{Kind::kRrn, "432912345678"})) << file;
  }
}

TEST(BankStatement, NewestFirstIsTurnedRound) {
  const auto statement = read_bank_statement(
      "Date,Narration,Debit,Credit,Balance\n"
      "27/11/2026,c,,5,35\n26/11/2026,b,10,,30\n25/11/2026,a,,20,40\n");
  ASSERT_EQ(statement.lines.size(), 3U);
  EXPECT_EQ(statement.lines.front().narration, "a");
  EXPECT_EQ(statement.opening, rs(20));
  EXPECT_EQ(statement.closing, rs(35));
  EXPECT_THAT(reasons(statement), ElementsAre());
}

TEST(BankStatement, ANarrationOverLinesIsOne) {
  const auto statement = read_bank_statement(
      "Date,Narration,Debit,Credit,Balance\n25/11/2026,UPI/CR/4329,,20,40\n,12345678/"
      "MEERA,,,\n,PLOT,,,\n26/11/2026,b,,1,41\n");
  EXPECT_EQ(statement.lines.at(0).narration, "UPI/CR/4329 12345678/MEERA PLOT");
  EXPECT_EQ(statement.lines.size(), 2U);
}

TEST(BankStatement, AllThatIsWrongIsNamedAtOnce) {
  const auto statement = read_bank_statement(
      "Date,Narration,UTR,Debit,Credit,Balance\n"
      "25/11/2026,UPI a,432912345678,,100,1100\n"
      "31/11/2026,b,,,1.005,x\n"
      "26/11/2026,c,,5,5,1100\n"
      ",d,,,7,\n"
      "27/11/2026,UPI e,432912345678,,100,1300\n"
      "28/11/2026,f,,-4,,1304\n");
  EXPECT_FALSE(statement.usable());
  EXPECT_THAT(reasons(statement),
              ElementsAre("cell-unreadable", "cell-unreadable", "amount-both", "date-missing",
                          "balance-breaks", "reference-twice", "amount-negative"));
  EXPECT_EQ(statement.problems[0].row, 3U);
  EXPECT_EQ(statement.problems[0].column, "Date");
  EXPECT_EQ(to_string(statement.problems[4]),
            "row 6: the balance is ₹1,300.00, but ₹1,200.00 follows from row 2: a row may be "
            "missing or changed");
}

TEST(BankStatement, AFileOfSomethingElseSaysWhatItLacks) {
  const auto statement = read_bank_statement("Plot,Price\n1,2\n");
  EXPECT_THAT(reasons(statement), ElementsAre("column-missing", "column-missing"));
  EXPECT_THAT(statement.problems[0].message,
              HasSubstr("\"Date\" (or Transaction Date, Txn Date, Tran Date)"));
  EXPECT_THAT(statement.problems[0].message, HasSubstr("found: Plot, Price"));
  EXPECT_THAT(reasons(read_bank_statement("Date,Narration\n25/11/2026,x\n")),
              ElementsAre("column-missing"));
  EXPECT_THAT(reasons(read_bank_statement("%PDF")), ElementsAre("table-format"));
  EXPECT_THAT(reasons(read_bank_statement("Date,Narration,Debit,Credit\n")),
              ElementsAre("statement-empty"));
}

}  // namespace
}  // namespace ledger::tables
