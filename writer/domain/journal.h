#pragma once

#include <string>
#include <string_view>

#include "writer/domain/state.h"

// Inside the domain only: double entry.
namespace ledger::rules {

// A journal entry in the making. `entry` throws std::logic_error unless the postings sum to zero.
class Journal {
 public:
  Journal(const Project& project, std::string memo, std::string reference, BookingId booking = {});

  Journal& on(Day value_day);
  Journal& debit(std::string account, Money amount);  // nothing is posted for zero
  Journal& credit(std::string account, Money amount);
  Journal& merged();  // one posting an account; those that cancel out are left out

  [[nodiscard]] bool empty() const { return entry_.postings.empty(); }

  [[nodiscard]] JournalPosted entry();  // the journal is used up

 private:
  JournalPosted entry_;
  BookingId booking_;
};

inline constexpr const char* kReceivable = "assets:receivable";
inline constexpr const char* kGatewayClearing = "assets:gateway-clearing";
inline constexpr const char* kCgst = "liabilities:cgst";
inline constexpr const char* kSgst = "liabilities:sgst";
inline constexpr const char* kAdvances = "liabilities:advances";
inline constexpr const char* kRefundsPayable = "liabilities:refunds-payable";
inline constexpr const char* kSuspense = "liabilities:suspense";
inline constexpr const char* kBank = "assets:bank";
inline constexpr const char* kCash = "assets:cash";
std::string income_account(std::string_view head);

}  // namespace ledger::rules
