#include <charconv>

#include "projectors/recon.h"
#include "query-api/as_of.h"
#include "query-api/bookings.h"
#include "query-api/finance_json.h"
#include "query-api/routes.h"

// The day book and the accounts, by value date: what day-close closes, and what accountants compare
// with theirs.
namespace ledger {
namespace {

tl::unexpected<Error> refuse(const char* name, const char* why) {
  return fail(
      Error{ErrorCode::kInvalid, "invalid-request", std::string(name) + " " + why, {{name, why}}});
}

Result<std::optional<Day>> day_of_query(const Call& call, const char* name) {
  const auto text = call.request.query_value(name);
  if (!text) return std::nullopt;
  const auto day = parse_date(*text);
  if (!day || *day <= 0) return refuse(name, "wants a date such as 2026-04-01");
  return std::optional(*day);
}

// ?day=, or ?from= and ?to=.
Result<BookRange> range_of(const Call& call) {
  BookRange range;
  const auto day = day_of_query(call, "day");
  if (!day) return fail(day.error());
  const auto from = day_of_query(call, "from");
  if (!from) return fail(from.error());
  const auto to = day_of_query(call, "to");
  if (!to) return fail(to.error());
  if (*day && (*from || *to)) return refuse("day", "goes without from and to");
  if (*day) return BookRange{**day, **day};
  if (*from) range.from = **from;
  if (*to) range.to = **to;
  if (range.from > range.to) return refuse("to", "is before from");
  return range;
}

// A page ends with a whole record, so that its cursor is a place: "<day>.<sequence>".
std::string cursor_at(finance::BookPlace place) {
  return std::to_string(place.day) + "." + std::to_string(place.sequence);
}

// Where the page begins: at the cursor, or at the range's first day.
Result<finance::BookPlace> start_of_page(const Call& call, const BookRange& range) {
  const auto text = call.request.query_value("cursor");
  if (!text) return finance::BookPlace{range.from, 0};
  finance::BookPlace place;
  const auto* const end = text->data() + text->size();
  const auto day = std::from_chars(text->data(), end, place.day);
  if (day.ec != std::errc() || day.ptr == end || *day.ptr != '.' || place.day < 0)
    return refuse("cursor", "is not one that was given");
  const auto sequence = std::from_chars(day.ptr + 1, end, place.sequence);
  if (sequence.ec != std::errc() || sequence.ptr != end)
    return refuse("cursor", "is not one that was given");
  return std::max(place, finance::BookPlace{range.from, 0});
}

struct Asked {
  ProjectId project;
  BookRange range;
  finance::BookPlace start;
  std::size_t limit = 0;
};

// What both books are asked with; the snapshot is then of the moment that was meant.
Result<Asked> asked_of(const ApiContext& context, Call& call) {
  Asked asked;
  const auto limit = limit_of(call);
  if (!limit) return fail(limit.error());
  const auto range = range_of(call);
  if (!range) return fail(range.error());
  const auto start = start_of_page(call, *range);
  if (!start) return fail(start.error());
  const auto name = call.request.query_value("project");
  if (!name) return refuse("project", "is missing");
  const auto project = context.project(call, ProjectId(std::string(*name)));
  if (!project) return fail(project.error());
  if (auto back = look_back(context, call); !back) return fail(back.error());
  return Asked{project->project, *range, *start, *limit};
}

// Takes entries into the page until it is full; then where the next one begins.
template <class Entry>
std::function<bool(const Entry&)> fill(const Asked& asked, std::vector<Entry>& entries,
                                       std::string& next_cursor) {
  return [&asked, &entries, &next_cursor](const Entry& entry) {
    if (entry.place.day > asked.range.to) return false;
    if (entries.size() >= asked.limit && entry.place != entries.back().place) {
      next_cursor = cursor_at(entry.place);
      return false;
    }
    entries.push_back(entry);
    return true;
  };
}

template <class Page>
Reply reply_with(const Call& call, const Page& page, std::string body) {
  auto reply = json_reply(200, std::move(body));
  if (!page.next_cursor.empty())
    reply.headers.emplace_back("Link", next_link(call.request, page.next_cursor));
  return reply;
}

Result<Reply> show_day_book(const ApiContext& context, Call& call) {
  const auto asked = asked_of(context, call);
  if (!asked) return fail(asked.error());
  DayBookPage page;
  page.project = asked->project;
  page.range = asked->range;
  page.position = to_string(call.snapshot->position());
  const auto closed = recon::last_closed_day(recon_rows(call), asked->project);
  if (closed) page.closed_to = closed->day;
  finance::day_book(finance_rows(call), asked->project, asked->start,
                    fill(*asked, page.entries, page.next_cursor));
  return reply_with(call, page, day_book_json(page));
}

Result<Reply> show_account(const ApiContext& context, Call& call) {
  const auto asked = asked_of(context, call);
  if (!asked) return fail(asked.error());
  AccountPage page;
  page.project = asked->project;
  page.account = call.request.param("account");
  page.range = asked->range;
  page.position = to_string(call.snapshot->position());
  const auto& rows = finance_rows(call);
  page.opening = finance::account_balance(rows, page.project, page.account, page.range.from);
  page.closing = finance::account_balance(rows, page.project, page.account,
                                          page.range.has_end() ? page.range.to + 1 : page.range.to);
  finance::account_entries(rows, page.project, page.account, asked->start,
                           fill(*asked, page.entries, page.next_cursor));
  return reply_with(call, page, account_json(page));
}

}  // namespace

void add_book_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/finance/day-book",
             [&](Call& call) { return show_day_book(context, call); });
  routes.add("GET", "/v1/finance/accounts/{account}",
             [&](Call& call) { return show_account(context, call); });
}

}  // namespace ledger
