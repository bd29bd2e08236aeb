#include "query-api/documents/xlsx.h"
#include "query-api/tables/bookings_import.h"

namespace ledger::tables {
namespace {

using paper::Cell;
using paper::DateCell;
using paper::Table;

constexpr Day kBooked = 20'194;  // 16 April 2025

Money rs(std::int64_t rupees) {
  return Money::paise(rupees * 100);
}

Table bookings() {
  return {"Bookings",
          {"Booking no", "Plot", "Block", "Booking date", "Plan", "Price: land", "Price: corner",
           "Price: amenities", "GST: amenities", "Price: discount", "Total price", "Outstanding"},
          {{std::string("MEADOWS/117"), std::string("117"), std::string("B"), DateCell{kBooked},
            std::string("Standard"), rs(3'900'000), rs(195'000), rs(250'000), rs(45'000),
            rs(-50'000), rs(4'340'000), rs(3'140'000)}}};
}

Table applicants() {
  const std::string key = "MEADOWS/117";
  return {"Applicants",
          {"Booking no", "Name", "Phone", "Email", "Address", "State", "PAN", "GSTIN", "Share %"},
          {{key,
            std::string("Meera Joshi"),
            std::string("+91 98765 43210"),
            std::string("meera@buyer.example"),
            std::string("12, Shivaji Nagar, Pune 411 005"),
            std::string("Maharashtra"),
            std::string("ABCDE1234F"),
            {},
            std::string("60%")},
           {key,
            std::string("Ravi Joshi"),
            std::string("98765 43211"),
            {},
            {},
            {},
            {},
            {},
            std::string("40%")}}};
}

Table installments() {
  const std::string key = "MEADOWS/117";
  return {"Installments",
          {"Booking no", "Installment", "Due date", "Amount"},
          {{key, std::string("Token"), DateCell{kBooked}, rs(200'000)},
           {key, std::string("Agreement"), DateCell{kBooked + 45}, rs(1'000'000)},
           {key, std::string("Possession"), std::string("on possession"), rs(3'140'000)}}};
}

Table payments() {
  const std::string key = "MEADOWS/117";
  return {"Payments",
          {"Booking no", "Payment date", "Payment mode", "UTR", "Payment amount", "Receipt no"},
          {{key, DateCell{kBooked}, std::string("UPI"), std::string("510614432198"), rs(200'000),
            std::string("SM/25/0117")},
           {key, DateCell{kBooked + 44}, std::string("NEFT"), std::string("SBIN525150123456"),
            rs(1'000'000), std::string("SM/25/0164")}}};
}

}  // namespace

Result<std::string> bookings_form(Instant created_at) {
  return paper::xlsx_of({bookings(), applicants(), installments(), payments()},
                        {"Existing bookings", "", created_at});
}

}  // namespace ledger::tables
