#pragma once

#include <functional>
#include <string>
#include <vector>

#include "query-api/import_bookings.h"
#include "query-api/import_file.h"

// Importing previewed bookings one by one. Whatever was done stays done: the same file again goes
// on where the first time ended.
namespace ledger {

// What became of one booking of the file.
struct RowOutcome {
  std::uint32_t row = 0;
  std::vector<PlotId> plots;
  BookingId booking;            // set: it is in the books
  bool fresh = false;           // and was not before
  std::string reason, message;  // else why not

  [[nodiscard]] bool imported() const { return !booking.empty(); }
};

struct ImportSum {
  std::string file;  // its digest
  Digest document;   // the file as it is kept
  std::size_t bookings = 0, imported = 0, refused = 0;
  std::size_t fresh = 0;  // of the imported ones

  void count(const RowOutcome& outcome);
};

// One import of one file: bound to the project, the file's digest and who asked.
class ImportRun {
 public:
  // `context` must outlive it; the call is copied.
  ImportRun(ApiContext& context, const Call& call, UploadedTable table, BookingsPreview preview);

  // Keeps the file, sealed. Needed before the first new booking.
  Result<void> keep(std::string_view bytes);

  [[nodiscard]] std::size_t size() const { return preview_.import.bookings.size(); }

  [[nodiscard]] const ImportSum& sum() const { return sum_; }

  // The booking number `index` of the file; in their order.
  RowOutcome import(std::size_t index);

  // Waits, bounded, until what was imported can be read.
  void settle() const;

 private:
  // Registered, claimed, imported; or why not.
  Result<BookingId> import_new(const tables::ImportedBooking& booking, const std::string& print);
  Result<std::vector<wire::ApplicantT>> people_of(const tables::ImportedBooking& booking);
  Result<void> claim(const ImportBooking& command);
  void release(const ImportBooking& command);
  Result<BookingId> decide(const ImportBooking& command, const ImportSource& source);
  [[nodiscard]] Envelope envelope() const;

  ApiContext& context_;
  HttpRequest request_;  // without its body
  Call call_;
  UploadedTable table_;
  BookingsPreview preview_;
  std::optional<KeptFile> file_;
  std::optional<Answer> last_;
  ImportSum sum_;
};

// The command of one booking, without applicants and source. Heads of several plots are shared out
// among them; a booking without a plan owes all of it at once, today.
ImportBooking import_command(const Vault& vault, const UploadedTable& table,
                             const tables::ImportedBooking& booking, const std::string& print);

}  // namespace ledger
