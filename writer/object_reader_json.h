#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "events/result.h"
#include "writer/gateway/entity_json.h"

namespace ledger {

inline constexpr std::size_t kMaxCommandBytes = 64 * 1024;

// Reads one JSON object member by member. What is wrong becomes a fault; a value read after a fault
// is empty. finish() reports the members nobody asked for.
class ObjectReader {
 public:
  ObjectReader(const nlohmann::json& object, std::string at, std::vector<Fault>& faults);

  // Text of 1 to `most` characters, without control characters. Absent: "", a fault if `needed`.
  std::string text(const char* name, std::size_t most, bool needed);
  // An integer in [least, most].
  std::int64_t integer(const char* name, std::int64_t least, std::int64_t most, bool needed);
  // One of `words`, else "" and a fault.
  std::string word(const char* name, std::initializer_list<std::string_view> words, bool needed);
  // 1 to `most` texts, none twice.
  std::vector<std::string> texts(const char* name, std::size_t most, std::size_t longest,
                                 bool needed);
  // The member itself, or nullptr.
  const nlohmann::json* member(const char* name, bool needed);

  void fault(const char* name, std::string message);
  [[nodiscard]] bool has(const char* name) const;
  [[nodiscard]] std::string pointer(std::string_view name) const;
  void finish();

 private:
  const nlohmann::json* object_ = nullptr;  // nullptr: not an object
  std::string at_;
  std::vector<Fault>& faults_;
  std::set<std::string, std::less<>> read_;
};

// The refusal of a body with these faults.
tl::unexpected<Error> refuse_faults(std::vector<Fault> faults);

template <class T>
using ReadObject = std::function<T(ObjectReader&, std::vector<Fault>&)>;

// Reads the one object that a command's body is.
template <class T>
Result<T> read_object(const Result<nlohmann::json>& parsed, const ReadObject<T>& read) {
  if (!parsed) return fail(parsed.error());
  std::vector<Fault> faults;
  ObjectReader object(*parsed, "", faults);
  T value = read(object, faults);
  object.finish();
  if (!faults.empty()) return refuse_faults(std::move(faults));
  return value;
}

template <class T>
Result<T> parse_object(std::string_view body, const ReadObject<T>& read) {
  return read_object(parse_strictly(body, kMaxCommandBytes), read);
}

// What keeps `text` from being a line of 1 to `most` characters; nullopt: nothing.
std::optional<std::string> text_fault(std::string_view text, std::size_t most);

}  // namespace ledger
