#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projectors/paper_row.h"
#include "query-api/booking_json.h"
#include "query-api/documents/commission_statement.h"
#include "query-api/documents/fy_report.h"
#include "query-api/documents/statement.h"
#include "query-api/documents/template.h"

namespace ledger {

// The head of a project's papers is kept as a text of this kind (TemplateSet).
inline constexpr std::string_view kLetterhead = "letterhead";

// {"developer", "address"?, "gstin"?, "state"?, "state_code"?, "phone"?, "email"?, "website"?,
// "signatory"?, "signatory_office"?}. kInvalid "malformed-json", "invalid-request" with each fault.
Result<paper::Issuer> parse_letterhead(std::string_view body);
// The same, always in the same bytes.
std::string letterhead_json(const paper::Issuer& issuer);

// What is said of a paper to whoever holds its code: nothing about a person.
struct Verified {
  rows::PaperRowT paper;
  std::string project;
  std::string state;                      // "valid" | "voided" | "reversed"
  std::vector<std::string> corrected_by;  // numbers of the notes and vouchers that cite it
};

std::string verified_json(const Verified& verified);

std::string statement_json(const paper::Statement& statement, const BookingFacts& booking,
                           std::string_view as_of);
std::string fy_report_json(const paper::FyReport& report, const BookingFacts& booking);

// One kind of template in one language, as a list shows it; version 0: the default one.
struct TemplateEntry {
  std::string kind, language;
  std::uint32_t version = 0;
  Instant at;
  std::string position;
};

std::string templates_json(const std::vector<TemplateEntry>& entries, paper::Language language);
std::string template_json(const TemplateEntry& entry, std::string_view text);

}  // namespace ledger
