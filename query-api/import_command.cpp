#include <map>

#include "events/hash.h"
#include "query-api/import_run.h"

// An imported booking in the ledger's own words.
namespace ledger {
namespace {

using Booking = tables::ImportedBooking;

wire::Mode mode_of(const std::string& word) {
  static const std::map<std::string, wire::Mode, std::less<>> kModes = {
      {"upi", wire::Mode::Upi},      {"imps", wire::Mode::Imps}, {"neft", wire::Mode::Neft},
      {"rtgs", wire::Mode::Rtgs},    {"cash", wire::Mode::Cash}, {"dd", wire::Mode::Draft},
      {"cheque", wire::Mode::Cheque}};
  const auto found = kModes.find(word);
  return found == kModes.end() ? wire::Mode::Other : found->second;
}

// Hundredths of a percent, to the nearest.
int rate_of(const tables::ImportedHead& head) {
  const auto tax = head.cgst + head.sgst;
  if (tax.zero() || head.amount.zero()) return 0;
  return static_cast<int>(
      scaled(Money::paise(kBasisPoints), tax.paise(), head.amount.paise()).paise());
}

// Equal parts; the remainder is the last one's.
Money part_of(Money whole, std::size_t index, std::size_t count) {
  const auto each = whole.paise() / static_cast<std::int64_t>(count);
  const auto rest = whole.paise() % static_cast<std::int64_t>(count);
  return Money::paise(index + 1 == count ? each + rest : each);
}

void add_lines(const Booking& booking, ImportBooking& to) {
  const auto count = booking.plots.size();
  for (std::size_t i = 0; i < count; ++i) {
    for (const auto& head : booking.heads) {
      auto& line = to.lines.emplace_back();
      line.plot = booking.plots[i];
      line.head = head.head;
      line.amount = part_of(head.amount, i, count);
      line.cgst = part_of(head.cgst, i, count);
      line.sgst = part_of(head.sgst, i, count);
      line.tax_basis_points = rate_of(head);
    }
  }
}

void add_plan(const Booking& booking, Day today, ImportBooking& to) {
  for (const auto& part : booking.installments) {
    auto& installment = to.installments.emplace_back();
    installment.label = part.label;
    installment.amount = part.amount;
    if (part.due) installment.due_day = *part.due;
    if (!part.due) installment.milestone = part.label;
  }
  if (!to.installments.empty()) return;
  auto& all = to.installments.emplace_back();
  all.label = "balance";
  all.amount = booking.total();
  all.due_day = today;
}

// The same id for the same payment, whatever file it comes in.
PaymentId payment_id(const Vault& vault, const std::string& print, std::size_t index) {
  const auto digits = hex(vault.keyed("imported-payment", print + "/" + std::to_string(index)));
  return PaymentId("imp_" + digits.substr(0, 24));
}

void add_payments(const Vault& vault, const Booking& booking, const std::string& print,
                  ImportBooking& to) {
  for (const auto& from : booking.payments)
    to.payments.push_back({payment_id(vault, print, to.payments.size()), from.amount, from.date,
                           mode_of(from.mode), from.reference, from.receipt_no});
}

}  // namespace

ImportBooking import_command(const Vault& vault, const UploadedTable& table, const Booking& booking,
                             const std::string& print) {
  ImportBooking command;
  command.project = table.project.project;
  command.plots = booking.plots;
  if (!booking.plan.empty()) command.plan = booking.plan;
  command.booked_day = booking.booked_on;
  add_lines(booking, command);
  add_plan(booking, table.today, command);
  add_payments(vault, booking, print, command);
  return command;
}

}  // namespace ledger
