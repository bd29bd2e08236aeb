#pragma once

#include <initializer_list>
#include <memory>
#include <source_location>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "writer/domain/state.h"

namespace ledger::test {

// A partition's life told as given / when / then. Every command is decided at the story's present
// moment and, if it is accepted, folded in; so "given" and "when" differ only in what is expected.
//
//   auto story = a_selling_project();
//   story.given(hold("asha", {"1"})).when(hold("ravi", {"1"})).then_refused("plot-unavailable");
class Story {
 public:
  using Where = std::source_location;

  // 1 June 2026, 12:00 in India: far from every boundary of year and financial year.
  static constexpr Instant kNoon = Instant::micros(1'780'295'400'000'000);

  Story& at(Instant now) {
    now_ = now;
    return *this;
  }

  Story& later(Micros by) { return at(now_ + by); }

  Story& as(std::string actor) {
    actor_ = std::move(actor);
    return *this;
  }

  Story& given(const Command& command, Where where = Where::current()) {
    when(command);
    EXPECT_TRUE(result_.has_value()) << at_line(where) << reason();
    return *this;
  }

  Story& when(const Command& command) {
    result_ = decide(state_, command, {now_, actor_});
    if (result_)
      for (const auto& event : *result_) evolve(state_, event, now_);
    return *this;
  }

  // What happened without a command of ours (the log's own records).
  Story& happened(const Event& event) {
    evolve(state_, event, now_);
    return *this;
  }

  // The names of the events, in order.
  Story& then(const std::vector<std::string>& names, Where where = Where::current()) {
    std::vector<std::string> got;
    if (result_)
      for (const auto& event : *result_) got.emplace_back(name_of(event));
    EXPECT_TRUE(result_.has_value()) << at_line(where) << reason();
    EXPECT_EQ(got, names) << at_line(where);
    return *this;
  }

  Story& then_nothing(Where where = Where::current()) { return then({}, where); }

  Story& then_refused(const std::string& why, ErrorCode code = ErrorCode::kConflict,
                      Where where = Where::current()) {
    EXPECT_FALSE(result_.has_value()) << at_line(where) << "it was accepted";
    if (result_) return *this;
    EXPECT_EQ(result_.error().reason, why) << at_line(where);
    EXPECT_EQ(result_.error().code, code) << at_line(where) << why;
    EXPECT_FALSE(result_.error().message.empty()) << at_line(where);
    return *this;
  }

  // The event of type E among the last decision's.
  template <class E>
  const E& event(Where where = Where::current()) const {
    static const E kNone;
    const E* found = result_ ? find<E>(*result_) : nullptr;
    EXPECT_NE(found, nullptr) << at_line(where) << "no such event";
    return found == nullptr ? kNone : *found;
  }

  [[nodiscard]] const Result<Events>& result() const { return result_; }

  [[nodiscard]] const Error& error() const { return result_.error(); }

  [[nodiscard]] const State& state() const { return state_; }

  [[nodiscard]] Instant now() const { return now_; }

  // The only project of most stories.
  [[nodiscard]] const Project& project() const { return state_.projects.begin()->second; }

  [[nodiscard]] fold::PlotStatus plot(const char* id) const {
    return project().plots.at(project().plot_at.at(PlotId(id))).status;
  }

  [[nodiscard]] const fold::HoldT& hold_of(const char* id) const {
    return project().holds.at(HoldId(id));
  }

 private:
  [[nodiscard]] std::string reason() const {
    return result_ ? "" : result_.error().reason + ": " + result_.error().message;
  }

  static std::string at_line(Where where) {
    return std::string(where.file_name()) + ":" + std::to_string(where.line()) + ": ";
  }

  State state_;
  Instant now_ = kNoon;
  std::string actor_ = "visitor";
  Result<Events> result_ = Events{};
};

// --- the commands that stories are told in; each can be changed before it is used ---

inline const ProjectId kProject{"athi-river"};
inline constexpr std::int64_t kPlotArea = 100'000'000;  // 100 m²

inline LedgerFounded founded(Partition partition = 0, Partition partitions = 1) {
  LedgerFounded e;
  e.ledger = LedgerId("ledger");
  e.partition = partition;
  e.partitions = partitions;
  return e;
}

inline OpenProject open_project() {
  return {kProject, "Athi River", "AKR", "Machakos", "Asia/Kolkata", "P0001"};
}

inline std::vector<PlotId> plots_of(std::initializer_list<const char*> names) {
  return {names.begin(), names.end()};
}

// `value` is an amount in paise, or basis points of a percent head.
inline wire::ChargeHeadT head(const char* name, wire::HeadKind kind, std::int64_t value, int tax) {
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

inline ImportLayout import_layout(std::size_t plots = 6) {
  ImportLayout c{kProject, Digest("d1"), {}};
  for (std::size_t i = 1; i <= plots; ++i) {
    auto& plot = c.plots.emplace_back();
    plot.no = std::to_string(i);
    plot.plot = PlotId(plot.no);
    plot.area_mm2 = kPlotArea;
  }
  return c;
}

// ₹5,200 per square yard, 5 % for the park, amenities at ₹100 per square yard with 18 % GST; token
// 10 %.
inline SetPrices set_prices() {
  return {kProject,
          "INR",
          Money::paise(520'000),
          {head("park", wire::HeadKind::Percent, 500, 0),
           head("amenities", wire::HeadKind::PerArea, 10'000, 1800)},
          1000,
          30};
}

inline HoldPlots hold(const char* id, std::initializer_list<const char*> plots) {
  HoldPlots c;
  c.project = kProject;
  c.hold = HoldId(id);
  c.plots = plots_of(plots);
  c.contact.person = PersonId(std::string("contact-of-") + id);
  c.contact.box = {1, 2, 3};
  return c;
}

inline wire::ApplicantT applicant(const char* buyer, int share = 0) {
  wire::ApplicantT applicant;
  applicant.buyer = BuyerId(buyer);
  applicant.share_basis_points = share;
  return applicant;
}

inline StartCheckout checkout(const char* hold, wire::Pay pay = wire::Pay::Token) {
  return {kProject,   HoldId(hold), std::string("receipt-") + hold, {applicant("buyer-1")},
          "standard", pay};
}

inline const fold::CheckoutT& checkout_of(const Story& story, const char* hold) {
  return story.project().checkouts.at(HoldId(hold));
}

inline OrderId order_of(const char* hold) {
  return OrderId(std::string("order-") + hold);
}

inline RecordOrder order(const Story& story, const char* hold) {
  return {kProject, HoldId(hold), order_of(hold), checkout_of(story, hold).amount, "INR"};
}

inline RecordPayment payment(const Story& story, const char* hold, const char* id,
                             PaymentStatus status = PaymentStatus::kCaptured) {
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

inline SettleOrder settle(const char* hold, OrderFinding finding) {
  return {kProject, HoldId(hold), order_of(hold), finding};
}

inline ReleaseHold release(const char* hold) {
  return {kProject, HoldId(hold), "", false};
}

inline ExtendHold extend(const char* hold) {
  return {kProject, HoldId(hold)};
}

inline ExpireHolds expire() {
  return {kProject};
}

// Six plots of 100 m², released, priced, with no hold yet; partition 0 is alone.
inline Story a_selling_project() {
  Story story;
  story.happened(founded());
  story.as("admin").given(open_project()).given(import_layout()).given(set_prices());
  story.given(ReleasePlots{kProject, true, {}}).as("visitor");
  return story;
}

// The same with a hold on `plots` whose order is open.
inline Story with_open_order(const char* id, std::initializer_list<const char*> plots,
                             wire::Pay pay = wire::Pay::Token) {
  auto story = a_selling_project();
  story.given(hold(id, plots)).given(checkout(id, pay));
  story.given(order(story, id));
  return story;
}

// The same, paid: payment "pay-1" was captured.
inline Story with_booking(const char* id, std::initializer_list<const char*> plots,
                          wire::Pay pay = wire::Pay::Token) {
  auto story = with_open_order(id, plots, pay);
  story.given(payment(story, id, "pay-1"));
  return story;
}

}  // namespace ledger::test
