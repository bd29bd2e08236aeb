#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "query-api/documents/csv.h"
#include "query-api/tables/bookings_import.h"

namespace ledger::tables {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Money rs(std::int64_t rupees) {
  return Money::paise(rupees * 100);
}

std::string sample(const std::string& name) {
  std::ifstream in(std::string(TABLE_SAMPLES) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

ImportFacts facts() {
  ImportFacts facts;
  for (const auto& [no, block] : {std::pair("1", "A"), {"2", "A"}, {"1", "B"}, {"117", "B"}}) {
    facts.plots.push_back({PlotId(std::string(block) + ":" + no), no, block});
  }
  facts.today = 20'782;
  return facts;
}

std::vector<std::string> reasons(const BookingsImport& read) {
  std::vector<std::string> to;
  for (const auto& problem : read.problems) to.push_back(problem.reason);
  return to;
}

std::string all(const BookingsImport& read) {
  std::string text;
  for (const auto& problem : read.problems) text += to_string(problem) + "\n";
  return text;
}

TEST(Bookings, TheSampleReadsAsItWasMeant) {
  const auto read = read_bookings(sample("bookings.csv"), facts());
  EXPECT_THAT(reasons(read), IsEmpty()) << all(read);
  ASSERT_EQ(read.bookings.size(), 3U);
  const auto& first = read.bookings[0];
  EXPECT_EQ(first.key, "SM/101");
  EXPECT_THAT(first.plots, ElementsAre(PlotId("A:1")));
  EXPECT_EQ(first.booked_on, 20'194);
  ASSERT_EQ(first.applicants.size(), 2U);
  EXPECT_EQ(first.applicants[0].phone, "+919876543210");
  EXPECT_EQ(first.applicants[0].pan, "ABCDE1234F");
  EXPECT_EQ(first.applicants[1].share_basis_points, 4'000);
  ASSERT_EQ(first.heads.size(), 4U);
  EXPECT_EQ(first.heads[2].head, "amenities");
  EXPECT_EQ(first.heads[2].cgst, rs(22'500));
  EXPECT_EQ(first.heads[3].amount, rs(-50'000));
  EXPECT_EQ(first.total(), rs(4'340'000));
  ASSERT_EQ(first.installments.size(), 3U);
  EXPECT_EQ(first.installments[2].due, std::nullopt);
  ASSERT_EQ(first.payments.size(), 2U);
  EXPECT_EQ(first.payments[1].reference, "SBIN525150123456");
  EXPECT_EQ(first.payments[1].row, 3U);
  EXPECT_EQ(first.outstanding(), rs(3'140'000));
  EXPECT_EQ(read.bookings[1].applicants[0].phone, "+971501234567");
  EXPECT_EQ(read.bookings[1].total(), Money::paise(123'456'750));
  EXPECT_EQ(read.bookings[2].outstanding(), Money());
  EXPECT_EQ(read.outstanding, rs(3'140'000) + Money::paise(123'456'750));
}

TEST(Bookings, TheSampleWorkbookReadsAsItWasMeant) {
  const auto read = read_bookings(sample("bookings.xlsx"), facts());
  EXPECT_THAT(reasons(read), ElementsAre("sheet-ignored")) << all(read);
  ASSERT_EQ(read.bookings.size(), 2U);
  const auto& first = read.bookings[0];
  EXPECT_EQ(first.row, 4U);
  EXPECT_EQ(first.sheet, "Bookings");
  EXPECT_EQ(first.total(), rs(4'390'000));
  EXPECT_EQ(first.applicants.at(0).phone, "+919876543210");
  EXPECT_EQ(first.applicants.at(0).share_basis_points, 6'000);
  EXPECT_EQ(first.payments.at(0).reference, "510614432198");
  EXPECT_EQ(first.payments.at(0).sheet, "Receipts");
  EXPECT_EQ(first.outstanding(), rs(3'190'000));
  const auto& second = read.bookings[1];
  EXPECT_THAT(second.plots, ElementsAre(PlotId("B:1"), PlotId("B:117")));
  EXPECT_EQ(second.total(), Money::paise(240'000'050));
  EXPECT_EQ(second.applicants.at(0).phone, "+919876543212");
  EXPECT_EQ(second.applicants.at(0).share_basis_points, 10'000);
  EXPECT_EQ(second.outstanding(), Money());
}

TEST(Bookings, TheFormReadsWithoutAProblem) {
  const auto read = read_bookings(bookings_form(Instant::micros(1)).value(), facts());
  EXPECT_THAT(reasons(read), IsEmpty()) << all(read);
  ASSERT_EQ(read.bookings.size(), 1U);
  const auto& booking = read.bookings[0];
  EXPECT_EQ(booking.applicants.size(), 2U);
  EXPECT_EQ(booking.applicants[1].share_basis_points, 4'000);
  EXPECT_EQ(booking.installments.size(), 3U);
  EXPECT_EQ(booking.payments.size(), 2U);
  EXPECT_EQ(booking.payments[0].sheet, "Payments");
  EXPECT_EQ(booking.outstanding(), rs(3'140'000));
}

// A small file: one line of headings, then what the case says.
BookingsImport of_rows(const std::string& rows, ImportFacts known = facts()) {
  return read_bookings(
      "Plot,Block,Booking date,Name,Phone,PAN,Share %,Price: land,Installment 1 due,Installment 1 "
      "amount,"
      "Outstanding,Payment date,Payment mode,UTR,Payment amount,Receipt no\n" +
          rows,
      known);
}

constexpr const char* kSound =
    "1,A,1/1/2026,Meera,9876543210,,,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n";

TEST(Bookings, EachFaultIsNamedWithItsPlace) {
  const struct {
    const char* rows;
    std::vector<std::string> reasons;
    const char* says;
  } cases[] = {
      {kSound, {}, ""},
      {"9,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"plot-unknown"},
       "no plot \"9\" in block \"A\""},
      {"1,,1/1/2026,M,9876543210,,,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"plot-ambiguous"},
       "in the blocks A, B"},
      {"1,A,soon,M,9876543210,,,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"cell-unreadable"},
       "Booking date: \"soon\""},
      {"1,A,1/1/2026,,9876543210,,,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"field-missing"},
       "no name"},
      {"1,A,1/1/2026,M,12345,,,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"contact-unreadable", "contact-missing"},
       "Phone: \"12345\""},
      {"1,A,1/1/2026,M,9876543210,ABC,,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"pan-malformed"},
       "\"ABC\""},
      {"1,A,1/1/2026,M,9876543210,,90%,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"shares-not-whole"},
       "add up to 90%"},
      {"1,A,1/1/2026,M,9876543210,,,100.005,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"cell-unreadable", "field-missing"},
       "at most two decimals"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,99,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"plan-does-not-sum"},
       "add up to ₹99.00, the price is ₹100.00"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,61,2/1/2026,UPI,600212345678,40,R1\n",
       {"balance-differs"},
       "says ₹61.00, but price ₹100.00 less payments ₹40.00 is ₹60.00: a difference of ₹1.00"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,60,2/1/2027,UPI,600212345678,40,R1\n",
       {"date-in-future"},
       "is after today"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,60,2/1/2026,Barter,600212345678,40,R1\n",
       {"mode-unknown", "balance-differs"},
       "\"Barter\" was found, one of UPI"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,60,2/1/2026,UPI,,40,R1\n",
       {"reference-missing"},
       "by upi has no UTR"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,60,2/1/2026,NEFT,600212345678,40,R1\n",
       {"reference-shape"},
       "16 or 22 characters"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,140,2/1/2026,UPI,600212345678,-40,R1\n",
       {"amount-not-positive"},
       "-₹40.00"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,,2/1/2026,UPI,600212345678,40,\n",
       {"receipt-missing", "balance-missing"},
       "nothing to compare"},
      {"1,A,1/1/2026,M,9876543210,,,30000,1/1/2026,30000,5000,2/1/2026,cash,,25000,R1\n",
       {"cash-limit"},
       "₹25,000.00 was taken in cash"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,-20,2/1/2026,UPI,600212345678,120,R1\n",
       {"overpaid"},
       "₹20.00 more"},
      {"1,A,1/1/2026,M,9876543210,,,100,1/1/2026,100,60,31/12/2025,UPI,600212345678,40,R1\n",
       {"paid-before-booking"},
       "before the booking"},
      {"1,A,1/1/2026,M,9876543210,,,100,,,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"plan-missing"},
       "no installments"},
      {"1,A,1/1/2026,M,98765 43210 / 98765 "
       "43211,,,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"contact-extra"},
       "the first is taken"},
      {"1,A,1/1/2026,M,,,,100,1/1/2026,100,60,2/1/2026,UPI,600212345678,40,R1\n",
       {"contact-missing"},
       "no invitation"},
  };

  for (const auto& one : cases) {
    const auto read = of_rows(one.rows);
    EXPECT_EQ(reasons(read), one.reasons) << one.rows << all(read);
    EXPECT_THAT(all(read), HasSubstr(one.says));
  }
}

TEST(Bookings, AreCheckedAgainstEachOther) {
  const auto read = of_rows(std::string(kSound) +
                            "1,A,,,,,,,,,60,3/1/2026,UPI,600212345678,0.01,R1\n"
                            "1,A,2/1/2026,,,,,,,,,,,,,\n"
                            "1; 117,B,1/1/2026,Ravi,9876543211,,,100,1/1/2026,100,100,,,,,\n"
                            "117,B,1/1/2026,Anil,9876543212,,,100,1/1/2026,100,100,,,,,\n");
  EXPECT_THAT(reasons(read), ElementsAre("balance-differs", "reference-twice", "receipt-twice",
                                         "booking-differs", "plot-twice"))
      << all(read);
  EXPECT_THAT(all(read), HasSubstr("row 4, Booking date: \"2/1/2026\" was found, row 2 of the same "
                                   "booking says \"1/1/2026\""));
}

TEST(Bookings, AreCheckedAgainstTheLedger) {
  auto known = facts();
  known.plots[0].sale = PlotSale::kTaken;
  known.plots[0].taken_by = "booking AKR-26-000012-P";
  known.reference_used = [](std::string_view reference) -> std::optional<std::string> {
    if (reference == "600212345678") return "booking AKR-26-000007-Q";
    return std::nullopt;
  };
  const auto read = of_rows(kSound, known);
  EXPECT_THAT(reasons(read), ElementsAre("plot-taken", "reference-used"));
  EXPECT_THAT(all(read), HasSubstr("taken by booking AKR-26-000012-P"));
}

TEST(Bookings, AColumnThatIsMissingOrUnknownIsNamed) {
  EXPECT_THAT(reasons(read_bookings("Plot,Booking date\n1,1/1/2026\n", facts())),
              ElementsAre("column-missing"));
  const auto half = read_bookings(
      "Plot,Block,Booking date,Name,Phone,Outstanding,Payment date,Colour\n", facts());
  EXPECT_THAT(reasons(half),
              ElementsAre("column-ignored", "column-missing", "column-missing", "column-missing"))
      << all(half);
}

TEST(Bookings, SumsPastAllBoundsAreRefused) {
  std::string rows;
  for (int i = 0; i < 1'100; ++i) {
    rows += "1,A,,,,,,,,,,1/1/2026,cash,,90071992547409.91,R" + std::to_string(i) + "\n";
  }
  EXPECT_THAT(reasons(of_rows(rows)), testing::Contains("amounts-too-large"));
}

// A developer's whole book, as a spreadsheet would hold it.
class Book {
 public:
  Book() {
    for (int i = 0; i < 400; ++i) {
      const auto no = std::to_string(i + 1);
      known.plots.push_back({PlotId(no), no, ""});
      const auto price = 1'000'000 + i * 1'000;
      const auto day = 20'000 + i;
      rows.push_back({no, date_text(day), "Buyer " + no, "98765" + std::to_string(10'000 + i),
                      "100%", std::to_string(price), date_text(day), std::to_string(price),
                      std::to_string(price - 200'000), date_text(day), "NEFT",
                      "SBIN5251" + std::to_string(10'000'000 + i), "200000", "R/" + no});
    }
    known.today = 20'782;
  }

  [[nodiscard]] BookingsImport read() const {
    paper::Table table{"t",
                       {"Plot", "Booking date", "Name", "Phone", "Share", "Price: land",
                        "Installment 1 due", "Installment 1 amount", "Outstanding", "Payment date",
                        "Payment mode", "UTR", "Payment amount", "Receipt no"},
                       {}};
    for (const auto& row : rows) table.rows.emplace_back(row.begin(), row.end());
    return read_bookings(csv_of(table), known);
  }

  ImportFacts known;
  std::vector<std::vector<std::string>> rows;
};

TEST(Bookings, TwelvePlantedErrorsInFourHundredAreAllNamed) {
  Book book;
  EXPECT_THAT(reasons(book.read()), IsEmpty()) << all(book.read());
  const auto sound = book.rows;
  auto& rows = book.rows;
  const std::vector<std::pair<std::string, std::uint32_t>> planted{
      {"plot-unknown", 12},      {"plot-taken", 32},         {"booking-differs", 52},
      {"cell-unreadable", 72},   {"cell-unreadable", 92},    {"reference-twice", 112},
      {"balance-differs", 132},  {"plan-does-not-sum", 152}, {"date-in-future", 172},
      {"shares-not-whole", 192}, {"mode-unknown", 212},      {"receipt-twice", 232}};
  rows[10][0] = "1001";
  book.known.plots[30].sale = PlotSale::kTaken;
  rows[50][0] = "50";  // the plot of the row before
  rows[70][12] = "2,000.005";
  rows[90][1] = "31/02/2026";
  rows[110][11] = rows[5][11];
  rows[130][8] = "1";
  rows[150][7] = "7";
  rows[170][9] = "2027-01-01";
  rows[190][4] = "50%";
  rows[210][10] = "hawala";
  rows[230][13] = rows[6][13];
  const auto read = book.read();
  for (const auto& [reason, row] : planted) {
    const bool named = std::any_of(
        read.problems.begin(), read.problems.end(),
        [&](const Problem& problem) { return problem.reason == reason && problem.row == row; });
    EXPECT_TRUE(named) << reason << " in row " << row << " is not among\n" << all(read);
  }
  // Nothing is said of the other rows.
  for (const auto& problem : read.problems) {
    const bool of_planted = std::any_of(planted.begin(), planted.end(),
                                        [&](const auto& one) { return one.second == problem.row; });
    EXPECT_TRUE(of_planted || problem.row == 51) << to_string(problem);
  }
  rows = sound;
  book.known.plots[30].sale = PlotSale::kFree;
  const auto corrected = book.read();
  EXPECT_THAT(reasons(corrected), IsEmpty());
  ASSERT_EQ(corrected.bookings.size(), 400U);
  for (const auto& booking : corrected.bookings) {
    EXPECT_EQ(booking.outstanding(), *booking.stated_outstanding) << booking.key;
  }
}

// Cells changed, emptied and exchanged: a preview always comes, and never a booking without a
// reason.
TEST(Bookings, AnyTableGivesAPreview) {
  std::uint32_t seed = 1;
  const auto random = [&seed](std::size_t below) {
    seed = seed * 1'664'525 + 1'013'904'223;
    return static_cast<std::size_t>(seed >> 8U) % below;
  };
  const std::string form = sample("bookings.csv");
  for (int i = 0; i < 3'000; ++i) {
    auto bytes = form;
    for (auto n = 1 + random(8); n > 0; --n) {
      const auto at = random(bytes.size());
      switch (random(3)) {
        case 0:
          bytes.erase(at, random(20));
          break;
        case 1:
          bytes.insert(at, form.substr(random(form.size()), random(20)));
          break;
        default:
          bytes[at] = ",\"\n-0159;ABz%/ "[random(14)];
      }
    }
    const auto read = read_bookings(bytes, facts());
    for (const auto& booking : read.bookings) {
      if (!read.usable()) continue;
      EXPECT_FALSE(booking.plots.empty());
      EXPECT_FALSE(booking.applicants.empty());
      EXPECT_EQ(booking.outstanding(), booking.stated_outstanding.value_or(booking.outstanding()));
    }
  }
}

}  // namespace
}  // namespace ledger::tables
