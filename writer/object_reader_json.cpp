#include "writer/object_reader_json.h"

#include <algorithm>

namespace ledger {
namespace {

using nlohmann::json;

std::string escaped(std::string_view name) {
  std::string to;
  for (const char c : name) {
    if (c == '~') {
      to += "~0";
    } else if (c == '/') {
      to += "~1";
    } else {
      to += c;
    }
  }
  return to;
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// C0, DEL, and C1 (C2 80 to C2 9F in UTF-8).
bool has_control(std::string_view text) {
  unsigned char last = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || (last == 0xC2 && byte < 0xA0)) return true;
    last = byte;
  }
  return false;
}

}  // namespace

std::optional<std::string> text_fault(std::string_view text, std::size_t most) {
  if (text.find_first_not_of(' ') == std::string_view::npos) return "must not be blank";
  if (characters(text) > most) return "has more than " + std::to_string(most) + " characters";
  if (has_control(text)) return "holds a control character";
  return std::nullopt;
}

ObjectReader::ObjectReader(const json& object, std::string at, std::vector<Fault>& faults)
    : at_(std::move(at)), faults_(faults) {
  if (object.is_object()) {
    object_ = &object;
  } else {
    faults_.push_back({at_, "an object is expected"});
  }
}

std::string ObjectReader::pointer(std::string_view name) const {
  return at_ + "/" + escaped(name);
}

void ObjectReader::fault(const char* name, std::string message) {
  faults_.push_back({pointer(name), std::move(message)});
}

bool ObjectReader::has(const char* name) const {
  return object_ != nullptr && object_->contains(name);
}

const json* ObjectReader::member(const char* name, bool needed) {
  read_.insert(name);
  if (object_ == nullptr) return nullptr;
  const auto found = object_->find(name);
  if (found != object_->end() && !found->is_null()) return &*found;
  if (needed) fault(name, "is missing");
  return nullptr;
}

std::string ObjectReader::text(const char* name, std::size_t most, bool needed) {
  const json* value = member(name, needed);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    fault(name, "a text is expected");
    return {};
  }
  const auto& read = value->get_ref<const std::string&>();
  if (read.empty() && !needed) return {};
  if (auto wrong = text_fault(read, most)) {
    fault(name, std::move(*wrong));
    return {};
  }
  return read;
}

std::int64_t ObjectReader::integer(const char* name, std::int64_t least, std::int64_t most,
                                   bool needed) {
  const json* value = member(name, needed);
  if (value == nullptr) return 0;
  const bool fits = value->is_number_integer() &&
                    (!value->is_number_unsigned() || value->get<std::uint64_t>() <= INT64_MAX);
  const auto read = fits ? value->get<std::int64_t>() : 0;
  if (fits && read >= least && read <= most) return read;
  fault(name, "an integer from " + std::to_string(least) + " to " + std::to_string(most) +
                  " is expected");
  return 0;
}

std::string ObjectReader::word(const char* name, std::initializer_list<std::string_view> words,
                               bool needed) {
  const json* value = member(name, needed);
  if (value == nullptr) return {};
  std::string list;
  for (const auto word : words) {
    if (value->is_string() && value->get_ref<const std::string&>() == word) {
      return std::string(word);
    }
    list.append(list.empty() ? "" : ", ").append(word);
  }
  fault(name, "one of these is expected: " + list);
  return {};
}

std::vector<std::string> ObjectReader::texts(const char* name, std::size_t most,
                                             std::size_t longest, bool needed) {
  const json* value = member(name, needed);
  if (value == nullptr) return {};
  if (!value->is_array() || value->empty() || value->size() > most) {
    fault(name, "a list of 1 to " + std::to_string(most) + " texts is expected");
    return {};
  }
  std::vector<std::string> read;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < value->size(); ++i) {
    const json& item = (*value)[i];
    const auto at = pointer(name) + "/" + std::to_string(i);
    const auto wrong = item.is_string() ? text_fault(item.get_ref<const std::string&>(), longest)
                                        : "a text is expected";
    if (wrong) {
      faults_.push_back({at, *wrong});
    } else if (!seen.insert(item.get<std::string>()).second) {
      faults_.push_back({at, "is named twice"});
    } else {
      read.push_back(item.get<std::string>());
    }
  }
  return read;
}

void ObjectReader::finish() {
  if (object_ == nullptr) return;
  for (const auto& [name, value] : object_->items()) {
    if (!read_.contains(name)) {
      faults_.push_back({pointer(name.substr(0, 100)), "is not a field of this request"});
    }
  }
}

tl::unexpected<Error> refuse_faults(std::vector<Fault> faults) {
  const bool one = faults.size() == 1;
  auto message = one ? faults[0].pointer + " " + faults[0].message
                     : std::to_string(faults.size()) + " fields of the request are wrong";
  return fail(Error{ErrorCode::kInvalid, "invalid-request", std::move(message), std::move(faults)});
}

}  // namespace ledger
