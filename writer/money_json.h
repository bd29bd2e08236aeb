#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/result.h"
#include "writer/commands.h"
#include "writer/object_reader_json.h"

// JSON → commands about money; see command_json.h for what holds for all. Days are "2026-11-25" in
// the project's zone; an amount is "paise", a whole number; ids that a command brings are the
// caller's to add.
namespace ledger {

// Pieces of several bodies.
Money read_amount(ObjectReader& object, const char* name, bool needed);  // above zero
Day read_day(ObjectReader& object, const char* name, bool needed);       // 0 if absent
wire::Mode read_mode(ObjectReader& object, const char* name);

// --- rules of a project ---
Result<SetTaxRules> parse_tax_rules(const ProjectId& project, std::string_view body);
Result<SetPaymentPlan> parse_payment_plan(const ProjectId& project, std::string_view body);
Result<SetMoneyRules> parse_money_rules(const ProjectId& project, std::string_view body);
Result<SetCancellationRules> parse_cancellation_rules(const ProjectId& project,
                                                      std::string_view body);
Result<SetCommissionRules> parse_commission_rules(const ProjectId& project, std::string_view body);
Result<ReachMilestone> parse_milestone(const ProjectId& project, std::string_view body);

// --- one declared payment: {"value_date"?}, {"date"?, "slip"?}, {"date"?, "reason"} ---
Result<VerifyPayment> parse_verify(std::string_view body);
Result<DepositCheque> parse_deposit(std::string_view body);
Result<BounceCheque> parse_bounce(std::string_view body);
Result<ReversePayment> parse_reverse(std::string_view body);

// --- one booking ---
Result<CancelBooking> parse_cancel(std::string_view body);
Result<GiveNotice> parse_notice(std::string_view body);
Result<AdvanceBooking> parse_advance(std::string_view body);
Result<SwapPlots> parse_swap(std::string_view body);
Result<Reschedule> parse_reschedule(std::string_view body);
Result<WaiveInstallment> parse_waive(std::string_view body);
Result<RequestPayment> parse_pay(std::string_view body);
Result<IssuePaymentLink> parse_payment_link(std::string_view body);
Result<ApplyCredit> parse_apply_credit(std::string_view body);
Result<MoveCredit> parse_move_credit(std::string_view body);
Result<RequestRefund> parse_refund_request(std::string_view body);
Result<ProposeDiscount> parse_discount(std::string_view body);

// --- many bookings ---
Result<DraftDemands> parse_draft_demands(const ProjectId& project, std::string_view body);
Result<IssueDemands> parse_issue_demands(const ProjectId& project, std::string_view body);
Result<ChargeInterest> parse_charge_interest(const ProjectId& project, std::string_view body);

// --- refunds, commission, accounts ---
Result<RecordBankRefund> parse_bank_refund(std::string_view body);
Result<PayCommission> parse_pay_commission(const ProjectId& project, std::string_view body);
Result<ImportSettlement> parse_settlement(const ProjectId& project, std::string_view body);
Result<UndoSettlement> parse_undo_settlement(const ProjectId& project, std::string_view body);
Result<MatchBankLine> parse_bank_match(const ProjectId& project, std::string_view body);
Result<UndoBankMatch> parse_undo_match(const ProjectId& project, std::string_view body);
Result<CloseDay> parse_close_day(const ProjectId& project, std::string_view body);
Result<SignLaunchCheck> parse_launch_check(const ProjectId& project, std::string_view body);

}  // namespace ledger
