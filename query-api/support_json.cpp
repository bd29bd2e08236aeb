#include "query-api/support_json.h"

#include "query-api/json_parts.h"

namespace ledger {
namespace {

Json timeline_of(const CaseFacts& facts) {
  Json list = Json::array();
  for (const auto& entry : facts.timeline) {
    list.push_back({{"position", entry.position},
                    {"event", entry.event},
                    {"at", time_json(entry.at)},
                    {"actor", entry.actor},
                    {"text", entry.text}});
  }
  return list;
}

}  // namespace

std::string case_json(const CaseFacts& facts) {
  const auto verdict = verdict_of(facts);
  Json body = {{"query", facts.query}, {"found", !facts.timeline.empty()}};
  body["verdict"] = {{"en", verdict.english}, {"hi", verdict.hindi}};
  if (facts.hold) {
    body["project"] = facts.hold->project.str();
    body["hold_id"] = facts.hold->hold.str();
    body["hold_state"] = portal::state_of(*facts.hold, facts.now);
    body["plots"] = id_list(facts.hold->plots);
    body["order_id"] = facts.hold->order.empty() ? Json() : Json(facts.hold->order.str());
  }
  if (facts.booking) body["booking_id"] = facts.booking->booking.str();
  body["timeline"] = timeline_of(facts);
  body["position"] = facts.position;
  return text_of(body);
}

}  // namespace ledger
