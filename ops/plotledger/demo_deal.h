#pragma once

#include <memory>
#include <optional>
#include <set>

#include "ops/plotledger/demo_people.h"
#include "ops/plotledger/demo_shop.h"

namespace ledger::demo {

// The buyer whose home the demo offers to open.
struct Showcase {
  HoldId hold;
  BookingId booking;
};

// Everybody who comes to the map, and what is remembered of those who bought.
struct Crowd {
  explicit Crowd(std::uint64_t seed) : people(seed), dice(seed, "crowd") {}

  People people;
  Dice dice;
  std::vector<Person> buyers;
  std::set<BookingId> leaving;  // bookings that are cancelled later: nothing more is paid on them
  std::optional<Showcase> showcase;
};

// One visit from the first look to its end: hold, checkout, payment, booking, and what comes
// weeks later. It lives on the stage's agenda.
class Deal : public std::enable_shared_from_this<Deal> {
 public:
  Deal(Stage& stage, Shop& shop, Crowd& crowd, const Visit& visit)
      : stage_(stage), shop_(shop), crowd_(crowd), visit_(visit) {}

  // Somebody chooses plots and holds them.
  void begin();

  // The same, of plots that another wanted.
  void begin_with(std::vector<PlotId> plots);

 private:
  void invite();
  void hold();
  void go_on();
  void greedy();
  void meet_rival();
  void extend();
  void release();
  void end_when_due();
  void expire();
  void check_out();
  void bargain();
  void pay_by_cheque(StartCheckout checkout);
  void open_order();
  void pay();
  void pay_first_without_success();
  void try_in_vain(int attempts);
  void settle_at_end();
  void settle();
  void pay_late();
  void let_another_book();
  void pay_wrong_amount();
  void authorize(const PaymentId& payment);
  void capture(const PaymentId& payment, Money amount);
  void after_capture();
  void remember(const BookingId& booking);
  void refund_orphan(const RefundId& refund);
  void cancel();
  void approve_refunds();
  void send_refund(const RefundId& refund, const PaymentId& payment, Money amount);

  RecordPayment news(const PaymentId& payment, PaymentStatus status, Money amount);
  void say(RecordPayment news);
  HoldPlots hold_command(const Person& person, Envelope& envelope, bool keeps_contact);
  Envelope speak(const std::string& route);
  std::string route(const std::string& rest) const;
  [[nodiscard]] bool by_staff() const;
  [[nodiscard]] bool becomes_booking() const;
  fold::HoldT look_at_hold();

  // `step` of this deal, after a while.
  void then(Micros wait, void (Deal::*step)());

  Stage& stage_;
  Shop& shop_;
  Crowd& crowd_;
  const Visit visit_;
  std::vector<Person> applicants_;
  std::vector<PlotId> plots_;
  HoldId hold_;
  OrderId order_;
  Money amount_;
  std::string method_;
  BookingId booking_;
};

}  // namespace ledger::demo
