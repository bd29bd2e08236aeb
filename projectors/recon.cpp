#include "projectors/recon.h"

#include "projectors/recon_keys.h"
#include "projectors/row_access.h"

namespace ledger {
namespace {

using namespace recon;
using wire::Mode;

class Fold {
 public:
  Fold(const Accepted& accepted, Batch& rows) : accepted_(accepted), rows_(rows) {}

  // --- the books ---
  void operator()(const PaymentCaptured& e) { gateway_payment(e, "counted", e.payment->amount); }

  void operator()(const PaymentConflicted& e) {
    gateway_payment(e, "conflicted", e.payment->amount);
  }

  void operator()(const OfflinePaymentDeclared& e) {
    change(e.project, e.payment.str(), [&](rows::ReconRowT& row) {
      row.kind = "payment";
      row.mode = e.mode;
      row.reference = e.reference;
      row.bank = e.bank;
      row.booking = e.booking;
      row.hold = e.hold;
      row.state = "declared";
      row.by = e.by;
      row.declared = e.amount;
      row.known_at = at();
    });
  }

  void operator()(const ChequeDeposited& e) { state(e.project, e.payment, "deposited"); }

  void operator()(const OfflinePaymentRejected& e) { state(e.project, e.payment, "rejected"); }

  void operator()(const ChequeBounced& e) { state(e.project, e.payment, "bounced"); }

  void operator()(const OfflinePaymentVerified& e) { count(e); }

  void operator()(const ChequeCleared& e) { count(e); }

  void operator()(const PaymentAllocated& e) {
    change(e.project, e.payment.str(), [&](rows::ReconRowT& row) {
      row.booking = e.booking;
      if (row.value_day == 0) row.value_day = e.value_day;
    });
  }

  void operator()(const PaymentReversed& e) {
    change(e.project, e.payment.str(), [&](rows::ReconRowT& row) {
      row.state = "reversed";
      row.booked = Money();
    });
  }

  void operator()(const RefundProcessed& e) {
    change(e.project, e.refund.str(), [&](rows::ReconRowT& row) {
      row.kind = "refund";
      row.state = "counted";
      row.reference = e.gateway_refund;
      row.booked = -e.amount;
      row.value_day = e.value_day;
      if (row.known_at == Instant()) row.known_at = at();
    });
  }

  void operator()(const RefundInitiated& e) {
    change(e.project, e.refund.str(), [&](rows::ReconRowT& row) {
      row.kind = "refund";
      row.state = "initiated";
      row.mode = e.reference.empty() ? Mode::Gateway : Mode::Neft;
      row.reference = e.reference.empty() ? e.gateway_refund : e.reference;
      row.known_at = at();
    });
  }

  // --- the gateway ---
  void operator()(const SettlementImported& e) {
    rows::SettlementRowT row;
    row.settlement = e.settlement;
    row.utr = e.utr;
    row.day = e.day;
    row.net = e.net;
    row.net_in_all = e.net_in_all;
    row.items = static_cast<std::uint32_t>(e.items.size());
    row.position = accepted_.position();
    for (const auto& item : e.items) {
      row.fees += item->fee;
      row.tax += item->tax;
      settle(e, *item);
    }
    put_row(rows_, Key(kSettlement).text(e.project).text(e.settlement), row);
  }

  // What only the settlement told of is gone with it.
  void operator()(const SettlementUndone& e) {
    std::vector<rows::ReconRowT> items;
    const Key all = Key(kEntry).text(e.project);
    rows_.scan(all, all, [&](std::string_view, std::string_view value) {
      auto row = decode_row<rows::ReconRowT>(value);
      if (row.settlement == e.settlement) items.push_back(std::move(row));
      return true;
    });
    for (auto& row : items) unsettle(e.project, row);
    rows_.erase(Key(kSettlement).text(e.project).text(e.settlement));
  }

  // --- the bank ---
  void operator()(const BankLinesImported& e) {
    for (const auto& line : e.lines) {
      rows::BankLineRowT row;
      row.line = line->line;
      row.day = line->day;
      row.reference = line->reference;
      row.amount = line->amount;
      row.position = accepted_.position();
      put_row(rows_, bank_key(e.project, line->line), row);
    }
  }

  void operator()(const BankLineMatched& e) {
    change_line(e, e.amount, [&](rows::BankLineRowT& row) {
      auto& match = *row.matches.emplace_back(std::make_unique<rows::BankMatchRowT>());
      match.kind = e.kind;
      match.entity = e.entity;
      match.amount = e.amount;
      match.by = e.by;
    });
    bank(e.project, e.kind, e.entity, e.line, e.amount);
  }

  void operator()(const BankMatchUndone& e) {
    Money undone;
    std::string kind;
    auto row = get_row<rows::BankLineRowT>(rows_, bank_key(e.project, e.line));
    if (!row) throw broken("bank row " + e.line + " was never imported");
    for (const auto& match : row->matches) {
      if (match->entity != e.entity) continue;
      undone += match->amount;
      kind = match->kind;
    }
    std::erase_if(row->matches, [&](const auto& match) { return match->entity == e.entity; });
    row->matched -= undone;
    put_row(rows_, bank_key(e.project, e.line), *row);
    bank(e.project, kind, e.entity, e.line, -undone);
  }

  void operator()(const DayClosed& e) {
    rows::ClosedDayRowT row;
    row.day = e.day;
    row.entries = e.entries;
    row.by = e.by;
    row.position = accepted_.position();
    put_row(rows_, Key(kClosedDay).text(e.project).number(static_cast<std::uint64_t>(e.day)), row);
  }

  void operator()(const LaunchCheckSigned& e) {
    rows::LaunchCheckRowT row;
    row.bookings = e.bookings;
    row.at_position = e.position;
    row.by = e.by;
    row.at = at();
    row.position = accepted_.position();
    put_row(rows_, Key(kLaunchCheck).text(e.project).number(accepted_.record->sequence), row);
  }

  // --- partners ---
  void operator()(const CommissionRulesSet& e) {
    change_partner(e.project, e.partner, [&](rows::PartnerRowT& row) {
      row.rules.push_back(std::make_unique<CommissionRulesSet>(e));
    });
  }

  void operator()(const CommissionAccrued& e) {
    change_partner(e.project, e.partner, [&](auto& row) { row.accrued += e.amount; });
    partner_line(e.project, e.partner, "accrued", e.amount, [&](auto& line) {
      line.booking = e.booking;
      line.reference = e.payment.str();
    });
  }

  void operator()(const CommissionClawedBack& e) {
    change_partner(e.project, e.partner, [&](auto& row) { row.accrued -= e.amount; });
    partner_line(e.project, e.partner, "clawed-back", -e.amount, [&](auto& line) {
      line.booking = e.booking;
      line.reference = e.reason;
    });
  }

  void operator()(const CommissionApproved& e) {
    change_partner(e.project, e.partner, [&](auto& row) { row.approved += e.amount; });
    partner_line(e.project, e.partner, "approved", e.amount, [&](auto& line) {
      line.approval = e.approval;
      line.by = e.by;
    });
  }

  void operator()(const CommissionPaid& e) {
    change_partner(e.project, e.partner, [&](auto& row) { row.paid += e.amount; });
    partner_line(e.project, e.partner, "paid", e.amount, [&](auto& line) {
      line.approval = e.approval;
      line.reference = e.reference;
      line.by = e.by;
      line.day = e.day;
    });
    change(e.project, e.approval, [&](rows::ReconRowT& row) {
      row.kind = "commission";
      row.mode = Mode::Neft;
      row.reference = e.reference;
      row.state = "counted";
      row.booked = -e.amount;
      row.value_day = e.day;
      row.known_at = at();
    });
  }

  template <class Other>
  void operator()(const Other& /*event*/) {}

 private:
  [[nodiscard]] Instant at() const { return accepted_.record->recorded_at; }

  [[nodiscard]] HistoryBroken broken(const std::string& why) const {
    return HistoryBroken(accepted_.position() + ": " + why);
  }

  static Key bank_key(const ProjectId& project, const std::string& line) {
    return Key(kBankLine).text(project).text(line);
  }

  template <class Change>
  void change(const ProjectId& project, const std::string& entity, Change change) {
    const auto key = Key(kEntry).text(project).text(entity);
    auto row = get_row<rows::ReconRowT>(rows_, key).value_or(rows::ReconRowT{});
    row.entity = entity;
    change(row);
    put_row(rows_, key, row);
  }

  template <class EventT>
  void gateway_payment(const EventT& e, const char* state, Money amount) {
    change(e.project, e.payment->payment.str(), [&](rows::ReconRowT& row) {
      row.kind = "payment";
      row.mode = Mode::Gateway;
      row.reference = e.payment->order.str();
      row.hold = e.hold;
      row.booking = e.booking;
      row.state = state;
      row.booked = amount;
      row.known_at = at();
    });
  }

  void state(const ProjectId& project, const PaymentId& payment, const char* state) {
    change(project, payment.str(), [&](rows::ReconRowT& row) { row.state = state; });
  }

  template <class EventT>
  void count(const EventT& e) {
    change(e.project, e.payment.str(), [&](rows::ReconRowT& row) {
      row.state = "counted";
      row.booked = row.declared;
      row.value_day = e.value_day;
    });
  }

  void settle(const SettlementImported& e, const wire::SettledItemT& item) {
    change(e.project, item.entity, [&](rows::ReconRowT& row) {
      if (row.kind.empty()) {
        row.kind = item.kind == wire::SettledKind::Adjustment ? "adjustment"
                   : item.kind == wire::SettledKind::Refund   ? "refund"
                                                              : "payment";
        row.state = "unknown";
        row.known_at = at();
      }
      row.settlement = e.settlement;
      row.settled = item.amount;
      row.fee = item.fee;
      row.tax = item.tax;
      row.settled_day = e.day;
    });
  }

  void unsettle(const ProjectId& project, rows::ReconRowT& row) {
    const auto key = Key(kEntry).text(project).text(row.entity);
    if (row.state == "unknown") return rows_.erase(key);
    row.settlement.clear();
    row.settled = row.fee = row.tax = Money();
    row.settled_day = 0;
    put_row(rows_, key, row);
  }

  template <class Change>
  void change_line(const BankLineMatched& e, Money amount, Change change) {
    auto row = get_row<rows::BankLineRowT>(rows_, bank_key(e.project, e.line));
    if (!row) throw broken("bank row " + e.line + " was never imported");
    row->matched += amount;
    change(*row);
    put_row(rows_, bank_key(e.project, e.line), *row);
  }

  // The other side of a match: `amount` of the entity is on the bank's statement.
  void bank(const ProjectId& project, const std::string& kind, const std::string& entity,
            const std::string& line, Money amount) {
    const auto note = [&](auto& row) {
      row.banked += amount;
      if (row.banked.zero()) {
        std::erase(row.lines, line);
      } else {
        row.lines.push_back(line);
      }
    };
    if (kind != "settlement") return change(project, entity, note);
    const auto key = Key(kSettlement).text(project).text(entity);
    auto row = get_row<rows::SettlementRowT>(rows_, key);
    if (!row) throw broken("settlement " + entity + " was never imported");
    note(*row);
    put_row(rows_, key, *row);
  }

  template <class Change>
  void change_partner(const ProjectId& project, const std::string& partner, Change change) {
    const auto key = Key(kPartner).text(project).text(partner);
    auto row = get_row<rows::PartnerRowT>(rows_, key).value_or(rows::PartnerRowT{});
    row.partner = partner;
    change(row);
    put_row(rows_, key, row);
  }

  template <class Change>
  void partner_line(const ProjectId& project, const std::string& partner, const char* kind,
                    Money amount, Change change) {
    rows::PartnerLineRowT line;
    line.at = at();
    line.position = accepted_.position();
    line.kind = kind;
    line.amount = amount;
    change(line);
    put_row(rows_,
            Key(kPartnerLine)
                .text(project)
                .text(partner)
                .number(accepted_.record->sequence)
                .number(lines_++),
            line);
  }

  const Accepted& accepted_;
  Batch& rows_;
  std::uint64_t lines_ = 0;
};

}  // namespace

void ReconView::apply(const Accepted& accepted, Batch& rows) const {
  Fold fold(accepted, rows);
  for (const auto& event : accepted.record->events) std::visit(fold, event);
}

}  // namespace ledger
