#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "query-api/context.h"
#include "query-api/documents/paper.h"
#include "query-api/documents/template.h"

// What every paper is drawn from: rows of one moment, the vault for names, and a language.
namespace ledger {

struct Press {
  const ApiContext& context;
  Snapshot snapshot;
  paper::Language language = paper::Language::kEnglish;
};

// A text that a project has set (TemplateSet), as its bytes.
struct StoredText {
  std::uint32_t version = 0;
  std::string text;
};

// "en", "hi": as texts of a language are filed.
std::string_view code_of(paper::Language language);

// The version that was in force at `position` ("1-57"; empty: now), or nothing. kCorrupt or
// kNotFound where the stored text is damaged or missing.
Result<std::optional<StoredText>> text_in_force(const Press& press, const ProjectId& project,
                                                std::string_view kind, std::string_view position);

// A project's template, parsed; its own of that moment, or the default one.
Result<paper::Template> template_in_force(const Press& press, const ProjectId& project,
                                          paper::TemplateKind kind, std::string_view position);

// Who issues: by the letterhead of that moment in the press's language or else the other one, or as
// far as the project's opening says.
Result<paper::Issuer> issuer_of(const Press& press, const rows::ProjectRowT& project,
                                std::string_view position);

// Plots and applicants by name. Whose key was destroyed is called "erased".
paper::Booking parties_of(const Press& press, const rows::BookingRowT& booking);

// The address behind a paper's QR code; empty where the server does not know its own address.
std::string verify_url(const Services& services, std::string_view number);
// Ten characters that only this ledger knows to belong to the number: who counts numbers up learns
// nothing.
std::string verify_code(const Vault& vault, std::string_view number);

}  // namespace ledger
