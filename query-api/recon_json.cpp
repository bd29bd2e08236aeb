#include "query-api/recon_json.h"

#include "query-api/json_parts.h"
#include "query-api/mode_word.h"

namespace ledger {
namespace {

template <class IdT>
Json id_or_null(const IdT& id) {
  return id.empty() ? Json() : Json(id.str());
}

Json difference_of(const Difference& one) {
  return {{"kind", one.kind},
          {"id", one.entity},
          {"reference", one.reference},
          {"booking_id", id_or_null(one.booking)},
          {"books_paise", one.books.paise()},
          {"gateway_paise", one.gateway.paise()},
          {"bank_paise", one.bank.paise()},
          {"cause", one.cause},
          {"hint", one.hint}};
}

}  // namespace

std::string declared_json(const std::vector<rows::ReconRowT>& payments, Day today, Zone zone) {
  Json list = Json::array();
  for (const auto& row : payments) {
    list.push_back({{"payment_id", row.entity},
                    {"state", row.state},
                    {"mode", mode_word(row.mode)},
                    {"reference", row.reference},
                    {"bank", row.bank},
                    {"paise", row.declared.paise()},
                    {"booking_id", id_or_null(row.booking)},
                    {"hold_id", id_or_null(row.hold)},
                    {"declared_by", row.by},
                    {"declared_at", time_json(row.known_at)},
                    {"age_days", today - day_of(row.known_at, zone)}});
  }
  return text_of({{"payments", list}});
}

std::string reconciliation_json(const Reconciliation& found, const std::string& position) {
  Json differences = Json::array();
  for (const auto& one : found.differences) differences.push_back(difference_of(one));
  return text_of({{"position", position},
                  {"all_matched", found.all_matched()},
                  {"entries", found.entries},
                  {"in_time", found.in_time},
                  {"books_paise", found.books.paise()},
                  {"gateway_paise", found.gateway.paise()},
                  {"bank_paise", found.bank.paise()},
                  {"differences", differences}});
}

std::string bank_lines_json(const std::vector<rows::BankLineRowT>& lines,
                            const std::string& position) {
  Json list = Json::array();
  for (const auto& row : lines) {
    Json matches = Json::array();
    for (const auto& match : row.matches)
      matches.push_back({{"kind", match->kind},
                         {"id", match->entity},
                         {"paise", match->amount.paise()},
                         {"by", match->by}});
    list.push_back({{"line", row.line},
                    {"date", date_text(row.day)},
                    {"reference", row.reference},
                    {"paise", row.amount.paise()},
                    {"unmatched_paise", (row.amount - row.matched).paise()},
                    {"matches", matches},
                    {"position", row.position}});
  }
  return text_of({{"lines", list}, {"position", position}});
}

std::string commission_json(const rows::PartnerRowT& partner,
                            const std::vector<rows::PartnerLineRowT>& lines,
                            const std::string& position) {
  Json list = Json::array();
  for (const auto& line : lines)
    list.push_back({{"at", time_json(line.at)},
                    {"kind", line.kind},
                    {"booking_id", id_or_null(line.booking)},
                    {"approval", line.approval},
                    {"reference", line.reference},
                    {"paise", line.amount.paise()},
                    {"by", line.by},
                    {"position", line.position}});
  return text_of({{"partner", partner.partner},
                  {"accrued_paise", partner.accrued.paise()},
                  {"approved_paise", partner.approved.paise()},
                  {"paid_paise", partner.paid.paise()},
                  {"payable_paise", (partner.accrued - partner.paid).paise()},
                  {"lines", list},
                  {"position", position}});
}

std::string launch_check_json(const LaunchCheck& check) {
  Json drawn = Json::array();
  bool agrees = true;
  for (const auto& one : check.drawn) {
    drawn.push_back({{"booking_id", one.booking.str()}, {"agrees", one.agrees}});
    agrees = agrees && one.agrees;
  }
  Json before = Json::array();
  for (const auto& row : check.signed_before)
    before.push_back({{"bookings", id_list(row.bookings)},
                      {"at_position", row.at_position},
                      {"by", row.by},
                      {"at", time_json(row.at)},
                      {"position", row.position}});
  return text_of(
      {{"position", check.position}, {"agrees", agrees}, {"bookings", drawn}, {"signed", before}});
}

}  // namespace ledger
