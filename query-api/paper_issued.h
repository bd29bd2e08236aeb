#pragma once

#include <string>

#include "projectors/paper_row.h"
#include "query-api/documents/letter.h"
#include "query-api/paper_press.h"

namespace ledger {

// A booking's row as papers have it, and what they all have in common.
paper::BookingFacts paper_facts(const Press& press, const rows::BookingRowT& booking,
                                paper::Paper head, Money paid, Money outstanding);

// Head, parties, number, date and verify address of a paper that was issued.
Result<paper::Paper> head_of(const Press& press, const rows::PaperRowT& row,
                             const rows::ProjectRowT& project);

// The PDF of a numbered paper: from its own row and the texts that were in force when it was
// issued, so that the same event gives the same bytes until the number is voided.
Result<std::string> pdf_of_issued(const Press& press, const rows::PaperRowT& row,
                                  const rows::ProjectRowT& project);

}  // namespace ledger
