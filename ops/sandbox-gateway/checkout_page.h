#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ops/sandbox-gateway/books.h"

namespace ledger::sandbox {

// What a person at the checkout page can do. The name is the form's value.
enum class Choice {
  kPay,       // "pay"
  kFail,      // "fail"
  kClose,     // "close"
  kSilent,    // "silent": captured, and nobody is told
  kLater,     // "later": authorized now, captured after 5 s
  kTriple,    // "triple": every webhook three times
  kReversed,  // "reversed": webhooks in the wrong order
  kLost,      // "lost": the browser is told, the webhooks are not sent
  kForged,    // "forged": webhooks with a wrong signature
};

struct ChoiceText {
  Choice choice;
  std::string_view name;
  std::string_view english;
  std::string_view hindi;
};

const std::vector<ChoiceText>& choices();

// 123456789 of INR is "₹12,34,567.89"; of another currency "USD 12,34,567.89".
std::string amount_text(Paise amount, const std::string& currency);

// The page for one order, in HTML. `return_url` was checked before; everything is escaped here.
std::string checkout_page(const Order& order, const std::string& return_url, bool hindi);

// A page with one sentence, for what cannot be shown.
std::string message_page(std::string_view message);

}  // namespace ledger::sandbox
