#pragma once

#include <functional>
#include <random>
#include <string>
#include <vector>

#include "tests/support/history.h"
#include "tests/support/sale.h"

namespace ledger {

// One project's life, drawn from a seed: holds that expire, are released, paid, fail, lose their
// plot; bookings that are paid again, cancelled, refunded. Every record is one that the writer
// could say.
class Market {
 public:
  Market(History& history, const ProjectId& project, Partition partition, std::size_t plots,
         std::uint32_t seed);

  void step();  // one record

 private:
  enum class Stage { kHeld, kOrdered, kBooked, kGone, kCancelled, kDone };

  struct Deal {
    Sale sale;
    Stage stage = Stage::kHeld;
  };

  std::size_t pick(std::size_t below);
  void hold();
  void refuse();
  void advance(Deal& deal);
  void pay_or_end(Deal& deal);
  void after_booking(Deal& deal);
  void free_plots(const Sale& sale);
  std::string serial(const char* prefix, std::size_t number) const;

  History& history_;
  ProjectId project_;
  std::mt19937 random_;
  std::vector<PlotId> free_;
  std::vector<Deal> deals_;
  std::size_t holds_ = 0;
  std::size_t receipts_ = 0;
};

}  // namespace ledger
