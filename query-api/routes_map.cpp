#include <charconv>

#include "query-api/as_of.h"
#include "query-api/routes.h"

namespace ledger {
namespace {

Result<std::optional<Sequence>> version_in(std::string_view text) {
  if (text.empty()) return std::optional<Sequence>();
  Sequence version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc() || end != text.data() + text.size()) {
    return fail(Error{ErrorCode::kInvalid,
                      "invalid-request",
                      "a map's version is a whole number",
                      {{"since", "is not a version"}}});
  }
  return std::optional(version);
}

Result<Reply> show_changes(Call& call, const rows::ProjectRowT& project, Sequence since) {
  auto changes = layout_map::changes(map_rows(call), project.project, since);
  return json_reply(200, changes_json(changes.value_or(layout_map::Changes{}), project.partition));
}

Result<Reply> show_map_as_of(const ApiContext& context, Call& call,
                             const rows::ProjectRowT& project) {
  if (auto back = look_back(context, call); !back) return fail(back.error());
  const auto row = layout_map::map(map_rows(call), project.project);
  return Reply{.body = render_map(project, row ? &*row : nullptr).body};
}

Result<Reply> show_map(ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  if (call.request.query_value("as_of")) return show_map_as_of(context, call, *project);
  const auto since = version_in(call.request.query_value("since").value_or(""));
  if (!since) return fail(since.error());
  if (*since) return show_changes(call, *project, **since);
  const auto map = context.maps.current(*call.snapshot, *project);
  Reply reply;
  reply.headers.emplace_back("ETag", map->etag);
  if (call.request.header("If-None-Match") == map->etag) {
    reply.status = 304;
  } else {
    reply.body = map->body;
  }
  return reply;
}

Result<Reply> watch_map(ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  auto text = call.request.header("Last-Event-ID");
  if (text.empty()) text = call.request.query_value("since").value_or("");
  const auto since = version_in(text);
  if (!since) return fail(since.error());
  Reply reply;
  reply.type = "text/event-stream";
  reply.headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}};
  reply.stream = context.channels.watch(project->project, project->partition, *since);
  return reply;
}

}  // namespace

void add_map_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/projects/{project}/map",
             [&](Call& call) { return show_map(context, call); });
  routes.add("GET", "/v1/projects/{project}/map/stream",
             [&](Call& call) { return watch_map(context, call); });
}

}  // namespace ledger
