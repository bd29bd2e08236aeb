#include "query-api/bookings.h"

#include <charconv>

#include "events/civil.h"
#include "projectors/terms.h"
#include "query-api/holds.h"

namespace ledger {
namespace {

constexpr std::size_t kDefaultLimit = 50;
constexpr std::size_t kMaxLimit = 200;

tl::unexpected<Error> no_such_booking() {
  return fail(ErrorCode::kNotFound, "booking-unknown", "there is no such booking");
}

std::optional<rows::BookingRowT> find_booking(const Call& call) {
  const auto place = lookup::booking(lookup_rows(call), call.request.param("booking"));
  return place ? portal::booking(portal_rows(call), place->booking) : std::nullopt;
}

Result<BookingFacts> facts_for(const ApiContext& context, Call& call, rows::BookingRowT booking) {
  auto project = context.project(call, booking.project);
  if (!project) return no_such_booking();
  return booking_facts(context, *call.snapshot, std::move(booking), std::move(*project));
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string to;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
      to += c;
    } else {
      to.append({'%', kDigits[byte >> 4U], kDigits[byte & 0xFU]});
    }
  }
  return to;
}

}  // namespace

BookingFacts booking_facts(const ApiContext& context, const ReadSnapshot& snapshot,
                           rows::BookingRowT booking, rows::ProjectRowT project) {
  BookingFacts facts;
  const Rows& map = snapshot.rows(layout_map::kView);
  for (const auto& id : booking.plots) {
    if (auto plot = layout_map::plot(map, booking.project, id)) {
      facts.plots.push_back(std::move(*plot));
    }
  }
  const auto zone = fixed_zone(project.timezone).value_or(kIndia);
  facts.today = day_of(context.services.clock.now(), zone);
  for (auto& [name, row] : terms::milestones(snapshot.rows(terms::kView), booking.project))
    facts.milestones.emplace(std::move(name), row.day);
  facts.booking = std::move(booking);
  facts.project = std::move(project);
  return facts;
}

Result<BookingFacts> staff_booking(const ApiContext& context, Call& call) {
  auto booking = find_booking(call);
  if (!booking) return no_such_booking();
  return facts_for(context, call, std::move(*booking));
}

Result<BookingFacts> own_booking(const ApiContext& context, Call& call) {
  auto booking = find_booking(call);
  if (!booking || !shows_token(call, context.services.vault, booking->hold)) {
    return no_such_booking();
  }
  return facts_for(context, call, std::move(*booking));
}

Result<std::size_t> limit_of(const Call& call) {
  const auto text = call.request.query_value("limit");
  if (!text) return kDefaultLimit;
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (error == std::errc() && end == text->data() + text->size() && limit >= 1 &&
      limit <= kMaxLimit) {
    return limit;
  }
  return fail(Error{ErrorCode::kInvalid,
                    "invalid-request",
                    "limit is a number from 1 to 200",
                    {{"limit", "is not a number from 1 to 200"}}});
}

std::string next_link(const HttpRequest& request, std::string_view cursor) {
  std::string link = "<" + percent_encoded(request.path);
  std::string::size_type at = 0;
  while ((at = link.find("%2F", at)) != std::string::npos) link.replace(at, 3, "/");
  link += "?cursor=" + percent_encoded(cursor);
  for (const auto& [name, value] : request.query) {
    if (name != "cursor") link += "&" + percent_encoded(name) + "=" + percent_encoded(value);
  }
  return link + ">; rel=\"next\"";
}

}  // namespace ledger
