// Changes one figure of one booking in a closed read model, as a bad hand or a bad disk would: so
// that a test can see who notices. Prints nothing; exits 1 if there is no such booking.

#include <cstdio>
#include <cstdlib>
#include <string>

#include "projectors/finance.h"
#include "projectors/key.h"
#include "projectors/portal.h"
#include "projectors/read_model.h"
#include "projectors/row_access.h"
#include "projectors/views.h"

namespace ledger {
namespace {

constexpr char kBooking = 'B';  // the kind of a booking's key, in both views

bool change_finance(Batch& rows, const std::string& project, const std::string& booking, Money by) {
  const auto key = Key(kBooking).text(project).text(booking);
  auto row = get_row<rows::FiguresRowT>(rows, key);
  if (!row) return false;
  row->received += by;
  put_row(rows, key, *row);
  return true;
}

bool change_portal(Batch& rows, const std::string& booking, Money by) {
  const auto key = Key(kBooking).text(booking);
  auto row = get_row<rows::BookingRowT>(rows, key);
  if (!row || row->payments.empty()) return false;
  row->payments.front()->amount += by;
  put_row(rows, key, *row);
  return true;
}

int tamper(const std::string& views, const std::string& view, const std::string& project,
           const std::string& booking, Money by) {
  const auto directory = current_store(views);
  if (!directory) return EXIT_FAILURE;
  auto store = RocksStore::open(*directory, all_views());
  if (!store) return EXIT_FAILURE;
  Staged staged((*store)->snapshot());
  auto& rows = staged.rows(view);
  const bool changed = view == finance::kView ? change_finance(rows, project, booking, by)
                                              : change_portal(rows, booking, by);
  (*store)->write(std::move(staged));
  return changed ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace ledger

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fputs("usage: tamper VIEWS finance|portal PROJECT BOOKING PAISE\n", stderr);
    return 2;
  }
  return ledger::tamper(argv[1], argv[2], argv[3], argv[4],
                        ledger::Money::paise(std::atoll(argv[5])));
}
