#include "events/numbers.h"
#include "tests/query-api/documents/pdf_tools.h"
#include "tests/query-api/five_bookings.h"

// The five bookings on paper: what is printed and written is what the hand says.
namespace ledger::test {
namespace {

// "0.05", as our CSV has amounts.
std::string decimal(const Json& paise) {
  const auto amount = paise.get<std::int64_t>();
  const auto cents = std::to_string(100 + std::abs(amount) % 100).substr(1);
  return (amount < 0 ? "-" : "") + std::to_string(std::abs(amount) / 100) + "." + cents;
}

// Value date, debit, credit, balance of the hand's lines, between an opening and a closing row.
std::vector<std::string> csv_by_hand(const Json& lines) {
  std::vector<std::string> rows = {"2026-06-01,,,0.00"};
  std::int64_t debits = 0;
  std::int64_t credits = 0;
  for (const auto& line : lines) {
    const auto effect =
        line.at("charge_paise").get<std::int64_t>() - line.at("money_paise").get<std::int64_t>();
    const auto debit = std::max<std::int64_t>(effect, 0);
    const auto credit = debit - effect;
    debits += debit;
    credits += credit;
    rows.push_back(line.at("date").get<std::string>() + "," + decimal(debit) + "," +
                   decimal(credit) + "," + decimal(line.at("balance_paise")));
  }
  rows.push_back("2026-08-15," + decimal(debits) + "," + decimal(credits) + "," +
                 decimal(debits - credits));
  return rows;
}

// The same columns of a statement: 1, 5, 6 and 7.
std::vector<std::string> csv_served(const std::string& csv) {
  std::vector<std::string> rows;
  for (const auto& line : text_lines(csv)) {
    std::vector<std::string> cells(1);
    for (const char c : line) c == ',' ? void(cells.emplace_back()) : void(cells.back() += c);
    EXPECT_EQ(cells.size(), 7U) << line;
    rows.push_back(cells[0] + "," + cells[4] + "," + cells[5] + "," + cells[6]);
  }
  rows.erase(rows.begin());  // the headings
  return rows;
}

}  // namespace

TEST_F(FiveBookings, TheStatementAsATableIsTheHands) {
  for (const auto& [life, hand] : by_hand().at("bookings").items()) {
    SCOPED_TRACE(life);
    const auto csv = served(life[0], "/statement.csv?from=2026-06-01&to=2026-08-15");
    ASSERT_EQ(csv.status, 200) << csv.body;
    EXPECT_EQ(csv_served(csv.body), csv_by_hand(hand.at("statement")));
  }
}

TEST_F(FiveBookings, TheStatementOnPaperShowsEveryBalanceOfTheHand) {
  for (const auto& [life, hand] : by_hand().at("bookings").items()) {
    SCOPED_TRACE(life);
    const auto pdf = served(life[0], "/statement.pdf?from=2026-06-01&to=2026-08-15");
    ASSERT_EQ(pdf.status, 200) << pdf.body;
    const auto text = pdf_text(pdf.body);
    for (const auto& line : hand.at("statement")) {
      const auto balance = Money::paise(line.at("balance_paise").get<std::int64_t>());
      EXPECT_NE(text.find(grouped_amount(balance)), std::string::npos) << rupees(balance) << "\n"
                                                                       << text;
    }
  }
}

TEST_F(FiveBookings, EveryReceiptAndVoucherIsPrintedWithItsAmount) {
  for (const auto& [life, hand] : by_hand().at("bookings").items()) {
    auto papers = hand.at("receipts");
    for (const auto& paper : hand.at("papers")) papers.push_back(paper);
    for (const auto& paper : papers) {
      const auto number = paper.at("number").get<std::string>();
      const auto pdf = served(life[0], "/papers/" + number);
      ASSERT_EQ(pdf.status, 200) << number << pdf.body;
      const auto text = pdf_text(pdf.body);
      const auto amount = Money::paise(paper.at("paise").get<std::int64_t>());
      EXPECT_NE(text.find(number), std::string::npos) << text;
      EXPECT_NE(text.find(grouped_amount(amount)), std::string::npos) << rupees(amount) << "\n"
                                                                      << text;
    }
  }
}

}  // namespace ledger::test
