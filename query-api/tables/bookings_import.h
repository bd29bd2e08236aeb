#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/civil.h"
#include "events/money.h"
#include "events/result.h"
#include "query-api/tables/bank_reference.h"
#include "query-api/tables/plots.h"
#include "query-api/tables/problem.h"

// The bookings that a developer had before: who owns which plot at what price, what was paid, and
// what the developer's own sheet says is outstanding. The format is told in tables/README.md;
// bookings_form() gives it as a workbook to fill in.
namespace ledger::tables {

struct ImportedApplicant {
  std::string name;
  std::string phone;  // E.164: "+919876543210"; empty if none was given
  std::string email, address, state, pan, gstin;
  std::int64_t share_basis_points = 0;  // of all applicants: 10,000
  std::string sheet;
  std::uint32_t row = 0;
};

struct ImportedHead {
  std::string head;  // "land", "plc_corner", …, as the heading says it
  Money amount;      // before tax; a discount is below zero
  Money cgst, sgst;  // of the column "GST: …", half each
};

struct ImportedInstallment {
  std::string label;
  std::optional<Day> due;  // empty: by milestone
  Money amount;
  std::uint32_t row = 0;
};

struct ImportedPayment {
  Day date = 0;
  std::string mode;       // "upi", "imps", "neft", "rtgs", "cheque", "dd", "card", "netbanking",
                          // "wallet", "cash"
  std::string reference;  // UTR, RRN, cheque number, payment id; capitals, no blanks
  Money amount;
  std::string receipt_no;  // as it was issued
  std::string sheet;
  std::uint32_t row = 0;
};

struct ImportedBooking {
  std::string key;                 // the developer's own booking number, else the plot
  std::vector<PlotId> plots;       // those that the layout has
  std::vector<std::string> asked;  // as written
  Day booked_on = 0;
  std::vector<ImportedApplicant> applicants;
  std::vector<ImportedHead> heads;
  std::string plan;
  std::vector<ImportedInstallment> installments;
  std::vector<ImportedPayment> payments;  // by date
  std::optional<Money> stated_total, stated_outstanding;
  std::string sheet;
  std::uint32_t row = 0;  // where it first stands

  [[nodiscard]] Money total() const;  // heads with tax
  [[nodiscard]] Money paid() const;
  [[nodiscard]] Money outstanding() const;  // total − paid
};

// What the ledger knows; handed in.
struct ImportFacts {
  std::vector<KnownPlot> plots;
  Day today = 0;
  // Where a bank reference is used already ("booking AKR-26-000012-P"), or nothing. May be empty.
  std::function<std::optional<std::string>(std::string_view reference)> reference_used;
};

struct BookingsImport {
  std::vector<ImportedBooking> bookings;  // in the file's order
  std::vector<Problem> problems;
  Money total, paid, outstanding;  // of all bookings

  [[nodiscard]] bool usable() const;  // without errors
};

inline constexpr std::size_t kMaxImportedApplicants = 12;
inline constexpr Money kCashLimit = Money::paise(2'000'000);  // ₹20,000, section 269SS

// Errors: "plot-unknown", "plot-ambiguous", "plot-taken", "plot-twice", "booking-differs" (two rows
// of one booking say different things), "booking-unknown" (a payment of no booking),
// "field-missing", "cell-unreadable", "shares-not-whole", "plan-does-not-sum", "total-differs",
// "balance-differs" (outstanding ≠ price − payments), "amount-not-positive", "reference-twice",
// "reference-used", "reference-missing", "receipt-twice", "mode-unknown", "date-in-future",
// "contact-unreadable", "pan-malformed", "gstin-malformed", "too-many-applicants",
// "column-missing". Warnings: "reference-shape", "receipt-missing", "contact-missing",
// "contact-extra", "cash-limit", "overpaid", "paid-before-booking", "plan-missing",
// "balance-missing", "gst-odd", "column-twice", "column-ignored", "sheet-ignored".
BookingsImport read_bookings(std::string_view bytes, const ImportFacts& facts);

// A workbook with the sheets Bookings, Applicants, Installments and Payments and one example.
Result<std::string> bookings_form(Instant created_at);

}  // namespace ledger::tables
