#pragma once

// Commands about money, as stories are told in (see given.h); each can be changed before it is
// used.

#include <string>

#include "tests/support/given.h"

namespace ledger::test {

inline constexpr Money rs(std::int64_t rupees, std::int64_t paise = 0) {
  return Money::paise(rupees * 100 + paise);
}

// Days of the stories: kNoon is 1 June 2026.
Day june(int day);

BookingId the_booking(const Story& story);
const fold::BookingT& booking_of(const Story& story);
const fold::BookingT& booking_of(const Story& story, const char* hold);
const fold::PartT& part_of(const Story& story, std::uint32_t no);

SetMoneyRules money_rules();
wire::PlanStageT stage(const char* label, int basis_points, std::uint32_t days,
                       const char* milestone = "");

// 10 % at booking, 40 % in 30 days, 50 % when the roads are done.
SetPaymentPlan construction_plan();

StartCheckout checkout_by_plan(const char* hold, const char* plan);

DeclarePayment declare(const char* id, Money amount, wire::Mode mode = wire::Mode::Neft);
DeclarePayment declare_for_hold(const char* id, const char* hold, Money amount,
                                wire::Mode mode = wire::Mode::Neft);
DeclarePayment declare_for(const BookingId& booking, const char* id, Money amount,
                           wire::Mode mode = wire::Mode::Neft);
VerifyPayment verify(const char* id, Day day = 0);
std::vector<RefundId> fresh_refunds(const char* stem, std::size_t count = 8);
CancelBooking cancel(const BookingId& booking, const char* stem = "back");

// The sum over all postings to an account in a decision's events.
Money posted(const Story& story, const std::string& account);

}  // namespace ledger::test
