#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "events/numbers.h"
#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

constexpr std::size_t kMaxName = 200;
constexpr std::array<std::string_view, 6> kRoles{"sales",   "finance", "support",
                                                 "partner", "auditor", "admin"};
constexpr std::array<std::string_view, 3> kStatuses{"failed", "authorized", "captured"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_project_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Result<void> check_shape(const OpenProject& c) {
  if (!is_project_id(c.project))
    return fail(ErrorCode::kInvalid, "project-id-malformed",
                "A project's id is 1 to 64 of the characters a-z, 0-9 and -.");
  if (!is_project_code(c.code))
    return fail(ErrorCode::kInvalid, "project-code-malformed",
                "A project's code is three capital letters, such as AKR.");
  if (c.name.empty() || c.name.size() > kMaxName)
    return fail(ErrorCode::kInvalid, "name-missing", "A project needs a name.");
  if (!fixed_zone(c.timezone))
    return fail(ErrorCode::kInvalid, "timezone-unsupported",
                "The time zone " + c.timezone + " is not one whose offset never changes.");
  return {};
}

ProjectOpened opened_by(const OpenProject& c, Partition partition) {
  ProjectOpened e;
  e.project = c.project;
  e.partition = partition;
  e.name = c.name;
  e.code = c.code;
  e.city = c.city;
  e.timezone = c.timezone;
  e.rera_no = c.rera_no;
  return e;
}

// The partition with the fewest projects; of several the lowest. Partition 0 only if it is alone.
Partition least_used(const State& state) {
  if (state.partitions <= 1) return kDirectory;
  std::vector<std::size_t> projects(state.partitions, 0);
  for (const auto& [id, opened] : state.directory.projects)
    if (opened.partition < projects.size()) ++projects[opened.partition];
  const auto least = std::min_element(projects.begin() + 1, projects.end());
  return static_cast<Partition>(least - projects.begin());
}

tl::unexpected<Error> project_exists() {
  return fail(ErrorCode::kConflict, "project-exists", "There is a project of this name already.");
}

Decision open_in_directory(const State& state, const OpenProject& c) {
  if (state.directory.projects.contains(c.project)) return project_exists();
  if (state.directory.codes.contains(c.code))
    return fail(ErrorCode::kConflict, "project-code-taken",
                "Another project has the code " + c.code + ".");
  Events events;
  add(events, opened_by(c, least_used(state)));
  return events;
}

// The second half of opening a project: its own partition learns of it.
Decision open_in_its_partition(const State& state, const OpenProject& c) {
  auto opened = opened_by(c, state.partition);
  if (const auto* known = find_project(state, c.project)) {
    if (known->opened == opened) return Events{};
    return project_exists();
  }
  Events events;
  add(events, std::move(opened));
  return events;
}

Result<void> in_directory(const State& state) {
  if (state.partition == kDirectory) return {};
  return fail(ErrorCode::kInvalid, "wrong-partition", "This belongs to the directory.");
}

bool outranks(std::string_view status, const fold::UnmatchedT& kept) {
  return status == "captured" || kept.status != "captured";
}

}  // namespace

Decision decide(const State& state, const OpenProject& c, const Context& /*context*/) {
  if (const auto shape = check_shape(c); !shape) return fail(shape.error());
  return state.partition == kDirectory ? open_in_directory(state, c)
                                       : open_in_its_partition(state, c);
}

Decision decide(const State& state, const IssueApiKey& c, const Context& /*context*/) {
  if (const auto here = in_directory(state); !here) return fail(here.error());
  if (!contains(kRoles, c.role))
    return fail(ErrorCode::kInvalid, "role-unknown", "There is no role \"" + c.role + "\".");
  if (c.key.empty() || c.name.empty() || c.name.size() > kMaxName)
    return fail(ErrorCode::kInvalid, "name-missing", "A key needs a name to be known by.");
  if (state.directory.keys.contains(c.key))
    return fail(ErrorCode::kConflict, "key-exists", "There is a key of this id already.");
  for (const auto& project : c.projects)
    if (!state.directory.projects.contains(project))
      return fail({ErrorCode::kNotFound,
                   "project-unknown",
                   "There is no project " + project.str() + ".",
                   {},
                   {project.str()}});
  ApiKeyIssued e;
  e.key = c.key;
  e.role = c.role;
  e.name = c.name;
  e.projects = c.projects;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const RevokeApiKey& c, const Context& /*context*/) {
  if (const auto here = in_directory(state); !here) return fail(here.error());
  const auto found = state.directory.keys.find(c.key);
  if (found == state.directory.keys.end())
    return fail(ErrorCode::kNotFound, "key-unknown", "There is no such key.");
  if (found->second.revoked) return Events{};
  ApiKeyRevoked e;
  e.key = c.key;
  e.reason = c.reason;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const RegisterBuyer& c, const Context& /*context*/) {
  if (const auto here = in_directory(state); !here) return fail(here.error());
  if (!c.known.empty()) return Events{};
  if (c.buyer.empty()) return fail(ErrorCode::kInvalid, "buyer-unnamed", "A buyer needs an id.");
  if (state.directory.buyers.contains(c.buyer)) return Events{};
  BuyerRegistered e;
  e.buyer = c.buyer;
  e.contact = std::make_unique<wire::SealedT>(c.contact);
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const KeepUnmatchedPayment& c, const Context& /*context*/) {
  if (const auto here = in_directory(state); !here) return fail(here.error());
  if (c.payment.payment.empty() || !contains(kStatuses, c.status))
    return fail(ErrorCode::kInvalid, "payment-malformed",
                "News of a payment names the payment and whether it is authorized, captured or "
                "failed.");
  const auto found = state.directory.unmatched.find(c.payment.payment);
  if (found != state.directory.unmatched.end() && contains(found->second.heard, c.status))
    return Events{};
  PaymentUnmatched e;
  e.payment = std::make_unique<wire::PaymentT>(c.payment);
  e.status = c.status;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const MatchPayment& c, const Context& /*context*/) {
  if (const auto here = in_directory(state); !here) return fail(here.error());
  const auto found = state.directory.unmatched.find(c.payment);
  if (found == state.directory.unmatched.end())
    return fail(ErrorCode::kNotFound, "payment-unknown", "There is no such unmatched payment.");
  if (!state.directory.projects.contains(c.project))
    return fail(ErrorCode::kNotFound, "project-unknown", "There is no such project.");
  if (found->second.matched) return Events{};
  PaymentMatched e;
  e.payment = c.payment;
  e.project = c.project;
  Events events;
  add(events, std::move(e));
  return events;
}

// A reference is taken for ever by the payment that counts; asking again for the same one is no
// news.
Decision decide(const State& state, const ClaimReferences& c, const Context& /*context*/) {
  if (const auto here = in_directory(state); !here) return fail(here.error());
  Events events;
  std::vector<std::string> taken;
  std::set<std::string_view> seen;
  for (const auto& claim : c.claims) {
    if (claim.reference.empty() || claim.payment.empty())
      return fail(ErrorCode::kInvalid, "reference-missing", "Name the reference and its payment.");
    const auto known = state.directory.references.find(claim.reference);
    const bool free = known == state.directory.references.end();
    if (!free && known->second.payment == claim.payment) continue;
    if (!free || !seen.insert(claim.reference).second) {
      taken.push_back(claim.reference);
      continue;
    }
    ReferenceClaimed e;
    e.reference = claim.reference;
    e.project = c.project;
    e.payment = claim.payment;
    add(events, std::move(e));
  }
  if (taken.empty()) return events;
  auto message = "The reference " + listed(taken) + " was used for another payment already.";
  return fail(Error{ErrorCode::kConflict, "reference-taken", std::move(message), {}, taken});
}

Decision decide(const State& state, const ReleaseReference& c, const Context& /*context*/) {
  if (const auto here = in_directory(state); !here) return fail(here.error());
  const auto known = state.directory.references.find(c.reference);
  if (known == state.directory.references.end() || known->second.payment != c.payment)
    return Events{};
  ReferenceReleased e;
  e.reference = c.reference;
  e.project = known->second.project;
  e.payment = c.payment;
  Events events;
  add(events, std::move(e));
  return events;
}

void fold(State& state, const LedgerFounded& e, Instant /*at*/) {
  state.partition = e.partition;
  state.partitions = e.partitions;
}

void fold(State& state, const PartitionsAdded& e, Instant /*at*/) {
  promise(e.partitions >= state.partitions, "partitions cannot be taken away");
  state.partitions = e.partitions;
}

// No decision depends on who writes or on what was refused.
void fold(State& /*state*/, const WriterStarted& /*e*/, Instant /*at*/) {}

void fold(State& /*state*/, const CommandRefused& /*e*/, Instant /*at*/) {}

// Kept sealed, so that the writer can find the same person again after a start.
void fold(State& state, const BuyerRegistered& e, Instant /*at*/) {
  promise(state.directory.buyers.emplace(e.buyer, e).second, "a buyer was registered twice");
}

// Its decider comes with offline payments; until then nobody claims one.
void fold(State& state, const ReferenceClaimed& e, Instant /*at*/) {
  promise(state.directory.references.emplace(e.reference, e).second,
          "a bank reference was claimed twice");
}

void fold(State& state, const ReferenceReleased& e, Instant /*at*/) {
  promise(state.directory.references.erase(e.reference) == 1,
          "a bank reference was released that is not claimed");
}

void fold(State& state, const ProjectOpened& e, Instant /*at*/) {
  if (state.partition == kDirectory) {
    promise(state.directory.projects.emplace(e.project, e).second, "a project was opened twice");
    promise(state.directory.codes.emplace(e.code, e.project).second, "a code was taken twice");
  }
  if (e.partition != state.partition) return;
  const auto [at, fresh] = state.projects.try_emplace(e.project);
  promise(fresh, "a project was opened twice");
  auto& project = at->second;
  project.opened = e;
  const auto zone = fixed_zone(e.timezone);
  promise(zone.has_value(), "a project was opened in a zone that is not known");
  project.zone = *zone;
  project.rules = default_rules(e.project);
  project.money = default_money_rules(e.project);
}

void fold(State& state, const ApiKeyIssued& e, Instant /*at*/) {
  auto& key = state.directory.keys[e.key];
  promise(key.issued == nullptr, "a key was issued twice");
  key.issued = std::make_unique<wire::ApiKeyIssuedT>(e);
}

void fold(State& state, const ApiKeyRevoked& e, Instant /*at*/) {
  const auto found = state.directory.keys.find(e.key);
  promise(found != state.directory.keys.end(), "a key was revoked that was never issued");
  found->second.revoked = true;
}

void fold(State& state, const PaymentUnmatched& e, Instant /*at*/) {
  promise(e.payment != nullptr, "an unmatched payment without its payment");
  auto& kept = state.directory.unmatched[e.payment->payment];
  if (kept.payment == nullptr || outranks(e.status, kept)) {
    kept.payment = std::make_unique<wire::PaymentT>(*e.payment);
    kept.status = e.status;
  }
  kept.heard.push_back(e.status);
  kept.matched = false;
  state.payments_unmatched.insert(e.payment->payment);
}

void fold(State& state, const PaymentMatched& e, Instant /*at*/) {
  const auto found = state.directory.unmatched.find(e.payment);
  promise(found != state.directory.unmatched.end(), "a payment was matched that was never kept");
  found->second.matched = true;
  state.payments_unmatched.erase(e.payment);
}

}  // namespace ledger::rules
