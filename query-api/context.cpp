#include "query-api/context.h"

#include "projectors/directory.h"
#include "query-api/problem.h"

namespace ledger {

Result<void> ApiContext::catch_up(Snapshot& snapshot) const {
  std::vector<Offset> ends;
  for (Partition partition = 0; partition < services.log.partitions(); ++partition) {
    const auto end = services.log.end(partition);
    if (!end) return fail(end.error());
    ends.push_back(*end);
  }
  const auto reaches = [&ends](const ReadSnapshot& rows) {
    for (Partition partition = 0; partition < ends.size(); ++partition) {
      const auto found = rows.applied().find(partition);
      const Offset next = found == rows.applied().end() ? 0 : found->second.offset + 1;
      if (next < ends[partition]) return false;
    }
    return true;
  };
  snapshot = freshness.wait(reaches, kCatchUpWait);
  if (reaches(*snapshot)) return {};
  return fail(Error{.code = ErrorCode::kUnavailable,
                    .reason = "projection-behind",
                    .message = "the read model is at " + to_string(snapshot->position()) +
                               " and still catching up; ask again",
                    .retry_after_s = 1});
}

Result<rows::ProjectRowT> ApiContext::project(Call& call, const ProjectId& id) const {
  auto row = directory::project(directory_rows(call), id);
  if (!row) {
    if (auto current = catch_up(call.snapshot); !current) return fail(current.error());
    row = directory::project(directory_rows(call), id);
  }
  if (!row || !call.caller.may_see(id)) {
    return fail(ErrorCode::kNotFound, "project-unknown", "there is no such project");
  }
  return std::move(*row);
}

Result<rows::ProjectRowT> ApiContext::project(Call& call) const {
  return project(call, ProjectId(call.request.param("project")));
}

Reply ApiContext::problem(const Error& error, const HttpRequest& request) const {
  const Error told = shown(error);
  Reply reply;
  reply.status = status_of(told);
  reply.type = "application/problem+json";
  reply.body =
      std::make_shared<const std::string>(problem_json(told, services.public_url, request.path));
  if (const auto after = retry_after(told); after != 0) {
    reply.headers.emplace_back("Retry-After", std::to_string(after));
  }
  if (reply.status == 401) reply.headers.emplace_back("WWW-Authenticate", "Bearer");
  return reply;
}

void ApiContext::log(std::string_view line) const {
  if (services.log_line) services.log_line(line);
}

}  // namespace ledger
