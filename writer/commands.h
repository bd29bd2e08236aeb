#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

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

// The gateway made the order that a checkout asked for.
struct RecordOrder {
  ProjectId project;
  HoldId hold;
  OrderId order;
  Money amount;
  std::string currency;
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
};

// --- afterwards ---
// `refund` ids: as many as the booking has captured payments (fresh; unused ones are ignored).
struct CancelBooking {
  ProjectId project;
  BookingId booking;
  std::string reason;
  std::vector<RefundId> refunds;
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

using Command =
    std::variant<OpenProject, IssueApiKey, RevokeApiKey, RegisterBuyer, KeepUnmatchedPayment,
                 MatchPayment, ImportLayout, SetPrices, SetHoldRules, ReleasePlots, BlockPlots,
                 UnblockPlots, HoldPlots, ExtendHold, ReleaseHold, ExpireHolds, StartCheckout,
                 RecordOrder, RecordPayment, SettleOrder, CancelBooking, ApproveRefund,
                 RecordRefund>;

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
