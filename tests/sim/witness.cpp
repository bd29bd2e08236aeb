#include "tests/sim/witness.h"

#include <algorithm>
#include <sstream>

namespace ledger::sim {

std::string person_of(std::string_view id) {
  const auto first = id.find('-');
  return std::string(id.substr(first + 1, id.find('-', first + 1) - first - 1));
}

Witness::Witness(EventLog& log) {
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    parts_.emplace_back().reader = log.reader(partition, 0);
  }
}

void Witness::look() {
  for (auto& part : parts_) {
    const auto records = part.reader->read(10'000, Micros(0));
    if (!records) continue;
    for (const auto& stored : *records) {
      const auto read = part.fold.read(stored);
      if (!read) throw Wrong(read.error().message);
      if (!read->record) continue;
      part.history.push_back(read->record);
      accept(part, *read->record);
    }
  }
}

void Witness::accept(Part& part, const Record& record) {
  const auto position = to_string(part.fold.state().partition, record.sequence);
  if (!record.command_id.empty()) {
    const auto key = std::to_string(part.fold.state().partition) + "/" + record.command_id;
    const auto [found, fresh] = answered_.emplace(key, record.sequence);
    if (!fresh)
      throw Wrong(position + " answers " + key + " again, after " + std::to_string(found->second));
  }
  for (const auto& event : record.events) {
    ++events_[std::string(name_of(event))];
    if (const auto wrong = part.books.see(event); !wrong.empty())
      throw Wrong(position + ": " + wrong);
    if (const auto* held = std::get_if<PlotHeld>(&event)) see_hold(part, *held, record.recorded_at);
    if (const auto* started = std::get_if<CheckoutStarted>(&event)) see_checkout(*started);
    if (const auto* buyer = std::get_if<BuyerRegistered>(&event)) {
      const auto person = person_of(buyer->buyer);
      for (const auto& [id, other] : part.fold.state().directory.buyers)
        if (id != buyer->buyer && person_of(id) == person)
          throw Wrong(position + ": person " + person + " is registered twice");
    }
  }
}

// One person holds at most as much as the rules say.
void Witness::see_hold(const Part& part, const PlotHeld& held, Instant at) {
  const auto& project = *find_project(part.fold.state(), held.project);
  const auto person = person_of(held.hold);
  const auto live =
      std::count_if(project.holds.begin(), project.holds.end(), [&](const auto& entry) {
        const auto& hold = entry.second;
        const bool over = hold.order != fold::OrderStatus::Open && at >= hold.expires_at;
        return hold.status == fold::HoldStatus::Live && !over && person_of(entry.first) == person;
      });
  if (live > static_cast<std::ptrdiff_t>(project.rules.holds_per_contact))
    throw Wrong("person " + person + " has " + std::to_string(live) + " live holds");
}

// The directory is looked at first: who checks out in what is read now is registered there by then.
void Witness::see_checkout(const CheckoutStarted& started) const {
  const auto& buyers = state(kDirectory).directory.buyers;
  for (const auto& applicant : started.applicants)
    if (!buyers.contains(applicant->buyer))
      throw Wrong(applicant->buyer.str() + " checks out and is not registered");
}

void Witness::told(const Answer& answer, const std::string& key) {
  if (!answer.record) return;
  const auto& history = parts_.at(answer.partition).history;
  const auto at = to_string(answer.partition, answer.sequence);
  if (answer.sequence == 0 || answer.sequence > history.size())
    throw Wrong(key + " was told " + at + ", which is not history");
  const auto& record = *history[answer.sequence - 1];
  if (record.command_id != key || encode(record) != encode(*answer.record))
    throw Wrong(key + " was told " + at + ", which is another record");
}

std::size_t Witness::accepted() const {
  std::size_t sum = 0;
  for (const auto& part : parts_) sum += part.history.size();
  return sum;
}

// The payment that an event is about, for the story.
std::string payment_in(const Event& event) {
  return std::visit(
      [](const auto& e) -> std::string {
        if constexpr (requires { e.payment->payment; }) return " " + e.payment->payment.str();
        if constexpr (requires { e.payment.str(); }) return " " + e.payment.str();
        return "";
      },
      event);
}

std::string Witness::story() const {
  std::ostringstream story;
  for (const auto& part : parts_) {
    for (const auto& record : part.history) {
      story << part.fold.state().partition << '-' << record->sequence << " t" << record->term << ' '
            << record->recorded_at.micros() << ' ' << record->command_id;
      for (const auto& event : record->events) {
        story << ' ' << name_of(event) << payment_in(event);
        if (const auto* refused = std::get_if<CommandRefused>(&event))
          story << ' ' << refused->reason;
      }
      story << '\n';
    }
  }
  return story.str();
}

}  // namespace ledger::sim
