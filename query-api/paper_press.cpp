#include "query-api/paper_press.h"

#include "events/person.h"
#include "projectors/terms.h"
#include "query-api/paper_json.h"

namespace ledger {
namespace {

using paper::Language;

Sequence sequence_in(std::string_view position) {
  const auto parsed = parse_position(position);
  return parsed && !parsed->parts().empty() ? parsed->parts().begin()->second : 0;
}

Language other_than(Language language) {
  return language == Language::kHindi ? Language::kEnglish : Language::kHindi;
}

std::string erased(Language language) {
  return language == Language::kHindi ? "(मिटाया गया)" : "(erased)";
}

// "B:12" is plot 12 of block B.
paper::Plot plot_named(const std::string& id) {
  const auto colon = id.find(':');
  if (colon == std::string::npos) return {.no = id};
  return {.no = id.substr(colon + 1), .block = id.substr(0, colon)};
}

paper::Applicant applicant_of(const Press& press, const wire::ApplicantT& from) {
  paper::Applicant to;
  to.share_basis_points = from.share_basis_points;
  to.name = erased(press.language);
  if (!from.details) return to;
  const auto box = press.context.services.vault.open_box(*from.details);
  if (!box) return to;
  const auto person = unpack(*box);
  if (!person) return to;
  to.name = person->name;
  to.address = person->address;
  to.phone = person->phone;
  to.email = person->email;
  to.pan = person->pan;
  to.gstin = person->gstin;
  to.state = person->state;
  return to;
}

std::optional<rows::TemplateRowT> row_in_force(const Press& press, const ProjectId& project,
                                               const std::string& kind, std::string_view position) {
  const Rows& rows = press.snapshot->rows(terms::kView);
  const std::string language(code_of(press.language));
  auto row = terms::template_of(rows, project, kind, language);
  while (row && !position.empty() && sequence_in(row->position) > sequence_in(position)) {
    const auto version = row->set->version;
    if (version <= 1) return std::nullopt;
    row = terms::template_of(rows, project, kind, language, version - 1);
  }
  return row;
}

}  // namespace

std::string_view code_of(Language language) {
  return language == Language::kHindi ? "hi" : "en";
}

Result<std::optional<StoredText>> text_in_force(const Press& press, const ProjectId& project,
                                                std::string_view kind, std::string_view position) {
  const auto row = row_in_force(press, project, std::string(kind), position);
  if (!row) return std::nullopt;
  auto text = press.context.services.log.documents().get(row->set->document);
  if (!text) return fail(text.error());
  return StoredText{row->set->version, std::move(*text)};
}

Result<paper::Template> template_in_force(const Press& press, const ProjectId& project,
                                          paper::TemplateKind kind, std::string_view position) {
  const auto own = text_in_force(press, project, paper::to_string(kind), position);
  if (!own) return fail(own.error());
  if (*own) return paper::parse_template(kind, (*own)->text);
  return paper::parse_template(kind, paper::default_template(kind, press.language));
}

Result<paper::Issuer> issuer_of(const Press& press, const rows::ProjectRowT& project,
                                std::string_view position) {
  for (const auto language : {press.language, other_than(press.language)}) {
    const Press in{press.context, press.snapshot, language};
    const auto text = text_in_force(in, project.project, kLetterhead, position);
    if (!text) return fail(text.error());
    if (!*text) continue;
    auto issuer = parse_letterhead((*text)->text);
    if (!issuer) return fail(issuer.error());
    issuer->project = project.name;
    issuer->rera_no = project.rera_no;
    return issuer;
  }
  return paper::Issuer{.project = project.name,
                       .developer = project.name,
                       .address = project.city,
                       .rera_no = project.rera_no};
}

paper::Booking parties_of(const Press& press, const rows::BookingRowT& booking) {
  paper::Booking to;
  to.id = booking.booking.str();
  for (const auto& plot : booking.plots) to.plots.push_back(plot_named(plot.str()));
  for (const auto& applicant : booking.applicants)
    to.applicants.push_back(applicant_of(press, *applicant));
  return to;
}

std::string verify_code(const Vault& vault, std::string_view number) {
  return vault.token("paper", number).substr(0, 10);
}

std::string verify_url(const Services& services, std::string_view number) {
  if (services.public_url.empty()) return "";
  return services.public_url + "/v1/verify/" + std::string(number) +
         "?c=" + verify_code(services.vault, number);
}

}  // namespace ledger
