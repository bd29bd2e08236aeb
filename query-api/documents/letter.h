#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/result.h"
#include "query-api/documents/demand_letter.h"
#include "query-api/documents/paper.h"
#include "query-api/documents/receipt.h"
#include "query-api/documents/template.h"

// Papers that are a template filled in from a booking, and the values for each kind of template.
// With these, a route needs no knowledge of placeholders:
//
//   auto text = fill(*parse_template(TemplateKind::kAllotment, uploaded), values_of(facts));
//   auto pdf = pdf_of(Letter{TemplateKind::kAllotment, paper, *text});
namespace ledger::paper {

struct PlanLine {
  unsigned no = 0;
  std::string label;
  std::optional<Day> due;  // empty: by milestone
  Money amount;
};

// What is true of a booking, for every kind of template. `price` has one line a charge head and
// plot (a discount is a negative one).
struct BookingFacts {
  Paper paper;
  Day booked_on = 0;
  std::vector<TaxLine> price;
  std::string plan;
  std::vector<PlanLine> installments;
  Money paid, outstanding;
  std::string portal_url;    // where to sign in
  std::string personal_url;  // the buyer's own permanent address
  std::optional<PlanLine> next_due;
};

TemplateValues values_of(const BookingFacts& facts);  // agreement, allotment letter, introduction
TemplateValues values_of(const BookingFacts& facts, const Receipt& receipt);
TemplateValues values_of(const BookingFacts& facts, const DemandLetter& letter,
                         const std::string& milestone);

// An invented booking, so that an upload can be previewed before there is any.
BookingFacts sample_facts(Language language);
TemplateValues sample_values(TemplateKind kind, Language language);

// An agreement or an allotment letter. The agreement has no QR or signature block of its own below:
// its template says who signs where.
struct Letter {
  TemplateKind kind = TemplateKind::kAllotment;
  Paper paper;
  Body body;
};

Result<std::string> pdf_of(const Letter& letter);  // kUnavailable "fonts-missing"

}  // namespace ledger::paper
