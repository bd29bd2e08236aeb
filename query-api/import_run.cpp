#include "query-api/import_run.h"

#include "projectors/lookup.h"
#include "query-api/applicants.h"
#include "query-api/import_person.h"

namespace ledger {
namespace {

constexpr int kAttempts = 20;  // refusals of one row that are remembered; each had its own reason

HttpRequest without_body(const HttpRequest& request) {
  HttpRequest copy;
  copy.method = request.method;
  copy.path = request.path;
  copy.params = request.params;
  copy.headers = request.headers;
  return copy;
}

Error refusal_of(const Record& record) {
  const auto* refused = find<CommandRefused>(record.events);
  if (refused == nullptr) throw std::logic_error("a refused record names no reason");
  return {static_cast<ErrorCode>(refused->code), refused->reason, refused->message};
}

// A decision that was accepted, or why not; `replayed`: the refusal was given before.
Result<Answer> ask(ApiContext& context, Partition partition, Submission submission,
                   bool* replayed = nullptr) {
  auto answer =
      context.services.door.ask(partition, std::move(submission), context.services.decision_wait);
  if (!answer) return fail(answer.error());
  if (replayed != nullptr) *replayed = answer->replayed;
  if (answer->record && answer->record->outcome == Outcome::Refused)
    return fail(refusal_of(*answer->record));
  return std::move(*answer);
}

}  // namespace

void ImportSum::count(const RowOutcome& outcome) {
  (outcome.imported() ? imported : refused) += 1;
  if (outcome.fresh) ++fresh;
}

ImportRun::ImportRun(ApiContext& context, const Call& call, UploadedTable table,
                     BookingsPreview preview)
    : context_(context),
      request_(without_body(call.request)),
      call_{request_, call.caller, call.snapshot},
      table_(std::move(table)),
      preview_(std::move(preview)) {
  sum_.file = table_.digest;
  sum_.document = preview_.document;
  sum_.bookings = size();
}

Result<void> ImportRun::keep(std::string_view bytes) {
  if (preview_.fresh() == 0) return {};
  auto kept = keep_file(context_.services, table_.project.project, bytes);
  if (!kept) return fail(kept.error());
  sum_.document = kept->document;
  file_ = std::move(*kept);
  return {};
}

Envelope ImportRun::envelope() const {
  Envelope envelope;
  envelope.actor = call_.caller.name;
  return envelope;
}

RowOutcome ImportRun::import(std::size_t index) {
  const auto& booking = preview_.import.bookings[index];
  RowOutcome outcome{booking.row, booking.plots, preview_.known[index], false, {}, {}};
  if (outcome.booking.empty()) {
    const auto made = import_new(booking, preview_.prints[index]);
    if (made) outcome.booking = *made;
    outcome.fresh = made.has_value();
    if (!made) outcome.reason = made.error().reason;
    if (!made) outcome.message = made.error().message;
  }
  sum_.count(outcome);
  return outcome;
}

Result<BookingId> ImportRun::import_new(const tables::ImportedBooking& booking,
                                        const std::string& print) {
  auto command = import_command(context_.services.vault, table_, booking, print);
  auto people = people_of(booking);
  if (!people) return fail(people.error());
  command.applicants = std::move(*people);
  if (auto claimed = claim(command); !claimed) return fail(claimed.error());
  const ImportSource source{short_file(table_.digest), sum_.document, booking.row, print};
  command.source = to_string(source);
  auto made = decide(command, source);
  if (!made && made.error().code != ErrorCode::kUnknown) release(command);
  return made;
}

Result<std::vector<wire::ApplicantT>> ImportRun::people_of(const tables::ImportedBooking& booking) {
  std::vector<CheckoutRequest::Applicant> people;
  for (const auto& one : booking.applicants)
    people.push_back({person_of(one), static_cast<int>(one.share_basis_points)});
  auto sealed = seal_applicants(context_, call_, people);
  if (sealed) return std::move(*sealed);
  return fail(ErrorCode::kUnavailable, "unavailable",
              "the applicants could not be registered; upload the same file again");
}

// Bank references are unique in the whole ledger.
Result<void> ImportRun::claim(const ImportBooking& command) {
  ClaimReferences claims{command.project, {}};
  for (const auto& payment : command.payments) {
    const auto claim = reference_claim(payment);
    if (!claim.empty()) claims.claims.push_back({claim, payment.payment});
  }
  if (claims.claims.empty()) return {};
  const auto answer = ask(context_, kDirectory, {envelope(), std::move(claims)});
  if (!answer) return fail(answer.error());
  return {};
}

// Unless the payments are in the books after all: somebody imported the same file at the same time.
void ImportRun::release(const ImportBooking& command) {
  auto snapshot = call_.snapshot;
  if (auto current = context_.catch_up(snapshot); !current) return;
  for (const auto& payment : command.payments) {
    const auto claim = reference_claim(payment);
    if (claim.empty() || lookup::payment(snapshot->rows(lookup::kView), payment.payment)) continue;
    (void)ask(context_, kDirectory, {envelope(), ReleaseReference{claim, payment.payment}});
  }
}

// The key is the file's and the row's: whoever uploads the file again gets the first booking. A
// refusal is not for ever: what stood in the way may be gone.
Result<BookingId> ImportRun::decide(const ImportBooking& command, const ImportSource& source) {
  const auto& vault = context_.services.vault;
  for (int attempt = 1;; ++attempt) {
    Submission submission{envelope(), command};
    auto& envelope = submission.envelope;
    envelope.scope = "import " + table_.project.project.str();
    envelope.key = table_.digest + "/" + std::to_string(source.row) + "/" + std::to_string(attempt);
    envelope.digest = vault.keyed("import", source.print);
    if (file_) envelope.keys.push_back(file_->key);
    bool replayed = false;
    auto answer = ask(context_, table_.project.partition, std::move(submission), &replayed);
    if (!answer && replayed && attempt < kAttempts) continue;
    if (!answer) return fail(answer.error());
    const auto* imported = answer->record ? find<BookingImported>(answer->record->events) : nullptr;
    if (imported == nullptr) throw std::logic_error("an import was accepted without a booking");
    last_ = *answer;
    return imported->booking;
  }
}

void ImportRun::settle() const {
  if (last_) wait_until_visible(context_, *last_);
}

}  // namespace ledger
