#include "query-api/import_json.h"
#include "query-api/routes.h"
#include "query-api/staff_command.h"
#include "writer/money_json.h"

// What the gateway and the bank say: settlements by file or asked for, and the bank's statement.
namespace ledger {
namespace {

constexpr std::size_t kRowsADecision = 1000;

// Several decisions of one request, each under a key of its own derived from the request's: a
// repeated request finishes what a crash left half done.
using Decisions = tl::expected<std::vector<Answer>, Reply>;

class Deciding {
 public:
  Deciding(ApiContext& context, const Call& call, Envelope envelope, Partition partition)
      : context_(context), call_(call), envelope_(std::move(envelope)), partition_(partition) {}

  // False: refused, and what to answer is kept.
  bool decide(const std::string& part, Command command) {
    auto envelope = envelope_;
    envelope.key += "/" + part;
    auto answer = decide_at(context_, call_, partition_, {std::move(envelope), std::move(command)});
    if (answer) {
      answers_.push_back(std::move(*answer));
    } else {
      refusal_ = std::move(answer.error());
    }
    return !refusal_;
  }

  Decisions take() {
    if (!answers_.empty()) wait_until_visible(context_, answers_.back());
    if (refusal_) return tl::make_unexpected(std::move(*refusal_));
    return std::move(answers_);
  }

 private:
  ApiContext& context_;
  const Call& call_;
  const Envelope envelope_;
  const Partition partition_;
  std::vector<Answer> answers_;
  std::optional<Reply> refusal_;
};

// --- settlements ---

Result<Reply> import_settlements(ApiContext& context, Call& call, Envelope envelope,
                                 const UploadedTable& table, const SettlementPreview& preview) {
  if (auto good = must_be_without_errors(preview.problems); !good) return fail(good.error());
  Deciding deciding(context, call, std::move(envelope), table.project.partition);
  for (const auto& one : preview.settlements)
    if (!deciding.decide(one.command.settlement, one.command)) break;
  auto answers = deciding.take();
  if (!answers) return std::move(answers.error());
  return json_reply(201, settled_json(*answers, preview));
}

Result<Reply> take_settlement(ApiContext& context, Call& call) {
  const auto table = uploaded_table(context, call);
  if (!table) return fail(table.error());
  if (auto current = context.catch_up(call.snapshot); !current) return fail(current.error());
  const auto preview =
      preview_settlements(call, *table, tables::read_settlement(call.request.body));
  if (auto good = must_be_readable(preview.problems); !good) return fail(good.error());
  if (!table->confirmed) return json_reply(200, preview_json(*table, preview));
  auto envelope = envelope_of(call, context.services.vault, table->digest);
  if (!envelope) return fail(envelope.error());
  return import_settlements(context, call, std::move(*envelope), *table, preview);
}

Result<UploadedTable> asked_of_gateway(const ApiContext& context, Call& call) {
  UploadedTable table;
  auto project = context.project(call);
  if (!project) return fail(project.error());
  table.project = std::move(*project);
  table.zone = fixed_zone(table.project.timezone).value_or(kIndia);
  table.today = day_of(context.services.clock.now(), table.zone);
  table.confirmed = call.request.query_value("dry_run") != "true";
  return table;
}

// {"date"}: asks the gateway what it settled on that Indian day; ?dry_run=true only looks.
Result<Reply> fetch_settlement(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  const auto table = asked_of_gateway(context, call);
  if (!table) return fail(table.error());
  const auto day = parse_close_day(table->project.project, call.request.body);
  if (!day) return fail(day.error());
  if (!context.services.settled_on)
    return fail(ErrorCode::kUnavailable, "no-gateway", "this node has no payment gateway");
  const auto items = context.services.settled_on(day->day);
  if (!items) return fail(items.error());
  if (auto current = context.catch_up(call.snapshot); !current) return fail(current.error());
  const auto preview = preview_settlements(call, *table, report_of(*items));
  if (!table->confirmed) return json_reply(200, preview_json(*table, preview));
  return import_settlements(context, call, std::move(*envelope), *table, preview);
}

MakeAtProject undo_settlement() {
  return [](const rows::ProjectRowT& project, std::string_view body) -> Result<Made> {
    auto command = parse_undo_settlement(project.project, body);
    if (!command) return fail(command.error());
    return Made{std::move(*command)};
  };
}

// --- the bank ---

Result<bool> all_debits(const Call& call) {
  const auto asked = call.request.query_value("debits").value_or("known");
  if (asked == "known" || asked == "all") return asked == "all";
  return fail(Error{ErrorCode::kInvalid,
                    "invalid-request",
                    "debits is known or all",
                    {{"debits", "is neither known nor all"}}});
}

// All rows go in; those that are known the decision passes over. The file is kept if any is new.
Result<Reply> import_bank(ApiContext& context, Call& call, Envelope envelope,
                          const UploadedTable& table, const BankPreview& preview) {
  if (auto good = must_be_without_errors(preview.statement.problems); !good)
    return fail(good.error());
  ImportBankLines command{table.project.project, {}, {}};
  if (preview.brings_news()) {
    auto kept = keep_file(context.services, table.project.project, call.request.body);
    if (!kept) return fail(kept.error());
    command.document = kept->document;
    envelope.keys.push_back(std::move(kept->key));
  }
  Deciding deciding(context, call, std::move(envelope), table.project.partition);
  const auto& rows = preview.rows;
  for (std::size_t from = 0; from < rows.size(); from += kRowsADecision) {
    command.lines.clear();
    for (auto i = from; i < std::min(from + kRowsADecision, rows.size()); ++i)
      command.lines.push_back(rows[i].line);
    if (!deciding.decide(std::to_string(from), command)) break;
  }
  auto answers = deciding.take();
  if (!answers) return std::move(answers.error());
  return json_reply(201, banked_json(*answers, rows.size()));
}

Result<Reply> take_statement(ApiContext& context, Call& call) {
  const auto table = uploaded_table(context, call);
  if (!table) return fail(table.error());
  const auto all = all_debits(call);
  if (!all) return fail(all.error());
  if (auto current = context.catch_up(call.snapshot); !current) return fail(current.error());
  const auto preview = preview_bank(call, context.services.vault, *table, call.request.body, *all);
  if (auto good = must_be_readable(preview.statement.problems); !good) return fail(good.error());
  if (!table->confirmed) return json_reply(200, preview_json(*table, preview));
  auto envelope = envelope_of(call, context.services.vault, table->digest);
  if (!envelope) return fail(envelope.error());
  return import_bank(context, call, std::move(*envelope), *table, preview);
}

}  // namespace

void add_upload_routes(Routes& routes, ApiContext& context) {
  const std::string project = "/v1/projects/{project}";
  routes.add(
      "POST", project + "/settlements/file",
      [&](Call& call) { return take_settlement(context, call); }, BodyClass::kUpload);
  routes.add("POST", project + "/settlements/fetch",
             [&](Call& call) { return fetch_settlement(context, call); });
  routes.add("POST", project + "/settlements/undo", at_project(context, undo_settlement()));
  routes.add(
      "POST", project + "/bank/file", [&](Call& call) { return take_statement(context, call); },
      BodyClass::kUpload);
}

}  // namespace ledger
