#pragma once

#include <string>

#include "projectors/paper_row.h"
#include "query-api/booking_json.h"
#include "query-api/documents/letter.h"
#include "query-api/paper_press.h"

namespace ledger {

// The allotment letter or the agreement of a booking as it stands.
Result<std::string> letter_pdf(const Press& press, const BookingFacts& booking,
                               paper::TemplateKind kind);

// A demand letter: of a draft, or as it was sent; what has been paid of it since is said.
Result<std::string> demand_pdf(const Press& press, const BookingFacts& booking,
                               const rows::DemandRowT& demand);

// A template filled in from a booking, or from an invented one where there is none, as a sample. A
// message (introduction) is text, all else is a PDF.
Result<std::string> template_preview(const Press& press, const paper::Template& from,
                                     const BookingFacts* booking);

}  // namespace ledger
