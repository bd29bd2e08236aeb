#include "ops/sandbox-gateway/http_json.h"

#include "ops/sandbox-gateway/books_json.h"

namespace ledger::sandbox {

using nlohmann::json;

void answer(httplib::Response& response, const Outcome<json>& outcome) {
  response.status = outcome ? 200 : outcome.error().status;
  const json body = outcome ? *outcome : refusal_json(outcome.error());
  response.set_content(body.dump(-1, ' ', false, json::error_handler_t::replace),
                       "application/json");
}

Args::Args(const std::string& body)
    : Args(body.empty() ? json::object() : json::parse(body, nullptr, false)) {}

Args::Args(json object) : object_(std::move(object)) {
  if (!object_.is_object()) refuse("The request is not a JSON object", "");
}

std::optional<std::int64_t> Args::integer(const char* key, std::int64_t least, std::int64_t most) {
  const json value = member(key);
  if (value.is_null()) return std::nullopt;
  const bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX;
  if (!value.is_number_integer() || huge) {
    refuse(std::string("The ") + key + " must be an integer.", key);
    return std::nullopt;
  }
  const auto number = value.get<std::int64_t>();
  if (number < least || number > most) {
    refuse(std::string("The ") + key + " must be from " + std::to_string(least) + " to " +
               std::to_string(most) + ".",
           key);
  }
  return number;
}

std::string Args::text(const char* key, std::string fallback, std::size_t most) {
  const json value = member(key);
  if (value.is_null()) return fallback;
  if (!value.is_string() || value.get_ref<const std::string&>().size() > most) {
    refuse(std::string("The ") + key + " must be a text of at most " + std::to_string(most) +
               " characters.",
           key);
    return fallback;
  }
  return value.get<std::string>();
}

bool Args::flag(const char* key, bool fallback) {
  const json value = member(key);
  if (value.is_null()) return fallback;
  if (value.is_boolean()) return value.get<bool>();
  refuse(std::string("The ") + key + " must be true or false.", key);
  return fallback;
}

Notes Args::notes() {
  constexpr std::size_t kMostNotes = 15;
  constexpr std::size_t kMostCharacters = 256;
  const json value = member("notes");
  if (value.is_null() || (value.is_array() && value.empty())) return {};
  Notes notes;
  bool fits = value.is_object() && value.size() <= kMostNotes;
  for (auto note = value.begin(); fits && note != value.end(); ++note) {
    std::string text = note->is_string() ? note->get<std::string>() : note->dump();
    fits = text.size() <= kMostCharacters && note.key().size() <= kMostCharacters;
    notes.emplace(note.key(), std::move(text));
  }
  if (!fits) refuse("The notes must be at most 15 pairs of at most 256 characters.", "notes");
  return notes;
}

Args Args::object(const char* key) {
  json value = member(key);
  return Args(value.is_null() ? json::object() : std::move(value));
}

void Args::include(const Args& nested) {
  if (!refusal_) refusal_ = nested.refusal_;
}

void Args::refuse(std::string description, std::string field) {
  if (!refusal_) {
    refusal_ = Refusal{.description = std::move(description), .field = std::move(field)};
  }
}

json Args::member(const char* key) const {
  return object_.is_object() ? object_.value(key, json()) : json();
}

}  // namespace ledger::sandbox
