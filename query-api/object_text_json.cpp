#include "query-api/object_text_json.h"

#include <algorithm>

#include "query-api/json_parts.h"

namespace ledger {
namespace {

bool is_plain(char c) {
  return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

}  // namespace

ObjectText& ObjectText::text(std::string_view name, std::string_view value) {
  begin(name);
  append(value);
  return *this;
}

ObjectText& ObjectText::time(std::string_view name, Instant at) {
  begin(name);
  if (at.micros() == 0) {
    text_ += "null";
  } else {
    append(rfc3339(at));
  }
  return *this;
}

void ObjectText::begin(std::string_view name) {
  if (text_.size() > 1) text_ += ',';
  append(name);
  text_ += ':';
}

void ObjectText::append(std::string_view value) {
  if (std::ranges::all_of(value, is_plain)) {
    text_.append(1, '"').append(value).append(1, '"');
  } else {
    text_ += text_of(Json(value));
  }
}

}  // namespace ledger
