#include <array>
#include <charconv>

#include "events/hash.h"
#include "projectors/lookup.h"
#include "projectors/terms.h"
#include "query-api/bookings.h"
#include "query-api/paper_json.h"
#include "query-api/paper_letters.h"
#include "query-api/paper_reply.h"
#include "query-api/routes.h"
#include "query-api/staff_command.h"

// A project's own texts and the head of its papers: checked whole before anything is stored, then
// stored beside the log and named by an event. Every version stays.
namespace ledger {
namespace {

using paper::Language;
using paper::TemplateKind;

constexpr std::array kKinds = {TemplateKind::kAgreement, TemplateKind::kAllotment,
                               TemplateKind::kReceipt, TemplateKind::kDemand,
                               TemplateKind::kIntroduction};
constexpr std::array kLanguages = {Language::kEnglish, Language::kHindi};

// What the path's {kind} and ?lang= ask for.
struct AskedText {
  rows::ProjectRowT project;
  TemplateKind kind = TemplateKind::kAgreement;
  Language language = Language::kEnglish;
};

Result<AskedText> asked_text(const ApiContext& context, Call& call) {
  const auto kind = paper::template_kind(call.request.param("kind"));
  if (!kind) return fail(ErrorCode::kNotFound, "not-found", "there is no template of this kind");
  const auto language = language_of(call);
  if (!language) return fail(language.error());
  auto project = context.project(call);
  if (!project) return fail(project.error());
  return AskedText{std::move(*project), *kind, *language};
}

TemplateEntry entry_of(const Rows& rows, const ProjectId& project, std::string kind,
                       Language language, std::uint32_t version = 0) {
  TemplateEntry entry{std::move(kind), std::string(code_of(language)), 0, {}, {}};
  if (const auto row = terms::template_of(rows, project, entry.kind, entry.language, version)) {
    entry.version = row->set->version;
    entry.at = row->at;
    entry.position = row->position;
  }
  return entry;
}

Result<Reply> list_templates(const ApiContext& context, Call& call) {
  const auto language = language_of(call);
  if (!language) return fail(language.error());
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  std::vector<TemplateEntry> entries;
  for (const auto in : kLanguages) {
    for (const auto kind : kKinds)
      entries.push_back(
          entry_of(terms_rows(call), project->project, std::string(paper::to_string(kind)), in));
    entries.push_back(entry_of(terms_rows(call), project->project, std::string(kLetterhead), in));
  }
  return json_reply(200, templates_json(entries, *language));
}

Result<std::uint32_t> version_of(const Call& call) {
  const auto text = call.request.query_value("version").value_or("0");
  std::uint32_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error == std::errc() && end == text.data() + text.size()) return version;
  return fail(Error{ErrorCode::kInvalid,
                    "invalid-request",
                    "version is a number from 1 on",
                    {{"version", "is not a number"}}});
}

Result<Reply> show_template(const ApiContext& context, Call& call) {
  const auto of = asked_text(context, call);
  if (!of) return fail(of.error());
  const auto version = version_of(call);
  if (!version) return fail(version.error());
  const std::string kind(paper::to_string(of->kind));
  const auto row = terms::template_of(terms_rows(call), of->project.project, kind,
                                      std::string(code_of(of->language)), *version);
  if (!row && *version != 0)
    return fail(ErrorCode::kNotFound, "not-found", "there is no such version");
  const auto entry = entry_of(terms_rows(call), of->project.project, kind, of->language, *version);
  if (!row)
    return json_reply(200, template_json(entry, paper::default_template(of->kind, of->language)));
  const auto text = context.services.log.documents().get(row->set->document);
  if (!text) return fail(text.error());
  return json_reply(200, template_json(entry, *text));
}

// The text goes beside the log first: no event ever names one that is missing.
Result<Reply> store_text(ApiContext& context, Call& call, const rows::ProjectRowT& project,
                         std::string_view kind, Language language, std::string_view text) {
  auto envelope = envelope_of(call, context.services.vault, hex(sha256(call.request.body)));
  if (!envelope) return fail(envelope.error());
  SetTemplate command{project.project, std::string(kind), std::string(code_of(language)),
                      Digest(hex(sha256(text)))};
  if (auto put = context.services.log.documents().put(command.document, text); !put)
    return fail(put.error());
  return decide_and_tell(context, call, std::move(*envelope), project.partition,
                         {std::move(command)});
}

Result<Reply> set_template(ApiContext& context, Call& call) {
  const auto of = asked_text(context, call);
  if (!of) return fail(of.error());
  if (const auto parsed = paper::parse_template(of->kind, call.request.body); !parsed)
    return fail(parsed.error());
  return store_text(context, call, of->project, paper::to_string(of->kind), of->language,
                    call.request.body);
}

Result<Reply> set_letterhead(ApiContext& context, Call& call) {
  const auto language = language_of(call);
  if (!language) return fail(language.error());
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  const auto issuer = parse_letterhead(call.request.body);
  if (!issuer) return fail(issuer.error());
  return store_text(context, call, *project, kLetterhead, *language, letterhead_json(*issuer));
}

Result<Reply> show_letterhead(const ApiContext& context, Call& call) {
  const auto language = language_of(call);
  if (!language) return fail(language.error());
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  const auto issuer = issuer_of({context, call.snapshot, *language}, *project, "");
  if (!issuer) return fail(issuer.error());
  return json_reply(200, letterhead_json(*issuer));
}

// ?booking=, of this project and among those that the key may see; nothing if it is not said.
Result<std::optional<BookingFacts>> preview_booking(const ApiContext& context, Call& call,
                                                    const rows::ProjectRowT& project) {
  const auto id = call.request.query_value("booking");
  if (!id) return std::nullopt;
  const auto place = lookup::booking(lookup_rows(call), *id);
  auto booking = place ? portal::booking(portal_rows(call), place->booking) : std::nullopt;
  if (!booking || booking->project != project.project)
    return fail(ErrorCode::kNotFound, "booking-unknown", "there is no such booking");
  return booking_facts(context, *call.snapshot, std::move(*booking), project);
}

// Nothing is stored and nothing decided, so that no Idempotency-Key is asked for.
Result<Reply> preview_template(const ApiContext& context, Call& call) {
  const auto of = asked_text(context, call);
  if (!of) return fail(of.error());
  const auto parsed = paper::parse_template(of->kind, call.request.body);
  if (!parsed) return fail(parsed.error());
  const auto booking = preview_booking(context, call, of->project);
  if (!booking) return fail(booking.error());
  auto preview = template_preview({context, call.snapshot, of->language}, *parsed,
                                  *booking ? &**booking : nullptr);
  if (!preview) return fail(preview.error());
  auto reply = json_reply(200, std::move(*preview));
  const bool message = of->kind == TemplateKind::kIntroduction;
  reply.type = message ? "text/plain; charset=utf-8" : media_type(PaperFormat::kPdf);
  return reply;
}

}  // namespace

void add_template_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/projects/{project}/templates",
             [&](Call& call) { return list_templates(context, call); });
  routes.add("GET", "/v1/projects/{project}/templates/{kind}",
             [&](Call& call) { return show_template(context, call); });
  routes.add(
      "PUT", "/v1/projects/{project}/templates/{kind}",
      [&](Call& call) { return set_template(context, call); }, BodyClass::kUpload);
  routes.add(
      "POST", "/v1/projects/{project}/templates/{kind}/preview",
      [&](Call& call) { return preview_template(context, call); }, BodyClass::kUpload);
  routes.add("GET", "/v1/projects/{project}/letterhead",
             [&](Call& call) { return show_letterhead(context, call); });
  routes.add("PUT", "/v1/projects/{project}/letterhead",
             [&](Call& call) { return set_letterhead(context, call); });
}

}  // namespace ledger
