#include "tests/writer/domain/books.h"

#include <cstdio>

namespace ledger::test {
namespace {

std::string letter_of(const fold::PlotT& plot) {
  switch (plot.status) {
    case fold::PlotStatus::Unreleased:
      return "u";
    case fold::PlotStatus::Available:
      return "a";
    case fold::PlotStatus::Blocked:
      return "x";
    case fold::PlotStatus::Held:
      return "h:" + plot.hold.str();
    case fold::PlotStatus::Booked:
      return "b:" + plot.hold.str();
    case fold::PlotStatus::Registered:
      return "r:" + plot.hold.str();
    case fold::PlotStatus::Conveyed:
      return "d:" + plot.hold.str();
  }
  return "?";
}

std::string serial_text(std::uint32_t serial) {
  auto text = std::to_string(serial);
  return std::string(5 - text.size(), '0') + text;
}

}  // namespace

std::string Books::move(const std::vector<PlotId>& plots, const std::string& from,
                        const std::string& to) {
  for (const auto& plot : plots) {
    auto& now = plots_[plot.str()];
    if (now != from) return "plot " + plot.str() + " is " + now + ", not " + from;
    now = to;
  }
  return {};
}

std::string Books::book(const BookingConfirmed& e) {
  if (!bookings_.try_emplace(e.booking.str()).second) return "a booking's id is used twice";
  bookings_[e.booking.str()].total = e.total.paise();
  for (const auto& plot : e.plots) {
    auto& now = plots_[plot.str()];
    if (now != "a" && now != "h:" + e.hold.str()) return "a booked plot is " + now;
    now = "b:" + e.hold.str();
  }
  return {};
}

std::string Books::post(const JournalPosted& e) {
  std::int64_t sum = 0;
  for (const auto& posting : e.postings) {
    sum += posting->amount.paise();
    accounts_[posting->account] += posting->amount.paise();
    if (posting->account == "assets:receivable")
      bookings_[posting->booking.str()].receivable += posting->amount.paise();
  }
  return sum == 0 ? "" : "a journal entry does not sum to zero";
}

std::string Books::number(const ReceiptIssued& e) {
  auto& year = receipts_[e.financial_year];
  const auto expected = serial_text(static_cast<std::uint32_t>(year.size() + 1));
  if (e.number.substr(e.number.size() - 5) != expected) return "a receipt's number leaves a hole";
  return year.insert(e.number).second ? "" : "a receipt's number is used twice";
}

std::string Books::refund(const RefundRequested& e) {
  refunds_[e.refund.str()] = {e.payment.str(), e.amount.paise()};
  auto& paid = payments_[e.payment.str()];
  paid.refund_asked += e.amount.paise();
  return paid.captured && paid.refund_asked <= paid.amount ? "" : "more is to go back than came";
}

std::string Books::see(const Event& event) {
  if (const auto* e = std::get_if<LayoutImported>(&event)) {
    plots_.clear();
    for (const auto& plot : e->plots) plots_[plot->plot.str()] = "u";
  } else if (const auto* released = std::get_if<PlotsReleased>(&event)) {
    return move(released->plots, "u", "a");
  } else if (const auto* blocked = std::get_if<PlotBlocked>(&event)) {
    return move(blocked->plots, "a", "x");
  } else if (const auto* unblocked = std::get_if<PlotUnblocked>(&event)) {
    return move(unblocked->plots, "x", "a");
  } else if (const auto* held = std::get_if<PlotHeld>(&event)) {
    return move(held->plots, "a", "h:" + held->hold.str());
  } else if (const auto* freed = std::get_if<HoldReleased>(&event)) {
    return move(freed->plots, "h:" + freed->hold.str(), "a");
  } else if (const auto* expired = std::get_if<HoldExpired>(&event)) {
    return move(expired->plots, "h:" + expired->hold.str(), "a");
  } else if (const auto* booked = std::get_if<BookingConfirmed>(&event)) {
    return book(*booked);
  } else if (const auto* cancelled = std::get_if<BookingCancelled>(&event)) {
    bookings_[cancelled->booking.str()].cancelled = true;
    for (const auto& plot : cancelled->plots) plots_[plot.str()] = "a";
  } else if (const auto* captured = std::get_if<PaymentCaptured>(&event)) {
    auto& paid = payments_[captured->payment->payment.str()];
    if (paid.captured) return "a payment was captured twice";
    paid.captured = true;
    paid.amount = captured->payment->amount.paise();
    clearing_ += paid.amount;
  } else if (const auto* odd = std::get_if<PaymentConflicted>(&event)) {
    if (odd->payment->currency == "INR") clearing_ += odd->payment->amount.paise();
  } else if (const auto* allocated = std::get_if<PaymentAllocated>(&event)) {
    auto& paid = payments_[allocated->payment.str()];
    for (const auto& share : allocated->shares) paid.allocated += share->amount.paise();
    paid.allocated += allocated->credit.paise();
    if (paid.allocated != paid.amount) return "a payment was not allocated in full, and once";
  } else if (const auto* receipt = std::get_if<ReceiptIssued>(&event)) {
    return number(*receipt);
  } else if (const auto* entry = std::get_if<JournalPosted>(&event)) {
    return post(*entry);
  } else if (const auto* asked = std::get_if<RefundRequested>(&event)) {
    return refund(*asked);
  } else if (const auto* sent = std::get_if<RefundProcessed>(&event)) {
    auto& paid = payments_[refunds_[sent->refund.str()].first];
    paid.refunded += sent->amount.paise();
    clearing_ -= sent->amount.paise();
    if (paid.refunded > paid.amount) return "more went back than came";
  }
  return {};
}

std::string Books::check_plots(const Project& project) const {
  if (project.plots.size() != plots_.size()) return "the state has other plots";
  for (const auto& plot : project.plots)
    if (letter_of(plot) != plots_.at(plot.plot.str()))
      return "plot " + plot.plot.str() + " is " + letter_of(plot) + " in the state and " +
             plots_.at(plot.plot.str()) + " by the events";
  return {};
}

std::string Books::check_money() const {
  std::int64_t all = 0;
  for (const auto& [account, sum] : accounts_) all += sum;
  if (all != 0) return "the accounts do not sum to zero";
  const auto clearing = accounts_.find("assets:gateway-clearing");
  if ((clearing == accounts_.end() ? 0 : clearing->second) != clearing_)
    return "the clearing account differs from the payments";
  for (const auto& [id, paid] : payments_)
    if (paid.captured && paid.allocated == 0 && paid.refund_asked != paid.amount)
      return "payment " + id + " is neither allocated nor on its way back";
  for (const auto& [id, booking] : bookings_)
    if (booking.cancelled && booking.receivable != 0)
      return "a cancelled booking still owes something";
  return {};
}

std::string Books::check(const State& state) const {
  for (const auto& [id, project] : state.projects)
    if (auto wrong = check_plots(project); !wrong.empty() && !project.layout.empty()) return wrong;
  return check_money();
}

}  // namespace ledger::test
