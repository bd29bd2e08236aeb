#include <gtest/gtest.h>

#include "events/pricing.h"
#include "tests/support/given_money.h"

namespace ledger::test {
namespace {

Story a_project_with_plans() {
  auto story = a_selling_project();
  story.as("finance").given(construction_plan()).as("visitor");
  return story;
}

Story booked_by_plan() {
  auto story = a_project_with_plans();
  story.given(hold("h", {"1"})).given(checkout_by_plan("h", "construction"));
  story.given(order(story, "h")).given(payment(story, "h", "pay-1"));
  return story;
}

TEST(Planned, SplitsInPaiseWithTheRemainderOnTheLastLine) {
  wire::PaymentPlanSetT plan;
  for (const int third : {3333, 3333, 3334}) {
    auto& to = *plan.stages.emplace_back(std::make_unique<wire::PlanStageT>());
    to.label = "third";
    to.basis_points = third;
  }
  const auto parts = planned(rs(10'000), plan, 100);
  EXPECT_EQ(parts[0].amount, rs(3'333));
  EXPECT_EQ(parts[0].amount + parts[1].amount + parts[2].amount, rs(10'000));
  const auto tiny = planned(Money::paise(1), plan, 100);
  EXPECT_EQ(tiny[0].amount + tiny[1].amount + tiny[2].amount, Money::paise(1));
}

TEST(PaymentPlan, SchedulesABookingByItsStages) {
  const auto story = booked_by_plan();
  EXPECT_EQ(part_of(story, 1).due_day, june(1));
  EXPECT_EQ(part_of(story, 2).due_day, june(1) + 30);
  EXPECT_EQ(part_of(story, 3).due_day, 0);
  EXPECT_EQ(part_of(story, 3).milestone, "roads-done");
  EXPECT_EQ(part_of(story, 1).amount + part_of(story, 2).amount + part_of(story, 3).amount,
            booking_of(story).total);
}

// The cap on advances is rounded down and a share half up: no paisa of the token stays open.
TEST(PaymentPlan, BeginsWithTheTokenThatWasPaid) {
  auto story = with_booking("a", {"1", "2"});
  const auto& scheduled = story.event<InstallmentsScheduled>().installments;
  const auto total = story.event<BookingConfirmed>().total;
  ASSERT_EQ(total.paise() % 10, 8) << "a price whose tenth is no whole number of paise";
  EXPECT_EQ(scheduled[0]->amount, Money::paise(total.paise() / 10));
  EXPECT_EQ(scheduled[0]->amount + scheduled[1]->amount, total);
  EXPECT_EQ(booking_of(story).parts.front()->paid, scheduled[0]->amount);
}

TEST(Milestone, MakesWhatWaitedForItDue) {
  auto story = booked_by_plan();
  story.later(days(100)).as("finance");
  story.when(ReachMilestone{kProject, "roads-done", 0, "architect's certificate 12"});
  EXPECT_EQ(part_of(story, 3).due_day, june(1) + 115);
  story.when(ReachMilestone{kProject, "roads-done", 0, ""}).then_refused("milestone-reached");
  story.when(ReachMilestone{kProject, "club-house", 0, ""})
      .then_refused("milestone-unknown", ErrorCode::kNotFound);
  story.as("visitor").given(hold("late", {"2"})).given(checkout_by_plan("late", "construction"));
  story.given(order(story, "late")).given(payment(story, "late", "pay-2"));
  EXPECT_EQ(story.event<InstallmentsScheduled>().installments[2]->due_day, june(1) + 115);
}

TEST(PaymentPlan, OfAnotherVersionLeavesWhatWasAgreed) {
  auto story = a_project_with_plans();
  story.given(hold("h", {"1"})).given(checkout_by_plan("h", "construction"));
  auto changed = construction_plan();
  changed.stages = {stage("all", 10'000, 0)};
  story.as("finance").given(changed).as("visitor");
  story.given(order(story, "h")).given(payment(story, "h", "pay-1"));
  EXPECT_EQ(booking_of(story).parts.size(), 3U);
}

TEST(PaymentPlan, IsRefusedIfItDoesNotSumOrIsNotThere) {
  auto story = a_project_with_plans();
  auto c = construction_plan();
  c.stages[0].basis_points = 999;
  story.as("finance").when(c).then_refused("plan-does-not-sum", ErrorCode::kInvalid);
  c = construction_plan();
  c.plan = "standard";
  story.when(c).then_refused("plan-name-invalid", ErrorCode::kInvalid);
  story.as("visitor").given(hold("h", {"1"}));
  story.when(checkout_by_plan("h", "no-such")).then_refused("plan-unknown", ErrorCode::kInvalid);
}

TEST(TaxRules, TakeTheRateThatIsInForceOnTheDay) {
  auto story = a_selling_project();
  SetTaxRules c{kProject, {}};
  for (const auto& [day, rate] : {std::pair{june(1) - 100, 1200}, {june(10), 500}}) {
    auto& rule = c.rules.emplace_back();
    rule.head = "amenities";
    rule.from_day = day;
    rule.basis_points = rate;
  }
  story.as("finance").given(c).as("visitor");
  story.given(hold("h", {"1"})).given(checkout("h"));
  EXPECT_EQ(story.event<CheckoutStarted>().lines.back()->tax_basis_points, 1200);
  story.at(start_of(june(10), kIndia)).given(hold("i", {"2"})).given(checkout("i"));
  EXPECT_EQ(story.event<CheckoutStarted>().lines.back()->tax_basis_points, 500);
  c.rules[1].from_day = c.rules[0].from_day;
  story.as("finance").when(c).then_refused("rules-overlap", ErrorCode::kInvalid);
}

TEST(MoneyRules, RefuseWhatTheLawDoesNotAllowAndOverlaps) {
  auto story = a_selling_project();
  auto c = money_rules();
  c.rules.cash_limit = rs(20'001);
  story.as("finance").when(c).then_refused("cash-limit-out-of-range", ErrorCode::kInvalid);
  c = money_rules();
  c.interest.push_back(c.interest.front());
  story.when(c).then_refused("rules-overlap", ErrorCode::kInvalid);
}

TEST(Demand, IsDraftedOnceCarriesEarlierDuesAndStartsGraceWhenSent) {
  auto story = booked_by_plan();
  story.as("finance").given(money_rules());
  story.at(start_of(june(1) + 30, kIndia)).when(DraftDemands{kProject, {}, 0});
  story.then({"DemandDrafted"});
  const auto demand = story.event<DemandDrafted>().demand;
  EXPECT_EQ(demand, the_booking(story).str() + "/D1");
  EXPECT_EQ(story.event<DemandDrafted>().total, part_of(story, 2).amount);
  story.when(DraftDemands{kProject, {}, 0}).then_nothing();
  story.when(IssueDemands{kProject, {demand}}).then({"DemandIssued"});
  EXPECT_EQ(part_of(story, 2).demanded_day, june(1) + 30);
  story.when(IssueDemands{kProject, {demand}}).then_nothing();
  story.later(days(70)).given(ReachMilestone{kProject, "roads-done", 0, ""});
  story.later(days(15)).when(DraftDemands{kProject, {the_booking(story)}, 0});
  const auto& second = story.event<DemandDrafted>();
  ASSERT_EQ(second.lines.size(), 2U);
  EXPECT_TRUE(second.lines[0]->earlier);
  EXPECT_FALSE(second.lines[1]->earlier);
  story.when(IssueDemands{kProject, {"nobody/D1"}})
      .then_refused("demand-unknown", ErrorCode::kNotFound);
}

TEST(Vouchers, SumToTheTaxOfThePriceOnceAllIsPaid) {
  auto story = booked_by_plan();
  story.as("finance");
  Money tax = story.event<VoucherIssued>().paper->lines[0]->cgst;
  for (int i = 0; i < 7; ++i) {
    const auto id = "p" + std::to_string(i);
    story.given(declare_for(the_booking(story), id.c_str(), rs(77'777)));
    story.given(verify(id.c_str()));
    tax += story.event<VoucherIssued>().paper->lines[0]->cgst;
  }
  Money open;
  for (const auto& part : booking_of(story).parts) open += part->amount - part->paid;
  if (open > Money()) {
    story.given(declare_for(the_booking(story), "last", open)).given(verify("last"));
    tax += story.event<VoucherIssued>().paper->lines[0]->cgst;
  }
  Money expected;
  for (const auto& head : booking_of(story).heads) expected += head->cgst;
  EXPECT_EQ(tax, expected);
}

TEST(Vouchers, NameTheServiceAsItsRuleDoes) {
  auto story = a_selling_project();
  SetTaxRules c{kProject, {}};
  auto& rule = c.rules.emplace_back();
  rule.head = "amenities";
  rule.from_day = june(1) - 100;
  rule.basis_points = 1800;
  rule.hsn = "997212";
  story.as("finance").given(c).as("visitor");
  story.given(hold("h", {"1"})).given(checkout("h"));
  story.given(order(story, "h")).given(payment(story, "h", "pay-1"));
  const auto& lines = story.event<VoucherIssued>().paper->lines;
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]->head, "amenities");
  EXPECT_EQ(lines[0]->hsn, "997212");
}

}  // namespace
}  // namespace ledger::test
