#include "tests/writer/loop/loop.h"

namespace ledger::test {
namespace {

class Founding : public testing::Test {
 protected:
  Offset end(Partition partition) { return *log.end(partition); }

  sim::SimClock clock;
  MemoryLog log{2};
};

TEST_F(Founding, IsNeededUntilEveryPartitionAndTheAdminKeyAreThere) {
  EXPECT_TRUE(*founding_needed(log));
  ASSERT_TRUE(found_ledger(log, clock));
  EXPECT_FALSE(*founding_needed(log));
  EXPECT_EQ(end(0), 2);
  EXPECT_EQ(end(1), 1);
  const auto directory = history_of(log, 0);
  EXPECT_NE(find<LedgerFounded>(directory.at(0)->events), nullptr);
  EXPECT_EQ(find<ApiKeyIssued>(directory.at(1)->events)->role, "admin");
  EXPECT_EQ(history_of(log, 1).size(), 1U);
}

TEST_F(Founding, DoesNothingToALedgerThatIsFounded) {
  ASSERT_TRUE(found_ledger(log, clock));
  ASSERT_TRUE(found_ledger(log, clock));
  EXPECT_EQ(end(0), 2);
  EXPECT_EQ(end(1), 1);
}

TEST_F(Founding, GoesOnWhereItWasInterrupted) {
  log.decide_fates([](Partition partition, const std::string&) {
    return Fate{partition == 0 ? Fate::kDeliver : Fate::kFail};
  });
  EXPECT_FALSE(found_ledger(log, clock));
  EXPECT_TRUE(*founding_needed(log));
  log.decide_fates({});
  ASSERT_TRUE(found_ledger(log, clock));
  const auto first = history_of(log, 0);
  const auto* one = find<LedgerFounded>(first.at(0)->events);
  const auto other = history_of(log, 1);
  EXPECT_EQ(find<LedgerFounded>(other.at(0)->events)->ledger, one->ledger);
  EXPECT_FALSE(*founding_needed(log));
}

TEST_F(Founding, LeavesAForeignLogAlone) {
  log.insert(0, "somebody else's bytes");
  const auto founded = found_ledger(log, clock);
  ASSERT_FALSE(founded);
  EXPECT_EQ(founded.error().reason, "ledger-foreign");
  EXPECT_EQ(end(0), 1);
}

TEST_F(Founding, IsKnownByItsLedger) {
  EXPECT_EQ(ledger_in(log).error().reason, "ledger-not-founded");
  ASSERT_TRUE(found_ledger(log, clock));
  EXPECT_EQ(*ledger_in(log), find<LedgerFounded>(history_of(log, 1).at(0)->events)->ledger);
}

TEST_F(Founding, OfTwoLedgersInOneLogIsRefused) {
  ASSERT_TRUE(found_ledger(log, clock));
  MemoryLog other{2};
  clock.pass(seconds(1));
  ASSERT_TRUE(found_ledger(other, clock));
  log.change(1, 0, other.reader(1, 0)->read(1, Micros(0))->front().bytes);
  EXPECT_EQ(ledger_in(log).error().reason, "ledgers-mixed");
}

TEST_F(Founding, InALogOfMorePartitionsIsRefused) {
  ASSERT_TRUE(found_ledger(log, clock));
  MemoryLog wider{3};
  for (Partition partition = 0; partition < 2; ++partition) {
    wider.insert(partition, log.reader(partition, 0)->read(1, Micros(0))->front().bytes);
  }
  EXPECT_EQ(ledger_in(wider).error().reason, "partitions-differ");
}

TEST_F(Founding, OfAnotherFormatIsRefused) {
  ASSERT_TRUE(found_ledger(log, clock));
  auto first = *decode(log.reader(0, 0)->read(1, Micros(0))->front().bytes);
  std::get<LedgerFounded>(first.events.at(0)).format = kLogFormat + 1;
  log.change(0, 0, encode(first));
  const auto ledger = ledger_in(log);
  EXPECT_EQ(ledger.error().reason, "ledger-foreign");
  EXPECT_NE(ledger.error().message.find("format 2"), std::string::npos);
}

}  // namespace
}  // namespace ledger::test
