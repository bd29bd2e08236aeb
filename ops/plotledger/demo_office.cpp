#include "ops/plotledger/demo_office.h"

#include <algorithm>

#include "ops/plotledger/demo_bank.h"
#include "ops/plotledger/demo_buyers.h"

namespace ledger::demo {
namespace {

using fold::BookingStage;

constexpr int kCollectEvery = 3;
constexpr int kMonth = 30;
constexpr int kQuarter = 91;
constexpr int kDueSoon = 10;           // days ahead that a letter asks for
constexpr int kBooksLag = 12;          // days that stay open behind today
constexpr std::size_t kLetters = 200;  // at once
constexpr unsigned kNever = 5;         // percent of buyers who stop paying
constexpr unsigned kLate = 16;

bool is_due(const fold::PartT& part, Day today) {
  return part.due_day != 0 && part.due_day <= today;
}

}  // namespace

Office::Office(Stage& stage, Shop& shop, Crowd& crowd, std::uint64_t seed)
    : stage_(stage),
      shop_(shop),
      crowd_(crowd),
      dice_(seed, "office of " + shop.plan().open.code) {}

void Office::every(int days, int first, Micros time, void (Office::*round)()) {
  for (int day = shop_.plan().phases.front().day + first; day < kStoryDays; day += days)
    stage_.at(stage_.moment(day, time), [this, round] { (this->*round)(); });
}

void Office::open() {
  every(kCollectEvery, 2, hours(11), &Office::collect);
  every(kMonth, 25, hours(12), &Office::write_demands);
  every(kMonth, 26, hours(15), &Office::send_demands);
  every(kMonth, 29, hours(18), &Office::charge_interest);
  every(kMonth, 20, hours(16), &Office::advance);
  every(kMonth, 17, hours(13), &Office::settle_credit);
  every(kMonth, 28, hours(20), &Office::close_books);
  every(kQuarter, 60, hours(12), &Office::change_names);
  every(kQuarter, 75, hours(12), &Office::change_plots);
  every(kQuarter, 66, hours(12), &Office::give_discounts);
  every(kQuarter, 70, hours(12), &Office::send_links);
  every(kQuarter, 88, hours(17), &Office::approve_commission);
}

std::string Office::route(const BookingId& booking, const char* what) const {
  return "/v1/bookings/" + booking.str() + "/" + what;
}

std::vector<Office::Account> Office::accounts() {
  std::vector<Account> all;
  const Day today = stage_.today();
  stage_.look(shop_.id(), [&](const Project& project) {
    for (const auto& [id, booking] : project.bookings) {
      if (booking.stage == BookingStage::Cancelled) continue;
      Account account{.booking = id,
                      .credit = booking.credit,
                      .age = today - booking.booked_day,
                      .stage = booking.stage,
                      .plots = booking.plots.size()};
      for (const auto& part : booking.parts) {
        const Money open = part->amount - part->paid;
        account.open += open;
        if (open.zero() || !is_due(*part, today)) continue;
        account.due += open;
        account.overdue = std::max(account.overdue, today - part->due_day);
      }
      all.push_back(account);
    }
  });
  std::ranges::sort(all, {}, &Account::booking);
  return all;
}

std::vector<Office::Account> Office::standing() {
  auto all = accounts();
  std::erase_if(all, [&](const Account& one) { return crowd_.leaving.contains(one.booking); });
  return all;
}

Office::Habit Office::habit_of(const BookingId& booking) {
  if (crowd_.showcase && crowd_.showcase->booking == booking) return Habit::kNever;
  const auto known = habits_.find(booking);
  if (known != habits_.end()) return known->second;
  const auto throwing = dice_.below(100);
  const auto habit = throwing < kNever           ? Habit::kNever
                     : throwing < kNever + kLate ? Habit::kLate
                                                 : Habit::kPrompt;
  return habits_.emplace(booking, habit).first->second;
}

// --- letters and interest ---

// Two hundred at once: asked for again while there are more.
void Office::write_demands() {
  for (std::size_t before = drafts().size();;) {
    DraftDemands command;
    command.project = shop_.id();
    command.due_by = stage_.today() + kDueSoon;
    stage_.tell(stage_.staff("finance", "/v1/projects/" + shop_.id().str() + "/demands"),
                std::move(command));
    const auto now = drafts().size();
    if (now - before < kLetters) return;
    before = now;
  }
}

std::vector<std::string> Office::drafts() {
  std::vector<std::string> drafts;
  stage_.look(shop_.id(), [&](const Project& project) {
    for (const auto& [id, booking] : project.bookings)
      for (const auto& demand : booking.demands)
        if (demand->sent_day == 0 && booking.stage != BookingStage::Cancelled)
          drafts.push_back(demand->demand);
  });
  std::ranges::sort(drafts);
  return drafts;
}

void Office::send_demands() {
  const auto drafts = this->drafts();
  for (std::size_t from = 0; from < drafts.size(); from += kLetters) {
    const auto to = std::min(from + kLetters, drafts.size());
    stage_.tell(stage_.staff("finance", "/v1/projects/" + shop_.id().str() + "/demands/issue"),
                IssueDemands{shop_.id(),
                             {drafts.begin() + static_cast<std::ptrdiff_t>(from),
                              drafts.begin() + static_cast<std::ptrdiff_t>(to)}});
  }
}

void Office::charge_interest() {
  ChargeInterest command;
  command.project = shop_.id();
  stage_.tell(stage_.staff("finance", "/v1/projects/" + shop_.id().str() + "/interest"),
              std::move(command));
}

// --- agreements, names, plots, prices ---

void Office::advance() {
  const auto to = [&](const Account& account, NextStage stage, const char* paper) {
    AdvanceBooking command;
    command.project = shop_.id();
    command.booking = account.booking;
    command.to = stage;
    command.document_no = paper + dice_.digits(6);
    stage_.tell(stage_.staff("finance", route(account.booking, "advance")), std::move(command));
  };
  for (const auto& account : standing()) {
    if (account.stage == BookingStage::Confirmed && account.age > 45 && account.due.zero() &&
        dice_.percent(45))
      to(account, NextStage::kExecuted, "AGR-");
    if (account.stage == BookingStage::AgreementExecuted && dice_.percent(60))
      to(account, NextStage::kRegistered, "REG-");
    if (account.stage == BookingStage::AgreementRegistered && account.open.zero() &&
        dice_.percent(20))
      to(account, NextStage::kConveyed, "DEED-");
  }
}

void Office::change_names() {
  const auto all = standing();
  if (all.empty()) return;
  const auto& account = dice_.pick(all);
  TransferBooking command;
  command.project = shop_.id();
  command.booking = account.booking;
  command.applicants = register_applicants(stage_, {crowd_.people.somebody()}, actor_of("sales"));
  command.reason = "within the family";
  stage_.tell(stage_.staff("sales", route(account.booking, "transfer")), std::move(command));
}

void Office::change_plots() {
  auto all = standing();
  std::erase_if(all, [](const Account& one) {
    return one.plots != 1 || one.stage != BookingStage::Confirmed;
  });
  if (all.empty()) return;
  const auto booking = dice_.pick(all).booking;
  SwapPlots command{shop_.id(), booking, {}, shop_.choose(1), "the buyer prefers the other plot"};
  stage_.look(shop_.id(), [&](const Project& project) {
    command.from = {project.plots[project.bookings.at(booking).plots.front()].plot};
  });
  stage_.tell(stage_.staff("sales", route(booking, "swap")), std::move(command));
}

void Office::give_discounts() {
  auto all = standing();
  std::erase_if(all, [](const Account& one) { return one.open < Money::paise(500'000'00); });
  if (all.empty()) return;
  const auto booking = dice_.pick(all).booking;
  ProposeDiscount asked;
  asked.project = shop_.id();
  asked.discount = DiscountId(stage_.uuid());
  asked.booking = booking;
  asked.label = "goodwill for late roads";
  asked.reason = asked.label;
  asked.amount = Money::paise(dice_.between(2, 9) * 5'000'00);
  stage_.look(shop_.id(), [&](const Project& project) {
    asked.plot = project.plots[project.bookings.at(booking).plots.front()].plot;
  });
  const auto id = asked.discount;
  stage_.tell(stage_.staff("sales", route(booking, "discounts")), std::move(asked));
  stage_.in(hours(3), [this, id] {
    stage_.tell(stage_.staff("finance", "/v1/discounts/" + id.str() + "/approve"),
                ApproveDiscount{shop_.id(), id});
  });
}

// --- partners and the end of a month ---

// Approved by finance, paid by another person a few days later.
void Office::approve_commission() {
  for (const auto& partner : partners()) {
    Money ready;
    stage_.look(shop_.id(), [&](const Project& project) {
      const auto& account = project.partners.at(partner);
      ready = account.accrued - account.approved;
    });
    if (ready <= Money()) continue;
    const auto path = "/v1/projects/" + shop_.id().str() + "/commission/";
    stage_.tell(stage_.staff("finance", path + partner + "/approve"),
                ApproveCommission{shop_.id(), partner});
    stage_.in(days(3), [this, partner, path] {
      std::string approval;
      stage_.look(shop_.id(), [&](const Project& project) {
        for (const auto& [id, one] : project.approvals)
          if (one.partner == partner && !one.paid) approval = id;
      });
      if (approval.empty()) return;
      stage_.tell(stage_.staff("admin", path + "pay"),
                  PayCommission{shop_.id(), approval, commission_reference(shop_.id(), approval),
                                stage_.today()});
    });
  }
}

void Office::close_books() {
  stage_.tell(stage_.staff("finance", "/v1/projects/" + shop_.id().str() + "/day-close"),
              CloseDay{shop_.id(), stage_.today() - kBooksLag});
}

}  // namespace ledger::demo
