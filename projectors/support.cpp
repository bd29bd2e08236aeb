#include "projectors/support.h"

#include <algorithm>

#include "projectors/lookup.h"
#include "projectors/row_access.h"
#include "projectors/support_text.h"

namespace ledger {
namespace {

constexpr char kTimeline = 'T';
constexpr char kCase = 'C';
constexpr char kIds = 'L';
constexpr char kPlot = 'P';
constexpr char kRefused = 'X';

// Whom an event is about: the hold it names, else the case that `via` belongs to. `link` is an id
// that the case can be found by from now on.
struct Mention {
  HoldId hold;
  std::string via;
  std::string link;
};

struct MentionOf {
  Mention operator()(const PlotHeld& e) const { return {e.hold, {}, {}}; }

  Mention operator()(const HoldExtended& e) const { return {e.hold, {}, {}}; }

  Mention operator()(const HoldReleased& e) const { return {e.hold, {}, {}}; }

  Mention operator()(const HoldExpired& e) const { return {e.hold, {}, {}}; }

  Mention operator()(const CheckoutStarted& e) const { return {e.hold, {}, e.receipt}; }

  // A booking's own order is found by its receipt, which its request linked.
  Mention operator()(const OrderCreated& e) const {
    return {e.hold, e.hold.empty() ? e.request.str() : std::string(), e.order.str()};
  }

  Mention operator()(const OrderClosed& e) const { return {e.hold, e.order.str(), {}}; }

  Mention operator()(const PaymentAuthorized& e) const { return of_payment(e); }

  Mention operator()(const PaymentCaptured& e) const { return of_payment(e); }

  Mention operator()(const PaymentFailed& e) const { return of_payment(e); }

  Mention operator()(const PaymentConflicted& e) const { return of_payment(e); }

  // Partition 0's word on a payment stays under the payment's own id: rows have one writer each.
  Mention operator()(const PaymentUnmatched& e) const {
    return {{}, e.payment ? e.payment->payment.str() : std::string(), {}};
  }

  Mention operator()(const PaymentMatched& e) const { return {{}, e.payment.str(), {}}; }

  Mention operator()(const PaymentOrphaned& e) const { return {e.hold, e.payment.str(), {}}; }

  // Bookings are linked without dashes, so that they are found however they are typed.
  Mention operator()(const BookingConfirmed& e) const {
    return {e.hold, e.booking.str(), lookup::compact(e.booking)};
  }

  Mention operator()(const BookingCancelled& e) const { return of_booking(e.booking); }

  Mention operator()(const InstallmentsScheduled& e) const { return of_booking(e.booking); }

  Mention operator()(const PaymentAllocated& e) const { return of_booking(e.booking); }

  Mention operator()(const ReceiptIssued& e) const { return {{}, e.booking.str(), e.number}; }

  Mention operator()(const JournalPosted& e) const { return {{}, e.reference, {}}; }

  Mention operator()(const RefundRequested& e) const {
    return {e.hold, e.booking.empty() ? e.payment.str() : e.booking.str(), e.refund.str()};
  }

  Mention operator()(const RefundApproved& e) const { return {{}, e.refund.str(), {}}; }

  Mention operator()(const RefundInitiated& e) const { return {{}, e.refund.str(), {}}; }

  Mention operator()(const RefundProcessed& e) const { return {{}, e.refund.str(), {}}; }

  Mention operator()(const RefundFailed& e) const { return {{}, e.refund.str(), {}}; }

  Mention operator()(const BookingImported& e) const {
    return {{}, e.booking.str(), lookup::compact(e.booking)};
  }

  Mention operator()(const PaymentImported& e) const {
    return {{}, e.booking.str(), e.payment.str()};
  }

  Mention operator()(const OfflinePaymentDeclared& e) const {
    return {e.hold, e.booking.str(), e.payment.str()};
  }

  Mention operator()(const OfflinePaymentVerified& e) const { return {{}, e.payment.str(), {}}; }

  Mention operator()(const OfflinePaymentRejected& e) const { return {{}, e.payment.str(), {}}; }

  Mention operator()(const ChequeDeposited& e) const { return {{}, e.payment.str(), {}}; }

  Mention operator()(const ChequeCleared& e) const { return {{}, e.payment.str(), {}}; }

  Mention operator()(const ChequeBounced& e) const { return {{}, e.payment.str(), {}}; }

  Mention operator()(const PaymentRequested& e) const {
    return {{}, e.booking.str(), e.request.str()};
  }

  Mention operator()(const PaymentLinkIssued& e) const {
    return {{}, e.booking.str(), e.link.str()};
  }

  Mention operator()(const PaymentLinkCancelled& e) const { return {{}, e.link.str(), {}}; }

  Mention operator()(const DiscountProposed& e) const {
    return {e.hold, e.booking.str(), e.discount.str()};
  }

  Mention operator()(const DiscountApproved& e) const { return {{}, e.discount.str(), {}}; }

  Mention operator()(const DiscountRejected& e) const { return {{}, e.discount.str(), {}}; }

  Mention operator()(const RefundWithdrawn& e) const { return {{}, e.refund.str(), {}}; }

  Mention operator()(const VoucherIssued& e) const { return of_paper(e); }

  Mention operator()(const InvoiceIssued& e) const { return of_paper(e); }

  Mention operator()(const CreditNoteIssued& e) const { return of_paper(e); }

  Mention operator()(const DebitNoteIssued& e) const { return of_paper(e); }

  Mention operator()(const PaymentMoved& e) const {
    return of_booking(e.leg == wire::Leg::In ? e.to_booking : e.from_booking);
  }

  // Whatever else names a booking or a hold is part of its case.
  template <class Other>
  Mention operator()(const Other& e) const {
    Mention mention;
    if constexpr (requires { e.hold; }) mention.hold = e.hold;
    if constexpr (requires { e.booking; }) mention.via = e.booking.str();
    return mention;
  }

 private:
  template <class EventT>
  static Mention of_paper(const EventT& e) {
    return {{}, e.booking.str(), e.paper ? e.paper->number : std::string()};
  }

  static Mention of_booking(const BookingId& booking) { return {{}, booking.str(), {}}; }

  template <class EventT>
  static Mention of_payment(const EventT& e) {
    const auto id = e.payment ? e.payment->payment.str() : std::string();
    const auto& booking = e.booking.str();
    const bool known = !e.hold.empty() || !booking.empty();
    return {e.hold, booking.empty() ? id : booking, known ? id : std::string()};
  }
};

// The case that an id is linked to; bookings in whatever way they are typed.
std::string case_of(const Rows& rows, std::string_view id) {
  auto row = get_row<rows::CaseRowT>(rows, Key(kCase).text(id));
  if (!row) row = get_row<rows::CaseRowT>(rows, Key(kCase).text(lookup::compact(id)));
  return row ? row->hold.str() : std::string(id);
}

class Fold {
 public:
  Fold(const Accepted& accepted, Batch& rows) : accepted_(accepted), rows_(rows) {}

  void note(const Event& event) {
    auto mention = std::visit(MentionOf{}, event);
    const auto number = events_++;
    if (mention.hold.empty() && mention.via.empty()) return;
    const bool own = accepted_.partition == kDirectory && is_about_unmatched(event);
    const auto about = !mention.hold.empty() ? mention.hold.str()
                       : own                 ? mention.via
                                             : case_of(rows_, mention.via);
    if (!mention.link.empty()) link(mention.link, about);
    rows::TimelineRowT row;
    row.position = accepted_.position();
    row.event = name_of(event);
    row.at = at();
    row.actor = accepted_.record->actor;
    row.text = support::text_of(event);
    put_row(rows_, timeline_key(about, number), row);
  }

  void note_plots(const PlotHeld& event) {
    rows::CaseRowT row;
    row.hold = event.hold;
    for (const auto& plot : event.plots) {
      put_row(rows_, Key(kPlot).text(event.project).text(plot).number(accepted_.record->sequence),
              row);
    }
  }

  void count_refused(const CommandRefused& event) {
    if (event.reason != "plot-unavailable") return;
    for (const auto& plot : event.subjects) {
      const auto key = Key(kRefused).text(event.project).text(plot);
      auto row = get_row<rows::RefusedRowT>(rows_, key).value_or(rows::RefusedRowT{});
      ++row.count;
      row.last = at();
      put_row(rows_, key, row);
    }
  }

 private:
  static bool is_about_unmatched(const Event& event) {
    return std::holds_alternative<PaymentUnmatched>(event) ||
           std::holds_alternative<PaymentMatched>(event);
  }

  [[nodiscard]] Instant at() const { return accepted_.record->recorded_at; }

  [[nodiscard]] Key timeline_key(const std::string& about, std::uint64_t number) const {
    return Key(kTimeline)
        .text(about)
        .number(static_cast<std::uint64_t>(at().micros()))
        .number(accepted_.partition)
        .number(accepted_.record->sequence)
        .number(number);
  }

  void link(const std::string& id, const std::string& about) {
    rows::CaseRowT row;
    row.hold = HoldId(about);
    put_row(rows_, Key(kCase).text(id), row);
    rows_.put(Key(kIds).text(about).text(id), {});
  }

  const Accepted& accepted_;
  Batch& rows_;
  std::uint64_t events_ = 0;
};

using Timeline = std::vector<std::pair<std::string, rows::TimelineRowT>>;  // by moment

void read_timeline(const Rows& rows, std::string_view about, Timeline& timeline) {
  const auto prefix = Key(kTimeline).text(about);
  rows.scan(prefix, prefix, [&](std::string_view key, std::string_view value) {
    timeline.emplace_back(key.substr(prefix.str().size()), decode_row<rows::TimelineRowT>(value));
    return true;
  });
}

std::vector<std::string> ids_of(const Rows& rows, std::string_view about) {
  std::vector<std::string> ids{std::string(about)};
  const auto prefix = Key(kIds).text(about);
  rows.scan(prefix, prefix, [&ids](std::string_view key, std::string_view) {
    KeyParts parts(key);
    parts.text();
    ids.push_back(parts.text().value());
    return true;
  });
  return ids;
}

}  // namespace

void SupportView::apply(const Accepted& accepted, Batch& rows) const {
  Fold fold(accepted, rows);
  for (const auto& event : accepted.record->events) {
    fold.note(event);
    if (const auto* held = std::get_if<PlotHeld>(&event)) fold.note_plots(*held);
    if (const auto* refused = std::get_if<CommandRefused>(&event)) fold.count_refused(*refused);
  }
}

namespace support {

std::vector<rows::TimelineRowT> timeline(const Rows& rows, std::string_view id) {
  const auto about = case_of(rows, id);
  Timeline found;
  for (const auto& one : ids_of(rows, about)) read_timeline(rows, one, found);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<rows::TimelineRowT> timeline;
  for (auto& [moment, row] : found) timeline.push_back(std::move(row));
  return timeline;
}

std::vector<HoldId> holds_of_plot(const Rows& rows, const ProjectId& project, const PlotId& plot) {
  std::vector<HoldId> holds;
  const auto prefix = Key(kPlot).text(project).text(plot);
  rows.scan(prefix, prefix, [&holds](std::string_view, std::string_view value) {
    holds.push_back(decode_row<rows::CaseRowT>(value).hold);
    return true;
  });
  return holds;
}

std::vector<Refused> refused_holds(const Rows& rows, const ProjectId& project) {
  std::vector<Refused> refused;
  const auto prefix = Key(kRefused).text(project);
  rows.scan(prefix, prefix, [&refused](std::string_view key, std::string_view value) {
    KeyParts parts(key);
    parts.text();
    const auto row = decode_row<rows::RefusedRowT>(value);
    refused.push_back({PlotId(parts.text().value()), row.count, row.last});
    return true;
  });
  return refused;
}

}  // namespace support
}  // namespace ledger
