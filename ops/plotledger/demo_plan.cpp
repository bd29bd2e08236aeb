#include "ops/plotledger/demo_plan.h"

#include <algorithm>
#include <numeric>

namespace ledger::demo {
namespace {

constexpr std::int64_t kSqFtPerSqYd = 9;
constexpr int kGst = 1800;
constexpr int kQuietDays = 4;      // at the end: late money and its refunds come to rest
constexpr int kShowcaseAge = 140;  // days, so that the balance is overdue and bears interest
constexpr int kCancelledBefore =
    42;                          // days before the end: time for the cancellation and its refund
constexpr int kUndecided = 2;    // cancellations a project whose refund waits for finance
constexpr int kRepeatSale = 12;  // percent of sales are of two plots

Money rupees(std::int64_t amount) {
  return Money::paise(amount * 100);
}

wire::ChargeHeadT fixed(const char* head, std::int64_t amount, int tax) {
  wire::ChargeHeadT to;
  to.head = head;
  to.kind = wire::HeadKind::Fixed;
  to.amount = rupees(amount);
  to.tax_basis_points = tax;
  return to;
}

wire::ChargeHeadT per_sq_ft(const char* head, std::int64_t amount, int tax) {
  wire::ChargeHeadT to;
  to.head = head;
  to.kind = wire::HeadKind::PerArea;
  to.amount = rupees(amount * kSqFtPerSqYd);
  to.tax_basis_points = tax;
  return to;
}

OpenProject project(const char* id, const char* name, const char* code, const char* city,
                    const char* rera) {
  OpenProject to;
  to.project = ProjectId(id);
  to.name = name;
  to.code = code;
  to.city = city;
  to.timezone = "Asia/Kolkata";
  to.rera_no = rera;
  return to;
}

// How much is sold on a day, by the days since the last launch of a phase, and by festivals.
std::uint64_t demand(const ProjectPlan& plan, int day) {
  constexpr auto kFestivals = std::to_array<int>({64, 163, 190, 330, 372, 430, 515});
  std::uint64_t weight = 0;
  for (const auto& phase : plan.phases) {
    if (day <= phase.day) continue;  // released in the morning, offered from the next day on
    const auto since = static_cast<std::uint64_t>(day - phase.day);
    weight = std::max<std::uint64_t>(weight, 100 + 8'000 / (8 + since));
  }
  if (weight == 0) return 0;
  for (const int festival : kFestivals) {
    if (day >= festival && day < festival + 9) weight += 180;
  }
  return day % 7 >= 5 ? weight * 2 : weight;
}

// A day between the first launch and `last`, as demand has it.
class Days {
 public:
  Days(const ProjectPlan& plan, int last) {
    std::uint64_t sum = 0;
    for (int day = 0; day <= last; ++day) sums_.push_back(sum += demand(plan, day));
  }

  int pick(Dice& dice) const {
    const auto at = dice.below(static_cast<std::size_t>(sums_.back()));
    return static_cast<int>(std::upper_bound(sums_.begin(), sums_.end(), at) - sums_.begin());
  }

 private:
  std::vector<std::uint64_t> sums_;
};

// Most come in the day; buyers abroad at night.
Micros time_of_day(Dice& dice) {
  if (dice.percent(8)) return dice.between(minutes(15), hours(5));
  return dice.between(minutes(9 * 60 + 10), minutes(21 * 60 + 30));
}

class VisitList {
 public:
  VisitList(const ProjectPlan& plan, Dice& dice)
      : dice_(dice), days_(plan, kStoryDays - 1 - kQuietDays) {}

  Visit& add(Ending ending) {
    Visit visit;
    visit.day = days_.pick(dice_);
    visit.time = time_of_day(dice_);
    visit.ending = ending;
    return visits_.emplace_back(visit);
  }

  void add(Ending ending, int count) {
    for (int i = 0; i < count; ++i) add(ending);
  }

  // Sales that come to `plots` plots.
  void add_sales(int plots) {
    while (plots > 0) {
      const auto ending = dice_.percent(9) ? Ending::kWalkIn : Ending::kBooked;
      auto& sale = add(ending);
      sale.plots = plots >= 2 && dice_.percent(kRepeatSale) ? 2 : 1;
      plots -= sale.plots;
    }
  }

  std::vector<Visit> take() { return std::move(visits_); }

 private:
  Dice& dice_;
  Days days_;
  std::vector<Visit> visits_;
};

void add_cancelled(VisitList& list, int count) {
  for (int i = 0; i < count; ++i) {
    auto& visit = list.add(Ending::kBooked);
    visit.day = std::min(visit.day, kStoryDays - kCancelledBefore);
    visit.cancelled = true;
    visit.undecided = i < kUndecided;
  }
}

void add_showcase(VisitList& list) {
  auto& visit = list.add(Ending::kBooked);
  visit.day = kStoryDays - kShowcaseAge;
  visit.time = hours(20) + minutes(12);
  visit.plots = 2;
  visit.showcase = true;
}

// On the last two days, so that they are still held when the demo opens.
void add_waiting(VisitList& list, int count, Dice& dice) {
  for (int i = 0; i < count; ++i) {
    auto& visit = list.add(Ending::kWalkInWaiting);
    visit.day = kStoryDays - 1 - static_cast<int>(dice.below(2));
    visit.time = dice.between(hours(10), hours(19));
    visit.plots = dice.percent(25) ? 2 : 1;
  }
}

}  // namespace

ProjectPlan sahyadri() {
  ProjectPlan plan;
  plan.open =
      project("sahyadri-meadows", "Sahyadri Meadows", "SMT", "Talegaon, Pune", "DEMO-P52100001248");
  plan.layout = sahyadri_meadows();
  plan.phases = {{6, {"A", "B", "C"}, 0}, {124, {"D"}, 0}, {246, {"E"}, 0}, {402, {"F"}, 64}};
  plan.prices = {{2, 2'450, 730}, {122, 2'650, 540}, {244, 2'850, 270}, {400, 3'100, 90}};
  plan.heads = {per_sq_ft("development", 120, 0), fixed("amenities", 150'000, kGst),
                per_sq_ft("maintenance", 24, kGst), fixed("legal", 25'000, kGst)};
  plan.blocked = {{7, "A", 18, 9, "landowner's share", "landowner"},
                  {9, "C", 60, 6, "mortgaged to the planning authority", "authority"},
                  {125, "D", 40, 5, "kept for the clubhouse's extension", "developer"},
                  {247, "E", 70, 8, "landowner's share", "landowner"}};
  plan.sold = 799;
  plan.cancelled = 31;
  plan.odd_visits = 12;
  plan.showcase = true;
  plan.terms = construction_linked();
  plan.differences = true;
  return plan;
}

ProjectPlan kaveri() {
  ProjectPlan plan;
  plan.open = project("kaveri-enclave", "Kaveri Enclave", "KVE", "Devanahalli, Bengaluru",
                      "DEMO-PRM-KA-1251-000312");
  plan.day = 181;
  plan.layout = kaveri_enclave();
  plan.phases = {{190, {"A", "B"}, 0}, {371, {"C"}, 0}};
  plan.prices = {{183, 4'800, 365}, {369, 5'200, 120}};
  plan.heads = {per_sq_ft("development", 180, 0), fixed("amenities", 225'000, kGst),
                fixed("legal", 35'000, kGst)};
  plan.blocked = {{191, "B", 12, 6, "landowner's share", "landowner"}};
  plan.sold = 168;
  plan.cancelled = 7;
  plan.odd_visits = 3;
  plan.terms = time_linked();
  return plan;
}

std::vector<Visit> visits(const ProjectPlan& plan, Dice& dice) {
  VisitList list(plan, dice);
  const int many = plan.odd_visits;
  const int late = std::max(1, many / 2);
  if (plan.showcase) add_showcase(list);
  list.add_sales(plan.sold - 2 * late - (plan.showcase ? 2 : 0));
  list.add(Ending::kBookedLate, late);
  list.add(Ending::kOrphaned, late);  // each comes with somebody who books the plot
  add_cancelled(list, plan.cancelled);
  list.add(Ending::kConflicted, std::max(1, many / 6));
  list.add(Ending::kReleased, many * 14);
  list.add(Ending::kLapsed, many * 30);
  list.add(Ending::kFailed, many * 5);
  list.add(Ending::kAbandoned, many * 7);
  list.add(Ending::kWalkInLost, many * 2);
  list.add(Ending::kGreedy, std::max(1, many / 3));
  add_waiting(list, std::max(2, many * 2 / 3), dice);
  auto all = list.take();
  for (auto& visit : all) {
    visit.paid_again =
        visit.ending == Ending::kBooked && !visit.showcase && !visit.cancelled && dice.percent(1);
  }
  return all;
}

}  // namespace ledger::demo
