#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ops/plotledger/demo_deal.h"

namespace ledger::demo {

// The back office of one project through the story: buyers pay what falls due (or do not), finance
// asks for it by letter, charges interest, verifies what came by bank, sends agreements to be
// registered, and pays partners.
class Office {
 public:
  Office(Stage& stage, Shop& shop, Crowd& crowd, std::uint64_t seed);

  // Puts every round on the agenda.
  void open();

 private:
  enum class Habit { kPrompt, kLate, kNever };

  // A booking as a round looks at it.
  struct Account {
    BookingId booking;
    Money due;   // open and due by now
    Money open;  // in all
    Money credit;
    int overdue = 0;  // days of its oldest due
    int age = 0;      // days since it was booked
    fold::BookingStage stage{};
    std::size_t plots = 0;
  };

  void every(int days, int first, Micros time, void (Office::*round)());
  std::vector<Account> accounts();
  std::vector<Account> standing();  // those that nobody is about to cancel
  Habit habit_of(const BookingId& booking);

  // demo_collect.cpp: how money comes.
  void collect();
  Money open_on(const BookingId& booking);
  bool pays(const Account& account);
  void pay(const BookingId& booking, Money due);
  void pay_by_gateway(const BookingId& booking, Money amount, const LinkId& link = LinkId());
  void pay_by_bank(const BookingId& booking, Money amount);
  void pay_by_cheque(const BookingId& booking, Money amount);
  void settle_credit();
  void refund_credit(const BookingId& booking);
  void pay_back(const RefundId& refund);
  void send_links();

  // demo_office.cpp: what finance and sales do.
  std::vector<std::string> drafts();
  void write_demands();
  void send_demands();
  void charge_interest();
  void advance();
  void change_names();
  void change_plots();
  void give_discounts();
  void approve_commission();
  void close_books();

  std::string route(const BookingId& booking, const char* what) const;

  Stage& stage_;
  Shop& shop_;
  Crowd& crowd_;
  Dice dice_;
  std::map<BookingId, Habit> habits_;
  std::map<BookingId, Instant> on_its_way_;  // a payment, until then
};

}  // namespace ledger::demo
