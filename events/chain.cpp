#include "events/chain.h"

namespace ledger {
namespace {

Judgement missing(std::string why) {
  return {Verdict::kMissing, std::move(why)};
}

// A record that claims to follow the head in the head's own term, but names another predecessor.
Judgement forked(const Head& head, const Link& link) {
  return missing("sequence " + std::to_string(link.sequence) + " follows " + hex(link.previous) +
                 ", but the record before it is " + hex(head.hash) + ": history was changed");
}

Judgement beyond(const Head& head, const Link& link) {
  return missing("sequence " + std::to_string(link.sequence) + " of term " +
                 std::to_string(link.term) + " came while the head is " +
                 std::to_string(head.sequence) + " of term " + std::to_string(head.term) +
                 ": sequences " + std::to_string(head.sequence + 1) + " to " +
                 std::to_string(link.sequence - 1) + " are missing");
}

bool links(const Head& head, const Link& link) {
  return link.sequence == head.sequence + 1 && link.previous == head.hash;
}

Judgement judge_claim(const Head& head, const Link& link) {
  if (links(head, link) && link.term == head.term + 1) return {Verdict::kAccepted, {}};
  if (link.sequence <= head.sequence + 1 && link.term <= head.term + 1) {
    return {link.sequence <= head.sequence ? Verdict::kRepeat : Verdict::kSuperseded, {}};
  }
  return beyond(head, link);
}

}  // namespace

Result<Link> read_link(std::string_view bytes) {
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                                 16, 200'000);
  if (!wire::VerifyRecordBuffer(verifier)) {
    return fail(ErrorCode::kCorrupt, "record-unreadable", "the bytes are not a ledger record");
  }
  const auto& record = *wire::GetRecord(bytes.data());
  Link link;
  link.sequence = record.sequence();
  link.term = record.term();
  if (record.previous()) link.previous = flatbuffers::UnPack(*record.previous());
  if (record.recorded_at()) link.recorded_at = flatbuffers::UnPack(*record.recorded_at());
  link.hash = sha256(bytes);
  if (record.events() && record.events()->size() > 0) {
    link.founds = record.events()->Get(0)->body_type() == wire::Body::LedgerFounded;
    link.claims = record.events()->Get(0)->body_type() == wire::Body::WriterStarted;
  }
  return link;
}

Judgement judge(const Head& head, const Link& link) {
  if (link.sequence == 0) return {Verdict::kForeign, {}};
  if (head.sequence == 0) {
    if (link.sequence == 1 && link.founds && link.term == 0 && link.previous.zero()) {
      return {Verdict::kAccepted, {}};
    }
    return missing("the log begins with sequence " + std::to_string(link.sequence) +
                   " instead of the record that founds the ledger");
  }
  if (link.founds) return {Verdict::kRepeat, {}};
  if (link.claims) return judge_claim(head, link);
  if (links(head, link) && link.term == head.term) return {Verdict::kAccepted, {}};
  if (link.sequence <= head.sequence) return {Verdict::kRepeat, {}};
  if (link.sequence == head.sequence + 1 && link.term == head.term) return forked(head, link);
  if (link.term <= head.term && link.sequence <= head.sequence + 1 + kMaxInFlight) {
    return {Verdict::kSuperseded, {}};
  }
  return beyond(head, link);
}

Head advanced(const Link& link) {
  return {link.sequence, link.term, link.hash, link.recorded_at};
}

}  // namespace ledger
