#include <algorithm>
#include <stdexcept>
#include <utility>

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

Journal& Journal::on(Day value_day) {
  entry_.value_day = value_day;
  return *this;
}

Journal& Journal::merged() {
  auto postings = std::exchange(entry_.postings, {});
  for (auto& posting : postings) {
    const auto same =
        std::find_if(entry_.postings.begin(), entry_.postings.end(),
                     [&](const auto& known) { return known->account == posting->account; });
    if (same == entry_.postings.end()) {
      entry_.postings.push_back(std::move(posting));
    } else {
      (*same)->amount += posting->amount;
    }
  }
  std::erase_if(entry_.postings, [](const auto& posting) { return posting->amount.zero(); });
  return *this;
}

JournalPosted Journal::entry() {
  promise(is_balanced(entry_), "a journal entry does not sum to zero");
  return std::move(entry_);
}

std::string income_account(std::string_view head) {
  return "income:" + std::string(head);
}

// Balances are the views' to keep; here only the promise is.
void fold(State& state, const JournalPosted& e, Instant /*at*/) {
  promise(is_balanced(e), "a journal entry does not sum to zero");
  ++must_find(state, e.project).entries;
}

}  // namespace ledger::rules
