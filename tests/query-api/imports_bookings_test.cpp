#include "events/civil.h"
#include "events/hash.h"
#include "tests/query-api/imports_support.h"

namespace ledger::test {
namespace {

constexpr std::size_t kBookings = 400;
constexpr const char* kPath = "/v1/projects/athi/imports/bookings";

struct Told {
  std::int64_t price = 0, paid = 0;
};

std::string digits(std::size_t number, std::size_t width) {
  auto text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

std::string day(std::size_t after) {
  return date_text(19'814 + static_cast<Day>(after));  // from 1 April 2024
}

// A developer's old bookings: booking b has plot b + 1 and b % 4 payments in rows of its own.
class OldBusiness {
 public:
  explicit OldBusiness(std::size_t count = kBookings) {
    table.headings = {"Booking no",
                      "Plot",
                      "Booking date",
                      "Applicant 1 name",
                      "Applicant 1 phone",
                      "Applicant 1 email",
                      "Plan",
                      "Price: land",
                      "Price: amenities",
                      "GST: amenities",
                      "Installment 1 label",
                      "Installment 1 due",
                      "Installment 1 amount",
                      "Installment 2 label",
                      "Installment 2 due",
                      "Installment 2 amount",
                      "Total price",
                      "Outstanding",
                      "Payment date",
                      "Payment mode",
                      "UTR",
                      "Payment amount",
                      "Receipt no"};
    for (std::size_t b = 0; b < count; ++b) add(b);
  }

  TextTable table;
  std::vector<std::size_t> first_row;  // of each booking, in `table.rows`
  std::vector<Told> told;

 private:
  void add(std::size_t b) {
    const auto payments = b % 4;
    Told sums{118'000'00 + 900'000'50 + static_cast<std::int64_t>(b) * 1'237'00, 0};
    first_row.push_back(table.rows.size());
    auto row = booking_cells(b, sums.price);
    for (std::size_t p = 0; p < std::max<std::size_t>(payments, 1); ++p) {
      if (p > 0) row.assign(table.headings.size(), "");
      if (p < payments) sums.paid += pay(b, p, row);
      table.rows.push_back(row);
    }
    table.cell(first_row.back(), "Outstanding") = rupees_text(sums.price - sums.paid);
    told.push_back(sums);
  }

  std::vector<std::string> booking_cells(std::size_t b, std::int64_t price) const {
    const bool by_milestone = b % 5 == 0;
    return {"OLD/" + digits(b + 1, 4),
            std::to_string(b + 1),
            day(b % 300),
            "Buyer " + std::to_string(b),
            "98" + digits(10'000'000 + b, 8),
            "buyer" + std::to_string(b) + "@example.com",
            "Old plan",
            rupees_text(price - 118'000'00),
            "1,00,000",
            "18000",
            "Booking",
            day(b % 300),
            "2,00,000.00",
            "Possession",
            by_milestone ? "on possession" : day(b % 300 + 365),
            rupees_text(price - 200'000'00),
            rupees_text(price),
            "",
            "",
            "",
            "",
            "",
            ""};
  }

  std::int64_t pay(std::size_t b, std::size_t p, std::vector<std::string>& row) const {
    static const std::vector<std::string> kModes = {"NEFT", "UPI", "Cheque", "Cash"};
    const auto mode = (b + p) % kModes.size();
    const auto number = b * 10 + p;
    const std::int64_t paise = mode == 3 ? 9'000'00 : 50'000'25 + static_cast<std::int64_t>(b);
    const std::vector<std::string> references = {
        "SBIN5" + digits(number, 11), "5" + digits(number, 11), digits(100'000 + number, 6), ""};
    const auto at = [&](const char* heading) -> std::string& { return row[table.column(heading)]; };
    at("Payment date") = day(b % 300 + p * 10);
    at("Payment mode") = kModes[mode];
    at("UTR") = references[mode];
    at("Payment amount") = rupees_text(paise);
    at("Receipt no") = "OLD/R/" + digits(number, 5);
    return paise;
  }
};

// One planted fault: what is written into which cell, and how it must be called.
struct Planted {
  std::size_t booking;
  const char* heading;
  std::string wrong;
  const char* reason;
  const char* column;  // as the problem names it
};

const std::vector<Planted>& twelve() {
  static const std::vector<Planted> list = {
      {3, "Plot", "9999", "plot-unknown", "Plot"},
      {33, "Plot", "33", "plot-twice", "Plot"},
      {62, "Plot", "401", "plot-taken", "Plot"},
      {89, "UTR", "500000000010", "reference-twice", "UTR"},
      {121, "Outstanding", "1", "balance-differs", "Outstanding"},
      {150, "Installment 2 amount", "1", "plan-does-not-sum", "Installment"},
      {181, "Total price", "5", "total-differs", "Total price"},
      {213, "Payment amount", "50000.255", "cell-unreadable", "Payment amount"},
      {243, "Payment amount", "-5", "amount-not-positive", "Payment amount"},
      {273, "Payment mode", "barter", "mode-unknown", "Payment mode"},
      {301, "Payment date", "2031-01-01", "date-in-future", "Payment date"},
      {333, "Applicant 1 phone", "12345", "contact-unreadable", "Applicant 1 phone"}};
  return list;
}

}  // namespace

class ExistingBookings : public UploadTest {
 protected:
  void open(std::size_t plots = kBookings + 1) { open_project("athi", "AKR", plots); }

  void expect_as_told(const OldBusiness& sheet, const Json& imported) {
    ASSERT_EQ(imported.at("rows").size(), sheet.told.size());
    for (std::size_t b = 0; b < sheet.told.size(); ++b) {
      const auto& row = imported.at("rows")[b];
      ASSERT_EQ(row.at("state"), "imported") << row;
      const auto booking =
          must(get("/v1/bookings/" + row.at("booking_id").get<std::string>(), as("finance")));
      EXPECT_EQ(booking.at("plots")[0].at("id"), std::to_string(b + 1));
      EXPECT_EQ(booking.at("price").at("paise"), sheet.told[b].price) << b;
      EXPECT_EQ(booking.at("paid").at("paise"), sheet.told[b].paid) << b;
      EXPECT_EQ(booking.at("outstanding").at("paise"), sheet.told[b].price - sheet.told[b].paid);
    }
  }
};

TEST_F(ExistingBookings, TwelvePlantedErrorsAreNamedAndNothingIsImportedUntilTheyAreGone) {
  open();
  (void)book("athi", "401");
  OldBusiness sheet;
  auto spoilt = sheet;
  for (const auto& fault : twelve())
    spoilt.table.cell(sheet.first_row[fault.booking], fault.heading) = fault.wrong;
  const auto before = log_.end(1);
  const auto preview = upload(kPath, spoilt.table.csv(), "admin");
  ASSERT_EQ(preview.status, 200);
  EXPECT_TRUE(preview.json().at("digest").is_null());
  const auto found = problems_of(preview);
  for (const auto& fault : twelve()) {
    const auto row = std::to_string(sheet.first_row[fault.booking] + 2);
    EXPECT_THAT(found, Contains(std::string(fault.reason) + "@" + row + "/" + fault.column));
  }
  const auto digest = hex(sha256(spoilt.table.csv()));
  const auto refused =
      upload(std::string(kPath) + "?confirm=" + digest, spoilt.table.csv(), "admin");
  EXPECT_EQ(refused.problem(), "table-has-errors");
  EXPECT_EQ(refused.json().at("errors").size(), found.size());
  EXPECT_EQ(log_.end(1), before);

  const auto imported = confirm(kPath, sheet.table.csv(), "admin");
  ASSERT_EQ(imported.status, 201) << imported.body.substr(0, 2000);
  EXPECT_EQ(imported.json().at("imported"), kBookings);
  expect_as_told(sheet, imported.json());
  expect_balanced();
}

TEST_F(ExistingBookings, ASecondUploadChangesNothing) {
  open(41);
  const OldBusiness sheet(40);
  const auto first = confirm(kPath, sheet.table.csv(), "admin");
  ASSERT_EQ(first.status, 201) << first.body;
  catch_up();
  const std::vector ends = {log_.end(0), log_.end(1)};
  const auto second = confirm(kPath, sheet.table.csv(), "admin");
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.header("Idempotency-Replayed"), "true");
  const auto workbook = confirm(kPath, sheet.table.xlsx(), "admin");  // the same in another form
  EXPECT_EQ(workbook.json().at("imported"), 40) << workbook.body;
  EXPECT_EQ((std::vector{log_.end(0), log_.end(1)}), ends);
}

TEST_F(ExistingBookings, ALongerSheetAddsOnlyWhatIsNew) {
  open(12);
  ASSERT_EQ(confirm(kPath, OldBusiness(6).table.csv(), "admin").status, 201);
  const OldBusiness longer(10);
  const auto preview = upload(kPath, longer.table.csv(), "admin");
  EXPECT_THAT(problems_of(preview), IsEmpty());
  EXPECT_EQ(preview.json().at("new"), 4);
  const auto imported = confirm(kPath, longer.table.csv(), "admin");
  expect_as_told(longer, imported.json());
  expect_balanced();
}

class Lines final : public Sink {
 public:
  bool write(std::string_view bytes) override {
    lines.push_back(Json::parse(bytes));
    return lines.size() < hang_up_after;
  }

  [[nodiscard]] bool open() const override { return true; }

  [[nodiscard]] std::stop_token stop_token() const override { return {}; }

  std::vector<Json> lines;
  std::size_t hang_up_after = 1'000;
};

TEST_F(ExistingBookings, AStreamTellsEachRowAndABrokenOneIsFinishedByAskingAgain) {
  open(9);
  const OldBusiness sheet(8);
  const Headers accept = {{"Accept", "application/x-ndjson"}};
  const auto begun = confirm(kPath, sheet.table.csv(), "admin", accept);
  ASSERT_EQ(begun.status, 200);
  Lines broken;
  broken.hang_up_after = 3;
  while (begun.response.provider()(broken)) {
  }
  EXPECT_EQ(broken.lines.size(), 3U);
  EXPECT_EQ(broken.lines[2].at("done"), 3);
  EXPECT_EQ(broken.lines[2].at("of"), 8);
  catch_up();
  const auto file = hex(sha256(sheet.table.csv()));
  const auto so_far = must(get(std::string(kPath) + "/" + file, as("finance")));
  EXPECT_EQ(so_far.at("imported"), 3);
  EXPECT_EQ(so_far.at("rows")[2].at("booking_id"), broken.lines[2].at("booking_id"));
  const auto rest = confirm(kPath, sheet.table.csv(), "admin");
  EXPECT_EQ(rest.status, 201);
  EXPECT_EQ(rest.json().at("rows")[2].at("booking_id"), broken.lines[2].at("booking_id"));
  expect_as_told(sheet, rest.json());
  expect_balanced();
}

TEST_F(ExistingBookings, TheFileIsKeptSealedAndShownToFinanceOfItsProject) {
  open(5);
  open_project("bannur", "BNR", 2);
  const OldBusiness sheet(4);
  const auto imported = confirm(kPath, sheet.table.csv(), "admin").json();
  const auto document = imported.at("document").get<std::string>();
  const auto shown = get("/v1/projects/athi/files/" + document, as("finance"));
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.body, sheet.table.csv());
  EXPECT_EQ(get("/v1/projects/bannur/files/" + document, as("finance")).status, 404);
  EXPECT_EQ(get("/v1/projects/athi/files/" + document, as("sales")).status, 403);
  const auto stored = log_.documents().get(Digest(document)).value();
  for (const auto& text : {std::string("Buyer 1"), std::string("buyer1@"), std::string("98100000")})
    EXPECT_EQ((stored + everything_in_log()).find(text), std::string::npos) << text;
}

TEST_F(ExistingBookings, AReferenceOfAnImportIsTakenForAllOthers) {
  open(9);
  ASSERT_EQ(confirm(kPath, OldBusiness(2).table.csv(), "admin").status, 201);
  catch_up();
  auto other = OldBusiness(6);
  other.table.cell(other.first_row[5], "UTR") = OldBusiness(2).table.rows[1][20];
  auto only = other.table;
  only.rows = {other.table.rows[other.first_row[5]]};
  const auto preview = upload(kPath, only.csv(), "admin");
  EXPECT_THAT(problems_of(preview), ElementsAre("reference-used@2/UTR"));
  const auto held = hold("athi", "9");
  const auto declared = post("/v1/holds/" + held.at("hold_id").get<std::string>() + "/declare",
                             {{"mode", "upi"},
                              {"reference", OldBusiness(2).table.rows[1][20]},
                              {"paise", 100'000},
                              {"applicants", {contact()}},
                              {"plan", "standard"}},
                             token(held));
  EXPECT_EQ(declared.problem(), "reference-taken") << declared.body;
}

TEST_F(ExistingBookings, WhatHappensMeanwhileRefusesItsRowOnlyAndTheRestIsThere) {
  open(5);
  const OldBusiness sheet(4);
  const auto csv = sheet.table.csv();
  const auto begun = confirm(kPath, csv, "admin", {{"Accept", "application/x-ndjson"}});
  const auto rival = hold("athi", "3");  // after the preview, before its row
  Lines lines;
  while (begun.response.provider()(lines)) {
  }
  EXPECT_EQ(lines.lines[2].at("state"), "refused");
  EXPECT_EQ(lines.lines[2].at("reason"), "plot-unavailable");
  EXPECT_EQ(lines.lines.back().at("refused"), 1);
  const auto path = "/v1/holds/" + rival.at("hold_id").get<std::string>() + "/release";
  ASSERT_EQ(post(path, Json::object(), token(rival)).status, 200);
  const auto again = confirm(kPath, csv, "admin");
  EXPECT_EQ(again.status, 201) << again.body;
  expect_as_told(sheet, again.json());
  expect_balanced();
}

TEST_F(ExistingBookings, FormsAreReadAsTheyAreGiven) {
  open(3);
  const auto workbook = get(std::string(kPath) + "/form.xlsx", as("finance"));
  EXPECT_EQ(workbook.status, 200);
  EXPECT_THAT(workbook.header("Content-Disposition"), HasSubstr("existing-bookings.xlsx"));
  EXPECT_EQ(upload(kPath, workbook.body, "admin").status, 200);
  const auto csv = get(std::string(kPath) + "/form.csv", as("finance"));
  const auto row =
      ",1,,2025-04-16,Meera Joshi,9876543210,,,,,,,Old,100,,,Whole,2025-04-16,100,,,,"
      "100,100,,,,,\r\n";
  const auto filled = upload(kPath, csv.body + row, "admin");
  EXPECT_THAT(problems_of(filled), IsEmpty()) << filled.body;
  EXPECT_THAT(problems_of(filled, "warning"), IsEmpty()) << filled.body;
}

TEST_F(ExistingBookings, BadFilesAreNamedAndNothingIsKept) {
  open(5);
  const OldBusiness sheet(4);
  const auto before = log_.end(1);
  const auto named = [&](const std::string& bytes) { return fault_of(kPath, bytes, "admin"); };
  EXPECT_EQ(named(""), "table-empty");
  EXPECT_EQ(named("  \r\n \r\n"), "table-empty");
  EXPECT_EQ(named("a,b\r\n1,2\r\n"), "column-missing@1/");
  EXPECT_EQ(named("%PDF-1.7 nonsense"), "table-format");
  EXPECT_EQ(named("PK\x03\x04 broken"), "workbook-damaged");
  EXPECT_EQ(named("Plot,Booking date\r\n\"1,2\r\n"), "csv-quote-open");
  const auto large = upload(kPath, std::string((25U << 20U) + 1, 'a'), "admin");
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.problem(), "table-too-large");
  const auto marked = "\xEF\xBB\xBF" + sheet.table.csv("\n");
  EXPECT_THAT(problems_of(upload(kPath, marked, "admin")), IsEmpty());
  EXPECT_EQ(upload(std::string(kPath) + "?confirm=abc", marked, "admin").problem(),
            "table-changed");
  EXPECT_EQ(upload(std::string(kPath) + "?dry_run=maybe", marked, "admin").status, 400);
  EXPECT_EQ(upload(std::string(kPath) + "?dry_run=false", marked, "admin").status, 400);
  EXPECT_EQ(upload(kPath, marked, "finance").status, 403);
  EXPECT_EQ(log_.end(1), before);
}

TEST_F(ExistingBookings, AmountsThatCannotBeAreNamedWithTheirCell) {
  open(5);
  const auto named = [&](const char* heading, const std::string& amount) {
    OldBusiness sheet(2);
    sheet.table.cell(1, heading) = amount;
    return problems_of(upload(kPath, sheet.table.csv(), "admin"));
  };
  EXPECT_THAT(named("Payment amount", "0"), Contains("amount-not-positive@3/Payment amount"));
  EXPECT_THAT(named("Payment amount", "-1"), Contains("amount-not-positive@3/Payment amount"));
  EXPECT_THAT(named("Payment amount", "1.005"), Contains("cell-unreadable@3/Payment amount"));
  EXPECT_THAT(named("Payment amount", "=1+1"), Contains("cell-unreadable@3/Payment amount"));
  EXPECT_THAT(named("Price: land", "90071992547409.92"), Contains("cell-unreadable@3/Price: land"));
  EXPECT_THAT(named("Price: land", "90071992547409.91"), Contains("amounts-too-large@3/Price"));
}

}  // namespace ledger::test
