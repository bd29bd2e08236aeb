#include "query-api/routes.h"

#include <stdexcept>
#include <typeinfo>

#include "query-api/roles.h"
#include "query-api/submit.h"

namespace ledger {
namespace {

// What one registered route needs to serve a request.
struct Serving {
  ApiContext& context;
  const Access& access;
  Handle handle;

  Result<Call> admit(const HttpRequest& request) const;
  Result<Caller> caller_of(const HttpRequest& request, Snapshot& snapshot) const;
  Result<void> check_rate(const HttpRequest& request, const Caller& caller) const;
  Result<void> wait_for_position(Call& call) const;
  Result<Reply> answer(const HttpRequest& request, Snapshot& snapshot) const;
  void serve(const HttpRequest& request, HttpResponse& response) const;
  void serve_later(const HttpRequest& request, HttpResponse& response, const Position& read_at,
                   std::shared_ptr<CommandOnItsWay> command) const;
  template <class Make>
  Reply made(const HttpRequest& request, Make make) const;
  bool serve_refusal(const HttpRequest& request, HttpResponse& response) const;
};

Result<Caller> Serving::caller_of(const HttpRequest& request, Snapshot& snapshot) const {
  auto caller = identify(request, context.services.vault, snapshot->rows("directory"));
  if (caller) return caller;
  // The key may be a moment old.
  if (auto current = context.catch_up(snapshot); !current) return fail(current.error());
  return identify(request, context.services.vault, snapshot->rows("directory"));
}

Result<void> Serving::check_rate(const HttpRequest& request, const Caller& caller) const {
  if (!context.services.limits) return {};
  const bool visitor = caller.role == Role::kVisitor;
  const bool command = request.method == "POST" && request.path != "/v1/webhooks/razorpay";
  const Rate rate = !visitor ? kStaffRequests : command ? kVisitorCommands : kVisitorReads;
  const auto name = visitor ? (command ? "c " : "r ") + request.remote_addr : caller.name;
  if (context.limits.allow(name, rate)) return {};
  return fail(Error{.code = ErrorCode::kUnavailable,
                    .reason = "too-many-requests",
                    .message = "too many requests; wait a moment",
                    .retry_after_s = 1});
}

Result<Call> Serving::admit(const HttpRequest& request) const {
  if (!context.services.queries && access.method == "GET" && access.pattern.starts_with("/v1/") &&
      !access.pattern.starts_with("/v1/ledger/")) {
    return fail(ErrorCode::kUnavailable, "no-queries-here",
                "this node only decides; ask one that answers queries");
  }
  auto snapshot = context.services.store.snapshot();
  auto caller = caller_of(request, snapshot);
  if (!caller) return fail(std::move(caller.error()));
  if (!access.allows(caller->role)) {
    if (caller->role == Role::kVisitor) {
      return fail(ErrorCode::kUnauthorized, "credential-missing", "this needs an API key");
    }
    return fail(ErrorCode::kForbidden, "forbidden",
                "the role " + std::string(name_of(caller->role)) + " may not do this");
  }
  if (auto rate = check_rate(request, *caller); !rate) return fail(std::move(rate.error()));
  return Call{request, std::move(*caller), std::move(snapshot)};
}

Result<void> Serving::wait_for_position(Call& call) const {
  auto wanted = call.request.query_value("min_position");
  if (!wanted) wanted = call.request.header("Ledger-Min-Position");
  if (wanted->empty()) return {};
  const auto position = parse_position(*wanted);
  if (!position) return fail(position.error());
  if (call.snapshot->position().covers(*position)) return {};
  call.snapshot = context.freshness.wait_for(*position, kPositionWait);
  if (call.snapshot->position().covers(*position)) return {};
  return fail(ErrorCode::kUnavailable, "projection-behind",
              "asked for " + to_string(*position) + ", the read model is at " +
                  to_string(call.snapshot->position()));
}

Result<Reply> Serving::answer(const HttpRequest& request, Snapshot& snapshot) const {
  auto call = admit(request);
  if (!call) return fail(std::move(call.error()));
  if (access.method == "GET") {
    if (auto there = wait_for_position(*call); !there) return fail(std::move(there.error()));
  }
  auto reply = handle(*call);
  snapshot = call->snapshot;
  return reply;
}

void send(const Reply& reply, const Position& read_at, HttpResponse& response) {
  response.status = reply.status;
  for (const auto& [name, value] : reply.headers) response.add_header(name, value);
  response.set_header("Ledger-Position", to_string(reply.position.value_or(read_at)));
  if (reply.stream) {
    response.stream(reply.type, reply.stream);
  } else if (reply.body) {
    response.set_body(reply.type, reply.body);
  }
}

// What `make` gives, an error or an exception as a problem.
template <class Make>
Reply Serving::made(const HttpRequest& request, Make make) const {
  Result<Reply> reply;
  try {
    reply = make();
  } catch (const std::exception& e) {
    // Only the kind of the exception: its text may quote a request.
    context.log(std::string(access.method) + " " + std::string(access.pattern) + " threw " +
                typeid(e).name());
    reply = fail(ErrorCode::kCorrupt, "internal-error", "something is wrong on our side");
  }
  return reply ? std::move(*reply) : context.problem(reply.error(), request);
}

void Serving::serve(const HttpRequest& request, HttpResponse& response) const {
  Snapshot snapshot;
  auto reply = made(request, [&] { return answer(request, snapshot); });
  if (!snapshot) snapshot = context.services.store.snapshot();
  const auto& read_at = snapshot->position();
  if (reply.later) return serve_later(request, response, read_at, std::move(reply.later));
  send(reply, read_at, response);
}

void Serving::serve_later(const HttpRequest& request, HttpResponse& response,
                          const Position& read_at, std::shared_ptr<CommandOnItsWay> command) const {
  response.answer_later([this, &request, read_at, command = std::move(command)](auto answer) {
    const auto told = [=, this, &request](Result<Answer> got) {
      const auto reply = [&]() -> Result<Reply> {
        auto decision = decided(context, request, std::move(got));
        if (!decision) return std::move(decision.error());
        return command->reply_of(*decision);
      };
      answer([&](HttpResponse& to) { send(made(request, reply), read_at, to); });
    };
    context.services.door.ask_then(command->partition, std::move(command->submission),
                                   context.services.decision_wait, told);
  });
}

// For large bodies: false if the request is refused before its body is read.
bool Serving::serve_refusal(const HttpRequest& request, HttpResponse& response) const {
  const auto call = admit(request);
  if (call) return true;
  const auto position = context.services.store.snapshot()->position();
  send(context.problem(call.error(), request), position, response);
  return false;
}

}  // namespace

void Routes::add(std::string_view method, std::string pattern, Handle handle, BodyClass body) {
  const auto* access = access_of(method, pattern);
  if (access == nullptr) throw std::logic_error("a route is not in the role matrix: " + pattern);
  auto serving = std::make_shared<const Serving>(Serving{context_, *access, std::move(handle)});
  Route route;
  route.method = method;
  route.pattern = std::move(pattern);
  route.body = body;
  route.handler = [serving](const HttpRequest& q, HttpResponse& r) { serving->serve(q, r); };
  if (body == BodyClass::kUpload) {
    route.admit = [serving](const HttpRequest& q, HttpResponse& r) {
      return serving->serve_refusal(q, r);
    };
  }
  router_.add(std::move(route));
}

}  // namespace ledger
