#include "writer/gateway/webhook_json.h"

#include <nlohmann/json.hpp>

#include "writer/gateway/entity_json.h"

namespace ledger {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxEventName = 64;

// payload.<name>.entity, when the webhook carries one.
template <class Entity>
std::optional<Entity> read_part(const json& payload, const std::string& name,
                                Entity (*read)(const json&, const std::string&,
                                               std::vector<Fault>&),
                                std::vector<Fault>& faults) {
  const auto part = payload.find(name);
  if (part == payload.end() || part->is_null()) return std::nullopt;
  const std::string at = "/payload/" + name;
  if (!part->is_object() || !part->contains("entity")) {
    faults.push_back({at + "/entity", "an entity is expected"});
    return std::nullopt;
  }
  return read((*part)["entity"], at + "/entity", faults);
}

std::string read_name(const json& body, std::vector<Fault>& faults) {
  const auto name = body.find("event");
  if (name != body.end() && name->is_string()) {
    std::string event = name->get<std::string>();
    if (!event.empty() && event.size() <= kMaxEventName) return event;
  }
  faults.push_back({"/event", "an event's name is expected"});
  return {};
}

}  // namespace

Result<WebhookEvent> parse_webhook(std::string_view text) {
  const Result<json> body = parse_strictly(text, kMaxWebhookBytes);
  if (!body) return fail(body.error());
  if (!body->is_object()) return fail(ErrorCode::kInvalid, "malformed-webhook", "not an object");
  std::vector<Fault> faults;
  WebhookEvent event{.event = read_name(*body, faults),
                     .created_at = read_time(*body, "created_at", "", faults)};
  const auto payload = body->find("payload");
  if (payload != body->end() && payload->is_object()) {
    event.payment = read_part(*payload, "payment", read_payment, faults);
    event.order = read_part(*payload, "order", read_order, faults);
    event.refund = read_part(*payload, "refund", read_refund, faults);
  } else {
    faults.push_back({"/payload", "an object is expected"});
  }
  if (faults.empty()) return event;
  return fail({ErrorCode::kInvalid, "malformed-webhook", "the webhook is not of the agreed shape",
               std::move(faults)});
}

}  // namespace ledger
