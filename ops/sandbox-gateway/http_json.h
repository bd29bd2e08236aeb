#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "ops/sandbox-gateway/books.h"

namespace ledger::sandbox {

using Handler = std::function<Outcome<nlohmann::json>(const httplib::Request&)>;

// Answers with what `handler` returns: its JSON, or its refusal in Razorpay's shape.
void answer(httplib::Response& response, const Outcome<nlohmann::json>& outcome);

// A request's JSON object, read member by member. The first member that is not as it should be
// becomes the refusal; ask for it when all are read. An empty body is an empty object.
class Args {
 public:
  explicit Args(const std::string& body);
  explicit Args(nlohmann::json object);

  std::optional<std::int64_t> integer(const char* key, std::int64_t least, std::int64_t most);
  std::string text(const char* key, std::string fallback, std::size_t most = 256);
  bool flag(const char* key, bool fallback);
  Notes notes();
  Args object(const char* key);
  template <class Enum>
  Enum one_of(const char* key, std::initializer_list<std::pair<const char*, Enum>> names);

  // Takes over a nested object's refusal.
  void include(const Args& nested);
  void refuse(std::string description, std::string field);

  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }

 private:
  // Null when absent.
  [[nodiscard]] nlohmann::json member(const char* key) const;

  nlohmann::json object_;
  std::optional<Refusal> refusal_;
};

// The first name is the fallback.
template <class Enum>
Enum Args::one_of(const char* key, std::initializer_list<std::pair<const char*, Enum>> names) {
  const std::string given = text(key, names.begin()->first);
  for (const auto& [name, value] : names) {
    if (given == name) return value;
  }
  refuse("'" + given + "' is not a known " + key, key);
  return names.begin()->second;
}

}  // namespace ledger::sandbox
