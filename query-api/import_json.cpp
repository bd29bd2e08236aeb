#include "query-api/import_json.h"

#include "events/position.h"
#include "query-api/json_parts.h"

namespace ledger {
namespace {

Json problems_of(const std::vector<tables::Problem>& problems) {
  Json list = Json::array();
  for (const auto& one : problems)
    list.push_back({{"severity", to_string(one.severity)},
                    {"reason", one.reason},
                    {"sheet", one.sheet},
                    {"row", one.row},
                    {"column", one.column},
                    {"message", one.message},
                    {"fix", fix_for(one.reason)}});
  return list;
}

// What confirms a preview; nothing while errors stand in the way.
Json confirmation(const UploadedTable& table, const std::vector<tables::Problem>& problems) {
  return has_errors(problems) ? Json() : Json(table.digest);
}

Json paise_or_null(const std::optional<Money>& amount) {
  return amount ? Json(amount->paise()) : Json();
}

Json booking_of(const tables::ImportedBooking& booking, const BookingId& known) {
  return {{"row", booking.row},
          {"key", booking.key},
          {"plots", id_list(booking.plots)},
          {"booked_on", date_text(booking.booked_on)},
          {"applicants", booking.applicants.size()},
          {"payments", booking.payments.size()},
          {"total_paise", booking.total().paise()},
          {"paid_paise", booking.paid().paise()},
          {"outstanding_paise", booking.outstanding().paise()},
          {"stated_outstanding_paise", paise_or_null(booking.stated_outstanding)},
          {"booking_id", known.empty() ? Json() : Json(known.str())}};
}

Json outcome_of(const RowOutcome& outcome) {
  Json body = {{"row", outcome.row}, {"plots", id_list(outcome.plots)}};
  body["state"] = outcome.imported() ? "imported" : "refused";
  if (outcome.imported()) body["booking_id"] = outcome.booking.str();
  if (!outcome.imported()) body["reason"] = outcome.reason;
  if (!outcome.imported()) body["message"] = outcome.message;
  return body;
}

Json sum_of(const ImportSum& sum) {
  return {{"file", sum.file},
          {"document", sum.document.empty() ? Json() : Json(sum.document.str())},
          {"bookings", sum.bookings},
          {"imported", sum.imported},
          {"refused", sum.refused}};
}

Json settlement_of(const SettlementPreview::One& one) {
  Money gross;
  Money fees;
  Money tax;
  for (const auto& item : one.command.items) {
    gross += item.amount;
    fees += item.fee;
    tax += item.tax;
  }
  return {{"settlement", one.command.settlement},
          {"utr", one.command.utr},
          {"date", date_text(one.command.day)},
          {"items", one.command.items.size()},
          {"gross_paise", gross.paise()},
          {"fees_paise", fees.paise()},
          {"tax_paise", tax.paise()},
          {"net_paise", (gross - fees - tax).paise()},
          {"net_in_all_paise", one.command.net_in_all.paise()},
          {"known", one.known}};
}

Json bank_row_of(const BankPreview::Row& row) {
  Json body = {{"row", row.row},
               {"line", row.line.line},
               {"date", date_text(row.line.day)},
               {"reference", row.line.reference},
               {"paise", row.line.amount.paise()},
               {"known", row.known}};
  body["match"] = row.kind.empty() ? Json() : Json{{"kind", row.kind}, {"id", row.entity}};
  body["cause"] = row.cause.empty() ? Json() : Json(row.cause);
  return body;
}

}  // namespace

std::string preview_json(const UploadedTable& table, const BookingsPreview& preview) {
  Json bookings = Json::array();
  for (std::size_t i = 0; i < preview.import.bookings.size(); ++i)
    bookings.push_back(booking_of(preview.import.bookings[i], preview.known[i]));
  return text_of({{"digest", confirmation(table, preview.import.problems)},
                  {"count", preview.import.bookings.size()},
                  {"new", preview.fresh()},
                  {"total_paise", preview.import.total.paise()},
                  {"paid_paise", preview.import.paid.paise()},
                  {"outstanding_paise", preview.import.outstanding.paise()},
                  {"problems", problems_of(preview.import.problems)},
                  {"bookings", bookings}});
}

std::string preview_json(const UploadedTable& table, const PricesPreview& preview) {
  Json changes = Json::array();
  for (const auto& change : preview.changes)
    changes.push_back({{"plot", change.plot.str()},
                       {"before_paise", paise_or_null(change.before)},
                       {"after_paise", change.after.paise()}});
  Json unknown = Json::array();
  for (const auto& plot : preview.sheet.not_in_layout)
    unknown.push_back({{"row", plot.row}, {"no", plot.no}, {"block", plot.block}});
  return text_of({{"digest", confirmation(table, preview.sheet.problems)},
                  {"priced", preview.sheet.prices.size()},
                  {"changed", changes},
                  {"unchanged", preview.unchanged},
                  {"new_heads", preview.new_heads},
                  {"not_in_layout", unknown},
                  {"not_in_sheet", id_list(preview.sheet.without_price)},
                  {"problems", problems_of(preview.sheet.problems)}});
}

std::string preview_json(const UploadedTable& table, const SettlementPreview& preview) {
  Json settlements = Json::array();
  for (const auto& one : preview.settlements) settlements.push_back(settlement_of(one));
  return text_of({{"digest", confirmation(table, preview.problems)},
                  {"settlements", settlements},
                  {"elsewhere", preview.elsewhere},
                  {"waiting", preview.waiting},
                  {"problems", problems_of(preview.problems)}});
}

std::string preview_json(const UploadedTable& table, const BankPreview& preview) {
  Json rows = Json::array();
  for (const auto& row : preview.rows) rows.push_back(bank_row_of(row));
  return text_of({{"digest", confirmation(table, preview.statement.problems)},
                  {"opening_paise", paise_or_null(preview.statement.opening)},
                  {"closing_paise", paise_or_null(preview.statement.closing)},
                  {"rows", rows},
                  {"left_out", preview.left_out},
                  {"problems", problems_of(preview.statement.problems)}});
}

std::string outcome_json(const RowOutcome& outcome, const ImportSum& sum) {
  auto body = outcome_of(outcome);
  body["done"] = sum.imported + sum.refused;
  body["of"] = sum.bookings;
  return text_of(body);
}

std::string outcomes_json(const std::vector<RowOutcome>& outcomes, const ImportSum& sum) {
  auto body = sum_of(sum);
  body["rows"] = Json::array();
  for (const auto& outcome : outcomes) body["rows"].push_back(outcome_of(outcome));
  return text_of(body);
}

std::string import_sum_json(const ImportSum& sum) {
  return text_of(sum_of(sum));
}

std::string imported_rows_json(std::string_view file, const std::vector<ImportedBooking>& rows,
                               const std::string& position) {
  Json list = Json::array();
  for (const auto& row : rows)
    list.push_back({{"row", row.source.row}, {"booking_id", row.booking.str()}});
  return text_of({{"file", file},
                  {"document", rows.empty() ? Json() : Json(rows[0].source.document.str())},
                  {"imported", rows.size()},
                  {"rows", list},
                  {"position", position}});
}

std::string priced_json(const Answer& answer) {
  Json body = {{"position", to_string(answer.partition, answer.sequence)}};
  const auto* set = answer.record ? find<PricesSet>(answer.record->events) : nullptr;
  body["version"] = set == nullptr ? Json() : Json(set->version);
  body["plots"] = set == nullptr ? 0 : set->plots.size();
  return text_of(body);
}

// One that was imported before has no event; its figures are those of the first time.
std::string settled_json(const std::vector<Answer>& answers, const SettlementPreview& preview) {
  Json list = Json::array();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    auto body = settlement_of(preview.settlements[i]);
    body.erase("known");
    body["position"] = to_string(answers[i].partition, answers[i].sequence);
    list.push_back(std::move(body));
  }
  return text_of({{"settlements", list}});
}

std::string banked_json(const std::vector<Answer>& answers, std::size_t rows) {
  Json matches = Json::array();
  Json document;
  std::size_t fresh = 0;
  for (const auto& answer : answers) {
    if (!answer.record) continue;
    for (const auto& event : answer.record->events) {
      if (const auto* lines = std::get_if<BankLinesImported>(&event)) {
        fresh += lines->lines.size();
        document = lines->document.str();
      }
      if (const auto* match = std::get_if<BankLineMatched>(&event))
        matches.push_back({{"line", match->line},
                           {"kind", match->kind},
                           {"id", match->entity},
                           {"paise", match->amount.paise()}});
    }
  }
  Json body = {{"rows", rows}, {"new", fresh}, {"matched", matches}};
  body["unmatched"] = fresh - matches.size();
  body["document"] = document;
  return text_of(body);
}

}  // namespace ledger
