#include "projectors/portal_papers.h"

#include "projectors/portal.h"
#include "projectors/portal_fold.h"

// A paper says what was true when it was issued; so a row keeps it, as its booking goes on.
namespace ledger::portal {
namespace {

// Without what papers do not print and what grows with time.
std::unique_ptr<rows::BookingRowT> as_it_stands(const rows::BookingRowT& row) {
  auto booking = std::make_unique<rows::BookingRowT>();
  booking->project = row.project;
  booking->booking = row.booking;
  booking->plots = row.plots;
  booking->applicants = copy(row.applicants);
  booking->plan = row.plan;
  booking->lines = copy(row.lines);
  booking->total = row.total;
  booking->currency = row.currency;
  booking->price_version = row.price_version;
  booking->installments = copy(row.installments);
  booking->booked_day = row.booked_day;
  booking->imported = row.imported;
  return booking;
}

const rows::PaperLineT* find_paper(const rows::BookingRowT& row, const std::string& number) {
  for (const auto& line : row.papers)
    if (line->paper != nullptr && line->paper->number == number) return line.get();
  return nullptr;
}

std::unique_ptr<rows::CitedPaperT> cited(const wire::PaperT& paper) {
  auto to = std::make_unique<rows::CitedPaperT>();
  to->number = paper.number;
  to->day = paper.day;
  to->amount = paper.amount;
  return to;
}

// The vouchers that neither a void nor a refund voucher has taken back.
std::vector<std::unique_ptr<rows::CitedPaperT>> vouchers_in_force(const rows::BookingRowT& row) {
  std::vector<std::unique_ptr<rows::CitedPaperT>> to;
  for (const auto& line : row.papers) {
    const auto& paper = *line->paper;
    const bool refunded = std::any_of(row.papers.begin(), row.papers.end(), [&](const auto& other) {
      return other->paper->number.starts_with('F') && other->paper->cites == paper.number;
    });
    if (paper.number.starts_with('V') && !line->voided && !refunded) to.push_back(cited(paper));
  }
  return to;
}

std::unique_ptr<rows::BookingPaymentT> payment_of(const rows::BookingRowT& row,
                                                  const PaymentId& payment) {
  const auto* line = find_by(row.payments, &rows::BookingPaymentT::payment, payment);
  return line == nullptr ? nullptr : std::make_unique<rows::BookingPaymentT>(*line);
}

}  // namespace

// What a payment pays of each installment, before a later event of the record shifts it.
Parts Fold::applied(const rows::BookingRowT& row,
                    const std::vector<std::unique_ptr<wire::ShareT>>& shares) {
  Parts parts;
  for (const auto& share : shares) {
    const auto* line = find_by(row.installments, &rows::InstallmentLineT::no, share->installment);
    if (line == nullptr) continue;
    auto& part = *parts.emplace_back(std::make_unique<rows::InstallmentLineT>(*line));
    part.amount = share->amount;
  }
  return parts;
}

rows::PaperRowT Fold::paper_of(const rows::BookingRowT& row, const std::string& number,
                               const char* kind) const {
  rows::PaperRowT paper;
  paper.number = number;
  paper.kind = kind;
  paper.at = at();
  paper.position = accepted_.position();
  paper.day = day_of(at(), kIndia);  // numbers count by the financial year in India
  paper.booking = as_it_stands(row);
  const auto standing = figures(row);
  paper.paid = standing.paid;
  paper.outstanding = standing.outstanding;
  return paper;
}

void Fold::write_paper(const rows::BookingRowT& row, const rows::PaperRowT& paper) {
  put_row(rows_, Key(kPaper).text(row.booking).text(paper.number), paper);
}

void Fold::operator()(const ReceiptIssued& event) {
  auto& row = booking(event.booking);
  auto receipt = std::make_unique<rows::ReceiptLineT>();
  receipt->number = event.number;
  receipt->payment = event.payment;
  receipt->amount = event.amount;
  receipt->financial_year = event.financial_year;
  receipt->at = at();
  receipt->position = accepted_.position();
  row.receipts.push_back(std::move(receipt));
  auto* payment = find_by(row.payments, &rows::BookingPaymentT::payment, event.payment);
  if (payment != nullptr) payment->receipt_no = event.number;
  if (!row.hold.empty()) {
    auto& held = hold(row.hold);
    if (held.receipt_no.empty()) held.receipt_no = event.number;
  }
  auto paper = paper_of(row, event.number, "receipt");
  paper.amount = event.amount;
  paper.payment = payment_of(row, event.payment);
  if (const auto paid = applied_.find(event.payment); paid != applied_.end())
    paper.applied = copy(paid->second);
  write_paper(row, paper);
  note(row, event);
}

template <class EventT>
void Fold::add_paper(const EventT& event, const char* kind) {
  auto& row = booking(event.booking);
  auto paper = paper_of(row, event.paper->number, kind);
  paper.day = event.paper->day;
  paper.amount = event.paper->amount;
  paper.paper = copy(event.paper);
  paper.payment = payment_of(row, event.paper->payment);
  if (const auto* other = find_paper(row, event.paper->cites)) paper.cites = cited(*other->paper);
  if (paper.kind == "tax-invoice") paper.advances = vouchers_in_force(row);
  write_paper(row, paper);
  auto& line = *row.papers.emplace_back(std::make_unique<rows::PaperLineT>());
  line.paper = copy(event.paper);
  line.at = at();
  line.position = accepted_.position();
  note(row, event);
}

void Fold::operator()(const VoucherIssued& event) {
  const bool advance = event.paper->number.starts_with('V');
  add_paper(event, advance ? "receipt-voucher" : "refund-voucher");
}

void Fold::operator()(const InvoiceIssued& event) {
  add_paper(event, "tax-invoice");
}

void Fold::operator()(const CreditNoteIssued& event) {
  add_paper(event, "credit-note");
}

void Fold::operator()(const DebitNoteIssued& event) {
  add_paper(event, "debit-note");
}

void Fold::operator()(const DocumentNumberVoided& event) {
  auto& row = booking(event.booking);
  auto* receipt = find_by(row.receipts, &rows::ReceiptLineT::number, event.number);
  if (receipt != nullptr) {
    receipt->voided = true;
    receipt->void_position = accepted_.position();
  }
  for (auto& line : row.papers)
    if (line->paper != nullptr && line->paper->number == event.number) line->voided = true;
  if (auto issued = paper(rows_, event.booking, event.number)) {
    issued->voided = true;
    issued->void_reason = event.reason;
    issued->voided_at = at();
    write_paper(row, *issued);
  }
  note(row, event);
}

std::optional<rows::PaperRowT> paper(const Rows& rows, const BookingId& booking,
                                     const std::string& number) {
  return get_row<rows::PaperRowT>(rows, Key(kPaper).text(booking).text(number));
}

}  // namespace ledger::portal
