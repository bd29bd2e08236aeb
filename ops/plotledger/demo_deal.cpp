#include "ops/plotledger/demo_deal.h"

#include <array>

#include "ops/plotledger/demo_buyers.h"

namespace ledger::demo {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;

constexpr unsigned kComesAgain = 5;      // percent of buyers bought before
constexpr unsigned kOwnsWithOther = 24;  // percent of bookings
constexpr unsigned kMeetsRival = 8;
constexpr unsigned kExtends = 14;
constexpr unsigned kComesByPartner = 9;
constexpr int kChequeDays = 12;         // from the visit to the cleared cheque, at most
constexpr unsigned kBringsCheque = 30;  // percent of those who come to the sales office
constexpr Money kUpiLimit = Money::paise(500'000'00);

struct Source {
  std::string_view source;
  std::string_view campaign;
};

constexpr auto kSources = std::to_array<Source>({{"", ""},
                                                 {"google", "plots-near-me"},
                                                 {"google", "weekend-site-visit"},
                                                 {"facebook", "monsoon-launch"},
                                                 {"instagram", "own-a-plot"},
                                                 {"housing", "featured"},
                                                 {"whatsapp", "referral"},
                                                 {"nri-expo", "dubai"}});

constexpr auto kLost =
    std::to_array<const char*>({"the customer chose another project", "the loan was not approved",
                                "no answer for three days", "the customer wants a corner plot"});

std::string method_for(Money amount, const Person& person, Dice& dice) {
  if (lives_abroad(person)) return dice.percent(60) ? "card" : "netbanking";
  if (amount > kUpiLimit) return dice.percent(85) ? "netbanking" : "card";
  const auto throwing = dice.below(100);
  return throwing < 55 ? "upi" : throwing < 85 ? "netbanking" : "card";
}

}  // namespace

void Deal::then(Micros wait, void (Deal::*step)()) {
  stage_.in(wait, [self = shared_from_this(), step] { (*self.*step)(); });
}

bool Deal::by_staff() const {
  return visit_.ending == Ending::kWalkIn || visit_.ending == Ending::kWalkInLost ||
         visit_.ending == Ending::kWalkInWaiting;
}

// Contacts of holds that come to nothing are shredded when they end; so they are not kept here.
bool Deal::becomes_booking() const {
  return visit_.ending == Ending::kBooked || visit_.ending == Ending::kWalkIn ||
         visit_.ending == Ending::kWalkInWaiting;
}

std::string Deal::route(const std::string& rest) const {
  return "/v1/holds/" + hold_.str() + "/" + rest;
}

Envelope Deal::speak(const std::string& to) {
  return by_staff() ? stage_.staff("sales", to) : stage_.visitor(to);
}

fold::HoldT Deal::look_at_hold() {
  fold::HoldT copy;
  stage_.look(shop_.id(), [&](const Project& project) { copy = project.holds.at(hold_); });
  return copy;
}

void Deal::begin() {
  begin_with(shop_.choose(visit_.plots));
}

void Deal::begin_with(std::vector<PlotId> plots) {
  plots_ = std::move(plots);
  invite();
  hold();
  if (visit_.ending == Ending::kGreedy) return greedy();
  if (visit_.ending == Ending::kBooked && crowd_.dice.percent(kMeetsRival))
    then(crowd_.dice.between(seconds(40), minutes(9)), &Deal::meet_rival);
  go_on();
}

void Deal::invite() {
  auto& dice = crowd_.dice;
  const bool known = becomes_booking() && !crowd_.buyers.empty() && dice.percent(kComesAgain);
  applicants_.push_back(known ? dice.pick(crowd_.buyers) : crowd_.people.somebody());
  while (visit_.showcase && !applicants_[0].phone.starts_with("+971"))
    applicants_[0] = crowd_.people.somebody();
  if (visit_.showcase || dice.percent(kOwnsWithOther))
    applicants_.push_back(crowd_.people.partner_of(applicants_[0]));
}

HoldPlots Deal::hold_command(const Person& person, Envelope& envelope, bool keeps_contact) {
  auto& vault = stage_.ledger.vault();
  const auto contact = contact_of(person);
  HoldPlots command;
  command.project = shop_.id();
  command.hold = HoldId(stage_.uuid());
  command.plots = plots_;
  command.contact_hashes = contact_hashes(vault, contact);
  auto sealed = vault.seal_new(PersonId(stage_.uuid()), pack(contact));
  command.contact = std::move(sealed.sealed);
  if (keeps_contact) envelope.keys.push_back(std::move(sealed.key));
  const auto& source = crowd_.dice.pick(kSources);
  command.campaign.utm_source = source.source;
  command.campaign.utm_campaign = source.campaign;
  if (crowd_.dice.percent(kComesByPartner)) command.campaign.partner = crowd_.dice.pick(partners());
  command.by_staff = by_staff();
  return command;
}

void Deal::hold() {
  auto envelope = speak("/v1/projects/" + shop_.id().str() + "/holds");
  auto command = hold_command(applicants_[0], envelope, becomes_booking());
  hold_ = command.hold;
  stage_.tell(std::move(envelope), std::move(command));
}

void Deal::go_on() {
  auto& dice = crowd_.dice;
  switch (visit_.ending) {
    case Ending::kReleased:
      return then(dice.between(minutes(1), minutes(13)), &Deal::release);
    case Ending::kWalkInLost:
      return then(dice.between(hours(5), hours(60)), &Deal::release);
    case Ending::kWalkIn:
      return then(dice.between(hours(2), hours(50)), &Deal::check_out);
    case Ending::kWalkInWaiting:
      return;
    case Ending::kLapsed:
      end_when_due();
      [[fallthrough]];
    case Ending::kGreedy:
      if (dice.percent(kExtends)) then(dice.between(minutes(8), minutes(14)), &Deal::extend);
      return;
    case Ending::kBooked:
    case Ending::kBookedLate:
    case Ending::kOrphaned:
    case Ending::kConflicted:
    case Ending::kFailed:
    case Ending::kAbandoned:
      break;
  }
  const bool extends = dice.percent(kExtends);
  if (extends) then(dice.between(minutes(7), minutes(12)), &Deal::extend);
  then(extends ? dice.between(minutes(13), minutes(20)) : dice.between(minutes(2), minutes(12)),
       &Deal::check_out);
}

// A second hold, and a third that is one too many.
void Deal::greedy() {
  end_when_due();
  stage_.in(seconds(70), [self = shared_from_this()] {
    const auto first = self->hold_;
    self->plots_ = self->shop_.choose(1);
    self->hold();
    self->end_when_due();
    self->plots_ = self->shop_.choose(1);
    auto envelope = self->speak("/v1/projects/" + self->shop_.id().str() + "/holds");
    auto command = self->hold_command(self->applicants_[0], envelope, /*keeps_contact=*/false);
    self->stage_.tell(std::move(envelope), std::move(command), DemoLedger::Expect::kRefused);
  });
}

// Somebody else wants the plot that is held or booked by now.
void Deal::meet_rival() {
  auto envelope = stage_.visitor("/v1/projects/" + shop_.id().str() + "/holds");
  auto command = hold_command(crowd_.people.somebody(), envelope, /*keeps_contact=*/false);
  stage_.tell(std::move(envelope), std::move(command), DemoLedger::Expect::kRefused);
}

void Deal::extend() {
  stage_.tell(speak(route("extend")), ExtendHold{shop_.id(), hold_});
}

void Deal::release() {
  if (by_staff()) {
    stage_.tell(stage_.staff("sales", route("staff-release")),
                ReleaseHold{shop_.id(), hold_, crowd_.dice.pick(kLost), true});
  } else {
    stage_.tell(stage_.visitor(route("release")),
                ReleaseHold{shop_.id(), hold_, "released by the buyer", false});
  }
}

// The timer: looks again when the hold's time is up, which may have moved meanwhile.
void Deal::end_when_due() {
  const auto due = look_at_hold().expires_at + milliseconds(300);
  stage_.at(due, [self = shared_from_this(), hold = hold_] {
    HoldStatus status{};
    Instant expires_at;
    self->stage_.look(self->shop_.id(), [&](const Project& project) {
      status = project.holds.at(hold).status;
      expires_at = project.holds.at(hold).expires_at;
    });
    if (status != HoldStatus::Live) return;
    const auto again = expires_at + milliseconds(300);
    if (self->stage_.now() >= again) return self->expire();
    self->stage_.at(again, [self] { self->expire(); });
  });
}

void Deal::expire() {
  stage_.tell(Stage::reactor("timer"), ExpireHolds{shop_.id()});
}

// --- checkout ---

void Deal::check_out() {
  StartCheckout command;
  command.project = shop_.id();
  command.hold = hold_;
  command.receipt = "h-" + hold_.str();
  std::erase(command.receipt, '-');
  command.receipt.insert(1, 1, '-');
  command.applicants =
      register_applicants(stage_, applicants_, by_staff() ? actor_of("sales") : "visitor");
  const bool pays_oddly =
      visit_.showcase || visit_.paid_again || visit_.ending == Ending::kConflicted;
  const bool in_full = !pays_oddly && crowd_.dice.percent(30);
  command.pay = in_full ? wire::Pay::Full : wire::Pay::Token;
  command.plan = in_full || visit_.showcase ? "standard" : shop_.plan_for(crowd_.dice);
  if (by_staff()) bargain();
  const bool clears_in_time = visit_.day < kStoryDays - kChequeDays;
  if (visit_.ending == Ending::kWalkIn && clears_in_time && !in_full &&
      crowd_.dice.percent(kBringsCheque))
    return pay_by_cheque(std::move(command));
  stage_.tell(speak(route("checkout")), std::move(command));
  then(crowd_.dice.between(milliseconds(180), milliseconds(900)), &Deal::open_order);
}

void Deal::open_order() {
  std::string receipt;
  stage_.look(shop_.id(), [&](const Project& project) {
    const auto& checkout = project.checkouts.at(hold_);
    amount_ = checkout.amount;
    receipt = checkout.receipt;
  });
  method_ = method_for(amount_, applicants_[0], crowd_.dice);
  order_ = OrderId(stage_.gateway_id("order_"));
  const RecordOrder told{shop_.id(), hold_, order_, amount_, "INR"};
  stage_.gateway.made_order(told, receipt, stage_.now());
  stage_.tell(Stage::reactor(receipt), told);
  auto& dice = crowd_.dice;
  switch (visit_.ending) {
    case Ending::kFailed:
      return try_in_vain(static_cast<int>(dice.between(1, 2)));
    case Ending::kAbandoned:
      return settle_at_end();
    case Ending::kConflicted:
      then(dice.between(minutes(1), minutes(6)), &Deal::pay_wrong_amount);
      return settle_at_end();
    case Ending::kBookedLate:
    case Ending::kOrphaned:
      shop_.speak_for(plots_);
      return settle_at_end();
    default:
      break;
  }
  if (visit_.showcase || dice.percent(13)) return pay_first_without_success();
  then(dice.between(seconds(50), minutes(8)), &Deal::pay);
}

// --- payments (demo_deal_money.cpp tells what follows from them) ---

void Deal::pay_first_without_success() {
  stage_.in(crowd_.dice.between(seconds(45), minutes(3)), [self = shared_from_this()] {
    const PaymentId payment(self->stage_.gateway_id("pay_"));
    self->say(self->news(payment, PaymentStatus::kFailed, self->amount_));
    self->then(self->crowd_.dice.between(minutes(1), minutes(5)), &Deal::pay);
  });
}

// After the last attempt the buyer's window passes, and the gateway says "unpaid".
void Deal::try_in_vain(int attempts) {
  stage_.in(crowd_.dice.between(seconds(45), minutes(3)), [self = shared_from_this(), attempts] {
    const PaymentId payment(self->stage_.gateway_id("pay_"));
    self->say(self->news(payment, PaymentStatus::kFailed, self->amount_));
    if (attempts > 1) return self->try_in_vain(attempts - 1);
    self->then(minutes(10) + milliseconds(400), &Deal::settle);
  });
}

void Deal::settle_at_end() {
  stage_.at(look_at_hold().expires_at + milliseconds(400),
            [self = shared_from_this()] { self->settle(); });
}

void Deal::settle() {
  stage_.tell(Stage::reactor(order_.str()),
              SettleOrder{shop_.id(), hold_, order_, OrderFinding::kUnpaid});
  auto& dice = crowd_.dice;
  if (visit_.ending == Ending::kBookedLate)
    then(dice.between(minutes(9), minutes(55)), &Deal::pay_late);
  if (visit_.ending == Ending::kOrphaned) {
    then(dice.between(minutes(2), minutes(6)), &Deal::let_another_book);
    then(minutes(50) + dice.between(seconds(10), minutes(40)), &Deal::pay_late);
  }
}

void Deal::let_another_book() {
  shop_.leave(plots_);
  Visit visit;
  visit.ending = Ending::kBooked;
  std::make_shared<Deal>(stage_, shop_, crowd_, visit)->begin_with(plots_);
}

}  // namespace ledger::demo
