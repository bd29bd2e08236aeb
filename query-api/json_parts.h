#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "events/civil.h"
#include "events/money.h"

// Pieces that all our bodies share. For *_json.cpp only.
namespace ledger {

using Json = nlohmann::ordered_json;

inline Json money_json(Money amount, const std::string& currency) {
  return {{"paise", amount.paise()}, {"currency", currency}};
}

// Null for a moment that has not come.
inline Json time_json(Instant at) {
  return at.micros() == 0 ? Json() : Json(rfc3339(at));
}

template <class Ids>
Json id_list(const Ids& ids) {
  Json list = Json::array();
  for (const auto& id : ids) list.push_back(id.str());
  return list;
}

// Text that came from history may hold anything: what is not UTF-8 is replaced, never thrown at.
inline std::string text_of(const Json& body) {
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ledger
