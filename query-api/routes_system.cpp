#include "query-api/ledger_json.h"
#include "query-api/openapi.h"
#include "query-api/problem.h"
#include "query-api/readiness.h"
#include "query-api/routes.h"

namespace ledger {
namespace {

Reply text_reply(std::string_view type, std::string body) {
  Reply reply = json_reply(200, std::move(body));
  reply.type = type;
  return reply;
}

Result<Reply> show_readiness(const ApiContext& context, ReadinessCheck& check, Call& call) {
  const auto state = state_of(context);
  const auto readiness = check.check(state);
  Reply reply =
      call.request.query_value("verbose")
          ? json_reply(200, readiness_json(readiness, state))
          : text_reply("text/plain; charset=utf-8", readiness.ready ? "ok\n" : "not ready\n");
  if (!readiness.ready) {
    reply.status = 503;
    reply.headers.emplace_back("Retry-After", "1");
  }
  return reply;
}

Result<Reply> show_problem(Call& call) {
  const auto* type = problem_type(call.request.param("name"));
  if (type == nullptr) {
    return fail(ErrorCode::kNotFound, "problem-unknown", "there is no such problem type");
  }
  return text_reply("text/html; charset=utf-8", problem_page(*type));
}

void add_metric(std::string& text, std::string_view name, std::string_view labels,
                std::uint64_t value) {
  text.append("plotledger_").append(name).append(labels).append(" ");
  text.append(std::to_string(value)).append("\n");
}

void add_partition_metrics(std::string& text, const LedgerState& state) {
  for (const auto& status : state.statuses) {
    const auto label = "{partition=\"" + std::to_string(status.partition) + "\"}";
    add_metric(text, "head_sequence", label, status.head.sequence);
    add_metric(text, "term", label, status.head.term);
    add_metric(text, "serving", label, status.phase == "serving" ? 1 : 0);
    add_metric(text, "skipped_records", label, status.skipped);
  }
  for (const auto& read : state.health.partitions) {
    const auto label = "{partition=\"" + std::to_string(read.partition) + "\"}";
    add_metric(text, "applied_sequence", label, read.applied.head.sequence);
    add_metric(text, "superseded_records", label, read.applied.superseded);
    add_metric(text, "repeated_records", label, read.applied.repeats);
    add_metric(text, "foreign_records", label, read.applied.foreign);
    add_metric(text, "projection_error", label, read.error ? 1 : 0);
  }
  for (Partition partition = 0; partition < state.log.ends.size(); ++partition) {
    add_metric(text, "log_end_offset", "{partition=\"" + std::to_string(partition) + "\"}",
               static_cast<std::uint64_t>(state.log.ends[partition]));
  }
}

Result<Reply> show_metrics(const ApiContext& context) {
  std::string text;
  const auto state = state_of(context);
  add_partition_metrics(text, state);
  add_metric(text, "log_dangers", "", state.dangers.size());
  add_metric(text, "log_unreachable", "", state.log.error ? 1 : 0);
  add_metric(text, "map_watchers", "", context.channels.watchers());
  return text_reply("text/plain; version=0.0.4; charset=utf-8", std::move(text));
}

}  // namespace

void add_system_routes(Routes& routes, ApiContext& context) {
  const auto check = std::make_shared<ReadinessCheck>();
  routes.add("GET", "/livez",
             [](Call&) { return Result<Reply>(text_reply("text/plain; charset=utf-8", "ok\n")); });
  routes.add("GET", "/readyz",
             [&, check](Call& call) { return show_readiness(context, *check, call); });
  routes.add("GET", "/version",
             [&](Call&) { return Result<Reply>(json_reply(200, version_json(context.services))); });
  routes.add("GET", "/openapi.json",
             [](Call&) { return Result<Reply>(json_reply(200, std::string(openapi_json()))); });
  routes.add("GET", "/problems/{name}", [](Call& call) { return show_problem(call); });
  routes.add("GET", "/metrics", [&](Call&) { return show_metrics(context); });
}

}  // namespace ledger
