#include <algorithm>

#include "projectors/portal_papers.h"
#include "query-api/bookings.h"
#include "query-api/documents/csv.h"
#include "query-api/documents/xlsx.h"
#include "query-api/paper_issued.h"
#include "query-api/paper_json.h"
#include "query-api/paper_letters.h"
#include "query-api/paper_reply.h"
#include "query-api/paper_statement.h"
#include "query-api/routes.h"

// A booking's papers, for its buyer and for staff.
namespace ledger {
namespace {

using Find = Result<BookingFacts> (*)(const ApiContext&, Call&);

// Whose papers: the path's {booking}, found for a buyer or for staff; and the language.
struct Asked {
  BookingFacts booking;
  Press press;
};

Result<Asked> asked(const ApiContext& context, Call& call, Find find) {
  const auto language = language_of(call);
  if (!language) return fail(language.error());
  auto booking = find(context, call);
  if (!booking) return fail(booking.error());
  return Asked{std::move(*booking), {context, call.snapshot, *language}};
}

tl::unexpected<Error> no_such_paper() {
  return fail(ErrorCode::kNotFound, "not-found", "this booking has no such paper");
}

// The path's {number}, with or without ".pdf".
std::string number_of(const Call& call) {
  auto number = call.request.param("number");
  if (number.ends_with(".pdf")) number.resize(number.size() - 4);
  return number;
}

Result<Reply> pdf(const Call& call, std::string_view name, Result<std::string> bytes) {
  if (!bytes) return fail(bytes.error());
  return file_reply(call.request, PaperFormat::kPdf, name, std::move(*bytes));
}

Result<Reply> show_paper(const ApiContext& context, Call& call, Find find) {
  const auto of = asked(context, call, find);
  if (!of) return fail(of.error());
  const auto row = portal::paper(portal_rows(call), of->booking.booking.booking, number_of(call));
  if (!row || row->demand != nullptr) return no_such_paper();
  return pdf(call, row->number, pdf_of_issued(of->press, *row, of->booking.project));
}

// The path's {demand} is the part after the booking's id: "D1".
Result<Reply> show_demand(const ApiContext& context, Call& call, Find find) {
  const auto of = asked(context, call, find);
  if (!of) return fail(of.error());
  const auto id = of->booking.booking.booking.str() + "/" + call.request.param("demand");
  const auto& demands = of->booking.booking.demands;
  const auto found = std::ranges::find_if(demands, [&](const auto& d) { return d->demand == id; });
  const bool draft = found != demands.end() && (*found)->sent_day == 0;
  if (found == demands.end() || (draft && find == own_booking)) return no_such_paper();
  return pdf(call, id, demand_pdf(of->press, of->booking, **found));
}

Result<Reply> show_letter(const ApiContext& context, Call& call, Find find,
                          paper::TemplateKind kind) {
  const auto of = asked(context, call, find);
  if (!of) return fail(of.error());
  const auto name = of->booking.booking.booking.str() + "-" + std::string(paper::to_string(kind));
  return pdf(call, name, letter_pdf(of->press, of->booking, kind));
}

// --- reports ---

paper::WorkbookInfo info_of(const paper::Paper& head, const paper::Table& table) {
  return {table.name, head.issuer.developer, head.recorded_at};
}

// Any report in the form asked for; its JSON is made by `json`.
template <class Report, class AsJson>
Result<Reply> reply_with(const Call& call, PaperFormat format, const std::string& name,
                         const Report& report, const AsJson& json) {
  const auto send = [&](Result<std::string> bytes) -> Result<Reply> {
    if (!bytes) return fail(bytes.error());
    return file_reply(call.request, format, name, std::move(*bytes));
  };
  switch (format) {
    case PaperFormat::kJson:
      return send(json());
    case PaperFormat::kPdf:
      return send(paper::pdf_of(report));
    case PaperFormat::kCsv:
      return send(paper::csv_of(paper::table_of(report)));
    case PaperFormat::kXlsx:
      break;
  }
  const auto table = paper::table_of(report);
  return send(paper::xlsx_of({table}, info_of(report.paper, table)));
}

Result<Reply> show_statement(const ApiContext& context, Call& call, Find find, PaperFormat format) {
  const auto of = asked(context, call, find);
  if (!of) return fail(of.error());
  const auto range = range_of(call, of->booking);
  if (!range) return fail(range.error());
  const auto statement = statement_of(of->press, of->booking, *range);
  if (!statement) return fail(statement.error());
  const auto as_of = call.request.query_value("as_of").value_or("");
  const auto name = of->booking.booking.booking.str() + "-statement-" + date_text(range->from) +
                    "-" + date_text(range->to);
  return reply_with(call, format, name, *statement, [&]() -> Result<std::string> {
    return statement_json(*statement, of->booking, as_of);
  });
}

Result<Reply> show_year(const ApiContext& context, Call& call, Find find, PaperFormat format) {
  const auto of = asked(context, call, find);
  if (!of) return fail(of.error());
  const auto year = parse_financial_year(call.request.param("year"));
  if (!year) return fail(year.error());
  const auto report = fy_report_of(of->press, of->booking, *year);
  if (!report) return fail(report.error());
  const auto name = of->booking.booking.booking.str() + "-" + paper::year_range(*year);
  return reply_with(call, format, name, *report,
                    [&]() -> Result<std::string> { return fy_report_json(*report, of->booking); });
}

void add_papers_of(Routes& routes, ApiContext& context, const std::string& booking, Find find) {
  const auto issued = [&context, find](Call& call) { return show_paper(context, call, find); };
  routes.add("GET", booking + "/papers/{number...}", issued);
  routes.add("GET", booking + "/receipts/{number...}", issued);
  routes.add("GET", booking + "/demands/{demand}.pdf",
             [&context, find](Call& call) { return show_demand(context, call, find); });
  for (const auto kind : {paper::TemplateKind::kAllotment, paper::TemplateKind::kAgreement}) {
    routes.add(
        "GET", booking + "/" + std::string(paper::to_string(kind)) + ".pdf",
        [&context, find, kind](Call& call) { return show_letter(context, call, find, kind); });
  }
  add_report(routes, booking + "/statement", [&context, find](Call& call, PaperFormat format) {
    return show_statement(context, call, find, format);
  });
  add_report(routes, booking + "/financial-years/{year}",
             [&context, find](Call& call, PaperFormat format) {
               return show_year(context, call, find, format);
             });
}

}  // namespace

void add_paper_routes(Routes& routes, ApiContext& context) {
  add_papers_of(routes, context, "/v1/me/bookings/{booking}", own_booking);
  add_papers_of(routes, context, "/v1/bookings/{booking}", staff_booking);
}

}  // namespace ledger
