#include "query-api/paper_json.h"

#include <algorithm>
#include <array>

#include "query-api/json_parts.h"

namespace ledger {
namespace {

using paper::Issuer;

struct Field {
  const char* name;
  std::string Issuer::* member;
  std::size_t longest;
};

constexpr std::array<Field, 10> kFields{{
    {"developer", &Issuer::developer, 200},
    {"address", &Issuer::address, 500},
    {"gstin", &Issuer::gstin, 15},
    {"state", &Issuer::state, 60},
    {"state_code", &Issuer::state_code, 2},
    {"phone", &Issuer::phone, 40},
    {"email", &Issuer::email, 254},
    {"website", &Issuer::website, 200},
    {"signatory", &Issuer::signatory, 100},
    {"signatory_office", &Issuer::signatory_office, 100},
}};

// Two digits of the State, a PAN, and three more.
bool is_gstin(std::string_view text) {
  constexpr std::string_view kShape = "99AAAAA9999AXXX";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    const bool capital = text[i] >= 'A' && text[i] <= 'Z';
    if (kShape[i] == '9' ? !digit : kShape[i] == 'A' ? !capital : !(digit || capital)) return false;
  }
  return true;
}

void check(const Issuer& issuer, std::vector<Fault>& faults) {
  if (issuer.developer.empty()) faults.push_back({"/developer", "is missing"});
  if (!issuer.gstin.empty() && !is_gstin(issuer.gstin))
    faults.push_back({"/gstin", "is not a GSTIN"});
  if (!issuer.gstin.empty() && issuer.state.empty())
    faults.push_back({"/state", "is needed with a GSTIN: it is the place of supply"});
  if (!issuer.state_code.empty() && !issuer.gstin.empty() &&
      !issuer.gstin.starts_with(issuer.state_code))
    faults.push_back({"/state_code", "is not the State of the GSTIN"});
}

void read_field(const std::string& name, const Json& value, Issuer& to,
                std::vector<Fault>& faults) {
  const auto* field = std::ranges::find_if(kFields, [&](const auto& f) { return f.name == name; });
  if (field == kFields.end()) {
    faults.push_back({"/" + name, "is not known here"});
  } else if (!value.is_string() || value.get<std::string>().size() > field->longest) {
    faults.push_back(
        {"/" + name, "is text of at most " + std::to_string(field->longest) + " bytes"});
  } else {
    to.*field->member = value.get<std::string>();
  }
}

Json cited_json(const std::vector<std::string>& numbers) {
  Json list = Json::array();
  for (const auto& number : numbers) list.push_back(number);
  return list;
}

Json ageing_json(const std::optional<paper::Ageing>& ageing, const std::string& currency) {
  if (!ageing) return {};
  return {{"not_yet_due", money_json(ageing->not_yet_due, currency)},
          {"days_1_30", money_json(ageing->days_1_30, currency)},
          {"days_31_60", money_json(ageing->days_31_60, currency)},
          {"days_61_90", money_json(ageing->days_61_90, currency)},
          {"over_90", money_json(ageing->over_90, currency)}};
}

Json month_json(const paper::FyMonth& month, const std::string& currency) {
  return {{"principal", money_json(month.principal, currency)},
          {"tax", money_json(month.tax, currency)},
          {"interest", money_json(month.interest, currency)},
          {"refunded", money_json(month.refunded, currency)},
          {"paid", money_json(paper::paid_in(month), currency)}};
}

Json entry_json(const TemplateEntry& entry) {
  return {{"kind", entry.kind},
          {"lang", entry.language},
          {"version", entry.version},
          {"default", entry.version == 0},
          {"at", time_json(entry.at)},
          {"position", entry.position.empty() ? Json() : Json(entry.position)}};
}

}  // namespace

Result<Issuer> parse_letterhead(std::string_view body) {
  const auto json = Json::parse(body, nullptr, false);
  if (!json.is_object())
    return fail(ErrorCode::kInvalid, "malformed-json", "the body must be a JSON object");
  Issuer issuer;
  std::vector<Fault> faults;
  for (const auto& [name, value] : json.items()) read_field(name, value, issuer, faults);
  check(issuer, faults);
  if (!faults.empty())
    return fail(Error{ErrorCode::kInvalid, "invalid-request", "the letterhead has faults", faults});
  if (issuer.state_code.empty()) issuer.state_code = issuer.gstin.substr(0, 2);
  return issuer;
}

std::string letterhead_json(const Issuer& issuer) {
  Json body = Json::object();
  for (const auto& field : kFields) {
    const auto& value = issuer.*field.member;
    if (!value.empty()) body[field.name] = value;
  }
  return text_of(body);
}

std::string verified_json(const Verified& verified) {
  const auto& row = verified.paper;
  return text_of({{"number", row.number},
                  {"genuine", true},
                  {"kind", row.kind},
                  {"state", verified.state},
                  {"void", row.voided},
                  {"date", date_text(row.day)},
                  {"amount", money_json(row.amount, row.booking->currency)},
                  {"plots", id_list(row.booking->plots)},
                  {"project", verified.project},
                  {"voided_at", time_json(row.voided_at)},
                  {"corrected_by", cited_json(verified.corrected_by)},
                  {"recorded_at", time_json(row.at)},
                  {"position", row.position}});
}

std::string statement_json(const paper::Statement& statement, const BookingFacts& booking,
                           std::string_view as_of) {
  const auto& currency = booking.booking.currency;
  Json lines = Json::array();
  auto balance = statement.opening;
  for (const auto& line : statement.lines) {
    balance += line.debit - line.credit;
    lines.push_back({{"date", date_text(line.value_date)},
                     {"recorded_on", date_text(line.recorded_on)},
                     {"kind", line.what},
                     {"detail", line.detail.empty() ? Json() : Json(line.detail)},
                     {"reference", line.reference.empty() ? Json() : Json(line.reference)},
                     {"debit", money_json(line.debit, currency)},
                     {"credit", money_json(line.credit, currency)},
                     {"balance", money_json(balance, currency)},
                     {"correction", line.correction}});
  }
  return text_of({{"booking_id", booking.booking.booking.str()},
                  {"from", date_text(statement.from)},
                  {"to", date_text(statement.to)},
                  {"as_of", as_of.empty() ? Json() : Json(as_of)},
                  {"opening", money_json(statement.opening, currency)},
                  {"lines", lines},
                  {"closing", money_json(paper::closing_of(statement), currency)},
                  {"ageing", ageing_json(statement.ageing, currency)},
                  {"position", statement.paper.position}});
}

std::string fy_report_json(const paper::FyReport& report, const BookingFacts& booking) {
  const auto& currency = booking.booking.currency;
  Json months = Json::array();
  for (std::size_t i = 0; i < report.months.size(); ++i) {
    const auto month = (i + 3) % 12 + 1;
    const int year = report.financial_year + (month < 4 ? 1 : 0);
    Json entry = {
        {"month", std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month)}};
    entry.update(month_json(report.months.at(i), currency));
    months.push_back(std::move(entry));
  }
  Json body = {{"booking_id", booking.booking.booking.str()},
               {"financial_year", paper::year_range(report.financial_year)},
               {"months", months},
               {"total", month_json(paper::total_of(report), currency)}};
  body["outstanding"] = report.outstanding ? money_json(*report.outstanding, currency) : Json();
  body["position"] = report.paper.position;
  return text_of(body);
}

std::string templates_json(const std::vector<TemplateEntry>& entries, paper::Language language) {
  const bool hindi = language == paper::Language::kHindi;
  Json list = Json::array();
  for (const auto& entry : entries) list.push_back(entry_json(entry));
  Json names = Json::object();
  for (const auto kind : {paper::TemplateKind::kAgreement, paper::TemplateKind::kAllotment,
                          paper::TemplateKind::kReceipt, paper::TemplateKind::kDemand,
                          paper::TemplateKind::kIntroduction}) {
    Json known = Json::array();
    for (const auto& one : paper::placeholders(kind))
      known.push_back(
          {{"name", one.name}, {"meaning", hindi ? one.hindi : one.english}, {"block", one.block}});
    names[std::string(paper::to_string(kind))] = std::move(known);
  }
  return text_of({{"templates", list}, {"placeholders", names}});
}

std::string template_json(const TemplateEntry& entry, std::string_view text) {
  Json body = entry_json(entry);
  body["text"] = text;
  return text_of(body);
}

}  // namespace ledger
