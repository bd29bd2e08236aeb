// Any record as JSON, through the schema's own type tables: no line per event.

#include <flatbuffers/minireflect.h>

#include "events/civil.h"
#include "events/record.h"

namespace ledger {
namespace {

using flatbuffers::ElementaryType;
using flatbuffers::TypeTable;

std::string quoted(std::string_view text) {
  std::string to;
  flatbuffers::EscapeString(text.data(), text.size(), &to, /*allow_non_utf8=*/true,
                            /*natural=*/true);
  return to;
}

// Writes one table. Our one-field structs (money, moments, hashes) and byte vectors become plain
// values; `mute_` counts the scopes of theirs that are passed over.
class JsonWriter : public flatbuffers::IterationVisitor {
 public:
  explicit JsonWriter(std::string& to) : to_(to) {}

  void StartSequence() override {
    if (muted_by_scope()) return;
    if (flatten_) {
      flatten_ = false;
      flattened_.push_back(true);
      return;
    }
    flattened_.push_back(false);
    to_ += '{';
    first_ = true;
  }

  void EndSequence() override {
    if (ends_mute()) return;
    if (!flattened_.back()) to_ += '}';
    flattened_.pop_back();
    first_ = false;
  }

  void Field(std::size_t /*index*/, std::size_t /*set*/, ElementaryType type, bool is_vector,
             const TypeTable* table, const char* name, const std::uint8_t* value) override {
    if (mute_ > 0 || value == nullptr) return;
    if (type == flatbuffers::ET_UTYPE) return field("type");
    if (table == wire::BodyTypeTable()) {
      flatten_ = true;
      return;
    }
    field(name);
    if (is_vector && type == flatbuffers::ET_UCHAR) {
      const auto* bytes = reinterpret_cast<const flatbuffers::Vector<std::uint8_t>*>(
          value + flatbuffers::ReadScalar<flatbuffers::uoffset_t>(value));
      quote(hex({reinterpret_cast<const char*>(bytes->data()), bytes->size()}));
      silence_ = true;
    } else if (!is_vector) {
      silence_ = plain_struct(table, value);
    }
  }

  void UType(std::uint8_t /*value*/, const char* name) override {
    if (mute_ == 0) quote(name ? name : "unknown");
  }

  void Bool(bool value) override { raw(value ? "true" : "false"); }

  void UChar(std::uint8_t value, const char* name) override { number(value, name); }

  void UShort(std::uint16_t value, const char* name) override { number(value, name); }

  void Int(std::int32_t value, const char* name) override { number(value, name); }

  void UInt(std::uint32_t value, const char* name) override { number(value, name); }

  void Long(std::int64_t value) override { number(value, nullptr); }

  void ULong(std::uint64_t value) override { number(value, nullptr); }

  void String(const flatbuffers::String* value) override {
    if (mute_ == 0) to_ += quoted({value->c_str(), value->size()});
  }

  void StartVector() override {
    if (!muted_by_scope()) to_ += '[';
  }

  void EndVector() override {
    if (!ends_mute()) to_ += ']';
    first_ = false;
  }

  void Element(std::size_t index, ElementaryType /*type*/, const TypeTable* /*table*/,
               const std::uint8_t* /*value*/) override {
    if (mute_ == 0 && index > 0) to_ += ',';
  }

 private:
  bool plain_struct(const TypeTable* table, const std::uint8_t* value) {
    if (table == wire::MoneyTypeTable()) {
      to_ += std::to_string(flatbuffers::ReadScalar<std::int64_t>(value));
    } else if (table == wire::InstantTypeTable()) {
      quote(rfc3339(Instant::micros(flatbuffers::ReadScalar<std::int64_t>(value))));
    } else if (table == wire::HashTypeTable()) {
      quote(hex({reinterpret_cast<const char*>(value), 32}));
    } else {
      return false;
    }
    return true;
  }

  bool muted_by_scope() {
    if (mute_ > 0 || silence_) ++mute_;
    silence_ = false;
    return mute_ > 0;
  }

  bool ends_mute() {
    if (mute_ == 0) return false;
    --mute_;
    return true;
  }

  void field(std::string_view name) {
    if (!first_) to_ += ',';
    first_ = false;
    quote(name);
    to_ += ':';
  }

  template <class Number>
  void number(Number value, const char* name) {
    if (mute_ > 0) return;
    if (name) return quote(name);
    to_ += std::to_string(value);
  }

  void raw(std::string_view text) {
    if (mute_ == 0) to_ += text;
  }

  void quote(std::string_view text) { (to_ += '"').append(text) += '"'; }

  std::string& to_;
  std::vector<bool> flattened_;
  int mute_ = 0;
  bool first_ = true;
  bool silence_ = false;
  bool flatten_ = false;
};

void member(std::string& to, std::string_view name, const flatbuffers::String* value) {
  if (value == nullptr) return;
  (to += ",\"").append(name) += "\":";
  to += quoted({value->c_str(), value->size()});
}

Hash hash_or_zero(const wire::Hash* hash) {
  return hash ? flatbuffers::UnPack(*hash) : Hash{};
}

}  // namespace

std::string to_json(std::string_view bytes) {
  const auto& record = *wire::GetRecord(bytes.data());
  std::string to = "{\"sequence\":" + std::to_string(record.sequence()) +
                   ",\"term\":" + std::to_string(record.term()) + ",\"previous\":\"" +
                   hex(hash_or_zero(record.previous())) + "\",\"hash\":\"" + hex(sha256(bytes)) +
                   '"';
  if (record.recorded_at()) {
    to += ",\"recorded_at\":\"" + rfc3339(flatbuffers::UnPack(*record.recorded_at())) + '"';
  }
  member(to, "actor", record.actor());
  member(to, "scope", record.scope());
  member(to, "command_id", record.command_id());
  to += ",\"command_digest\":\"" + hex(hash_or_zero(record.command_digest())) + '"';
  member(to, "correlation_id", record.correlation_id());
  member(to, "causation_id", record.causation_id());
  member(to, "traceparent", record.traceparent());
  to += record.outcome() == Outcome::Accepted ? ",\"outcome\":\"accepted\""
                                              : ",\"outcome\":\"refused\"";
  to += ",\"events\":[";
  const auto* events = record.events();
  for (flatbuffers::uoffset_t i = 0; events != nullptr && i < events->size(); ++i) {
    if (i > 0) to += ',';
    JsonWriter writer(to);
    flatbuffers::IterateObject(reinterpret_cast<const std::uint8_t*>(events->Get(i)),
                               wire::EventTypeTable(), &writer);
  }
  return to + "]}";
}

}  // namespace ledger
