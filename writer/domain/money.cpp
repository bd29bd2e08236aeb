#include <stdexcept>

#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

bool is_balanced(const JournalPosted& entry) {
  Money sum;
  for (const auto& posting : entry.postings) sum += posting->amount;
  return sum.zero() && !entry.postings.empty();
}

}  // namespace

Journal::Journal(const Project& project, std::string memo, std::string reference, BookingId booking)
    : booking_(std::move(booking)) {
  entry_.project = project.opened.project;
  entry_.memo = std::move(memo);
  entry_.reference = std::move(reference);
}

Journal& Journal::debit(std::string account, Money amount) {
  if (amount.zero()) return *this;
  auto posting = std::make_unique<wire::PostingT>();
  posting->account = std::move(account);
  posting->booking = booking_;
  posting->amount = amount;
  entry_.postings.push_back(std::move(posting));
  return *this;
}

Journal& Journal::credit(std::string account, Money amount) {
  return debit(std::move(account), -amount);
}

JournalPosted Journal::entry() {
  promise(is_balanced(entry_), "a journal entry does not sum to zero");
  return std::move(entry_);
}

std::string income_account(std::string_view head) {
  return "income:" + std::string(head);
}

// Balances are the views' to keep; here only the promise is.
void fold(State& /*state*/, const JournalPosted& e, Instant /*at*/) {
  promise(is_balanced(e), "a journal entry does not sum to zero");
}

}  // namespace ledger::rules
