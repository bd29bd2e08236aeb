#include <algorithm>
#include <cstring>

#include "writer/domain/rules.h"

// A snapshot is a row of chunks, each after its length (8 bytes, little-endian): first the
// partition's own, then one a project in the order of their ids. So a partition may grow past the 2
// GiB that one buffer can hold.
namespace ledger {
namespace {

template <class Map>
auto sorted(const Map& map) {
  std::vector<typename Map::const_pointer> entries;
  entries.reserve(map.size());
  for (const auto& entry : map) entries.push_back(&entry);
  std::sort(entries.begin(), entries.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  return entries;
}

// The values of a map, as generated tables hold them, in the order of their keys.
template <class Map>
auto values(const Map& map) {
  std::vector<std::unique_ptr<typename Map::mapped_type>> list;
  list.reserve(map.size());
  for (const auto* entry : sorted(map))
    list.push_back(std::make_unique<typename Map::mapped_type>(entry->second));
  return list;
}

template <class T>
auto copies(const std::vector<T>& from) {
  std::vector<std::unique_ptr<T>> list;
  list.reserve(from.size());
  for (const auto& value : from) list.push_back(std::make_unique<T>(value));
  return list;
}

void pack_money(const Project& project, fold::ProjectT& to) {
  to.taxes = std::make_unique<TaxRulesSet>(project.taxes);
  to.money = std::make_unique<MoneyRulesSet>(project.money);
  for (const auto& [name, versions] : project.plans)
    for (auto& plan : copies(versions)) to.plans.push_back(std::move(plan));
  to.cancellations = copies(project.cancellations);
  to.templates = values(project.templates);
  for (const auto& [name, day] : project.milestones) {
    auto& milestone = *to.milestones.emplace_back(std::make_unique<fold::MilestoneT>());
    milestone.milestone = name;
    milestone.day = day;
  }
  to.requests = values(project.requests);
  to.links = values(project.links);
  to.discounts = values(project.discounts);
  to.partners = values(project.partners);
  to.approvals = values(project.approvals);
  to.settlements = values(project.settlements);
  to.bank = values(project.bank);
  to.moves.assign(project.moves.begin(), project.moves.end());
  to.closed_day = project.closed_day;
  to.entries = project.entries;
}

fold::ProjectT packed(const Project& project) {
  fold::ProjectT to;
  to.opened = std::make_unique<ProjectOpened>(project.opened);
  to.layout = project.layout;
  to.plots = copies(project.plots);
  to.prices = copies(project.prices);
  to.rules = std::make_unique<HoldRulesSet>(project.rules);
  to.holds = values(project.holds);
  to.checkouts = values(project.checkouts);
  to.payments = values(project.payments);
  to.bookings = values(project.bookings);
  to.refunds = values(project.refunds);
  for (const auto& [place, last] : project.serials) {
    auto serial = std::make_unique<fold::SerialT>();
    serial->kind = static_cast<std::uint8_t>(place.first);
    serial->financial_year = place.second;
    serial->last = last;
    to.serials.push_back(std::move(serial));
  }
  to.bookings_made = project.bookings_made;
  pack_money(project, to);
  return to;
}

fold::PartitionT packed(const State& state) {
  fold::PartitionT to;
  to.partition = state.partition;
  to.partitions = state.partitions;
  to.opened = values(state.directory.projects);
  to.keys = values(state.directory.keys);
  to.buyers = values(state.directory.buyers);
  to.unmatched = values(state.directory.unmatched);
  to.references = values(state.directory.references);
  for (const auto& from : state.ended) {
    auto ended = std::make_unique<fold::EndedT>();
    ended->number = from.number;
    ended->project = from.project;
    ended->hold = from.hold;
    ended->person = from.person;
    to.ended.push_back(std::move(ended));
  }
  to.ended_count = state.ended_count;
  return to;
}

template <class Table>
void append_chunk(std::string& to, Table content) {
  fold::ChunkT chunk;
  chunk.fold_version = kFoldVersion;
  chunk.content.Set(std::move(content));
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(fold::CreateChunk(builder, &chunk));
  const auto length = static_cast<std::uint64_t>(builder.GetSize());
  for (unsigned shift = 0; shift < 64; shift += 8)
    to.push_back(static_cast<char>((length >> shift) & 0xff));
  to.append(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
}

tl::unexpected<Error> unreadable() {
  return fail(ErrorCode::kCorrupt, "snapshot-unreadable", "The snapshot's bytes are damaged.");
}

// Takes one verified chunk off the front of `bytes`. FlatBuffers wants it at an aligned place.
Result<std::unique_ptr<fold::ChunkT>> take_chunk(std::string_view& bytes) {
  constexpr std::size_t kLength = 8;
  if (bytes.size() < kLength) return unreadable();
  std::uint64_t length = 0;
  for (unsigned i = 0; i < kLength; ++i)
    length |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  bytes.remove_prefix(kLength);
  if (length > bytes.size()) return unreadable();
  const std::vector<std::uint8_t> aligned(bytes.begin(),
                                          bytes.begin() + static_cast<std::ptrdiff_t>(length));
  bytes.remove_prefix(length);
  flatbuffers::Verifier verifier(aligned.data(), aligned.size(), /*max_depth=*/16,
                                 /*max_tables=*/0xffff'ffff);
  if (!fold::VerifyChunkBuffer(verifier)) return unreadable();
  const auto* chunk = fold::GetChunk(aligned.data());
  if (chunk->fold_version() != kFoldVersion)
    return fail(ErrorCode::kMismatch, "snapshot-of-another-version",
                "The snapshot was made by another version; the log must be read instead.");
  if (chunk->content() == nullptr) return unreadable();
  return std::unique_ptr<fold::ChunkT>(chunk->UnPack());
}

template <class Map, class List, class Key>
void take_into(Map& map, List& list, Key key) {
  map.reserve(list.size());
  for (auto& value : list) {
    auto name = key(*value);
    map.emplace(std::move(name), std::move(*value));
  }
}

void rebuild_indexes(State& state, const Project& project) {
  for (const auto& [id, hold] : project.holds) rules::list(state, project, hold);
  for (const auto& [id, refund] : project.refunds) rules::list_refund(state, project, refund);
  for (const auto& [id, request] : project.requests) rules::list(state, project, request);
}

void take_money(Project& project, fold::ProjectT& from) {
  project.taxes = *from.taxes;
  project.money = *from.money;
  for (auto& plan : from.plans) project.plans[plan->plan].push_back(std::move(*plan));
  for (auto& rules : from.cancellations) project.cancellations.push_back(std::move(*rules));
  for (auto& one : from.templates) project.templates[{one->kind, one->language}] = *one;
  for (const auto& one : from.milestones) project.milestones[one->milestone] = one->day;
  take_into(project.requests, from.requests, [](const auto& t) { return t.request; });
  take_into(project.links, from.links, [](const auto& t) { return t.link; });
  take_into(project.discounts, from.discounts, [](const auto& t) { return t.proposed->discount; });
  for (auto& one : from.partners) project.partners[one->partner] = std::move(*one);
  for (auto& one : from.approvals) project.approvals[one->approval] = std::move(*one);
  for (auto& one : from.settlements) project.settlements[one->settlement] = std::move(*one);
  take_into(project.bank, from.bank, [](const auto& t) { return t.line; });
  project.moves.insert(from.moves.begin(), from.moves.end());
  project.closed_day = from.closed_day;
  project.entries = from.entries;
  for (const auto& [id, request] : project.requests)
    if (!request.order.empty()) project.request_orders.emplace(request.order, id);
  for (const auto& [id, settlement] : project.settlements)
    project.settled.insert(settlement.items.begin(), settlement.items.end());
}

bool take_project(State& state, fold::ProjectT& from) {
  if (from.opened == nullptr || from.rules == nullptr || from.taxes == nullptr ||
      from.money == nullptr)
    return false;
  const auto zone = fixed_zone(from.opened->timezone);
  if (!zone) return false;
  auto& project = state.projects[from.opened->project];
  project.opened = *from.opened;
  project.zone = *zone;
  project.layout = from.layout;
  for (auto& plot : from.plots) {
    project.plot_at.emplace(plot->plot, project.plots.size());
    project.plots.push_back(std::move(*plot));
  }
  for (auto& prices : from.prices) project.prices.push_back(std::move(*prices));
  project.rules = *from.rules;
  take_into(project.holds, from.holds, [](const auto& t) { return t.hold; });
  take_into(project.checkouts, from.checkouts, [](const auto& t) { return t.hold; });
  take_into(project.payments, from.payments, [](const auto& t) { return t.payment; });
  take_into(project.bookings, from.bookings, [](const auto& t) { return t.booking; });
  take_into(project.refunds, from.refunds, [](const auto& t) { return t.refund; });
  for (const auto& serial : from.serials)
    project.serials[{static_cast<char>(serial->kind), serial->financial_year}] = serial->last;
  for (const auto& [hold, checkout] : project.checkouts)
    if (!checkout.order.empty()) project.orders.emplace(checkout.order, hold);
  project.bookings_made = from.bookings_made;
  take_money(project, from);
  rebuild_indexes(state, project);
  return true;
}

void take_partition(State& state, fold::PartitionT& from) {
  state.partition = from.partition;
  state.partitions = from.partitions;
  for (const auto& opened : from.opened) state.directory.codes[opened->code] = opened->project;
  take_into(state.directory.projects, from.opened, [](const auto& t) { return t.project; });
  take_into(state.directory.buyers, from.buyers, [](const auto& t) { return t.buyer; });
  take_into(state.directory.references, from.references, [](const auto& t) { return t.reference; });
  take_into(state.directory.keys, from.keys, [](const auto& t) { return t.issued->key; });
  take_into(state.directory.unmatched, from.unmatched,
            [](const auto& t) { return t.payment->payment; });
  for (const auto& [id, kept] : state.directory.unmatched)
    if (!kept.matched) state.payments_unmatched.insert(id);
  for (const auto& ended : from.ended)
    state.ended.push_back({ended->number, ended->project, ended->hold, ended->person});
  state.ended_count = from.ended_count;
}

}  // namespace

std::string snapshot(const State& state) {
  std::string bytes;
  append_chunk(bytes, packed(state));
  for (const auto* entry : sorted(state.projects)) append_chunk(bytes, packed(entry->second));
  return bytes;
}

Result<State> restore(std::string_view bytes) {
  State state;
  auto first = take_chunk(bytes);
  if (!first) return fail(first.error());
  auto* partition = (*first)->content.AsPartition();
  if (partition == nullptr) return unreadable();
  take_partition(state, *partition);
  while (!bytes.empty()) {
    auto chunk = take_chunk(bytes);
    if (!chunk) return fail(chunk.error());
    auto* project = (*chunk)->content.AsProject();
    if (project == nullptr || !take_project(state, *project)) return unreadable();
  }
  return state;
}

}  // namespace ledger
