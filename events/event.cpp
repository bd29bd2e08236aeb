#include "events/event.h"

#include <cstring>

#include "events/taken.h"

namespace flatbuffers {

ledger::wire::Money Pack(const ledger::Money& value) {
  return ledger::wire::Money(value.paise());
}

ledger::wire::Instant Pack(const ledger::Instant& value) {
  return ledger::wire::Instant(value.micros());
}

ledger::wire::Hash Pack(const ledger::Hash& value) {
  return ledger::wire::Hash(flatbuffers::make_span(value.bytes));
}

ledger::Money UnPack(const ledger::wire::Money& value) {
  return ledger::Money::paise(value.paise());
}

ledger::Instant UnPack(const ledger::wire::Instant& value) {
  return ledger::Instant::micros(value.micros());
}

ledger::Hash UnPack(const ledger::wire::Hash& value) {
  ledger::Hash hash;
  std::memcpy(hash.bytes.data(), value.bytes()->Data(), hash.bytes.size());
  return hash;
}

}  // namespace flatbuffers

namespace ledger {

Event::Event(std::size_t index, void* event) noexcept : AnyEvent(taken<AnyEvent>(index, event)) {}

Event::Event(const Event& other) = default;
Event::Event(Event&& other) noexcept = default;
Event& Event::operator=(const Event& other) = default;
Event& Event::operator=(Event&& other) noexcept = default;
Event::~Event() = default;

bool Event::operator==(const Event& other) const {
  return static_cast<const AnyEvent&>(*this) == static_cast<const AnyEvent&>(other);
}

std::string_view name_of(const Event& event) {
  return wire::EnumNamesBody()[event.index() + 1];
}

}  // namespace ledger
