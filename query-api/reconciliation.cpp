#include "query-api/reconciliation.h"

#include <map>
#include <set>

#include "events/numbers.h"

namespace ledger {
namespace {

using rows::BankLineRowT;
using rows::ReconRowT;
using rows::SettlementRowT;

class Matching {
 public:
  Matching(Day today, Zone zone) : today_(today), zone_(zone) {}

  void look_at(const ReconRowT& row) {
    ++found_.entries;
    found_.books += row.booked;
    found_.gateway += row.settled;
    if (!row.reference.empty()) by_reference_.emplace(row.reference, row);
    if (row.kind == "adjustment") return;
    if (row.state == "unknown") {
      return differs(row, "not-in-books",
                     "The gateway settled this and the books do not have it: its webhook was lost, "
                     "or its order is another system's. Ask the gateway for the payment.");
    }
    if (row.state == "conflicted") {
      return differs(row, "in-suspense",
                     "Amount, currency or order differ from what was asked: somebody has to decide "
                     "whose money it is.");
    }
    if (row.mode == wire::Mode::Gateway) return look_at_gateway(row);
    look_at_bank(row);
  }

  void look_at(const SettlementRowT& row) {
    if (!row.utr.empty()) settlements_.emplace(row.utr, row);
    if (row.banked == row.net) return;
    Difference found = of(row);
    if (row.banked.zero()) {
      if (is_recent(row.day, kBankedWithin)) return in_time();
      found.cause = "settlement-not-on-statement";
      found.hint = "The gateway says that it paid this out under " + row.utr +
                   "; the statement does not show it. Import the statement of that day, or ask the "
                   "gateway.";
    } else {
      found.cause = "settlement-differs";
      found.hint = "The bank got " + rupees(row.banked) + " of " + rupees(row.net) +
                   ". If the settlement was for several projects, match the rest of the row there.";
    }
    found_.differences.push_back(std::move(found));
  }

  void look_at(const BankLineRowT& row) {
    found_.bank += row.amount;
    const bool repeated =
        !row.reference.empty() &&
        !lines_.emplace(row.reference + "/" + std::to_string(row.amount.paise())).second;
    if (row.matched == row.amount) return;
    Difference found;
    found.kind = "bank-line";
    found.entity = row.line;
    found.reference = row.reference;
    found.bank = row.amount - row.matched;
    explain(row, repeated, found);
    found_.differences.push_back(std::move(found));
  }

  [[nodiscard]] Reconciliation take() { return std::move(found_); }

 private:
  [[nodiscard]] bool is_recent(Day day, Day within) const { return today_ - day <= within; }

  void in_time() { ++found_.in_time; }

  static Difference of(const SettlementRowT& row) {
    Difference found;
    found.kind = "settlement";
    found.entity = row.settlement;
    found.reference = row.utr;
    found.books = found.gateway = row.net;
    found.bank = row.banked;
    return found;
  }

  void differs(const ReconRowT& row, const char* cause, std::string hint) {
    Difference found;
    found.kind = row.kind;
    found.entity = row.entity;
    found.reference = row.reference;
    found.booking = row.booking;
    found.books = row.booked;
    found.gateway = row.settled;
    found.bank = row.banked;
    found.cause = cause;
    found.hint = std::move(hint);
    found_.differences.push_back(std::move(found));
  }

  void look_at_gateway(const ReconRowT& row) {
    if (row.settled == row.booked || row.state != "counted") return;
    if (row.settled.zero()) {
      if (is_recent(day_of(row.known_at, zone_), kSettlesWithin)) return in_time();
      return differs(row, "not-settled",
                     "The books have it for more than " + std::to_string(kSettlesWithin) +
                         " days and no settlement lists it. Import the settlements, or ask the "
                         "gateway whether it is on hold.");
    }
    const bool net = row.settled == row.booked - row.fee - row.tax;
    differs(
        row, net ? "settled-net" : "amount-differs",
        net ? "The settlement file gives the amount less fees: import it with the gross amount."
            : "The gateway settled another amount than was captured: a part was refunded or held "
              "back there.");
  }

  void look_at_bank(const ReconRowT& row) {
    if (row.state == "declared" || row.state == "deposited") {
      if (is_recent(day_of(row.known_at, zone_), kBankedWithin)) return in_time();
      return differs(row, "undecided",
                     "Declared " + std::to_string(today_ - day_of(row.known_at, zone_)) +
                         " days ago and neither verified nor rejected.");
    }
    if (row.state == "reversed" && !row.banked.zero())
      return differs(row, "reversed-but-banked",
                     "It was reversed in the books, but the statement shows it: undo the match, or "
                     "declare it again.");
    if (row.state != "counted" || row.banked == row.booked) return;
    if (!row.banked.zero())
      return differs(row, "partly-matched",
                     "Only " + rupees(row.banked) + " of it is matched on the statement.");
    if (is_recent(row.value_day, kBankedWithin)) return in_time();
    if (row.mode == wire::Mode::Cash)
      return differs(row, "cash-not-deposited", "Cash that was taken has not reached the bank.");
    differs(row, "not-on-statement",
            "The books count it and the statement does not show it: wrong value date, mistyped "
            "reference, or it never came.");
  }

  void explain(const BankLineRowT& row, bool repeated, Difference& found) const {
    const auto known = by_reference_.find(row.reference);
    if (repeated) {
      found.cause = "repeated-on-statement";
      found.hint =
          "The statement shows this reference and sum twice: credited two times, or the "
          "same row in two files.";
    } else if (row.reference.empty()) {
      found.cause = "no-reference";
      found.hint =
          "The row has no reference of its own: find its payer by amount and day, and match "
          "it by hand.";
    } else if (const auto paid_out = settlements_.find(row.reference);
               paid_out != settlements_.end()) {
      found.gateway = paid_out->second.net;
      found.cause = "settlement-differs";
      found.hint = "Settlement " + paid_out->second.settlement + " bears this UTR over " +
                   rupees(paid_out->second.net) +
                   ": its report was wrong, or the rest is another project's.";
    } else if (known == by_reference_.end()) {
      found.cause = "unknown-credit";
      found.hint =
          "Nobody declared a payment with this reference: a buyer paid and did not say so, "
          "or mistyped it.";
    } else if (known->second.state == "rejected" || known->second.state == "bounced") {
      found.cause = "rejected-but-banked";
      found.hint =
          "A payment with this reference was refused, and the money is here: declare it "
          "again.";
    } else {
      found.booking = known->second.booking;
      found.books = known->second.booked;
      found.cause = "amount-differs";
      found.hint = "Payment " + known->second.entity + " has this reference over " +
                   rupees(known->second.booked) + ": bank charges were taken, or it is a part.";
    }
  }

  const Day today_;
  const Zone zone_;
  Reconciliation found_;
  std::multimap<std::string, ReconRowT> by_reference_;
  std::map<std::string, SettlementRowT> settlements_;
  std::set<std::string> lines_;
};

}  // namespace

Reconciliation reconcile(const Rows& recon_rows, const ProjectId& project, Day today, Zone zone) {
  Matching matching(today, zone);
  recon::entries(recon_rows, project, [&](const ReconRowT& row) {
    matching.look_at(row);
    return true;
  });
  for (const auto& row : recon::settlements(recon_rows, project)) matching.look_at(row);
  recon::bank_lines(recon_rows, project, [&](const BankLineRowT& row) {
    matching.look_at(row);
    return true;
  });
  return matching.take();
}

}  // namespace ledger
