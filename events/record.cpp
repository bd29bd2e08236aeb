#include "events/record.h"

#include <utility>

namespace ledger {
namespace {

constexpr std::size_t kKeptBuffer = 16 * 1024;  // bytes that a thread keeps for its next record

template <std::size_t I>
bool take_as(wire::BodyUnion& body, Events& events) {
  using T = std::variant_alternative_t<I, AnyEvent>;
  if (static_cast<std::size_t>(body.type) != I + 1) return false;
  events.emplace_back(std::move(*static_cast<T*>(body.value)));
  return true;
}

template <std::size_t... I>
bool take(wire::BodyUnion& body, Events& events, std::index_sequence<I...> /*indices*/) {
  return (take_as<I>(body, events) || ...);
}

tl::unexpected<Error> unreadable(std::string why) {
  return fail(ErrorCode::kCorrupt, "record-unreadable", std::move(why));
}

flatbuffers::Offset<wire::Event> pack(flatbuffers::FlatBufferBuilder& to, const Event& event) {
  const auto body = std::visit(
      [&to](const auto& table) {
        using T = typename std::decay_t<decltype(table)>::TableType;
        return T::Pack(to, &table).Union();
      },
      event);
  return wire::CreateEvent(to, static_cast<wire::Body>(event.index() + 1), body);
}

std::string text(const flatbuffers::String* value) {
  return value ? value->str() : std::string{};
}

}  // namespace

std::string encode(const Record& record) {
  thread_local flatbuffers::FlatBufferBuilder to(1024);
  to.Clear();
  std::vector<flatbuffers::Offset<wire::Event>> events;
  events.reserve(record.events.size());
  for (const auto& event : record.events) events.push_back(pack(to, event));
  const auto previous = flatbuffers::Pack(record.previous);
  const auto digest = flatbuffers::Pack(record.command_digest);
  const auto recorded_at = flatbuffers::Pack(record.recorded_at);
  const auto optional = [](const std::string& value) {
    return value.empty() ? flatbuffers::Offset<flatbuffers::String>{} : to.CreateString(value);
  };
  to.Finish(wire::CreateRecord(to, record.sequence, record.term, &previous, &recorded_at,
                               optional(record.scope), optional(record.command_id), &digest,
                               optional(record.actor), optional(record.correlation_id),
                               optional(record.causation_id), optional(record.traceparent),
                               record.outcome, to.CreateVector(events)));
  std::string bytes(reinterpret_cast<const char*>(to.GetBufferPointer()), to.GetSize());
  if (bytes.size() > kKeptBuffer) to.Reset();
  return bytes;
}

Result<Record> decode(std::string_view bytes) {
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                                 /*max_depth=*/16, /*max_tables=*/200'000);
  if (!wire::VerifyRecordBuffer(verifier)) return unreadable("the bytes are not a ledger record");
  const auto& from = *wire::GetRecord(bytes.data());
  Record record;
  record.sequence = from.sequence();
  record.term = from.term();
  if (from.previous()) record.previous = flatbuffers::UnPack(*from.previous());
  if (from.recorded_at()) record.recorded_at = flatbuffers::UnPack(*from.recorded_at());
  record.scope = text(from.scope());
  record.command_id = text(from.command_id());
  if (from.command_digest()) record.command_digest = flatbuffers::UnPack(*from.command_digest());
  record.actor = text(from.actor());
  record.correlation_id = text(from.correlation_id());
  record.causation_id = text(from.causation_id());
  record.traceparent = text(from.traceparent());
  record.outcome = from.outcome();
  if (!from.events()) return record;
  record.events.reserve(from.events()->size());
  for (const auto* event : *from.events()) {
    wire::BodyUnion body;
    if (event->body() != nullptr) {
      body.type = event->body_type();
      body.value = wire::BodyUnion::UnPack(event->body(), event->body_type(), nullptr);
    }
    if (body.value == nullptr ||
        !take(body, record.events, std::make_index_sequence<std::variant_size_v<AnyEvent>>{})) {
      return unreadable("sequence " + std::to_string(record.sequence) +
                        " holds an event that this version does not know (type " +
                        std::to_string(static_cast<int>(event->body_type())) + ")");
    }
  }
  return record;
}

}  // namespace ledger
