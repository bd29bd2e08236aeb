#include "tests/support/given.h"

namespace ledger::test {

Story::Story() = default;
Story::~Story() = default;
Story::Story(const Story& other) = default;
Story::Story(Story&& other) noexcept = default;
Story& Story::operator=(const Story& other) = default;
Story& Story::operator=(Story&& other) noexcept = default;

Story& Story::at(Instant now) {
  now_ = now;
  return *this;
}

Story& Story::later(Micros by) {
  return at(now_ + by);
}

Story& Story::as(std::string actor) {
  actor_ = std::move(actor);
  return *this;
}

Story& Story::given(const Command& command, Where where) {
  when(command);
  EXPECT_TRUE(result_.has_value()) << at_line(where) << reason();
  return *this;
}

Story& Story::when(const Command& command) {
  result_ = decide(state_, command, {now_, actor_});
  if (result_)
    for (const auto& event : *result_) evolve(state_, event, now_);
  return *this;
}

Story& Story::happened(const Event& event) {
  evolve(state_, event, now_);
  return *this;
}

Story& Story::then(const std::vector<std::string>& names, Where where) {
  std::vector<std::string> got;
  if (result_)
    for (const auto& event : *result_) got.emplace_back(name_of(event));
  EXPECT_TRUE(result_.has_value()) << at_line(where) << reason();
  EXPECT_EQ(got, names) << at_line(where);
  return *this;
}

Story& Story::then_nothing(Where where) {
  return then({}, where);
}

Story& Story::then_refused(const std::string& why, ErrorCode code, Where where) {
  EXPECT_FALSE(result_.has_value()) << at_line(where) << "it was accepted";
  if (result_) return *this;
  EXPECT_EQ(result_.error().reason, why) << at_line(where);
  EXPECT_EQ(result_.error().code, code) << at_line(where) << why;
  EXPECT_FALSE(result_.error().message.empty()) << at_line(where);
  return *this;
}

const Project& Story::project() const {
  return state_.projects.begin()->second;
}

fold::PlotStatus Story::plot(const char* id) const {
  return project().plots.at(project().plot_at.at(PlotId(id))).status;
}

const fold::HoldT& Story::hold_of(const char* id) const {
  return project().holds.at(HoldId(id));
}

std::string Story::reason() const {
  return result_ ? "" : result_.error().reason + ": " + result_.error().message;
}

std::string Story::at_line(Where where) {
  return std::string(where.file_name()) + ":" + std::to_string(where.line()) + ": ";
}

LedgerFounded founded(Partition partition, Partition partitions) {
  LedgerFounded e;
  e.ledger = LedgerId("ledger");
  e.partition = partition;
  e.partitions = partitions;
  return e;
}

OpenProject open_project() {
  return {kProject, "Athi River", "AKR", "Machakos", "Asia/Kolkata", "P0001"};
}

std::vector<PlotId> plots_of(std::initializer_list<const char*> names) {
  return {names.begin(), names.end()};
}

wire::ChargeHeadT head(const char* name, wire::HeadKind kind, std::int64_t value, int tax) {
  wire::ChargeHeadT head;
  head.head = name;
  head.kind = kind;
  head.tax_basis_points = tax;
  if (kind == wire::HeadKind::Percent) {
    head.basis_points = static_cast<int>(value);
  } else {
    head.amount = Money::paise(value);
  }
  return head;
}

ImportLayout import_layout(std::size_t plots) {
  ImportLayout c{kProject, Digest("d1"), {}};
  for (std::size_t i = 1; i <= plots; ++i) {
    auto& plot = c.plots.emplace_back();
    plot.no = std::to_string(i);
    plot.plot = PlotId(plot.no);
    plot.area_mm2 = kPlotArea;
  }
  return c;
}

SetPrices set_prices() {
  return {kProject,
          "INR",
          Money::paise(520'000),
          {head("park", wire::HeadKind::Percent, 500, 0),
           head("amenities", wire::HeadKind::PerArea, 10'000, 1800)},
          1000,
          30};
}

HoldPlots hold(const char* id, std::initializer_list<const char*> plots) {
  HoldPlots c;
  c.project = kProject;
  c.hold = HoldId(id);
  c.plots = plots_of(plots);
  c.contact.person = PersonId(std::string("contact-of-") + id);
  c.contact.box = {1, 2, 3};
  return c;
}

wire::ApplicantT applicant(const char* buyer, int share) {
  wire::ApplicantT applicant;
  applicant.buyer = BuyerId(buyer);
  applicant.share_basis_points = share;
  return applicant;
}

StartCheckout checkout(const char* hold, wire::Pay pay) {
  return {kProject,   HoldId(hold), std::string("receipt-") + hold, {applicant("buyer-1")},
          "standard", pay};
}

const fold::CheckoutT& checkout_of(const Story& story, const char* hold) {
  return story.project().checkouts.at(HoldId(hold));
}

OrderId order_of(const char* hold) {
  return OrderId(std::string("order-") + hold);
}

RecordOrder order(const Story& story, const char* hold) {
  return {kProject, HoldId(hold), order_of(hold), checkout_of(story, hold).amount, "INR"};
}

RecordPayment payment(const Story& story, const char* hold, const char* id, PaymentStatus status) {
  RecordPayment c;
  c.project = kProject;
  c.payment.payment = PaymentId(id);
  c.payment.order = order_of(hold);
  c.payment.amount = checkout_of(story, hold).amount;
  c.payment.currency = "INR";
  c.payment.method = "upi";
  c.status = status;
  c.refund = RefundId(std::string("refund-of-") + id);
  return c;
}

SettleOrder settle(const char* hold, OrderFinding finding) {
  return {kProject, HoldId(hold), order_of(hold), finding};
}

ReleaseHold release(const char* hold) {
  return {kProject, HoldId(hold), "", false};
}

ExtendHold extend(const char* hold) {
  return {kProject, HoldId(hold)};
}

ExpireHolds expire() {
  return {kProject};
}

Story a_selling_project() {
  Story story;
  story.happened(founded());
  story.as("admin").given(open_project()).given(import_layout()).given(set_prices());
  story.given(ReleasePlots{kProject, true, {}}).as("visitor");
  return story;
}

Story with_open_order(const char* id, std::initializer_list<const char*> plots, wire::Pay pay) {
  auto story = a_selling_project();
  story.given(hold(id, plots)).given(checkout(id, pay));
  story.given(order(story, id));
  return story;
}

Story with_booking(const char* id, std::initializer_list<const char*> plots, wire::Pay pay) {
  auto story = with_open_order(id, plots, pay);
  story.given(payment(story, id, "pay-1"));
  return story;
}

}  // namespace ledger::test
