#pragma once

#include <vector>

#include "events/person.h"
#include "ops/plotledger/demo_dice.h"

namespace ledger::demo {

// Invented buyers: Indian names; a third live in the Gulf, in the United States or in Singapore. No
// two have the same phone or e-mail. E-mails end in reserved domains.
class People {
 public:
  explicit People(std::uint64_t seed) : dice_(seed, "people") {}

  Person somebody();

  // One who owns together with `other`: the same surname and address, a phone and e-mail of his
  // own.
  Person partner_of(const Person& other);

 private:
  void settle_in_india(Person& person);
  void settle_abroad(Person& person);
  std::string email_of(const std::string& name);

  Dice dice_;
  unsigned made_ = 0;
};

// As the visitor types it to hold a plot: name, phone, e-mail.
Person contact_of(const Person& person);

bool lives_abroad(const Person& person);

}  // namespace ledger::demo
