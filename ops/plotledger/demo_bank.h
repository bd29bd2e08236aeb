#pragma once

#include <set>
#include <string>

#include "ops/plotledger/demo_shop.h"

namespace ledger::demo {

// The transfer by which an approved commission was paid.
std::string commission_reference(const ProjectId& project, const std::string& approval);

// What gateway and bank say of a project's money: a settlement and a statement each day,
// matched row by row. Where the plan asks for it they differ from the books in three places: a
// payment that no settlement lists, a settlement that the bank never got, and a transfer of which
// nobody has said whose it is.
class Bank {
 public:
  Bank(Stage& stage, Shop& shop) : stage_(stage), shop_(shop) {}

  void open();

 private:
  void settle();
  void import_statement();
  void add_row(ImportBankLines& to, const std::string& reference, Money amount);
  [[nodiscard]] std::string line_of(const std::string& reference, Money amount) const;

  Stage& stage_;
  Shop& shop_;
  std::set<std::string> shown_;  // references that a statement has shown
  std::string unpaid_settlement_;
  bool omitted_ = false;
};

}  // namespace ledger::demo
