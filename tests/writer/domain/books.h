#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "events/event.h"
#include "writer/domain/state.h"

namespace ledger::test {

// A second, independent account of what happened, kept from the events alone. `see` and `check`
// give what is wrong, in words; empty if nothing is.
class Books {
 public:
  std::string see(const Event& event);

  // The state must tell the same story.
  [[nodiscard]] std::string check(const State& state) const;

 private:
  // "u" unreleased, "a" available, "x" blocked, "h:<hold>" held, "b:<hold>" booked.
  using Plots = std::map<std::string, std::string>;

  struct Paid {
    std::int64_t amount = 0;
    std::int64_t allocated = 0;
    std::int64_t refund_asked = 0;
    std::int64_t refunded = 0;
    bool captured = false;
  };

  struct Booked {
    std::int64_t total = 0;
    std::int64_t receivable = 0;
    bool cancelled = false;
  };

  std::string move(const std::vector<PlotId>& plots, const std::string& from,
                   const std::string& to);
  std::string book(const BookingConfirmed& e);
  std::string post(const JournalPosted& e);
  std::string number(const ReceiptIssued& e);
  std::string refund(const RefundRequested& e);
  [[nodiscard]] std::string check_plots(const Project& project) const;
  [[nodiscard]] std::string check_money() const;

  Plots plots_;
  std::map<std::string, Paid> payments_;
  std::map<std::string, Booked> bookings_;
  std::map<std::string, std::pair<std::string, std::int64_t>> refunds_;
  std::map<std::string, std::int64_t> accounts_;
  std::map<int, std::set<std::string>> receipts_;
  std::int64_t clearing_ = 0;  // what the gateway owes us by the payment events
};

}  // namespace ledger::test
