#include "tests/projectors/fixture.h"

namespace ledger {
namespace {

class LayoutMapTest : public ViewsTest {
 protected:
  layout_map::Changes changes(Sequence since) {
    return *layout_map::changes(rows("layout_map"), sale.project, since);
  }

  static std::string text(const layout_map::Changes& changes) {
    std::string text = std::to_string(changes.version) + (changes.reset ? " reset" : "");
    for (const auto& change : changes.plots) {
      text += " " + change.plot.str() + static_cast<char>(change.status);
    }
    return text;
  }

  Instant soon() { return history.now() + minutes(15); }
};

TEST_F(LayoutMapTest, LettersFollowTheEventsInLayoutOrder) {
  EXPECT_EQ(letters(), "aaaau");
  say(held(sale, soon()));
  EXPECT_EQ(letters(), "haaau");
  say(captured(sale));
  EXPECT_EQ(letters(), "baaau");
  say(cancelled(sale, Money::paise(50'000)));
  EXPECT_EQ(letters(), "aaaau");
}

TEST_F(LayoutMapTest, AHoldOfSeveralPlotsMovesThemAtOnce) {
  sale.plots = {PlotId("2"), PlotId("4")};
  const auto sequence = say(held(sale, soon()));
  EXPECT_EQ(letters(), "ahahu");
  EXPECT_EQ(text(changes(sequence - 1)), std::to_string(sequence) + " 2h 4h");
  say(released(sale));
  EXPECT_EQ(letters(), "aaaau");
}

TEST_F(LayoutMapTest, BlockedPlotsSayWhy) {
  PlotBlocked blocked;
  blocked.project = sale.project;
  blocked.plots = {PlotId("3")};
  blocked.reason = "survey";
  blocked.channel = "partner";
  say(std::move(blocked));
  EXPECT_EQ(letters(), "aaxau");
  EXPECT_EQ(layout_map::plot(rows("layout_map"), sale.project, PlotId("3"))->blocked_reason,
            "survey");
  PlotUnblocked unblocked;
  unblocked.project = sale.project;
  unblocked.plots = {PlotId("3")};
  say(std::move(unblocked));
  EXPECT_EQ(letters(), "aaaau");
  EXPECT_EQ(layout_map::plot(rows("layout_map"), sale.project, PlotId("3"))->blocked_reason, "");
}

TEST_F(LayoutMapTest, TheVersionIsTheSequenceOfTheLastChange) {
  const auto sequence = say(held(sale, soon()));
  say(checkout_started(sale));
  say(order_created(sale));
  EXPECT_EQ(layout_map::map(rows("layout_map"), sale.project)->version, sequence);
}

TEST_F(LayoutMapTest, HeldReleasedAndHeldAgainInOneRecordIsOneChange) {
  Sale rival = sale;
  rival.hold = HoldId("hold-2");
  const auto sequence = say(held(sale, soon()), released(sale), held(rival, soon()));
  EXPECT_EQ(text(changes(sequence - 1)), std::to_string(sequence) + " 1h");
  const auto delta = layout_map::delta(rows("layout_map"), sale.project, sequence);
  ASSERT_TRUE(delta);
  EXPECT_EQ(delta->changes.size(), 1U);
  EXPECT_EQ(layout_map::plot(rows("layout_map"), sale.project, PlotId("1"))->hold, rival.hold);
}

TEST_F(LayoutMapTest, HeldAndReleasedInOneRecordIsNoChange) {
  const auto before = layout_map::map(rows("layout_map"), sale.project)->version;
  const auto sequence = say(held(sale, soon()), released(sale));
  EXPECT_EQ(layout_map::map(rows("layout_map"), sale.project)->version, before);
  EXPECT_FALSE(layout_map::delta(rows("layout_map"), sale.project, sequence));
}

TEST_F(LayoutMapTest, ChangesSinceAVersionGiveEachPlotsLastLetter) {
  const auto start = layout_map::map(rows("layout_map"), sale.project)->version;
  Sale other = sale;
  other.hold = HoldId("hold-2");
  other.plots = {PlotId("2")};
  say(held(sale, soon()));
  const auto middle = say(held(other, soon()));
  const auto end = say(released(sale));
  EXPECT_EQ(text(changes(start)), std::to_string(end) + " 2h 1a");
  EXPECT_EQ(text(changes(middle)), std::to_string(end) + " 1a");
  EXPECT_EQ(text(changes(end)), std::to_string(end));
}

TEST_F(LayoutMapTest, VersionsBeforeTheLayoutOrAheadOfTheMapAreAnsweredWithAReset) {
  const auto version = layout_map::map(rows("layout_map"), sale.project)->version;
  EXPECT_TRUE(changes(1).reset);
  EXPECT_TRUE(changes(version + 1).reset);
  EXPECT_FALSE(changes(version).reset);
}

TEST_F(LayoutMapTest, ChangesThatAreNoLongerKeptAreAnsweredWithAReset) {
  const auto start = layout_map::map(rows("layout_map"), sale.project)->version;
  for (std::uint64_t i = 0; i < layout_map::kKeptDeltas / 2; ++i) {
    sale.hold = HoldId("hold-" + std::to_string(i));
    history.add(held(sale, soon()));
    history.add(released(sale));
  }
  const auto end = layout_map::map(rows("layout_map"), sale.project)->version;
  EXPECT_EQ(text(changes(start)), std::to_string(end) + " 1a");
  say(held(sale, soon()));
  EXPECT_TRUE(changes(start).reset);
  EXPECT_FALSE(changes(start + 1).reset);
}

TEST_F(LayoutMapTest, CountsByLetter) {
  say(held(sale, soon()));
  EXPECT_EQ(layout_map::counts(*layout_map::map(rows("layout_map"), sale.project)),
            (layout_map::Counts{1, 3, 1, 0, 0, 0, 0}));
}

TEST_F(LayoutMapTest, EveryVersionOfThePricesIsKept) {
  say(prices_set(sale.project, 2));
  const auto& map = rows("layout_map");
  EXPECT_EQ(layout_map::prices(map, sale.project)->rate_per_sq_yd, Money::paise(520'002));
  EXPECT_EQ(layout_map::prices(map, sale.project, 1)->rate_per_sq_yd, Money::paise(520'001));
}

TEST_F(LayoutMapTest, ANewLayoutKeepsTheStateOfPlotsThatStay) {
  say(held(sale, soon()));
  const auto sequence = say(layout_imported(sale.project, 3));
  EXPECT_EQ(letters(), "haa");
  EXPECT_TRUE(changes(sequence - 1).reset);
  EXPECT_FALSE(layout_map::plot(rows("layout_map"), sale.project, PlotId("4")));
}

TEST_F(LayoutMapTest, APlotSoldTwiceStopsTheProjection) {
  say(held(sale, soon()));
  Sale rival = sale;
  rival.hold = HoldId("hold-2");
  EXPECT_EQ(refused(captured(rival)), "event-impossible");
}

TEST_F(LayoutMapTest, AMoveFromAnotherStateStopsTheProjection) {
  Events events;
  events.emplace_back(released(sale));
  EXPECT_EQ(refused(std::move(events)), "event-impossible");
}

TEST_F(LayoutMapTest, ARivalsHoldStopsTheProjection) {
  say(held(sale, soon()));
  Sale rival = sale;
  rival.hold = HoldId("hold-2");
  Events events;
  events.emplace_back(held(rival, soon()));
  EXPECT_EQ(refused(std::move(events)), "event-impossible");
}

TEST_F(LayoutMapTest, ALayoutWithoutATakenPlotStopsTheProjection) {
  sale.plots = {PlotId("4")};
  say(held(sale, soon()));
  Events events;
  events.emplace_back(layout_imported(sale.project, 3));
  EXPECT_EQ(refused(std::move(events)), "event-impossible");
}

}  // namespace
}  // namespace ledger
