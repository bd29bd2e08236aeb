#include "query-api/tables/bookings_checks.h"

#include <algorithm>
#include <map>

#include "query-api/documents/words.h"

namespace ledger::tables {
namespace {

using paper::rupees;

class Checks {
 public:
  Checks(const ImportFacts& facts, Problems& problems) : facts_(facts), problems_(problems) {
    for (const auto& plot : facts.plots) plots_.emplace(plot.id.str(), &plot);
  }

  void check(const ImportedBooking& booking) {
    check_plots(booking);
    check_applicants(booking);
    check_price(booking);
    for (const auto& payment : booking.payments) check_payment(booking, payment);
    check_cash(booking);
    // Without a price that could be read there is nothing to compare with.
    if (booking.heads.empty()) return;
    check_plan(booking);
    check_balance(booking);
  }

 private:
  void note(Severity severity, const char* reason, const std::string& sheet, std::uint32_t row,
            const char* column, const std::string& message) {
    problems_.add({severity, reason, sheet, row, column, message});
  }

  void error(const char* reason, const ImportedBooking& booking, const char* column,
             const std::string& message) {
    note(Severity::kError, reason, booking.sheet, booking.row, column, message);
  }

  void warn(const char* reason, const ImportedBooking& booking, const char* column,
            const std::string& message) {
    note(Severity::kWarning, reason, booking.sheet, booking.row, column, message);
  }

  void check_plots(const ImportedBooking& booking) {
    for (const auto& id : booking.plots) {
      const auto& plot = *plots_.at(id.str());
      if (plot.sale == PlotSale::kTaken) {
        error("plot-taken", booking, "Plot",
              "plot " + plot.no + " is taken by " + plot.taken_by + " in the ledger");
      }
      if (plot.sale == PlotSale::kNotForSale) {
        error("plot-taken", booking, "Plot", "plot " + plot.no + " is not for sale: it is blocked");
      }
      const auto [first, fresh] = plot_rows_.try_emplace(id.str(), &booking);
      if (fresh) continue;
      error("plot-twice", booking, "Plot",
            "plot " + plot.no + " is booked in row " + std::to_string(first->second->row) +
                " already");
    }
  }

  void check_applicants(const ImportedBooking& booking) {
    if (booking.applicants.empty()) {
      return error("field-missing", booking, "Applicant", "the booking has no applicant");
    }
    if (booking.applicants.size() > kMaxImportedApplicants) {
      error("too-many-applicants", booking, "Applicant",
            std::to_string(booking.applicants.size()) +
                " applicants were found, at most 12 were expected");
    }
    const auto& first = booking.applicants.front();
    if (first.phone.empty() && first.email.empty()) {
      note(Severity::kWarning, "contact-missing", first.sheet, first.row, "Phone",
           first.name +
               " has neither a telephone number nor an e-mail address: no invitation can be sent");
    }
    std::int64_t sum = 0;
    for (const auto& applicant : booking.applicants) sum += applicant.share_basis_points;
    if (sum == 10'000) return;
    error("shares-not-whole", booking, "Share %",
          "the shares add up to " + paper::percent(sum) + ", 100% was expected");
  }

  void check_price(const ImportedBooking& booking) {
    if (booking.heads.empty()) {
      return error("field-missing", booking, "Price",
                   "the booking has no price in any column \"Price: …\"");
    }
    const auto total = booking.total();
    if (total <= Money())
      error("amount-not-positive", booking, "Price", "the price is " + rupees(total));
    if (!booking.stated_total || *booking.stated_total == total) return;
    error(
        "total-differs", booking, "Total price",
        rupees(*booking.stated_total) + " was found, but price and GST add up to " + rupees(total));
  }

  void check_plan(const ImportedBooking& booking) {
    if (booking.installments.empty()) {
      return warn("plan-missing", booking, "Installment",
                  "the booking has no installments: all that is outstanding is due at once");
    }
    Money sum;
    for (const auto& line : booking.installments) {
      sum += line.amount;
      if (line.amount > Money()) continue;
      note(Severity::kError, "amount-not-positive", booking.sheet, line.row, "Installment",
           rupees(line.amount) + " was found, an amount above zero was expected");
    }
    if (sum == booking.total()) return;
    error(
        "plan-does-not-sum", booking, "Installment",
        "the installments add up to " + rupees(sum) + ", the price is " + rupees(booking.total()));
  }

  void check_payment(const ImportedBooking& booking, const ImportedPayment& payment) {
    const auto at = [&](Severity severity, const char* reason, const char* column,
                        const std::string& what) {
      note(severity, reason, payment.sheet, payment.row, column, what);
    };
    if (payment.amount <= Money()) {
      at(Severity::kError, "amount-not-positive", "Payment amount",
         rupees(payment.amount) + " was found, an amount above zero was expected");
    }
    if (payment.date > facts_.today) {
      at(Severity::kError, "date-in-future", "Payment date",
         date_text(payment.date) + " is after today, " + date_text(facts_.today));
    } else if (payment.date < booking.booked_on) {
      at(Severity::kWarning, "paid-before-booking", "Payment date",
         date_text(payment.date) + " is before the booking, " + date_text(booking.booked_on));
    }
    check_reference(payment);
    check_receipt(payment);
  }

  void check_reference(const ImportedPayment& payment) {
    const auto at = [&](Severity severity, const char* reason, const std::string& what) {
      note(severity, reason, payment.sheet, payment.row, "UTR", what);
    };
    if (payment.mode == "cash") return;
    if (payment.reference.empty()) {
      return at(Severity::kError, "reference-missing",
                "the payment by " + payment.mode + " has no UTR, cheque number or payment id");
    }
    const auto shape = classify_reference(payment.reference);
    const auto value = shape.kind == ReferenceKind::kNone ? payment.reference : shape.value;
    if (!fits(payment.mode, shape.kind)) {
      at(Severity::kWarning, "reference-shape",
         payment.reference + " does not look like a reference of " + payment.mode +
             expected(payment.mode));
    }
    const auto [first, fresh] = reference_rows_.try_emplace(value, &payment);
    if (!fresh) {
      at(Severity::kError, "reference-twice",
         payment.reference + " stands in row " + std::to_string(first->second->row) +
             " already; if two banks issued it, write the bank's name before it");
    }
    if (!facts_.reference_used) return;
    if (const auto use = facts_.reference_used(value)) {
      at(Severity::kError, "reference-used",
         payment.reference + " is used in the ledger by " + *use);
    }
  }

  static bool fits(const std::string& mode, ReferenceKind kind) {
    if (mode == "upi" || mode == "imps") return kind == ReferenceKind::kRrn;
    if (mode == "neft") return kind == ReferenceKind::kNeft;
    if (mode == "rtgs") return kind == ReferenceKind::kRtgs;
    return true;
  }

  static const char* expected(const std::string& mode) {
    if (mode == "upi" || mode == "imps") return ": 12 digits were expected";
    return mode == "neft" ? ": 16 or 22 characters were expected" : ": 22 characters were expected";
  }

  void check_receipt(const ImportedPayment& payment) {
    if (payment.receipt_no.empty()) {
      return note(Severity::kWarning, "receipt-missing", payment.sheet, payment.row, "Receipt no",
                  "the payment has no receipt number; it gets none");
    }
    const auto [first, fresh] = receipt_rows_.try_emplace(payment.receipt_no, &payment);
    if (fresh) return;
    note(Severity::kError, "receipt-twice", payment.sheet, payment.row, "Receipt no",
         "receipt " + payment.receipt_no + " stands in row " + std::to_string(first->second->row) +
             " already");
  }

  void check_cash(const ImportedBooking& booking) {
    Money sum;
    for (const auto& payment : booking.payments) {
      if (payment.mode != "cash") continue;
      const bool before = sum < kCashLimit;
      sum += payment.amount;
      if (!before || sum < kCashLimit) continue;
      note(Severity::kWarning, "cash-limit", payment.sheet, payment.row, "Payment mode",
           rupees(sum) + " was taken in cash for booking " + booking.key +
               "; the law allows less than " + rupees(kCashLimit));
    }
  }

  void check_balance(const ImportedBooking& booking) {
    const auto computed = booking.outstanding();
    if (computed.negative()) {
      warn("overpaid", booking, "Outstanding", rupees(-computed) + " more than the price was paid");
    }
    if (!booking.stated_outstanding) {
      return warn(
          "balance-missing", booking, "Outstanding",
          "the sheet says no outstanding amount: nothing to compare " + rupees(computed) + " with");
    }
    if (*booking.stated_outstanding == computed) return;
    error("balance-differs", booking, "Outstanding",
          "the sheet says " + rupees(*booking.stated_outstanding) + ", but price " +
              rupees(booking.total()) + " less payments " + rupees(booking.paid()) + " is " +
              rupees(computed) + ": a difference of " +
              rupees(*booking.stated_outstanding - computed));
  }

  const ImportFacts& facts_;
  Problems& problems_;
  std::map<std::string, const KnownPlot*> plots_;
  std::map<std::string, const ImportedBooking*> plot_rows_;
  std::map<std::string, const ImportedPayment*> reference_rows_, receipt_rows_;
};

}  // namespace

void check_bookings(const std::vector<ImportedBooking>& bookings, const ImportFacts& facts,
                    Problems& problems) {
  Checks checks(facts, problems);
  for (const auto& booking : bookings) checks.check(booking);
}

Money ImportedBooking::total() const {
  Money sum;
  for (const auto& head : heads) sum += head.amount + head.cgst + head.sgst;
  return sum;
}

Money ImportedBooking::paid() const {
  Money sum;
  for (const auto& payment : payments) sum += payment.amount;
  return sum;
}

Money ImportedBooking::outstanding() const {
  return total() - paid();
}

bool BookingsImport::usable() const {
  return std::none_of(problems.begin(), problems.end(),
                      [](const Problem& problem) { return problem.severity == Severity::kError; });
}

}  // namespace ledger::tables
