#include "events/record_link.h"

namespace ledger {

Link link_of(const Record& record, std::string_view bytes) {
  Link link;
  link.sequence = record.sequence;
  link.term = record.term;
  link.previous = record.previous;
  link.hash = sha256(bytes);
  link.recorded_at = record.recorded_at;
  if (!record.events.empty()) {
    link.founds = std::holds_alternative<LedgerFounded>(record.events.front());
    link.claims = std::holds_alternative<WriterStarted>(record.events.front());
  }
  return link;
}

}  // namespace ledger
