#include "events/pricing.h"
#include "events/record.h"
#include "tests/support/given.h"

namespace ledger::test {
namespace {

using fold::PlotStatus;
using wire::HeadKind;

Story an_open_project() {
  Story story;
  story.happened(founded()).as("admin").given(open_project());
  return story;
}

BlockPlots block(std::initializer_list<const char*> plots) {
  return {kProject, plots_of(plots), "court case", ""};
}

UnblockPlots unblock(std::initializer_list<const char*> plots) {
  return {kProject, plots_of(plots)};
}

ReleasePlots release_only(std::initializer_list<const char*> plots) {
  return {kProject, false, plots_of(plots)};
}

TEST(ImportLayout, MayBeReplacedUntilPlotsAreReleased) {
  auto story = an_open_project();
  story.when(import_layout(6)).then({"LayoutImported"});
  story.when(import_layout(3)).then({"LayoutImported"});
  EXPECT_EQ(story.project().plots.size(), 3U);
  story.given(set_prices()).given(release_only({"1"}));
  story.when(import_layout(6)).then_refused("layout-exists");
}

TEST(ImportLayout, NamesThePlotThatIsWrong) {
  auto story = an_open_project();
  auto twice = import_layout();
  twice.plots[3].plot = PlotId("2");
  story.when(twice).then_refused("plot-repeated", ErrorCode::kInvalid);
  EXPECT_EQ(story.error().subjects, std::vector<std::string>{"2"});
  auto nameless = import_layout();
  nameless.plots[0].plot = PlotId();
  story.when(nameless).then_refused("plot-unnamed", ErrorCode::kInvalid);
  auto flat = import_layout();
  flat.plots[5].area_mm2 = 0;
  story.when(flat).then_refused("area-out-of-range", ErrorCode::kInvalid);
  flat.plots[5].area_mm2 = kMaxAreaMm2 + 1;
  story.when(flat).then_refused("area-out-of-range", ErrorCode::kInvalid);
  story.when(import_layout(0)).then_refused("layout-empty", ErrorCode::kInvalid);
}

TEST(ImportLayout, MustFitIntoOneRecord) {
  auto story = an_open_project();
  story.when(import_layout(5'040)).then({"LayoutImported"});
  Record record;
  record.events = *story.result();
  EXPECT_LE(encode(record).size(), kMaxRecordBytes);
  story.when(import_layout(9'000)).then_refused("layout-too-large", ErrorCode::kTooLarge);
}

TEST(ImportLayout, OfTheLargestSizeStillFits) {
  for (const std::size_t length : {1U, 7U, 30U, 64U}) {
    auto c = import_layout(0);
    for (std::size_t i = 0;; ++i) {
      auto plot = wire::LayoutPlotT();
      plot.no = std::string(length, 'n');
      plot.block = std::string(length, 'b');
      plot.plot = PlotId(std::to_string(i) + ":" + plot.no);
      plot.area_mm2 = kPlotArea;
      c.plots.push_back(std::move(plot));
      if (c.plots.size() % 500 != 0) continue;
      auto story = an_open_project();
      if (!story.when(c).result()) break;
      Record record;
      record.events = *story.result();
      ASSERT_LE(encode(record).size(), kMaxRecordBytes) << length << " " << c.plots.size();
    }
  }
}

TEST(Setup, NeedsTheProject) {
  Story story;
  story.happened(founded());
  for (const Command& c : std::vector<Command>{import_layout(), set_prices(), block({"1"}),
                                               unblock({"1"}), release_only({"1"}), expire()})
    story.when(c).then_refused("project-unknown", ErrorCode::kNotFound);
  SetHoldRules rules;
  rules.rules.project = kProject;
  story.when(rules).then_refused("project-unknown", ErrorCode::kNotFound);
}

TEST(SetPrices, CountsItsVersions) {
  auto story = an_open_project();
  story.when(set_prices()).then({"PricesSet"});
  EXPECT_EQ(story.event<PricesSet>().version, 1U);
  story.when(set_prices()).then_nothing();
  auto dearer = set_prices();
  dearer.rate_per_sq_yd = Money::paise(600'000);
  story.when(dearer).then({"PricesSet"});
  EXPECT_EQ(story.event<PricesSet>().version, 2U);
}

TEST(SetPrices, KeepsItsCurrency) {
  auto story = an_open_project();
  auto c = set_prices();
  c.currency = "Rs";
  story.when(c).then_refused("currency-malformed", ErrorCode::kInvalid);
  story.given(set_prices());
  c.currency = "KES";
  story.when(c).then_refused("currency-fixed");
}

TEST(SetPrices, RefusesFiguresOutOfRange) {
  auto story = an_open_project();
  auto c = set_prices();
  for (const auto rate : {std::int64_t{0}, std::int64_t{-1}, kMaxRate.paise() + 1}) {
    c.rate_per_sq_yd = Money::paise(rate);
    story.when(c).then_refused("rate-out-of-range", ErrorCode::kInvalid);
  }
  for (const int token : {0, -1, 10'001}) {
    c = set_prices();
    c.token_basis_points = token;
    story.when(c).then_refused("token-out-of-range", ErrorCode::kInvalid);
  }
  c = set_prices();
  c.balance_due_days = 3'651;
  story.when(c).then_refused("due-days-out-of-range", ErrorCode::kInvalid);
}

struct HeadCase {
  wire::ChargeHeadT head;
  const char* reason;  // nullptr: accepted
};

TEST(SetPrices, ChecksEveryHead) {
  const std::vector<HeadCase> cases{
      {head("corner", HeadKind::Fixed, 100, 0), nullptr},
      {head("launch offer", HeadKind::Fixed, -100, 0), nullptr},
      {head("launch offer", HeadKind::Percent, -10'000, 0), nullptr},
      {head("corner", HeadKind::Percent, 100'000, 10'000), nullptr},
      {head("", HeadKind::Fixed, 100, 0), "head-name-invalid"},
      {head("land", HeadKind::Fixed, 100, 0), "head-name-invalid"},
      {head("discount", HeadKind::Fixed, -100, 0), "head-name-invalid"},
      {head("a:b", HeadKind::Fixed, 100, 0), "head-name-invalid"},
      {head(" a", HeadKind::Fixed, 100, 0), "head-name-invalid"},
      {head("a  b", HeadKind::Fixed, 100, 0), "head-name-invalid"},
      {head("a\nb", HeadKind::Fixed, 100, 0), "head-name-invalid"},
      {head("corner", HeadKind::PerArea, -1, 0), "head-out-of-range"},
      {head("corner", HeadKind::Fixed, kMaxHeadAmount.paise() + 1, 0), "head-out-of-range"},
      {head("corner", HeadKind::Percent, 100'001, 0), "head-out-of-range"},
      {head("corner", HeadKind::Percent, -10'001, 0), "head-out-of-range"},
      {head("corner", static_cast<HeadKind>(9), 1, 0), "head-out-of-range"},
      {head("corner", HeadKind::Fixed, 1, 10'001), "tax-out-of-range"},
      {head("corner", HeadKind::Fixed, 1, -1), "tax-out-of-range"},
  };
  for (const auto& [wrong, reason] : cases) {
    auto story = an_open_project();
    auto c = set_prices();
    c.heads = {wrong};
    story.when(c);
    if (reason == nullptr) {
      story.then({"PricesSet"});
    } else {
      story.then_refused(reason, ErrorCode::kInvalid);
    }
  }
}

TEST(SetPrices, TakesAHeadOnceAndAtMostThirtyTwo) {
  auto story = an_open_project();
  auto c = set_prices();
  c.heads.push_back(c.heads.front());
  story.when(c).then_refused("head-repeated", ErrorCode::kInvalid);
  c.heads.assign(33, head("x", HeadKind::Fixed, 1, 0));
  story.when(c).then_refused("heads-count", ErrorCode::kInvalid);
}

wire::PlotPriceT plot_price(const char* plot, std::initializer_list<const char*> heads) {
  wire::PlotPriceT price;
  price.plot = PlotId(plot);
  for (const char* head : heads) {
    auto& amount = *price.heads.emplace_back(std::make_unique<wire::HeadAmountT>());
    amount.head = head;
    amount.amount = Money::paise(1'000'00);
  }
  return price;
}

TEST(SetPrices, PricesPlotsOneByOne) {
  auto story = an_open_project();
  SetPrices c;
  c.project = kProject;
  c.currency = "INR";
  c.plots = {plot_price("1", {"land"}), plot_price("2", {"land", "club"})};
  story.as("admin").when(c).then_refused("head-repeated", ErrorCode::kInvalid);  // no such head
  c.heads.resize(1);
  c.heads[0].head = "club";
  c.heads[0].kind = wire::HeadKind::Fixed;
  c.heads[0].tax_basis_points = 1'800;
  story.when(c).then({"PricesSet"});
  const auto& prices = story.event<PricesSet>();
  EXPECT_EQ(total_of(price_lines(PlotId("1"), 1, prices)), Money::paise(1'000'00));
  EXPECT_EQ(total_of(price_lines(PlotId("2"), 1, prices)), Money::paise(2'180'00));
  EXPECT_EQ(total_of(price_lines(PlotId("3"), 1, prices)), Money());
  std::swap(c.plots[0], c.plots[1]);
  story.when(c).then_refused("plots-count", ErrorCode::kInvalid);
}

TEST(SetPrices, LeavesNoReleasedPlotWithoutAPrice) {
  auto story = a_selling_project();
  auto c = set_prices();
  c.heads = {head("give away", HeadKind::Percent, -10'000, 0)};
  story.when(c).then_refused("plot-unpriced");
  EXPECT_EQ(story.error().subjects.size(), 6U);
}

TEST(SetHoldRules, ReplaceTheDefaults) {
  auto story = an_open_project();
  SetHoldRules c{story.project().rules};
  EXPECT_EQ(c.rules.hold_s, 900U);
  EXPECT_EQ(c.rules.checkout_hold_s, 1800U);
  EXPECT_EQ(c.rules.longest_hold_s, 7200U);
  EXPECT_EQ(c.rules.staff_hold_s, 259'200U);
  story.when(c).then_nothing();
  c.rules.hold_s = 600;
  story.when(c).then({"HoldRulesSet"});
  EXPECT_EQ(story.project().rules.hold_s, 600U);
}

TEST(SetHoldRules, AreRefusedOutOfRange) {
  auto story = an_open_project();
  using Rules = HoldRulesSet;
  const std::vector<void (*)(Rules&)> faults{
      [](Rules& r) { r.hold_s = 0; },
      [](Rules& r) { r.hold_s = r.checkout_hold_s + 1; },
      [](Rules& r) { r.checkout_hold_s = r.longest_hold_s + 1; },
      [](Rules& r) { r.extension_s = 0; },
      [](Rules& r) { r.extension_s = r.longest_hold_s + 1; },
      [](Rules& r) { r.longest_hold_s = 24 * 3600 + 1; },
      [](Rules& r) { r.retry_window_s = 0; },
      [](Rules& r) { r.gateway_wait_s = 0; },
      [](Rules& r) { r.holds_per_contact = 0; },
      [](Rules& r) { r.holds_per_contact = 101; },
      [](Rules& r) { r.staff_hold_s = 0; },
  };
  for (const auto fault : faults) {
    SetHoldRules c{story.project().rules};
    fault(c.rules);
    story.when(c).then_refused("hold-rules-out-of-range", ErrorCode::kInvalid);
  }
}

TEST(ReleasePlots, NeedsLayoutAndPrices) {
  auto story = an_open_project();
  story.when(ReleasePlots{kProject, true, {}}).then_refused("layout-missing");
  story.given(import_layout());
  story.when(ReleasePlots{kProject, true, {}}).then_refused("prices-not-set");
}

TEST(ReleasePlots, ReleasesEachPlotOnce) {
  auto story = an_open_project();
  story.given(import_layout()).given(set_prices());
  story.when(release_only({"2", "4", "2"})).then({"PlotsReleased"});
  EXPECT_EQ(story.event<PlotsReleased>().plots, plots_of({"2", "4"}));
  story.when(release_only({"4"})).then_nothing();
  story.when(ReleasePlots{kProject, true, {}}).then({"PlotsReleased"});
  EXPECT_EQ(story.event<PlotsReleased>().plots, plots_of({"1", "3", "5", "6"}));
  story.when(ReleasePlots{kProject, true, {}}).then_nothing();
}

TEST(ReleasePlots, NamesUnknownPlots) {
  auto story = an_open_project();
  story.given(import_layout()).given(set_prices());
  story.when(release_only({"1", "99", "x"})).then_refused("plot-unknown", ErrorCode::kNotFound);
  EXPECT_EQ(story.error().subjects, (std::vector<std::string>{"99", "x"}));
  EXPECT_EQ(story.error().message, "Plots 99 and x are not in this layout.");
  story.when(release_only({})).then_refused("plots-count", ErrorCode::kInvalid);
}

TEST(ReleasePlots, NeverReleasesAPlotWithoutAPrice) {
  auto story = an_open_project();
  auto layout = import_layout();
  layout.plots[2].area_mm2 = 10'000;  // a hundredth of a square metre: the discount eats it
  auto c = set_prices();
  c.heads = {head("launch offer", HeadKind::Fixed, -100'000, 0)};
  story.given(layout).given(c);
  story.when(ReleasePlots{kProject, true, {}}).then_refused("plot-unpriced");
  EXPECT_EQ(story.error().subjects, std::vector<std::string>{"3"});
  story.when(release_only({"1", "2"})).then({"PlotsReleased"});
}

TEST(BlockPlots, MovesAvailablePlotsOutOfReachAndBack) {
  auto story = a_selling_project();
  story.when(block({"1", "2"})).then({"PlotBlocked"});
  EXPECT_EQ(story.plot("1"), PlotStatus::Blocked);
  story.when(block({"1", "3"})).then({"PlotBlocked"});
  EXPECT_EQ(story.event<PlotBlocked>().plots, plots_of({"3"}));
  story.when(block({"1"})).then_nothing();
  story.when(hold("h", {"1"})).then_refused("plot-unavailable");
  story.when(unblock({"1", "4"})).then({"PlotUnblocked"});
  EXPECT_EQ(story.event<PlotUnblocked>().plots, plots_of({"1"}));
  EXPECT_EQ(story.plot("1"), PlotStatus::Available);
  story.when(unblock({"1"})).then_nothing();
  story.when(unblock({"77"})).then_refused("plot-unknown", ErrorCode::kNotFound);
}

TEST(BlockPlots, NeedsAReasonAndFreePlots) {
  auto story = a_selling_project();
  auto c = block({"1"});
  c.reason = "";
  story.when(c).then_refused("reason-missing", ErrorCode::kInvalid);
  story.given(hold("h", {"1"}));
  story.when(block({"1"})).then_refused("plot-in-use");
  auto fresh = an_open_project();
  fresh.given(import_layout()).when(block({"1"})).then_refused("plot-unreleased");
}

TEST(BlockPlots, EndsAHoldWhoseTimeIsOver) {
  auto story = a_selling_project();
  story.given(hold("h", {"1", "2"})).later(minutes(15));
  story.when(block({"1"})).then({"HoldExpired", "PlotBlocked"});
  EXPECT_EQ(story.plot("2"), PlotStatus::Available);
}

}  // namespace
}  // namespace ledger::test
