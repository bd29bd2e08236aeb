#include "query-api/context.h"

#include "projectors/directory.h"
#include "query-api/problem.h"

namespace ledger {

Snapshot ApiContext::caught_up() const {
  Position target;
  if (services.partitions) {
    for (const auto& status : services.partitions()) {
      target.advance(status.partition, status.head.sequence);
    }
  }
  return freshness.wait_for(target, kCatchUpWait);
}

Result<rows::ProjectRowT> ApiContext::project(Call& call, const ProjectId& id) const {
  auto row = directory::project(directory_rows(call), id);
  if (!row) {
    call.snapshot = caught_up();
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
