#include "query-api/context.h"

#include <algorithm>
#include <chrono>

#include "query-api/problem.h"

namespace ledger {

namespace {

constexpr Micros kLookAgain = milliseconds(20);  // what is skipped wakes nobody

// Everything in the log before `ends` is visible, or skipped for good.
bool reaches(const Health& health, const std::vector<Offset>& ends) {
  return std::ranges::all_of(health.partitions, [&](const PartitionHealth& one) {
    return one.partition >= ends.size() || one.done >= ends[one.partition];
  });
}

}  // namespace

Result<void> ApiContext::catch_up(Snapshot& snapshot) const {
  const auto known = ends.now(kCatchUpWait);
  if (!known) return fail(known.error());
  const auto until = std::chrono::steady_clock::now() + kCatchUpWait;
  bool there = false;
  while (!there && std::chrono::steady_clock::now() < until) {
    const auto enough = [&](const ReadSnapshot& /*rows*/) {
      return there = reaches(services.projections(), *known);
    };
    (void)freshness.wait(enough, kLookAgain);
  }
  snapshot = services.store.snapshot();  // not before
  if (there) return {};
  return fail(Error{.code = ErrorCode::kUnavailable,
                    .reason = "projection-behind",
                    .message = "the read model is at " + to_string(snapshot->position()) +
                               " and still catching up; ask again",
                    .retry_after_s = 1});
}

Result<rows::ProjectRowT> ApiContext::project(Call& call, const ProjectId& id) const {
  auto row = projects.find(*call.snapshot, id);
  if (!row) {
    if (auto current = catch_up(call.snapshot); !current) return fail(current.error());
    row = projects.find(*call.snapshot, id);
  }
  if (!row || !call.caller.may_see(id)) {
    return fail(ErrorCode::kNotFound, "project-unknown", "there is no such project");
  }
  return *row;
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
