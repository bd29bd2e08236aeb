#include "writer/domain/interest.h"

#include <gtest/gtest.h>

#include "tests/support/given_money.h"

namespace ledger::test {
namespace {

OpenSteps open_steps(std::initializer_list<std::pair<Day, Money>> list) {
  OpenSteps steps;
  for (const auto& [day, open] : list) {
    auto& step = *steps.emplace_back(std::make_unique<fold::StepT>());
    step.day = day;
    step.open = open;
  }
  return steps;
}

RateSlices rates(std::initializer_list<std::pair<Day, int>> list) {
  RateSlices slices;
  for (const auto& [day, rate] : list) {
    auto& slice = *slices.emplace_back(std::make_unique<wire::RateSliceT>());
    slice.from_day = day;
    slice.basis_points = rate;
  }
  return slices;
}

TEST(Interest, IsPrincipalTimesRateTimesDaysOver365) {
  // ₹1,00,000 at 12 % for 30 days: 100000 × 0.12 × 30 / 365 = 986.3013…
  EXPECT_EQ(interest(open_steps({{0, rs(100'000)}}), rates({{0, 1200}}), 100, 130), rs(986, 30));
  EXPECT_EQ(interest(open_steps({{0, rs(100'000)}}), rates({{0, 1200}}), 100, 465), rs(12'000));
}

TEST(Interest, FollowsWhatWasOpenAndTheRateInForceDayByDay) {
  // 10 days on ₹1,00,000 and 20 on ₹40,000 at 12 %; from day 120 on at 9 %.
  // (100000·1200·10 + 40000·1200·10 + 40000·900·10) / 3650000 = 558.904…
  const auto steps = open_steps({{0, rs(100'000)}, {110, rs(40'000)}});
  EXPECT_EQ(interest(steps, rates({{0, 1200}, {120, 900}}), 100, 130), rs(558, 90));
}

TEST(Interest, IsRoundedOnceHalfUp) {
  // 365 days at 0.01 % of ₹50 are half a paisa.
  EXPECT_EQ(interest(open_steps({{0, Money::paise(5000)}}), rates({{0, 1}}), 0, 365),
            Money::paise(1));
  EXPECT_EQ(interest(open_steps({{0, Money::paise(4999)}}), rates({{0, 1}}), 0, 365), Money());
}

TEST(Interest, IsNothingBeforeTheFirstRateAndWhereNothingIsOpen) {
  EXPECT_EQ(interest(open_steps({{0, rs(1'000)}}), rates({{50, 1200}}), 0, 50), Money());
  EXPECT_EQ(interest(open_steps({{50, rs(1'000)}}), rates({{0, 1200}}), 0, 50), Money());
  EXPECT_EQ(interest(open_steps({{0, rs(1'000)}}), {}, 0, 50), Money());
  EXPECT_EQ(interest(open_steps({{0, rs(1'000)}}), rates({{0, 1200}}), 50, 50), Money());
}

TEST(Interest, HoldsForTheLargestAmountsAndACentury) {
  const auto steps = open_steps({{0, Money::paise(kMaxPaise)}});
  EXPECT_EQ(interest(steps, rates({{0, 10'000}}), 0, 36'500).paise(), kMaxPaise * 100);
}

TEST(ChargeInterest, StartsAfterTheDueDayAndGraceAndChargesEachDayOnce) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(money_rules());
  const auto open = part_of(story, 2).amount;  // due on 1 July, grace until 11 July
  story.at(start_of(june(1) + 40, kIndia)).when(ChargeInterest{kProject, {}, 0}).then_nothing();
  story.at(start_of(june(1) + 50, kIndia)).when(ChargeInterest{kProject, {}, 0});
  story.then({"InterestCharged", "JournalPosted", "DebitNoteIssued"});
  const auto expected = scaled(open, 1200 * 10, 365 * kBasisPoints);
  EXPECT_EQ(story.event<InterestCharged>().amount, expected);
  EXPECT_EQ(story.event<InterestCharged>().lines.at(0)->from_day, june(1) + 40);
  EXPECT_EQ(part_of(story, 1001).amount, expected);
  EXPECT_EQ(posted(story, "assets:receivable"), expected);
  story.when(ChargeInterest{kProject, {}, 0}).then_nothing();
  story.later(days(1)).when(ChargeInterest{kProject, {}, 0});
  EXPECT_EQ(story.event<InterestCharged>().amount, scaled(open, 1200, 365 * kBasisPoints));
}

TEST(ChargeInterest, CountsGraceFromTheLetterIfThereWasOne) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(money_rules());
  story.at(start_of(june(1) + 35, kIndia)).given(DraftDemands{kProject, {}, 0});
  story.given(IssueDemands{kProject, {the_booking(story).str() + "/D1"}});
  story.at(start_of(june(1) + 50, kIndia)).when(ChargeInterest{kProject, {}, 0});
  EXPECT_EQ(story.event<InterestCharged>().lines.at(0)->from_day, june(1) + 45);
}

TEST(ChargeInterest, SeesAPaymentOnItsValueDay) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(money_rules());
  const auto open = part_of(story, 2).amount;
  story.at(start_of(june(1) + 60, kIndia));
  story.given(declare_for(the_booking(story), "p", rs(100'000)));
  story.given(verify("p", june(1) + 50));
  story.when(ChargeInterest{kProject, {}, 0});
  __extension__ using Wide = __int128;
  const Wide sum = Wide{open.paise()} * 10 + Wide{(open - rs(100'000)).paise()} * 10;
  const auto expected = static_cast<std::int64_t>((sum * 1200 + 1'825'000) / 3'650'000);
  EXPECT_EQ(story.event<InterestCharged>().amount.paise(), expected);
}

TEST(ChargeInterest, IsPaidBeforeTheOldestDueAndCanBeWaived) {
  auto story = with_booking("h", {"1"});
  story.as("finance").given(money_rules());
  story.at(start_of(june(1) + 50, kIndia)).given(ChargeInterest{kProject, {}, 0});
  const auto charged = part_of(story, 1001).amount;
  story.when(WaiveInstallment{kProject, the_booking(story), 1001, rs(100), "goodwill"});
  story.then({"InterestWaived", "JournalPosted", "CreditNoteIssued"});
  story.given(declare_for(the_booking(story), "p", rs(50'000))).when(verify("p"));
  EXPECT_EQ(story.event<PaymentAllocated>().interest, charged - rs(100));
  EXPECT_EQ(part_of(story, 1001).paid, charged - rs(100));
  story.when(WaiveInstallment{kProject, the_booking(story), 1001, rs(1), "more"})
      .then_refused("amount-over-open");
}

}  // namespace
}  // namespace ledger::test
