#include <algorithm>
#include <array>
#include <utility>

#include "query-api/import_table.h"

// What to do about each problem of an uploaded table.
namespace ledger {
namespace {

using Fix = std::pair<std::string_view, std::string_view>;

constexpr auto kFixes = std::to_array<Fix>({
    // --- any table ---
    {"column-missing", "Add the column, with one of the headings that the message names."},
    {"column-twice", "Remove or rename one of the two columns."},
    {"column-ignored", "Nothing, if it is not needed; else give it a heading of the form."},
    {"sheet-ignored", "Nothing, if it is not needed; else name the sheet as in the form."},
    {"cell-unreadable", "Correct the cell: a plain amount, or a date as 25/11/2026."},
    {"field-missing", "Fill in the cell."},
    {"sheet-empty", "Is it the right file? The headings are there, and no row below them."},
    {"statement-empty", "Is it the right file? The headings are there, and no row below them."},
    {"amounts-too-large", "Look for an amount with too many digits."},
    {"more-of-the-same", "Correct those that are listed and upload the file again."},
    // --- bookings ---
    {"plot-unknown", "Correct the plot's number, or import the layout that has it."},
    {"plot-ambiguous", "Fill in the block: the number stands in several."},
    {"plot-taken", "Remove the row, or release the plot in the ledger first."},
    {"plot-twice", "Keep one of the two rows."},
    {"booking-differs", "Make the rows of this booking say the same, or leave the cell empty."},
    {"booking-unknown", "Correct the booking's number, or add the booking."},
    {"shares-not-whole", "Let the applicants' shares make 100 %."},
    {"plan-does-not-sum", "Let the installments add up to the price with GST."},
    {"total-differs", "Correct the total, a price or a GST cell."},
    {"balance-differs", "Find the payment that is missing or wrong, or correct the outstanding."},
    {"balance-missing", "Fill in the outstanding, so that it can be compared."},
    {"amount-not-positive", "Enter an amount above zero; a refund is no payment."},
    {"reference-twice", "Correct one of the two references, or remove the repeated payment."},
    {"reference-used", "The payment is in the ledger already: remove it, or correct its UTR."},
    {"reference-missing", "Fill in the UTR, cheque number or payment id."},
    {"reference-shape", "Compare the reference with the bank's statement."},
    {"receipt-twice", "Correct one of the two receipt numbers."},
    {"receipt-missing", "Nothing, if none was issued."},
    {"mode-unknown", "Use UPI, IMPS, NEFT, RTGS, cheque, DD, card, net banking, wallet or cash."},
    {"date-in-future", "Correct the date."},
    {"day-closed", "The books are closed up to that day: import before closing days."},
    {"contact-unreadable", "Correct the telephone number or e-mail address."},
    {"contact-missing", "Fill in a telephone number or e-mail address."},
    {"contact-extra", "Nothing, if the first is the right one."},
    {"applicant-repeated", "Two applicants have the same contact: give each his own, or name one."},
    {"pan-malformed", "A PAN is five letters, four digits and a letter."},
    {"gstin-malformed", "A GSTIN has 15 characters and ends with a check character."},
    {"too-many-applicants", "Name at most 8 applicants."},
    {"cash-limit", "Show this to your CA before importing."},
    {"overpaid", "Nothing, if the buyer has a credit; else correct a payment."},
    {"paid-before-booking", "Nothing, if it is so; else correct one of the dates."},
    {"plan-missing", "Fill in the installments, or all that is outstanding is due at once."},
    {"gst-odd", "Nothing, or let the GST be an even number of paise."},
    // --- price sheets ---
    {"price-missing", "Fill in a rate or a land price."},
    {"price-negative", "Correct the price; a discount is a head of its own."},
    {"plot-unpriced", "Add the plots; until then they keep the price they have."},
    {"price-zero", "Fill in a price: a plot that costs nothing cannot be released."},
    {"land-mismatch", "Correct the land price, the rate or the area; the land price counts."},
    {"total-mismatch", "Correct the total or one of the prices; the prices count."},
    {"rate-unit-assumed", "Say in the heading per what: \"Rate per sq ft\"."},
    {"head-reserved", "Give the column another heading."},
    {"head-new", "Name its GST with ?tax_basis_points=, if this one is wrong."},
    {"rate-out-of-range", "Enter at most one crore rupees per square yard."},
    // --- settlements ---
    {"fee-mismatch", "Compare with the gateway's dashboard: a figure was changed."},
    {"utr-differs", "Download the report again: a settlement has one UTR."},
    {"currency-other", "Only rupees are settled here: leave the line out."},
    {"entity-twice", "Remove the repeated line."},
    {"entity-missing", "Download the report again: the id is gone."},
    {"payment-unknown", "Ask the gateway for the payment: its webhook may be lost."},
    {"amount-differs", "Download the report again, or look for a part that was refunded there."},
    {"settlement-differs", "Undo the settlement that was imported before, then import this one."},
    {"settled-twice", "Remove the line, or undo the other settlement."},
    {"not-settled-yet", "Nothing: it is imported once the gateway has settled it."},
    {"date-missing", "Nothing, if today is right; else fill in settled_at."},
    // --- bank statements ---
    {"balance-breaks", "Download the statement again: a row was left out or changed."},
    {"row-twice", "Nothing: it is imported once."},
    {"amount-both", "A row is a debit or a credit: empty one of the cells."},
    {"amount-negative", "Enter the amount without a sign."},
    {"side-unknown", "Write Cr or Dr."},
    {"amount-missing", "Fill in the debit or the credit."},
});

}  // namespace

std::string_view fix_for(std::string_view reason) {
  const auto found = std::ranges::find(kFixes, reason, &Fix::first);
  return found == kFixes.end() ? "Correct the file as the message says." : found->second;
}

}  // namespace ledger
