#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/civil.h"
#include "events/event.h"
#include "events/log.h"
#include "events/record.h"

namespace ledger {

// Plain commands: what somebody wants. Checked for shape and limits at the door; all business rules
// are the deciders'. Ids that a command brings ("hold", "refund", …) are fresh at the door and
// count only if the command is decided for the first time.

// --- directory (partition 0) ---
struct OpenProject {
  ProjectId project;
  std::string name, code, city, timezone, rera_no;
};

struct IssueApiKey {
  KeyId key;
  std::string role, name;
  std::vector<ProjectId> projects;
};

struct RevokeApiKey {
  KeyId key;
  std::string reason;
};

// `known` are the buyers already registered with the same keyed phone or e-mail; the writer fills
// it in from its index just before deciding. The first of them is the answer, else `buyer` is new.
struct RegisterBuyer {
  BuyerId buyer;
  wire::SealedT contact;
  std::vector<Hash> contact_hashes;
  std::vector<BuyerId> known;
};

// The gateway signed news of a payment whose order nobody knows (yet).
struct KeepUnmatchedPayment {
  wire::PaymentT payment;
  std::string status;
};

struct MatchPayment {
  PaymentId payment;
  ProjectId project;
};

// Bank references are unique in the whole ledger: claimed here first, then used in the project. All
// of them or none.
struct ClaimReferences {
  struct Claim {
    std::string reference;
    PaymentId payment;
  };

  ProjectId project;
  std::vector<Claim> claims;
};

// A declaration was rejected: its reference is free again.
struct ReleaseReference {
  std::string reference;
  PaymentId payment;
};

// --- set-up of a project ---
struct ImportLayout {
  ProjectId project;
  Digest document;
  std::vector<wire::LayoutPlotT> plots;
};

struct SetPrices {
  ProjectId project;
  std::string currency;
  Money rate_per_sq_yd;
  std::vector<wire::ChargeHeadT> heads;
  int token_basis_points = 1000;
  std::uint32_t balance_due_days = 30;
  std::vector<wire::PlotPriceT> plots;  // of a price sheet; all others by rate and heads
};

struct SetHoldRules {
  wire::HoldRulesSetT rules;  // rules.project names the project
};

struct ReleasePlots {
  ProjectId project;
  bool all = false;
  std::vector<PlotId> plots;
};

struct BlockPlots {
  ProjectId project;
  std::vector<PlotId> plots;
  std::string reason, channel;
};

struct UnblockPlots {
  ProjectId project;
  std::vector<PlotId> plots;
};

// Rules about money: the whole table each time.
struct SetTaxRules {
  ProjectId project;
  std::vector<wire::TaxRuleT> rules;
};

struct SetPaymentPlan {
  ProjectId project;
  std::string plan, title;
  wire::PlanKind kind = wire::PlanKind::Time;
  std::vector<wire::PlanStageT> stages;
};

struct SetMoneyRules {
  wire::MoneyRulesSetT rules;  // rules.project names the project; rules.interest is not read
  std::vector<wire::RateSliceT> interest;
};

struct SetCancellationRules {
  ProjectId project;
  Day from_day = 0;
  std::vector<wire::CancellationStepT> steps;
  std::uint32_t refund_within_days = 45;
};

struct SetCommissionRules {
  ProjectId project;
  std::string partner;
  Day from_day = 0;
  std::vector<wire::CommissionSlabT> slabs;
  std::string rera_no;
  Day rera_valid_to_day = 0;
};

// The text was checked for placeholders and stored as `document` before.
struct SetTemplate {
  ProjectId project;
  std::string kind, language;
  Digest document;
};

struct ReachMilestone {
  ProjectId project;
  std::string milestone;
  Day day = 0;  // 0: today
  std::string certificate;
};

// --- selling ---
// `holds_of_contact` are the holds that the same contact made in this project; filled in by the
// writer from its index (keyed hashes live in memory only) just before deciding.
struct HoldPlots {
  ProjectId project;
  HoldId hold;
  std::vector<PlotId> plots;
  wire::SealedT contact;
  std::vector<Hash> contact_hashes;
  wire::CampaignT campaign;
  bool by_staff = false;
  std::vector<HoldId> holds_of_contact;
};

struct ExtendHold {
  ProjectId project;
  HoldId hold;
};

struct ReleaseHold {
  ProjectId project;
  HoldId hold;
  std::string reason;
  bool by_staff = false;
};

// The timer: holds of this project whose time is over (and that have no open order) end now.
struct ExpireHolds {
  ProjectId project;
};

// `receipt` names the order at the gateway, <= 40 characters, derived from the hold.
struct StartCheckout {
  ProjectId project;
  HoldId hold;
  std::string receipt;
  std::vector<wire::ApplicantT> applicants;
  std::string plan;
  wire::Pay pay = wire::Pay::Token;
};

// The gateway made the order that a checkout, or a booking's request, asked for.
struct RecordOrder {
  ProjectId project;
  HoldId hold;
  OrderId order;
  Money amount;
  std::string currency;
  RequestId request = {};
};

enum class PaymentStatus { kAuthorized, kCaptured, kFailed };

// News of a payment, by webhook, callback or poll: one idempotent, forward-only command.
struct RecordPayment {
  ProjectId project;
  wire::PaymentT payment;
  PaymentStatus status = PaymentStatus::kCaptured;
  std::string error_code, description;
  RefundId refund;  // fresh: used if the money must go back
};

enum class OrderFinding { kUnpaid, kPending, kUnreachable };

// What the gateway said (or did not) when asked about an open order whose hold is over, or whose
// last attempt failed. "Paid" comes as RecordPayment.
struct SettleOrder {
  ProjectId project;
  HoldId hold;
  OrderId order;
  OrderFinding finding = OrderFinding::kUnpaid;
  RequestId request = {};  // set: a booking's order, and `hold` is empty
};

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

using Command = std::variant<
    OpenProject, IssueApiKey, RevokeApiKey, RegisterBuyer, KeepUnmatchedPayment, MatchPayment,
    ImportLayout, SetPrices, SetHoldRules, ReleasePlots, BlockPlots, UnblockPlots, HoldPlots,
    ExtendHold, ReleaseHold, ExpireHolds, StartCheckout, RecordOrder, RecordPayment, SettleOrder,
    CancelBooking, ApproveRefund, RecordRefund, ClaimReferences, ReleaseReference, SetTaxRules,
    SetPaymentPlan, SetMoneyRules, SetCancellationRules, SetCommissionRules, SetTemplate,
    ReachMilestone, DeclarePayment, VerifyPayment, RejectPayment, DepositCheque, BounceCheque,
    RequestPayment, IssuePaymentLink, CancelPaymentLink, RequestCancellation, GiveNotice,
    ReviveBooking, AdvanceBooking, TransferBooking, SwapPlots, ProposeDiscount, ApproveDiscount,
    RejectDiscount, Reschedule, WaiveInstallment, DraftDemands, IssueDemands, ChargeInterest,
    IssueInvoice, ReversePayment, ApplyCredit, MoveCredit, ReceiveCredit, RequestRefund,
    WithdrawRefund, RecordBankRefund, RecordForeignRefund, ApproveCommission, PayCommission,
    ImportSettlement, ImportBankLines, MatchBankLine, UndoBankMatch, CloseDay, SignLaunchCheck,
    ImportBooking, UndoSettlement>;

// The project a command is about, or nullptr for the directory's own.
const ProjectId* project_of(const Command& command);

// Who asks, under which key, and what led to it. `scope` is caller and route ("visitor POST
// /v1/projects/athi-river/holds"); an empty `key` means that the command is idempotent by its own
// content (webhooks, timers, outcomes) and is not recorded when it changes nothing.
struct Envelope {
  std::string scope;
  std::string key;
  Hash digest;  // HMAC of the client's canonical input
  std::string actor;
  std::string correlation_id, causation_id, traceparent;
  std::vector<WrappedKey> keys;  // data keys that the command's sealed boxes need
};

struct Submission {
  Envelope envelope;
  Command command;
};

// The record that answers a command. For a command that changed nothing and was not recorded,
// `record` is null and the position is the one it was decided at.
struct Answer {
  Partition partition = 0;
  Sequence sequence = 0;
  std::shared_ptr<const Record> record;
  bool replayed = false;
};

}  // namespace ledger
