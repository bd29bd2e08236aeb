#include "tests/writer/loop/loop.h"

namespace ledger::test {
namespace {

constexpr Instant kStart = sim::SimClock::kStart;

TEST(ClockGuard, TellsTheTimeAndNeverGoesBack) {
  sim::SimClock clock;
  ClockGuard guard(clock);
  EXPECT_EQ(*guard.now(Instant()), kStart);
  EXPECT_EQ(*guard.now(kStart), kStart + Micros(1));
  EXPECT_EQ(*guard.now(kStart + seconds(59)), kStart + seconds(59) + Micros(1));
}

TEST(ClockGuard, IsUnsureAfterAJumpEitherWayUntilTheClocksAgreeAgain) {
  for (const Micros jump : {Micros(minutes(2)), Micros(-minutes(2))}) {
    sim::SimClock clock;
    ClockGuard guard(clock);
    ASSERT_TRUE(guard.now(Instant()));
    clock.jump(jump);
    const auto unsure = guard.now(Instant());
    ASSERT_FALSE(unsure);
    EXPECT_EQ(unsure.error().reason, "clock-unsure");
    EXPECT_EQ(unsure.error().code, ErrorCode::kUnavailable);
    clock.pass(hours(5));
    EXPECT_FALSE(guard.now(Instant()));  // waiting does not make it right
    clock.jump(-jump);
    EXPECT_TRUE(guard.now(Instant()));
  }
}

TEST(ClockGuard, ToleratesAMinuteAndSlowCorrections) {
  sim::SimClock clock;
  ClockGuard guard(clock);
  ASSERT_TRUE(guard.now(Instant()));
  clock.jump(minutes(1));
  EXPECT_TRUE(guard.now(Instant()));
  clock.pass(minutes(2));
  EXPECT_TRUE(guard.now(Instant()));
  for (int hour = 0; hour < 48; ++hour) {  // 10 s an hour, the same way for two days
    clock.pass(hours(1));
    clock.jump(seconds(10));
    ASSERT_TRUE(guard.now(Instant())) << hour;
  }
}

TEST(ClockGuard, IsUnsureFarBehindTheLastRecordUntilConfirmed) {
  sim::SimClock clock;
  ClockGuard guard(clock);
  const auto last = kStart + hours(2);
  EXPECT_FALSE(guard.now(last));
  guard.confirm();
  EXPECT_EQ(*guard.now(last), last + Micros(1));
  clock.pass(minutes(30));
  EXPECT_TRUE(guard.now(last));
  clock.pass(hours(2));
  EXPECT_EQ(*guard.now(last), kStart + hours(2) + minutes(30));
  EXPECT_FALSE(guard.now(clock.now() + hours(1)));  // the confirmation is used up
}

class UnsureClock : public Loop {
 protected:
  UnsureClock() {
    start();
    sell();
  }
};

TEST_F(UnsureClock, NothingIsDecidedAfterAJumpUntilItIsConfirmed) {
  clock.jump(hours(1));
  const auto before = *log.end(0);
  const auto refused = ask("k1", hold("h1", {"1"}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "clock-unsure");
  EXPECT_EQ(*log.end(0), before);
  writer->confirm_clock();
  const auto held = ask("k1", hold("h1", {"1"}));
  ASSERT_TRUE(held);
  EXPECT_EQ(held->record->recorded_at, clock.now());
}

TEST_F(UnsureClock, WhatWasDecidedIsToldAllTheSame) {
  const auto held = ask("k1", hold("h1", {"1"}));
  clock.jump(-hours(1));
  const auto again = ask("k1", hold("h1", {"1"}));
  ASSERT_TRUE(again);
  EXPECT_EQ(encode(*again->record), encode(*held->record));
}

TEST_F(UnsureClock, WriterThatMayNotClaimRestsBetweenItsLooks) {
  writer.reset();
  clock.jump(-hours(1));
  writer = another("a", *index);
  run();
  EXPECT_EQ(writer->phase(), Phase::kFollowing);
  EXPECT_FALSE(writer->step());  // says that nothing was done, so its thread does not spin
  auto refused = send("k1", hold("h1", {"1"}));
  run();
  EXPECT_EQ(got(refused).error().reason, "clock-unsure");
  writer->confirm_clock();
  EXPECT_TRUE(ask("k1", hold("h1", {"1"})));
}

}  // namespace
}  // namespace ledger::test
