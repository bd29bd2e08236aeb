#pragma once

#include <string>
#include <string_view>

#include "events/instant.h"

namespace ledger {

// A JSON object's text, written member by member and in their order: for answers that are made for
// every command, where building a tree first would cost more than the rest of the answer.
class ObjectText {
 public:
  ObjectText& text(std::string_view name, std::string_view value);

  template <class Ids>
  ObjectText& texts(std::string_view name, const Ids& values) {
    begin(name);
    text_ += '[';
    for (const auto& value : values) {
      if (text_.back() != '[') text_ += ',';
      append(value.str());
    }
    text_ += ']';
    return *this;
  }

  // RFC 3339; null for a moment that has not come.
  ObjectText& time(std::string_view name, Instant at);

  [[nodiscard]] std::string end() { return std::move(text_) + '}'; }

 private:
  void begin(std::string_view name);
  void append(std::string_view value);  // quoted

  std::string text_ = "{";
};

}  // namespace ledger
