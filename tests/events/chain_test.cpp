// The chain rule, verdict by verdict: it decides what history is, for every reader alike.

#include "events/chain.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace ledger {
namespace {

Record founding() {
  Record record;
  record.sequence = 1;
  record.recorded_at = Instant::micros(1);
  record.events.emplace_back(LedgerFounded{});
  return record;
}

// A record that follows `head` in `term`.
Record following(const Head& head, std::uint64_t term) {
  Record record;
  record.sequence = head.sequence + 1;
  record.term = term;
  record.previous = head.hash;
  record.recorded_at = head.recorded_at + Micros(1);
  return record;
}

Record claim(const Head& head, std::uint64_t term) {
  auto record = following(head, term);
  record.events.emplace_back(WriterStarted{});
  return record;
}

class ChainRule : public ::testing::Test {
 protected:
  // Accepts the founding record and the first writer's claim.
  void SetUp() override {
    accept(founding());
    accept(claim(head_, 1));
  }

  Verdict verdict_of(const Record& record) {
    return judge(head_, *read_link(encode(record))).verdict;
  }

  void accept(const Record& record) {
    const auto link = read_link(encode(record));
    ASSERT_EQ(judge(head_, *link).verdict, Verdict::kAccepted);
    head_ = advanced(*link);
  }

  Head head_;
};

TEST_F(ChainRule, AcceptsWhatFollowsTheHeadInItsTerm) {
  EXPECT_EQ(verdict_of(following(head_, 1)), Verdict::kAccepted);
}

TEST_F(ChainRule, BeginsWithAFoundingRecordOnly) {
  const auto judgement = judge(Head{}, *read_link(encode(claim(Head{}, 1))));
  EXPECT_EQ(judgement.verdict, Verdict::kMissing);
  EXPECT_NE(judgement.why.find("founds"), std::string::npos);
}

TEST_F(ChainRule, ASecondFoundingIsARepeat) {
  EXPECT_EQ(verdict_of(founding()), Verdict::kRepeat);
}

TEST_F(ChainRule, AClaimRaisesTheTermByExactlyOne) {
  EXPECT_EQ(verdict_of(claim(head_, 2)), Verdict::kAccepted);
  EXPECT_EQ(verdict_of(claim(head_, 3)), Verdict::kMissing);
  EXPECT_EQ(verdict_of(claim(head_, 1)), Verdict::kSuperseded);
}

TEST_F(ChainRule, OnlyAClaimMayRaiseTheTerm) {
  EXPECT_EQ(verdict_of(following(head_, 2)), Verdict::kMissing);
}

TEST_F(ChainRule, AZombiesRecordsAreSuperseded) {
  const auto before = head_;
  accept(claim(head_, 2));
  EXPECT_EQ(verdict_of(following(before, 1)), Verdict::kRepeat);
  auto late = following(head_, 1);
  EXPECT_EQ(verdict_of(late), Verdict::kSuperseded);
  late.sequence = head_.sequence + 1 + kMaxInFlight;
  EXPECT_EQ(verdict_of(late), Verdict::kSuperseded);
  ++late.sequence;
  EXPECT_EQ(verdict_of(late), Verdict::kMissing);
}

TEST_F(ChainRule, TheSecondOfTwoClaimsFromOneHeadIsSuperseded) {
  const auto before = head_;
  accept(claim(before, 2));
  EXPECT_EQ(verdict_of(claim(before, 2)), Verdict::kRepeat);
}

TEST_F(ChainRule, ALostClaimThatNamesAnotherHeadIsSuperseded) {
  auto lost = claim(head_, 2);
  lost.previous = sha256("another head");
  EXPECT_EQ(verdict_of(lost), Verdict::kSuperseded);
}

TEST_F(ChainRule, AnotherPredecessorInTheSameTermMeansHistoryWasChanged) {
  auto forged = following(head_, 1);
  forged.previous = sha256("something else");
  const auto judgement = judge(head_, *read_link(encode(forged)));
  EXPECT_EQ(judgement.verdict, Verdict::kMissing);
  EXPECT_NE(judgement.why.find("changed"), std::string::npos);
  EXPECT_NE(judgement.why.find(hex(head_.hash)), std::string::npos);
}

TEST_F(ChainRule, AnEarlierSequenceIsARepeat) {
  const auto before = head_;
  accept(following(head_, 1));
  EXPECT_EQ(verdict_of(following(before, 1)), Verdict::kRepeat);
}

TEST_F(ChainRule, ForeignBytesAreNoRecord) {
  EXPECT_FALSE(read_link("not a record"));
  EXPECT_FALSE(read_link(""));
  Record nothing;
  EXPECT_EQ(verdict_of(nothing), Verdict::kForeign);
}

TEST_F(ChainRule, AnyFlippedBitEndsTheRecordOrBreaksTheChain) {
  const auto next = encode(following(head_, 1));
  for (std::size_t bit = 0; bit < next.size() * 8; ++bit) {
    auto flipped = next;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    const auto link = read_link(flipped);
    if (!link || judge(head_, *link).verdict != Verdict::kAccepted) continue;
    EXPECT_NE(link->hash, sha256(next)) << "bit " << bit;
  }
}

}  // namespace
}  // namespace ledger
