#include "tests/support/given_money.h"

#include <stdexcept>

namespace ledger::test {

Day june(int day) {
  return day_of(Story::kNoon, kIndia) + day - 1;
}

BookingId the_booking(const Story& story) {
  return story.project().bookings.begin()->first;
}

const fold::BookingT& booking_of(const Story& story) {
  return story.project().bookings.begin()->second;
}

const fold::BookingT& booking_of(const Story& story, const char* hold) {
  return story.project().bookings.at(story.project().checkouts.at(HoldId(hold)).booking);
}

const fold::PartT& part_of(const Story& story, std::uint32_t no) {
  for (const auto& part : booking_of(story).parts)
    if (part->no == no) return *part;
  throw std::out_of_range("no such part");
}

SetMoneyRules money_rules() {
  SetMoneyRules c;
  c.rules.project = kProject;
  c.rules.grace_days = 10;
  c.rules.bounce_charge = rs(500);
  c.rules.bounce_tax_basis_points = 1800;
  c.rules.transfer_fee = rs(10'000);
  c.rules.transfer_tax_basis_points = 1800;
  c.rules.cap = wire::CapMode::Warn;
  c.rules.cap_basis_points = 1000;
  c.rules.cash_limit = rs(20'000);
  c.rules.link_days = 7;
  wire::RateSliceT slice;
  slice.from_day = june(1) - 365;
  slice.basis_points = 1200;
  c.interest.push_back(slice);
  return c;
}

wire::PlanStageT stage(const char* label, int basis_points, std::uint32_t days,
                       const char* milestone) {
  wire::PlanStageT stage;
  stage.label = label;
  stage.basis_points = basis_points;
  stage.days = days;
  stage.milestone = milestone;
  return stage;
}

SetPaymentPlan construction_plan() {
  return {kProject,
          "construction",
          "Construction-linked",
          wire::PlanKind::Construction,
          {stage("booking", 1000, 0), stage("foundation", 4000, 30),
           stage("roads", 5000, 15, "roads-done")}};
}

StartCheckout checkout_by_plan(const char* hold, const char* plan) {
  auto c = checkout(hold);
  c.plan = plan;
  return c;
}

DeclarePayment declare(const char* id, Money amount, wire::Mode mode) {
  DeclarePayment c;
  c.project = kProject;
  c.payment = PaymentId(id);
  c.mode = mode;
  c.reference = std::string("UTR-") + id;
  c.amount = amount;
  return c;
}

DeclarePayment declare_for_hold(const char* id, const char* hold, Money amount, wire::Mode mode) {
  auto c = declare(id, amount, mode);
  c.hold = HoldId(hold);
  c.checkout = checkout(hold);
  return c;
}

DeclarePayment declare_for(const BookingId& booking, const char* id, Money amount,
                           wire::Mode mode) {
  auto c = declare(id, amount, mode);
  c.booking = booking;
  return c;
}

VerifyPayment verify(const char* id, Day day) {
  return {kProject, PaymentId(id), day, RefundId(std::string("refund-of-") + id)};
}

std::vector<RefundId> fresh_refunds(const char* stem, std::size_t count) {
  std::vector<RefundId> refunds;
  for (std::size_t i = 0; i < count; ++i)
    refunds.emplace_back(std::string(stem) + "-" + std::to_string(i));
  return refunds;
}

CancelBooking cancel(const BookingId& booking, const char* stem) {
  CancelBooking c;
  c.project = kProject;
  c.booking = booking;
  c.reason = "changed his mind";
  c.refunds = fresh_refunds(stem);
  return c;
}

Money posted(const Story& story, const std::string& account) {
  Money sum;
  if (!story.result()) return sum;
  for (const auto& event : *story.result()) {
    const auto* entry = std::get_if<JournalPosted>(&event);
    if (entry == nullptr) continue;
    for (const auto& posting : entry->postings)
      if (posting->account == account) sum += posting->amount;
  }
  return sum;
}

}  // namespace ledger::test
