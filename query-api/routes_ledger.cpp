#include <charconv>

#include "query-api/bookings.h"
#include "query-api/ledger_json.h"
#include "query-api/routes.h"
#include "query-api/submit.h"

namespace ledger {
namespace {

constexpr std::size_t kMaxPageBytes = 8 * 1024 * 1024;

Result<void> must_be_unbound(const Call& call) {
  if (!call.caller.bound()) return {};
  return fail(ErrorCode::kForbidden, "forbidden", "this key is bound to some projects");
}

Result<std::uint64_t> number_in(const Call& call, const char* name, std::uint64_t otherwise) {
  const auto text = call.request.query_value(name);
  if (!text) return otherwise;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error == std::errc() && end == text->data() + text->size()) return value;
  return fail(Error{ErrorCode::kInvalid,
                    "invalid-request",
                    std::string(name) + " is a number",
                    {{name, "is not a whole number"}}});
}

Result<Reply> show_partitions(const ApiContext& context, Call& call) {
  if (auto free = must_be_unbound(call); !free) return fail(free.error());
  return json_reply(200, partitions_json(state_of(context)));
}

struct Page {
  Partition partition = 0;
  Sequence from = 1;
  std::size_t limit = 0;
};

Result<Page> page_of(const ApiContext& context, const Call& call) {
  const auto partition = number_in(call, "partition", 0);
  if (!partition) return fail(partition.error());
  const auto from = number_in(call, "from", 1);
  if (!from) return fail(from.error());
  const auto limit = limit_of(call);
  if (!limit) return fail(limit.error());
  if (*partition >= context.services.log.partitions()) {
    return fail(ErrorCode::kNotFound, "partition-unknown", "there is no such partition");
  }
  return Page{static_cast<Partition>(*partition), *from, *limit};
}

Result<Reply> show_raw(ApiContext& context, const Page& page) {
  Reply reply;
  reply.type = "application/octet-stream";
  const auto read = context.history.read(
      page.partition, page.from, [&](Sequence sequence, const std::string& bytes) {
        if (sequence == page.from) reply.body = std::make_shared<const std::string>(bytes);
        return false;
      });
  if (!read) return fail(read.error());
  if (!reply.body) return fail(ErrorCode::kNotFound, "record-unknown", "there is no such record");
  return reply;
}

Result<Reply> show_records(ApiContext& context, Call& call) {
  if (auto free = must_be_unbound(call); !free) return fail(free.error());
  const auto page = page_of(context, call);
  if (!page) return fail(page.error());
  if (call.request.header("Accept") == "application/octet-stream") {
    return show_raw(context, *page);
  }
  std::string records;
  std::size_t count = 0;
  const auto read =
      context.history.read(page->partition, page->from, [&](Sequence, const std::string& bytes) {
        records.append(count == 0 ? "" : ",").append(to_json(bytes));
        return ++count < page->limit && records.size() < kMaxPageBytes;
      });
  if (!read) return fail(read.error());
  auto reply = json_reply(200, "{\"records\":[" + records + "]}");
  return reply;
}

Result<Reply> confirm_clock(const ApiContext& context, Call& call) {
  if (auto free = must_be_unbound(call); !free) return fail(free.error());
  if (!context.services.confirm_clock) {
    return fail(ErrorCode::kUnavailable, "unavailable", "this node decides nothing");
  }
  context.services.confirm_clock();
  context.log("the wall clock was confirmed by " + call.caller.name);
  return json_reply(200, R"({"status":"confirmed"})");
}

}  // namespace

void add_ledger_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/ledger/partitions",
             [&](Call& call) { return show_partitions(context, call); });
  routes.add("GET", "/v1/ledger/records", [&](Call& call) { return show_records(context, call); });
  routes.add("POST", "/v1/ledger/clock/confirm",
             [&](Call& call) { return confirm_clock(context, call); });
}

}  // namespace ledger
