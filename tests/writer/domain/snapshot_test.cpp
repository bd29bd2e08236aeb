#include "tests/support/given.h"
#include "writer/domain/todo.h"

namespace ledger::test {
namespace {

// A partition with something of everything in it.
Story a_full_life() {
  auto story = with_booking("a", {"1"});
  story.as("admin").given(IssueApiKey{KeyId("k1"), "sales", "back office", {kProject}});
  KeepUnmatchedPayment stray;
  stray.payment.payment = PaymentId("stray");
  stray.status = "captured";
  story.given(stray).given(payment(story, "a", "pay-2"));
  story.given(hold("b", {"2"})).given(checkout("b")).given(order(story, "b")).given(release("b"));
  story.given(hold("c", {"2"})).given(payment(story, "b", "pay-3"));
  story.given(hold("d", {"3"})).given(checkout("d")).given(order(story, "d"));
  story.given(payment(story, "d", "pay-4", PaymentStatus::kFailed));
  story.given(hold("e", {"4"})).given(checkout("e"));
  story.given(BlockPlots{kProject, plots_of({"5"}), "court case", ""});
  return story;
}

TEST(Snapshot, RestoresTheSameState) {
  const auto story = a_full_life();
  const auto bytes = snapshot(story.state());
  const auto restored = restore(bytes);
  ASSERT_TRUE(restored.has_value()) << restored.error().message;
  EXPECT_EQ(snapshot(*restored), bytes);
  EXPECT_EQ(restored->expiring, story.state().expiring);
  EXPECT_EQ(restored->settling, story.state().settling);
  EXPECT_EQ(restored->orders_wanted, story.state().orders_wanted);
  EXPECT_EQ(restored->orders_closed, story.state().orders_closed);
  EXPECT_EQ(restored->refunds_due, story.state().refunds_due);
  EXPECT_EQ(restored->payments_unmatched, story.state().payments_unmatched);
  EXPECT_EQ(restored->ended, story.state().ended);
  EXPECT_EQ(restored->projects.at(kProject).orders, story.project().orders);
}

TEST(Snapshot, DecidesAsBefore) {
  const auto story = a_full_life();
  const auto restored = restore(snapshot(story.state()));
  ASSERT_TRUE(restored.has_value());
  const Context context{story.now() + hours(3), "finance"};
  const auto booking = story.project().bookings.begin()->first;
  for (const Command& command : std::vector<Command>{
           hold("f", {"6"}), hold("f", {"1"}), expire(), payment(story, "d", "pay-5"),
           settle("d", OrderFinding::kUnpaid), order(story, "e"),
           CancelBooking{kProject, booking, "asked to", {RefundId("r1"), RefundId("r2")}},
           ApproveRefund{kProject, RefundId("refund-of-pay-3")}, set_prices()})
    EXPECT_EQ(decide(story.state(), command, context), decide(*restored, command, context));
}

TEST(Snapshot, OfNothingIsReadToo) {
  const auto restored = restore(snapshot(State()));
  ASSERT_TRUE(restored.has_value());
  EXPECT_EQ(snapshot(*restored), snapshot(State()));
}

TEST(Snapshot, DamagedBytesAreRefused) {
  const auto bytes = snapshot(a_full_life().state());
  for (const std::size_t length :
       {std::size_t{0}, std::size_t{7}, std::size_t{60}, bytes.size() / 2, bytes.size() - 1}) {
    const auto restored = restore(bytes.substr(0, length));
    ASSERT_FALSE(restored.has_value()) << length;
    EXPECT_EQ(restored.error().reason, "snapshot-unreadable") << length;
  }
  auto wild = bytes;
  for (std::size_t i = 8; i < 40; ++i) wild[i] = static_cast<char>(0xff);
  EXPECT_FALSE(restore(wild).has_value());
}

TEST(Snapshot, OfAnotherFoldVersionIsThrownAway) {
  auto bytes = snapshot(State());
  fold::ChunkT chunk;
  chunk.fold_version = kFoldVersion + 1;
  chunk.content.Set(fold::PartitionT());
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(fold::CreateChunk(builder, &chunk));
  bytes.assign(8, '\0');
  bytes[0] = static_cast<char>(builder.GetSize());
  bytes.append(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
  const auto restored = restore(bytes);
  ASSERT_FALSE(restored.has_value());
  EXPECT_EQ(restored.error().code, ErrorCode::kMismatch);
  EXPECT_EQ(restored.error().reason, "snapshot-of-another-version");
}

}  // namespace
}  // namespace ledger::test
