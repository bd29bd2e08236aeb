#include "query-api/paper_commission.h"

#include <algorithm>

#include "projectors/portal.h"
#include "projectors/recon.h"

namespace ledger {
namespace {

using paper::CommissionState;

CommissionState state_of(const std::string& kind) {
  if (kind == "approved") return CommissionState::kApproved;
  if (kind == "paid") return CommissionState::kPaid;
  return kind == "clawed-back" ? CommissionState::kClawedBack : CommissionState::kAccrued;
}

Money amount_of_payment(const rows::BookingRowT& booking, const std::string& payment) {
  for (const auto& line : booking.payments)
    if (line->payment.str() == payment) return line->amount;
  return {};
}

std::string plots_of(const rows::BookingRowT& booking) {
  std::string text;
  for (const auto& plot : booking.plots) text.append(text.empty() ? "" : ", ").append(plot.str());
  return text;
}

Day day_of_line(const rows::PartnerLineRowT& row, Zone zone) {
  return row.day == 0 ? day_of(row.at, zone) : row.day;
}

// Of bookings only id, plots and the money that came: a partner does not see the buyers.
paper::CommissionLine line_of(const Rows& portal_rows, const rows::PartnerLineRowT& row,
                              Zone zone) {
  paper::CommissionLine line;
  line.date = day_of_line(row, zone);
  line.state = state_of(row.kind);
  line.commission = row.amount.negative() ? -row.amount : row.amount;
  line.booking_id = row.booking.empty() ? row.approval : row.booking.str();
  if (row.booking.empty()) return line;
  if (const auto booking = portal::booking(portal_rows, row.booking)) {
    line.plot = plots_of(*booking);
    if (line.state == CommissionState::kAccrued)
      line.received = amount_of_payment(*booking, row.reference);
  }
  return line;
}

Money effect(const paper::CommissionLine& line) {
  if (line.state == CommissionState::kAccrued) return line.commission;
  return line.state == CommissionState::kApproved ? Money() : -line.commission;
}

Result<paper::Paper> head_of(const Press& press, const rows::ProjectRowT& project, Day today,
                             const std::vector<rows::PartnerLineRowT>& lines) {
  auto issuer = issuer_of(press, project, "");
  if (!issuer) return fail(issuer.error());
  paper::Paper head;
  head.language = press.language;
  head.issuer = std::move(*issuer);
  head.date = today;
  head.zone = fixed_zone(project.timezone).value_or(kIndia);
  if (!lines.empty()) {
    head.recorded_at = lines.back().at;
    head.position = lines.back().position;
  }
  return head;
}

void add_lines(const Rows& portal_rows, const std::vector<rows::PartnerLineRowT>& rows,
               paper::CommissionStatement& to) {
  for (const auto& row : rows) {
    auto line = line_of(portal_rows, row, to.paper.zone);
    if (line.date < to.from) {
      to.opening += effect(line);
    } else if (line.date <= to.to) {
      to.lines.push_back(std::move(line));
    }
  }
  std::ranges::stable_sort(to.lines, {}, &paper::CommissionLine::date);
}

}  // namespace

Result<paper::CommissionStatement> commission_of(const Press& press, const Call& call,
                                                 const rows::ProjectRowT& project,
                                                 const std::string& partner) {
  const Rows& recon = press.snapshot->rows(recon::kView);
  const auto row = recon::partner(recon, project.project, partner);
  if (!row)
    return fail(ErrorCode::kNotFound, "partner-unknown",
                "there is no such partner in this project");
  const auto lines = recon::partner_lines(recon, project.project, partner);
  const auto zone = fixed_zone(project.timezone).value_or(kIndia);
  const Day today = day_of(press.context.services.clock.now(), zone);
  Day first = today;
  for (const auto& line : lines) first = std::min(first, day_of_line(line, zone));
  const auto range = read_range(call, {first, today, {}});
  if (!range) return fail(range.error());
  auto head = head_of(press, project, today, lines);
  if (!head) return fail(head.error());
  paper::CommissionStatement to;
  to.paper = std::move(*head);
  to.partner = partner;
  if (!row->rules.empty()) to.partner_rera_no = row->rules.back()->rera_no;
  to.from = range->from;
  to.to = range->to;
  add_lines(press.snapshot->rows(portal::kView), lines, to);
  return to;
}

}  // namespace ledger
