#include "query-api/import_bookings.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <set>

#include "events/hash.h"
#include "projectors/lookup.h"
#include "projectors/portal.h"
#include "projectors/recon.h"
#include "query-api/import_person.h"
#include "writer/command_json.h"

namespace ledger {
namespace {

using Booking = tables::ImportedBooking;
using tables::ImportFacts;
using tables::Severity;

// --- what a booking says ---

// All that is imported of it, each piece with its length in front, so that no two say the same.
class Saying {
 public:
  Saying& add(std::string_view text) {
    said_.append(std::to_string(text.size())).append(":").append(text);
    return *this;
  }

  Saying& add(std::int64_t number) { return add(std::to_string(number)); }

  [[nodiscard]] const std::string& all() const { return said_; }

 private:
  std::string said_;
};

void say_people(const Booking& booking, Saying& to) {
  for (const auto& one : booking.applicants)
    to.add(one.name).add(one.phone).add(one.email).add(one.share_basis_points);
}

void say_money(const Booking& booking, Saying& to) {
  for (const auto& head : booking.heads)
    to.add(head.head).add(head.amount.paise()).add(head.cgst.paise()).add(head.sgst.paise());
  for (const auto& part : booking.installments)
    to.add(part.label).add(part.due.value_or(0)).add(part.amount.paise());
  for (const auto& payment : booking.payments)
    to.add(payment.date)
        .add(payment.mode)
        .add(payment.reference)
        .add(payment.amount.paise())
        .add(payment.receipt_no);
}

std::string print_of(const Vault& vault, const ProjectId& project, const Booking& booking) {
  Saying saying;
  saying.add(project.str()).add(booking.booked_on).add(booking.plan);
  for (const auto& plot : booking.plots) saying.add(plot.str());
  say_people(booking, saying);
  say_money(booking, saying);
  return hex(vault.keyed("imported-booking", saying.all())).substr(0, 32);
}

// --- what the ledger has against it ---

struct Known {
  std::set<PlotId> plots;        // of bookings that this very file imported
  std::set<std::string> claims;  // and their references
};

ImportFacts facts_of(const Call& call, const UploadedTable& table, const Known& own) {
  ImportFacts facts{known_plots(call, table.project.project), table.today, {}};
  for (auto& plot : facts.plots)
    if (own.plots.contains(plot.id)) plot.sale = tables::PlotSale::kFree;
  facts.reference_used = [&call, &own](std::string_view value) -> std::optional<std::string> {
    for (const char* kind : {"utr:", "cheque::"}) {
      const auto claim = kind + std::string(value);
      if (own.claims.contains(claim)) return std::nullopt;
      if (const auto used = lookup::reference(lookup_rows(call), claim))
        return "a payment of project " + used->str();
    }
    return std::nullopt;
  };
  return facts;
}

class LedgerChecks {
 public:
  LedgerChecks(const Call& call, const Vault& vault, const UploadedTable& table,
               std::vector<tables::Problem>& problems)
      : vault_(vault), today_(table.today), problems_(problems) {
    const auto closed = recon::last_closed_day(recon_rows(call), table.project.project);
    if (closed) closed_ = closed->day;
  }

  void check(const Booking& booking) {
    if (booking.booked_on > today_)
      error("date-in-future", booking.sheet, booking.row, "Booking date",
            date_text(booking.booked_on) + " is after today, " + date_text(today_));
    if (booking.applicants.size() > kMaxApplicants &&
        booking.applicants.size() <= tables::kMaxImportedApplicants)
      error("too-many-applicants", booking.sheet, booking.row, "Applicant",
            std::to_string(booking.applicants.size()) +
                " applicants were found, at most 8 were expected");
    if (booking.total().paise() > kMaxPaise)
      error("amounts-too-large", booking.sheet, booking.row, "Price",
            "the price is larger than the ledger counts");
    check_people(booking);
    check_days(booking);
  }

 private:
  void error(const char* reason, const std::string& sheet, std::uint32_t row, const char* column,
             std::string message) {
    problems_.push_back({Severity::kError, reason, sheet, row, column, std::move(message)});
  }

  // One contact is one buyer.
  void check_people(const Booking& booking) {
    std::map<Hash, std::string> seen;
    for (const auto& one : booking.applicants) {
      for (const auto& hash : contact_hashes(vault_, person_of(one))) {
        const auto [first, fresh] = seen.try_emplace(hash, one.name);
        if (fresh) continue;
        error("applicant-repeated", one.sheet, one.row, "Phone",
              one.name + " has the telephone number or e-mail address of " + first->second);
        break;
      }
    }
  }

  void check_days(const Booking& booking) {
    for (const auto& payment : booking.payments) {
      if (payment.date > closed_) continue;
      error("day-closed", payment.sheet, payment.row, "Payment date",
            date_text(payment.date) + " is found, but the books are closed up to " +
                date_text(closed_));
    }
  }

  const Vault& vault_;
  Day today_;
  std::vector<tables::Problem>& problems_;
  Day closed_ = std::numeric_limits<Day>::min();
};

Known known_of(const std::vector<Booking>& bookings, const std::vector<BookingId>& known) {
  Known own;
  for (std::size_t i = 0; i < bookings.size(); ++i) {
    if (known[i].empty()) continue;
    own.plots.insert(bookings[i].plots.begin(), bookings[i].plots.end());
    for (const auto& payment : bookings[i].payments) own.claims.insert(reference_claim(payment));
  }
  return own;
}

// A sheet does not say whose cheque it was.
std::string claim_of(bool instrument, const std::string& reference) {
  const auto shape = tables::classify_reference(reference);
  auto value = shape.kind == tables::ReferenceKind::kNone ? reference : shape.value;
  std::erase_if(value, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
  if (value.empty()) return {};
  return (instrument ? "cheque::" : "utr:") + value;
}

}  // namespace

std::size_t BookingsPreview::fresh() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(known, [](const auto& id) { return id.empty(); }));
}

std::string short_file(std::string_view digest) {
  return std::string(digest.substr(0, 16));
}

std::string to_string(const ImportSource& source) {
  return "import:" + source.file + ":" + source.document.str() + ":" + std::to_string(source.row) +
         ":" + source.print;
}

std::optional<ImportSource> parse_import_source(std::string_view text) {
  std::vector<std::string> parts;
  while (parts.size() < 5) {
    const auto end = text.find(':');
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  if (parts.size() != 5 || parts[0] != "import") return std::nullopt;
  ImportSource source{parts[1], Digest(parts[2]), 0, parts[4]};
  std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), source.row);
  return source;
}

ImportedBefore imported_before(const Rows& portal_rows, const ProjectId& project) {
  ImportedBefore before;
  portal::bookings(portal_rows, BookingId(), [&](const rows::BookingRowT& row) {
    if (!row.imported || row.project != project) return true;
    if (auto source = parse_import_source(row.source))
      before.emplace(source->print, ImportedBooking{row.booking, *source});
    return true;
  });
  return before;
}

std::string reference_claim(const tables::ImportedPayment& payment) {
  if (payment.mode == "cash") return {};
  return claim_of(payment.mode == "cheque" || payment.mode == "dd", payment.reference);
}

std::string reference_claim(const ImportBooking::Payment& payment) {
  if (payment.mode == wire::Mode::Cash) return {};
  return claim_of(payment.mode == wire::Mode::Cheque || payment.mode == wire::Mode::Draft,
                  payment.reference);
}

// Read twice: the first time to know again what was imported before, whose plots and references are
// its own.
BookingsPreview preview_bookings(const ApiContext& context, const Call& call,
                                 const UploadedTable& table, std::string_view bytes) {
  BookingsPreview preview;
  const auto& vault = context.services.vault;
  const auto before = imported_before(portal_rows(call), table.project.project);
  ImportFacts bare{known_plots(call, table.project.project), table.today, {}};
  preview.import = tables::read_bookings(bytes, bare);
  for (const auto& booking : preview.import.bookings) {
    preview.prints.push_back(print_of(vault, table.project.project, booking));
    const auto known = before.find(preview.prints.back());
    preview.known.push_back(known == before.end() ? BookingId() : known->second.booking);
    if (known != before.end()) preview.document = known->second.source.document;
  }
  const auto own = known_of(preview.import.bookings, preview.known);
  preview.import = tables::read_bookings(bytes, facts_of(call, table, own));
  LedgerChecks checks(call, vault, table, preview.import.problems);
  for (std::size_t i = 0; i < preview.import.bookings.size(); ++i)
    if (preview.known[i].empty()) checks.check(preview.import.bookings[i]);
  return preview;
}

}  // namespace ledger
