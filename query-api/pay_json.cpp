#include "query-api/pay_json.h"

#include <stdexcept>

#include "query-api/json_parts.h"

namespace ledger {

std::string_view link_state(const rows::LinkLineT& link, Instant now) {
  if (link.cancelled) return "cancelled";
  if (link.paid >= link.amount) return "paid";
  if (now >= link.expires_at) return "expired";
  return link.paid.zero() ? "open" : "partly_paid";
}

std::string link_json(const rows::LinkLineT& link, const BookingFacts& booking, Instant now) {
  const auto& currency = booking.booking.currency;
  Json plots = Json::array();
  for (const auto& plot : booking.plots) plots.push_back(plot.no);
  return text_of({{"link_id", link.link.str()},
                  {"project_name", booking.project.name},
                  {"plots", plots},
                  {"state", link_state(link, now)},
                  {"amount", money_json(link.amount, currency)},
                  {"paid", money_json(link.paid, currency)},
                  {"first_min", money_json(link.first_min, currency)},
                  {"expires_at", time_json(link.expires_at)},
                  {"reason", link.reason}});
}

std::string link_issued_json(const Record& record, const std::string& url) {
  const auto* issued = find<PaymentLinkIssued>(record.events);
  if (issued == nullptr) throw std::logic_error("a link was accepted but not issued");
  return text_of({{"link_id", issued->link.str()},
                  {"url", url},
                  {"amount", {{"paise", issued->amount.paise()}}},
                  {"first_min", {{"paise", issued->first_min.paise()}}},
                  {"expires_at", time_json(issued->expires_at)},
                  {"issued_at", time_json(record.recorded_at)}});
}

}  // namespace ledger
