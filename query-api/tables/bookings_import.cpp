#include "query-api/tables/bookings_import.h"

#include <algorithm>

#include "query-api/documents/utf8.h"
#include "query-api/tables/bookings_checks.h"
#include "query-api/tables/bookings_columns.h"
#include "query-api/tables/bookings_fields.h"

namespace ledger::tables {
namespace {

// One booking while its rows are gathered: the first word in each column, and where it stood.
struct Draft {
  std::string key;  // as written
  UploadRow merged;
  std::vector<std::uint32_t> lines;  // of each merged cell
  ImportedBooking booking;
};

class Reader {
 public:
  explicit Reader(const ImportFacts& facts) : facts_(facts), index_(facts.plots) {}

  BookingsImport read(std::string_view bytes) {
    BookingsImport result;
    try {
      read_file(bytes);
      for (auto& draft : drafts_) finish(draft);
      for (auto& draft : drafts_) result.bookings.push_back(std::move(draft.booking));
      check_bookings(result.bookings, facts_, problems_);
      for (const auto& booking : result.bookings) {
        result.total += booking.total();
        result.paid += booking.paid();
        result.outstanding += booking.outstanding();
      }
    } catch (const MoneyOverflow&) {
      problems_.add({Severity::kError, "amounts-too-large", "", 0, "",
                     "the amounts add up to more than can be counted"});
    }
    result.problems = problems_.finish();
    return result;
  }

 private:
  void read_file(std::string_view bytes) {
    auto upload = read_upload(bytes);
    if (!upload) {
      problems_.add({Severity::kError, upload.error().reason, "", 0, "", upload.error().message});
      return;
    }
    const auto found = first_with_columns(*upload, booking_specs(), problems_);
    if (!found) return;
    columns_ = found->columns;
    spoken_ = spoken_columns(columns_, problems_);
    if (spoken_.heads.empty()) {
      problems_.add({Severity::kError, "column-missing", columns_.sheet, 0, "",
                     "there is no column with a price, such as \"Price: land\""});
    }
    read_bookings_sheet(*found->sheet);
    for (const auto& sheet : upload->sheets) {
      if (&sheet != found->sheet && !sheet.rows.empty()) read_other(sheet);
    }
  }

  // The sheet of the bookings; in a CSV it holds the payments too.
  void read_bookings_sheet(const UploadSheet& sheet) {
    const auto payments = payment_columns(sheet);
    for (auto at = columns_.first_row; at < sheet.rows.size(); ++at) {
      const auto& cells = sheet.rows[at];
      const Row row(columns_, cells, problems_);
      auto* draft = draft_of(row, cells);
      if (draft == nullptr) continue;
      merge(*draft, row, cells);
      if (payments) take_payment(*draft, Row(*payments, cells, problems_));
    }
  }

  // Nothing if no column speaks of payments; half of them is a fault.
  std::optional<Columns> payment_columns(const UploadSheet& sheet) {
    Problems aside;
    const auto found = find_columns(sheet, payment_specs(), aside);
    if (found && found->first_row == columns_.first_row) return found;
    const auto spoken = [this](std::string_view name) {
      return std::any_of(columns_.headings.begin(), columns_.headings.end(),
                         [name](const auto& heading) { return folded(heading) == name; });
    };
    if (!spoken("paymentdate") && !spoken("paymentmode") && !spoken("paymentamount") &&
        !spoken("utr")) {
      return std::nullopt;
    }
    UploadSheet headings;
    headings.name = sheet.name;
    headings.rows = {sheet.rows[columns_.first_row - 1]};
    (void)find_columns(headings, payment_specs(), problems_);
    return std::nullopt;
  }

  static std::string key_of(const Row& row) {
    const auto key = row.raw("key");
    if (!key.empty()) return key;
    const auto plot = row.raw("plot");
    const auto block = row.raw("block");
    return plot.empty() || block.empty() ? plot : block + ":" + plot;
  }

  // The booking that a row is about: the named one, a new one, or the one above where nothing is
  // named.
  Draft* draft_of(const Row& row, const UploadRow& cells) {
    const auto key = key_of(row);
    if (key.empty()) {
      if (!last_) row.error("field-missing", "plot", "the row names no plot and no booking");
      return last_ ? &drafts_[*last_] : nullptr;
    }
    const auto [at, fresh] = by_key_.try_emplace(folded(key), drafts_.size());
    if (fresh) {
      drafts_.emplace_back();
      drafts_.back().key = key;
      drafts_.back().merged.line = cells.line;
    }
    last_ = at->second;
    return &drafts_[*last_];
  }

  void merge(Draft& draft, const Row& row, const UploadRow& cells) {
    const auto width = std::max(draft.merged.cells.size(), cells.cells.size());
    draft.merged.cells.resize(width);
    draft.lines.resize(width);
    for (std::size_t i = 0; i < cells.cells.size(); ++i) {
      if (cells.cells[i].text.empty() || !of_booking(i)) continue;
      auto& kept = draft.merged.cells[i];
      if (kept.text.empty()) {
        kept = cells.cells[i];
        draft.lines[i] = row.line();
      } else if (as_text(kept) != as_text(cells.cells[i])) {
        problems_.add({Severity::kError, "booking-differs", columns_.sheet, row.line(),
                       columns_.headings[i],
                       "\"" + as_text(cells.cells[i]).substr(0, 60) + "\" was found, row " +
                           std::to_string(draft.lines[i]) + " of the same booking says \"" +
                           as_text(kept).substr(0, 60) + "\""});
      }
    }
  }

  // Whether a column tells of the booking, and not of one payment.
  [[nodiscard]] bool of_booking(std::size_t column) const {
    if (column >= columns_.headings.size()) return false;
    const auto is = [column](const auto& one) { return one.at == column; };
    return std::any_of(columns_.by_key.begin(), columns_.by_key.end(),
                       [column](const auto& entry) { return entry.second == column; }) ||
           std::any_of(spoken_.heads.begin(), spoken_.heads.end(), is) ||
           std::any_of(spoken_.applicants.begin(), spoken_.applicants.end(), is) ||
           std::any_of(spoken_.installments.begin(), spoken_.installments.end(), is);
  }

  void take_payment(Draft& draft, const Row& row) {
    if (row.blank("date") && row.blank("mode") && row.blank("amount") && row.blank("reference"))
      return;
    if (auto payment = payment_of(row)) draft.booking.payments.push_back(std::move(*payment));
  }

  // Another sheet is told by its name, else by its columns.
  void read_other(const UploadSheet& sheet) {
    const auto name = folded(sheet.name);
    const auto says = [&name](std::string_view part) {
      return name.find(part) != std::string::npos;
    };
    Problems aside;
    if (says("payment") || says("receipt") || find_columns(sheet, payment_specs(), aside)) {
      return read_rows(sheet, payment_specs(),
                       [this](Draft& draft, const Row& row) { take_payment(draft, row); });
    }
    if (says("instal") || says("schedule") || find_columns(sheet, installment_specs(), aside)) {
      return read_rows(sheet, installment_specs(), [](Draft& draft, const Row& row) {
        if (auto line = installment_of(row)) draft.booking.installments.push_back(std::move(*line));
      });
    }
    if (says("applicant") || says("buyer") || find_columns(sheet, applicant_specs(), aside)) {
      return read_rows(sheet, applicant_specs(), [](Draft& draft, const Row& row) {
        draft.booking.applicants.push_back(applicant_of(row));
      });
    }
    problems_.add(
        {Severity::kWarning, "sheet-ignored", sheet.name, 0, "",
         "this sheet holds neither applicants, installments nor payments: it is left out"});
  }

  template <class Take>
  void read_rows(const UploadSheet& sheet, const std::vector<ColumnSpec>& specs, const Take& take) {
    const auto columns = find_columns(sheet, specs, problems_);
    if (!columns) return;
    if (!columns->has("key") && !columns->has("plot")) {
      problems_.add({Severity::kError, "column-missing", sheet.name, 0, "",
                     "there is neither a column \"Booking no\" nor \"Plot\""});
      return;
    }
    for (auto at = columns->first_row; at < sheet.rows.size(); ++at) {
      const Row row(*columns, sheet.rows[at], problems_);
      const auto key = key_of(row);
      const auto found = by_key_.find(folded(key));
      if (key.empty()) {
        row.error("field-missing", "key", "the row names no booking");
      } else if (found == by_key_.end()) {
        row.error("booking-unknown", "key",
                  "there is no booking \"" + key.substr(0, 60) + "\" in sheet \"" + columns_.sheet +
                      "\"");
      } else {
        take(drafts_[found->second], row);
      }
    }
  }

  void finish(Draft& draft) {
    const Row row(columns_, draft.merged, problems_);
    auto& booking = draft.booking;
    booking.key = draft.key;
    booking.sheet = columns_.sheet;
    booking.row = row.line();
    set_plots(row, booking);
    const auto booked = row.date("booked");
    if (row.blank("booked")) row.error("field-missing", "booked", "the booking has no date");
    booking.booked_on = booked.value_or(0);
    if (booking.booked_on > facts_.today) {
      row.error("date-in-future", "booked",
                date_text(booking.booked_on) + " is after today, " + date_text(facts_.today));
    }
    booking.plan = row.text("plan");
    booking.stated_total = row.money("total");
    booking.stated_outstanding = row.money("outstanding");
    booking.heads = heads_of(row, spoken_.heads);
    auto applicants = applicants_of(row, spoken_.applicants);
    booking.applicants.insert(booking.applicants.begin(), applicants.begin(), applicants.end());
    share_out(row, booking.applicants);
    auto installments = installments_of(row, spoken_.installments);
    booking.installments.insert(booking.installments.begin(), installments.begin(),
                                installments.end());
    std::stable_sort(booking.payments.begin(), booking.payments.end(),
                     [](const auto& a, const auto& b) { return a.date < b.date; });
  }

  // "12; 13" are two plots.
  void set_plots(const Row& row, ImportedBooking& booking) {
    const auto text = row.text("plot");
    const auto block = row.text("block");
    for (std::size_t from = 0; from < text.size();) {
      const auto end = std::min(text.find(';', from), text.size());
      const auto no = paper::trimmed(std::string_view(text).substr(from, end - from));
      from = end + 1;
      if (no.empty()) continue;
      booking.asked.emplace_back(no);
      const auto plot = index_.find(no, block);
      if (plot) {
        booking.plots.push_back((*plot)->id);
      } else {
        row.error(plot.error().reason, "plot", plot.error().message);
      }
    }
    if (booking.asked.empty()) row.error("field-missing", "plot", "the booking has no plot");
  }

  const ImportFacts& facts_;
  PlotIndex index_;
  Problems problems_;
  Columns columns_;
  SpokenColumns spoken_;
  std::vector<Draft> drafts_;
  std::map<std::string, std::size_t> by_key_;
  std::optional<std::size_t> last_;  // the booking of the row before
};

}  // namespace

BookingsImport read_bookings(std::string_view bytes, const ImportFacts& facts) {
  return Reader(facts).read(bytes);
}

}  // namespace ledger::tables
