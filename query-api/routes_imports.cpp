#include <algorithm>
#include <charconv>

#include "query-api/documents/csv.h"
#include "query-api/import_json.h"
#include "query-api/routes.h"
#include "query-api/submit.h"

// What a developer had before: existing bookings, and his price sheet.
namespace ledger {
namespace {

constexpr const char* kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr const char* kNdjson = "application/x-ndjson";

Reply file_reply(std::string bytes, const char* type, const std::string& name) {
  Reply reply;
  reply.type = type;
  reply.body = std::make_shared<const std::string>(std::move(bytes));
  reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return reply;
}

// --- existing bookings ---

Result<Reply> bookings_workbook(const ApiContext& context, Call& call) {
  if (const auto project = context.project(call); !project) return fail(project.error());
  auto form = tables::bookings_form(context.services.clock.now());
  if (!form) return fail(form.error());
  return file_reply(std::move(*form), kXlsx, "existing-bookings.xlsx");
}

// One row a payment; what tells of the booking stands in its first row.
Result<Reply> bookings_csv_form(const ApiContext& context, Call& call) {
  if (const auto project = context.project(call); !project) return fail(project.error());
  const paper::Table form{"",
                          {"Booking no",
                           "Plot",
                           "Block",
                           "Booking date",
                           "Applicant 1 name",
                           "Applicant 1 phone",
                           "Applicant 1 email",
                           "Applicant 1 share %",
                           "Applicant 2 name",
                           "Applicant 2 phone",
                           "Applicant 2 email",
                           "Applicant 2 share %",
                           "Plan",
                           "Price: land",
                           "Price: amenities",
                           "GST: amenities",
                           "Installment 1 label",
                           "Installment 1 due",
                           "Installment 1 amount",
                           "Installment 2 label",
                           "Installment 2 due",
                           "Installment 2 amount",
                           "Total price",
                           "Outstanding",
                           "Payment date",
                           "Payment mode",
                           "UTR",
                           "Payment amount",
                           "Receipt no"},
                          {}};
  return file_reply(paper::csv_of(form, {.byte_order_mark = true}), "text/csv; charset=utf-8",
                    "existing-bookings.csv");
}

bool wants_stream(const Call& call) {
  return call.request.header("Accept").find(kNdjson) != std::string_view::npos;
}

// A line for each booking as it is imported, then the sum.
Reply stream_of(std::shared_ptr<ImportRun> run) {
  Reply reply;
  reply.status = 200;
  reply.type = kNdjson;
  reply.stream = [run = std::move(run), next = std::size_t{0}](Sink& sink) mutable {
    if (next < run->size()) {
      const auto outcome = run->import(next++);
      return sink.write(outcome_json(outcome, run->sum()) + "\n");
    }
    run->settle();
    (void)sink.write(import_sum_json(run->sum()) + "\n");
    return false;
  };
  return reply;
}

Reply whole_of(ImportRun& run) {
  std::vector<RowOutcome> outcomes;
  while (outcomes.size() < run.size()) outcomes.push_back(run.import(outcomes.size()));
  run.settle();
  const bool done = run.sum().refused == 0;
  auto reply = json_reply(done ? 201 : 200, outcomes_json(outcomes, run.sum()));
  if (done && run.sum().fresh == 0) reply.headers.emplace_back("Idempotency-Replayed", "true");
  return reply;
}

Result<Reply> take_bookings(ApiContext& context, Call& call) {
  auto table = uploaded_table(context, call);
  if (!table) return fail(table.error());
  if (auto current = context.catch_up(call.snapshot); !current) return fail(current.error());
  auto preview = preview_bookings(context, call, *table, call.request.body);
  if (auto good = must_be_readable(preview.import.problems); !good) return fail(good.error());
  if (!table->confirmed) return json_reply(200, preview_json(*table, preview));
  if (auto key = envelope_of(call, context.services.vault, table->digest); !key)
    return fail(key.error());
  if (auto good = must_be_without_errors(preview.import.problems); !good) return fail(good.error());
  auto run = std::make_shared<ImportRun>(context, call, std::move(*table), std::move(preview));
  if (auto kept = run->keep(call.request.body); !kept) return fail(kept.error());
  return wants_stream(call) ? stream_of(std::move(run)) : whole_of(*run);
}

// How far the import of a file has come, whoever gave it.
Result<Reply> show_import(const ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  const auto& file = call.request.param("file");
  std::vector<ImportedBooking> rows;
  for (auto& [print, booking] : imported_before(portal_rows(call), project->project))
    if (file.size() == 64 && booking.source.file == short_file(file)) rows.push_back(booking);
  if (rows.empty()) return fail(ErrorCode::kNotFound, "import-unknown", "there was no such import");
  std::ranges::sort(rows, {}, [](const auto& one) { return one.source.row; });
  return json_reply(200, imported_rows_json(file, rows, to_string(call.snapshot->position())));
}

// The file as it was uploaded.
Result<Reply> show_file(const ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  const auto& document = call.request.param("document");
  auto file = kept_file(context.services, project->project, Digest(document));
  if (!file) return fail(file.error());
  const bool workbook = file->starts_with("PK");
  return file_reply(std::move(*file), workbook ? kXlsx : "text/csv; charset=utf-8",
                    document.substr(0, 16) + (workbook ? ".xlsx" : ".csv"));
}

// --- price sheets ---

Result<Reply> price_form(const ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  auto form =
      tables::price_sheet_form(known_plots(call, project->project), context.services.clock.now());
  if (!form) return fail(form.error());
  return file_reply(std::move(*form), kXlsx, project->project.str() + "-prices.xlsx");
}

// ?tax_basis_points=, of heads that are new.
Result<std::optional<int>> new_tax(const Call& call) {
  const auto text = call.request.query_value("tax_basis_points");
  if (!text) return std::nullopt;
  int points = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), points);
  if (error == std::errc() && end == text->data() + text->size() && points >= 0 &&
      points <= kBasisPoints)
    return points;
  return fail(Error{ErrorCode::kInvalid,
                    "invalid-request",
                    "tax_basis_points is a number from 0 to 10000",
                    {{"tax_basis_points", "is not a number from 0 to 10000"}}});
}

Result<Reply> take_prices(ApiContext& context, Call& call) {
  const auto table = uploaded_table(context, call);
  if (!table) return fail(table.error());
  const auto tax = new_tax(call);
  if (!tax) return fail(tax.error());
  if (auto current = context.catch_up(call.snapshot); !current) return fail(current.error());
  auto preview = preview_prices(call, *table, call.request.body, *tax);
  if (auto good = must_be_readable(preview.sheet.problems); !good) return fail(good.error());
  if (!table->confirmed) return json_reply(200, preview_json(*table, preview));
  auto envelope = envelope_of(call, context.services.vault, table->digest);
  if (!envelope) return fail(envelope.error());
  if (auto good = must_be_without_errors(preview.sheet.problems); !good) return fail(good.error());
  auto answer = decide_at(context, call, table->project.partition,
                          {std::move(*envelope), std::move(preview.command)});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, 201, priced_json(*answer));
}

}  // namespace

void add_import_routes(Routes& routes, ApiContext& context) {
  const std::string project = "/v1/projects/{project}";
  routes.add("GET", project + "/imports/bookings/form.xlsx",
             [&](Call& call) { return bookings_workbook(context, call); });
  routes.add("GET", project + "/imports/bookings/form.csv",
             [&](Call& call) { return bookings_csv_form(context, call); });
  routes.add("GET", project + "/imports/bookings/{file}",
             [&](Call& call) { return show_import(context, call); });
  routes.add("GET", project + "/files/{document}",
             [&](Call& call) { return show_file(context, call); });
  routes.add(
      "POST", project + "/imports/bookings",
      [&](Call& call) { return take_bookings(context, call); }, BodyClass::kUpload);
  routes.add("GET", project + "/prices/sheet.xlsx",
             [&](Call& call) { return price_form(context, call); });
  routes.add(
      "POST", project + "/prices/sheet", [&](Call& call) { return take_prices(context, call); },
      BodyClass::kUpload);
}

}  // namespace ledger
