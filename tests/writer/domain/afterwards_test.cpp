// What comes after a booking: cancellation and refunds.
#include <map>

#include "tests/support/given.h"
#include "writer/domain/todo.h"

namespace ledger::test {
namespace {

using fold::PlotStatus;
using fold::RefundStatus;

BookingId booking_of(const Story& story) {
  return story.project().bookings.begin()->first;
}

CancelBooking cancel(const Story& story, std::vector<RefundId> refunds) {
  return {kProject, booking_of(story), "the buyer asked to", std::move(refunds)};
}

RecordRefund refund(RefundFinding finding, const char* gateway_id, const char* id = "r1") {
  return {kProject, RefundId(id), finding, gateway_id, "bank says no"};
}

// A booking of one payment, cancelled by "sales"; its refund "r1" waits for approval.
Story with_refund_requested() {
  auto story = with_booking("a", {"1"});
  story.as("sales").given(cancel(story, {RefundId("r1")}));
  return story;
}

Story with_refund_approved() {
  auto story = with_refund_requested();
  story.as("finance").given(ApproveRefund{kProject, RefundId("r1")});
  return story;
}

RefundStatus status_of(const Story& story, const char* id = "r1") {
  return story.project().refunds.at(RefundId(id)).status;
}

TEST(CancelBooking, FreesThePlotsAndAsksForTheMoneyBack) {
  auto story = with_booking("a", {"1", "2"});
  const auto paid = checkout_of(story, "a").amount;
  story.as("sales").when(cancel(story, {RefundId("r1")}));
  story.then({"BookingCancelled", "JournalPosted", "VoucherIssued", "RefundRequested"});
  EXPECT_EQ(story.event<BookingCancelled>().refundable, paid);
  EXPECT_EQ(story.event<BookingCancelled>().plots, plots_of({"1", "2"}));
  EXPECT_EQ(story.event<RefundRequested>().amount, paid);
  EXPECT_EQ(story.event<RefundRequested>().by, "sales");
  EXPECT_EQ(story.plot("1"), PlotStatus::Available);
  EXPECT_EQ(status_of(story), RefundStatus::Requested);
  story.when(hold("b", {"1", "2"})).then({"PlotHeld"});
}

TEST(CancelBooking, TakesEveryAccountBackToZeroButTheMoneyPaid) {
  auto story = with_open_order("a", {"1", "2"});
  std::map<std::string, std::int64_t> sums;
  const auto post = [&] {
    for (const auto& event : *story.result())
      if (const auto* entry = std::get_if<JournalPosted>(&event))
        for (const auto& posting : entry->postings)
          sums[posting->account] += posting->amount.paise();
  };
  story.given(payment(story, "a", "pay-1"));
  post();
  story.given(payment(story, "a", "pay-2"));
  post();
  story.given(cancel(story, {RefundId("r1"), RefundId("r2")}));
  post();
  const auto paid = 2 * checkout_of(story, "a").amount.paise();
  std::erase_if(sums, [](const auto& entry) { return entry.second == 0; });
  const std::map<std::string, std::int64_t> expected{{"assets:gateway-clearing", paid},
                                                     {"liabilities:refunds-payable", -paid}};
  EXPECT_EQ(sums, expected);
  EXPECT_EQ(story.project().refunds.size(), 2U);
}

TEST(CancelBooking, IsRefusedTwiceUnknownOrWithoutAReason) {
  auto story = with_booking("a", {"1"});
  auto c = cancel(story, {RefundId("r1")});
  c.reason = "";
  story.when(c).then_refused("reason-missing", ErrorCode::kInvalid);
  story.given(cancel(story, {RefundId("r1")}));
  story.when(cancel(story, {RefundId("r2")})).then_refused("booking-cancelled");
  c.booking = BookingId("AKR-26-000009-X");
  story.when(c).then_refused("booking-unknown", ErrorCode::kNotFound);
}

TEST(CancelBooking, BringsAFreshRefundIdForEveryPayment) {
  auto story = with_booking("a", {"1"});
  story.given(payment(story, "a", "pay-2"));
  for (const auto& ids : std::vector<std::vector<RefundId>>{
           {}, {RefundId("r1")}, {RefundId("r1"), RefundId("r1")}, {RefundId("r1"), RefundId()}})
    story.when(cancel(story, ids)).then_refused("refund-id-missing", ErrorCode::kInvalid);
}

TEST(ApproveRefund, TakesAnotherPerson) {
  auto story = with_refund_requested();
  const ApproveRefund approve{kProject, RefundId("r1")};
  story.as("sales").when(approve).then_refused("same-person", ErrorCode::kForbidden);
  story.as("finance").when(approve).then({"RefundApproved"});
  EXPECT_EQ(story.event<RefundApproved>().by, "finance");
  story.when(approve).then_nothing();
  story.when(ApproveRefund{kProject, RefundId("never")})
      .then_refused("refund-unknown", ErrorCode::kNotFound);
}

TEST(RecordRefund, NeedsApproval) {
  auto story = with_refund_requested();
  for (const auto finding :
       {RefundFinding::kInitiated, RefundFinding::kProcessed, RefundFinding::kFailed})
    story.when(refund(finding, "rfnd-1")).then_refused("refund-not-approved");
  story.when(refund(RefundFinding::kProcessed, "rfnd-1", "never"))
      .then_refused("refund-unknown", ErrorCode::kNotFound);
}

TEST(RecordRefund, GoesForwardOnly) {
  auto story = with_refund_approved();
  story.when(refund(RefundFinding::kInitiated, "rfnd-1")).then({"RefundInitiated"});
  story.when(refund(RefundFinding::kInitiated, "rfnd-1")).then_nothing();
  story.when(refund(RefundFinding::kProcessed, "rfnd-1"))
      .then({"RefundProcessed", "JournalPosted"});
  EXPECT_EQ(story.event<RefundProcessed>().amount, checkout_of(story, "a").amount);
  story.when(refund(RefundFinding::kProcessed, "rfnd-1")).then_nothing();
  story.when(refund(RefundFinding::kInitiated, "rfnd-1")).then_nothing();
  story.when(refund(RefundFinding::kFailed, "rfnd-1")).then_nothing();
  story.when(refund(RefundFinding::kProcessed, "rfnd-2")).then_refused("refund-differs");
}

TEST(RecordRefund, PostsTheMoneyThatWentOut) {
  auto story = with_refund_approved();
  story.given(refund(RefundFinding::kProcessed, "rfnd-1"));
  const auto& entry = story.event<JournalPosted>();
  ASSERT_EQ(entry.postings.size(), 2U);
  EXPECT_EQ(entry.postings[0]->account, "liabilities:refunds-payable");
  EXPECT_EQ(entry.postings[0]->amount, checkout_of(story, "a").amount);
  EXPECT_EQ(entry.postings[1]->account, "assets:gateway-clearing");
}

TEST(RecordRefund, AFailedAttemptMayBeFollowedByAnother) {
  auto story = with_refund_approved();
  story.when(refund(RefundFinding::kFailed, "rfnd-1")).then({"RefundInitiated", "RefundFailed"});
  story.when(refund(RefundFinding::kFailed, "rfnd-1")).then_nothing();
  ASSERT_EQ(refunds_due(story.state(), 10).size(), 1U);
  story.when(refund(RefundFinding::kInitiated, "rfnd-2")).then({"RefundInitiated"});
  story.when(refund(RefundFinding::kProcessed, "rfnd-2"))
      .then({"RefundProcessed", "JournalPosted"});
  EXPECT_TRUE(refunds_due(story.state(), 10).empty());
}

TEST(RecordRefund, StopsBeingTriedAfterFiveFailures) {
  auto story = with_refund_approved();
  for (unsigned i = 1; i <= kRefundAttempts; ++i) {
    ASSERT_EQ(refunds_due(story.state(), 10).size(), 1U) << i;
    story.when(refund(RefundFinding::kFailed, "")).then({"RefundFailed"});
  }
  EXPECT_TRUE(refunds_due(story.state(), 10).empty());
  EXPECT_EQ(status_of(story), RefundStatus::Failed);
  story.when(refund(RefundFinding::kProcessed, "rfnd-9"))
      .then({"RefundProcessed", "JournalPosted"});
}

}  // namespace
}  // namespace ledger::test
