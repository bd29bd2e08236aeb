#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/civil.h"
#include "events/event.h"
#include "events/log.h"
#include "events/record.h"

namespace ledger {

// What is asked about the directory, a project's set-up, and plots up to their booking; see
// commands.h, which is to be included.

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
  RefundId refund;  // derived from the payment: used if the money must go back
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

}  // namespace ledger
