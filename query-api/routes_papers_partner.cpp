#include "query-api/documents/csv.h"
#include "query-api/documents/xlsx.h"
#include "query-api/paper_commission.h"
#include "query-api/paper_reply.h"
#include "query-api/routes.h"

// A partner's commission statement.
namespace ledger {
namespace {

Result<std::string> bytes_of(const paper::CommissionStatement& statement, PaperFormat format) {
  if (format == PaperFormat::kPdf) return paper::pdf_of(statement);
  const auto table = paper::table_of(statement);
  if (format == PaperFormat::kCsv) return paper::csv_of(table);
  const auto& head = statement.paper;
  return paper::xlsx_of({table}, {table.name, head.issuer.developer, head.recorded_at});
}

Result<Reply> show(const ApiContext& context, Call& call, PaperFormat format) {
  const auto language = language_of(call);
  if (!language) return fail(language.error());
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  const auto partner = call.request.param("partner");
  const auto statement =
      commission_of({context, call.snapshot, *language}, call, *project, partner);
  if (!statement) return fail(statement.error());
  auto bytes = bytes_of(*statement, format);
  if (!bytes) return fail(bytes.error());
  return file_reply(call.request, format, "commission-" + partner, std::move(*bytes));
}

}  // namespace

void add_partner_paper_routes(Routes& routes, ApiContext& context) {
  for (const auto& [suffix, format] :
       {std::pair{".pdf", PaperFormat::kPdf}, std::pair{".csv", PaperFormat::kCsv},
        std::pair{".xlsx", PaperFormat::kXlsx}}) {
    routes.add("GET", std::string("/v1/projects/{project}/commission/{partner}") + suffix,
               [&context, format = format](Call& call) { return show(context, call, format); });
  }
}

}  // namespace ledger
