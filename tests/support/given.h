#pragma once

#include <initializer_list>
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

  // Defined once, not in every file of tests: a state is long to copy and to take apart.
  Story();
  ~Story();
  Story(const Story& other);
  Story(Story&& other) noexcept;
  Story& operator=(const Story& other);
  Story& operator=(Story&& other) noexcept;

  Story& at(Instant now);
  Story& later(Micros by);
  Story& as(std::string actor);
  Story& given(const Command& command, Where where = Where::current());
  Story& when(const Command& command);

  // What happened without a command of ours (the log's own records).
  Story& happened(const Event& event);

  // The names of the events, in order.
  Story& then(const std::vector<std::string>& names, Where where = Where::current());
  Story& then_nothing(Where where = Where::current());
  Story& then_refused(const std::string& why, ErrorCode code = ErrorCode::kConflict,
                      Where where = Where::current());

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

  [[nodiscard]] const Project& project() const;  // the only one of most stories
  [[nodiscard]] fold::PlotStatus plot(const char* id) const;
  [[nodiscard]] const fold::HoldT& hold_of(const char* id) const;

 private:
  [[nodiscard]] std::string reason() const;
  static std::string at_line(Where where);

  State state_;
  Instant now_ = kNoon;
  std::string actor_ = "visitor";
  Result<Events> result_ = Events{};
};

// --- the commands that stories are told in; each can be changed before it is used ---

inline const ProjectId kProject{"athi-river"};
inline constexpr std::int64_t kPlotArea = 100'000'000;  // 100 m²

LedgerFounded founded(Partition partition = 0, Partition partitions = 1);
OpenProject open_project();
std::vector<PlotId> plots_of(std::initializer_list<const char*> names);

// `value` is an amount in paise, or basis points of a percent head.
wire::ChargeHeadT head(const char* name, wire::HeadKind kind, std::int64_t value, int tax);

ImportLayout import_layout(std::size_t plots = 6);

// ₹5,200 per square yard, 5 % for the park, amenities at ₹100 per square yard with 18 % GST; token
// 10 %.
SetPrices set_prices();

HoldPlots hold(const char* id, std::initializer_list<const char*> plots);
wire::ApplicantT applicant(const char* buyer, int share = 0);
StartCheckout checkout(const char* hold, wire::Pay pay = wire::Pay::Token);

const fold::CheckoutT& checkout_of(const Story& story, const char* hold);
OrderId order_of(const char* hold);
RecordOrder order(const Story& story, const char* hold);
RecordPayment payment(const Story& story, const char* hold, const char* id,
                      PaymentStatus status = PaymentStatus::kCaptured);

SettleOrder settle(const char* hold, OrderFinding finding);
ReleaseHold release(const char* hold);
ExtendHold extend(const char* hold);
ExpireHolds expire();

// Six plots of 100 m², released, priced, with no hold yet; partition 0 is alone.
Story a_selling_project();

// The same with a hold on `plots` whose order is open.
Story with_open_order(const char* id, std::initializer_list<const char*> plots,
                      wire::Pay pay = wire::Pay::Token);

// The same, paid: payment "pay-1" was captured.
Story with_booking(const char* id, std::initializer_list<const char*> plots,
                   wire::Pay pay = wire::Pay::Token);

}  // namespace ledger::test
