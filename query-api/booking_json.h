#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "events/civil.h"
#include "events/record.h"
#include "projectors/portal.h"
#include "projectors/portal_check.h"

namespace ledger {

// One booking with what its body needs besides.
struct BookingFacts {
  rows::BookingRowT booking;
  rows::ProjectRowT project;
  std::vector<rows::PlotRowT> plots;      // as far as the layout still has them
  Day today = 0;                          // in the project's zone
  std::map<std::string, Day> milestones;  // those that were reached
};

// The day an installment is due; 0 while its milestone is not reached.
Day due_day(const BookingFacts& facts, const rows::InstallmentLineT& line);

// "confirmed", "agreement_executed", "agreement_registered", "fully_paid", "conveyed", "cancelled".
std::string_view booking_state(const BookingFacts& facts);

// Open past its due day; what waits for a milestone is not due.
Money overdue_of(const BookingFacts& facts);

// The oldest open installment that is due or has a day; nullptr if there is none.
const rows::InstallmentLineT* next_due(const BookingFacts& facts);

// What a buyer is served of his booking; staff get the same. "position" is its last change.
std::string booking_json(const BookingFacts& facts);
std::string schedule_json(const BookingFacts& facts);
std::string payments_json(const BookingFacts& facts);
std::string bookings_json(const std::vector<BookingFacts>& bookings, std::string_view next_cursor);

// The figures that a served body shows, read back from the body itself.
portal::Figures served_figures(const std::string& body);

// Of a payment outside of the gateway: "declared" | "deposited" | "verified" | "rejected" |
// "bounced".
const char* declared_state(rows::PaymentState state);

std::string cancelled_json(const BookingId& booking, const Record& record);

}  // namespace ledger
