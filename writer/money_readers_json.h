#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "events/money.h"
#include "events/pricing.h"
#include "writer/money_json.h"
#include "writer/object_reader_json.h"

// What commands about money read alike.
namespace ledger {

inline constexpr std::size_t kMaxReason = 500;
inline constexpr std::int64_t kMostDays = 36'500;

inline std::string read_reason(ObjectReader& object, bool needed = true) {
  return object.text("reason", kMaxReason, needed);
}

inline int read_rate(ObjectReader& object, const char* name, bool needed) {
  return static_cast<int>(object.integer(name, 0, kBasisPoints, needed));
}

inline std::uint32_t read_days(ObjectReader& object, const char* name, bool needed) {
  return static_cast<std::uint32_t>(object.integer(name, 0, kMostDays, needed));
}

// An amount that may be nothing at all.
inline Money read_optional(ObjectReader& object, const char* name) {
  return object.has(name) ? Money::paise(object.integer(name, 0, kMaxPaise, true)) : Money();
}

// A list of objects, each read by `read`.
template <class T>
std::vector<T> read_list(ObjectReader& object, const char* name, std::size_t most,
                         std::vector<Fault>& faults, const std::function<T(ObjectReader&)>& read) {
  std::vector<T> list;
  const nlohmann::json* member = object.member(name, true);
  if (member == nullptr) return list;
  if (!member->is_array() || member->empty() || member->size() > most) {
    object.fault(name, "a list of 1 to " + std::to_string(most) + " is expected");
    return list;
  }
  for (std::size_t i = 0; i < member->size(); ++i) {
    ObjectReader one((*member)[i], object.pointer(name) + "/" + std::to_string(i), faults);
    list.push_back(read(one));
    one.finish();
  }
  return list;
}

}  // namespace ledger
