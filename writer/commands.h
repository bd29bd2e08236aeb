#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/civil.h"
#include "events/event.h"
#include "events/log.h"
#include "events/record.h"
#include "writer/money_commands.h"
#include "writer/selling_commands.h"

namespace ledger {

// Plain commands: what somebody wants. Checked for shape and limits at the door; all business rules
// are the deciders'. Ids that a command brings ("hold", "refund", …) are fresh at the door and
// count only if the command is decided for the first time.

using AnyCommand = std::variant<
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

namespace detail {
// Of C among the alternatives, or their number.
template <class C, class... Each>
constexpr std::size_t index_of(const std::variant<Each...>* /*of*/) {
  std::size_t index = 0;
  (void)((std::is_same_v<C, Each> || (++index, false)) || ...);
  return index;
}

template <class C>
inline constexpr std::size_t kCommandIndex = index_of<C>(static_cast<const AnyCommand*>(nullptr));
}  // namespace detail

template <class C>
concept CommandKind = detail::kCommandIndex<C> < std::variant_size_v<AnyCommand>;

// One thing that somebody wants. As with an Event, its copies, moves and ends are compiled once.
struct Command : AnyCommand {
  Command() noexcept;  // one without content, to be assigned to

  template <CommandKind C>
  Command(C command) noexcept  // NOLINT(google-explicit-constructor)
      : Command(detail::kCommandIndex<C>, &command) {}

  Command(const Command& other);
  Command(Command&& other) noexcept;
  Command& operator=(const Command& other);
  Command& operator=(Command&& other) noexcept;
  ~Command();

 private:
  Command(std::size_t index, void* command) noexcept;  // takes it
};

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

// Takes an answer: is quick, waits for nothing and does not throw. Called once, without a lock.
using Told = std::function<void(Result<Answer>)>;

}  // namespace ledger
