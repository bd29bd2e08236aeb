#pragma once

#include <map>
#include <string>
#include <vector>

#include "query-api/import_table.h"
#include "query-api/tables/bookings_import.h"
#include "writer/commands.h"

// Bookings that a developer had before, against what the ledger knows.
namespace ledger {

// Where an imported booking came from, as BookingImported::source holds it:
// "import:<file>:<document>:<row>:<print>".
struct ImportSource {
  std::string file;  // the first 16 digits of the file's digest
  Digest document;   // the file as it is kept
  std::uint32_t row = 0;
  std::string print;  // a keyed hash of all that the booking says
};

std::string to_string(const ImportSource& source);
std::optional<ImportSource> parse_import_source(std::string_view text);
std::string short_file(std::string_view digest);

struct ImportedBooking {
  BookingId booking;
  ImportSource source;
};

// What was imported before, by what it says: the same booking is known again in any file.
using ImportedBefore = std::map<std::string, ImportedBooking, std::less<>>;

struct BookingsPreview {
  tables::BookingsImport import;    // its problems are those with the ledger, too
  std::vector<std::string> prints;  // of each booking: a keyed hash of all that it says
  std::vector<BookingId> known;     // of each booking; empty: it is new
  Digest document;                  // of the known ones

  [[nodiscard]] std::size_t fresh() const;  // how many are not imported yet
};

BookingsPreview preview_bookings(const ApiContext& context, const Call& call,
                                 const UploadedTable& table, std::string_view bytes);

ImportedBefore imported_before(const Rows& portal_rows, const ProjectId& project);

// As a bank reference is claimed in the directory; empty for cash and where there is none.
std::string reference_claim(const tables::ImportedPayment& payment);
std::string reference_claim(const ImportBooking::Payment& payment);

}  // namespace ledger
