#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/civil.h"
#include "events/event.h"
#include "writer/selling_commands.h"

namespace ledger {

// What is asked about a booking and its money; see commands.h, which is to be included.

// --- money outside of the gateway ---
// For a hold (its applicants and plan come with it, as at a checkout) or for a booking.
struct DeclarePayment {
  ProjectId project;
  HoldId hold;
  BookingId booking;
  PaymentId payment;
  wire::Mode mode = wire::Mode::Neft;
  std::string reference;  // as claimed in the directory
  std::string bank;
  Day dated_day = 0;
  Money amount;
  Digest evidence;
  StartCheckout checkout = {};
};

// Verified, or as a cheque cleared. `refund` is fresh: used if the money must go back.
struct VerifyPayment {
  ProjectId project;
  PaymentId payment;
  Day value_day = 0;  // 0: today
  RefundId refund;
};

struct RejectPayment {
  ProjectId project;
  PaymentId payment;
  std::string reason;
};

struct DepositCheque {
  ProjectId project;
  PaymentId payment;
  Day day = 0;
  std::string slip;
};

struct BounceCheque {
  ProjectId project;
  PaymentId payment;
  Day day = 0;
  std::string reason;
};

// --- a booking's gateway orders ---
// `amount` 0: what is due next, or all that is left of the link.
struct RequestPayment {
  ProjectId project;
  BookingId booking;
  RequestId request;
  LinkId link;
  std::string receipt;  // names the order at the gateway, <= 40 characters
  Money amount;
};

struct IssuePaymentLink {
  ProjectId project;
  BookingId booking;
  LinkId link;
  Money amount;     // 0: what is due next
  Money first_min;  // of the first part
  Instant expires_at;
  std::string reason;
};

struct CancelPaymentLink {
  ProjectId project;
  LinkId link;
  std::string reason;
};

// --- afterwards ---
// `refund` ids: as many as the booking has captured payments (fresh; unused ones are ignored).
struct CancelBooking {
  ProjectId project;
  BookingId booking;
  std::string reason;
  std::vector<RefundId> refunds;
  bool by_buyer = false;
  bool for_default = false;  // needs a notice whose time to cure is over
  bool deduct = true;        // keep what the project's rules say
};

struct RequestCancellation {
  ProjectId project;
  BookingId booking;
  std::string reason;
};

struct GiveNotice {
  ProjectId project;
  BookingId booking;
  Day cure_until_day = 0;
  std::string reason;
};

struct ReviveBooking {
  ProjectId project;
  BookingId booking;
  std::string reason;
};

enum class NextStage { kExecuted, kRegistered, kConveyed };

struct AdvanceBooking {
  ProjectId project;
  BookingId booking;
  NextStage to = NextStage::kExecuted;
  Day day = 0;
  std::string document_no;
};

struct TransferBooking {
  ProjectId project;
  BookingId booking;
  std::vector<wire::ApplicantT> applicants;
  std::string reason;
};

struct SwapPlots {
  ProjectId project;
  BookingId booking;
  std::vector<PlotId> from, to;  // the i-th of one for the i-th of the other
  std::string reason;
};

// --- the price and what is due ---
struct ProposeDiscount {
  ProjectId project;
  DiscountId discount;
  HoldId hold;        // or
  BookingId booking;  // of a booking
  PlotId plot;
  std::string head = "land";
  std::string label;
  Money amount;  // before tax
  std::string reason;
};

struct ApproveDiscount {
  ProjectId project;
  DiscountId discount;
};

struct RejectDiscount {
  ProjectId project;
  DiscountId discount;
  std::string reason;
};

struct Reschedule {
  ProjectId project;
  BookingId booking;
  std::vector<wire::InstallmentT> installments;  // numbered here, in their order
  std::string reason;
};

// Of an installment, of interest, or of a charge.
struct WaiveInstallment {
  ProjectId project;
  BookingId booking;
  std::uint32_t installment = 0;
  Money amount;
  std::string reason;
};

// Without bookings: all of the project, at most 200 at once (ask again for more).
struct DraftDemands {
  ProjectId project;
  std::vector<BookingId> bookings;
  Day due_by = 0;  // 0: today
};

struct IssueDemands {
  ProjectId project;
  std::vector<std::string> demands;
};

struct ChargeInterest {
  ProjectId project;
  std::vector<BookingId> bookings;
  Day to_day = 0;  // first day not charged; 0: today
};

struct IssueInvoice {
  ProjectId project;
  BookingId booking;
};

// --- corrections ---
struct ReversePayment {
  ProjectId project;
  PaymentId payment;
  Day day = 0;
  std::string reason;
};

struct ApplyCredit {
  ProjectId project;
  BookingId booking;
  Money amount;  // 0: all
};

struct MoveCredit {
  ProjectId project;
  BookingId booking;
  MoveId move;
  ProjectId to_project;
  BookingId to_booking;
  Money amount;  // 0: all
};

// The other project's half of a move: `credit.amount` is what left.
struct ReceiveCredit {
  MoveCredit credit;
};

// --- refunds ---
// Of a booking's credit, or of what is due after its cancellation; 0: all. Ids as in CancelBooking.
struct RequestRefund {
  ProjectId project;
  BookingId booking;
  Money amount;
  std::string reason;
  std::vector<RefundId> refunds;
};

struct WithdrawRefund {
  ProjectId project;
  RefundId refund;
  std::string reason;
};

// Finance sent it by bank.
struct RecordBankRefund {
  ProjectId project;
  RefundId refund;
  wire::Mode mode = wire::Mode::Neft;
  std::string reference;
  Day day = 0;
};

// The gateway paid back by itself what nobody here asked for. `refund` is derived from its id.
struct RecordForeignRefund {
  ProjectId project;
  PaymentId payment;
  RefundId refund;
  std::string gateway_refund;
  Money amount;
};

struct ApproveRefund {
  ProjectId project;
  RefundId refund;
};

enum class RefundFinding { kInitiated, kProcessed, kFailed };

struct RecordRefund {
  ProjectId project;
  RefundId refund;
  RefundFinding finding = RefundFinding::kProcessed;
  std::string gateway_refund;
  std::string reason;
};

// --- commission ---
struct ApproveCommission {
  ProjectId project;
  std::string partner;
};

struct PayCommission {
  ProjectId project;
  std::string approval;
  std::string reference;
  Day day = 0;
};

// --- what gateway and bank say ---
struct ImportSettlement {
  ProjectId project;
  std::string settlement, utr;
  Day day = 0;
  std::vector<wire::SettledItemT> items;  // this project's
  Money net_in_all;                       // of all projects
};

// Nothing of it may be matched with the bank any more.
struct UndoSettlement {
  ProjectId project;
  std::string settlement, reason;
};

struct ImportBankLines {
  ProjectId project;
  Digest document;
  std::vector<wire::BankLineT> lines;
};

struct MatchBankLine {
  ProjectId project;
  std::string line, kind, entity;
  Money amount;  // 0: all that is left of the row
};

struct UndoBankMatch {
  ProjectId project;
  std::string line, entity, reason;
};

struct CloseDay {
  ProjectId project;
  Day day = 0;
};

struct SignLaunchCheck {
  ProjectId project;
  std::vector<BookingId> bookings;
  std::string position;
};

// --- existing business ---
struct ImportBooking {
  struct Payment {
    PaymentId payment;
    Money amount;
    Day value_day = 0;
    wire::Mode mode = wire::Mode::Other;
    std::string reference, receipt_no;
  };

  ProjectId project;
  std::vector<PlotId> plots;
  std::vector<wire::ApplicantT> applicants;
  std::vector<wire::PriceLineT> lines;
  std::vector<wire::InstallmentT> installments;
  std::vector<Payment> payments;  // oldest first
  std::string currency = "INR", plan = "imported", source;
  Day booked_day = 0;
};

}  // namespace ledger
