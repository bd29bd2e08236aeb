#include "ops/plotledger/demo_bank.h"

#include <algorithm>
#include <vector>

#include "events/hash.h"

namespace ledger::demo {
namespace {

constexpr int kStatementEvery = 1;  // days
// Long enough ago that the differences are no delay.
constexpr int kOmits = kStoryDays - 60;
constexpr int kUnpaid = kStoryDays - 45;
constexpr int kUnknown = kStoryDays - 30;
constexpr Money kUnknownAmount = Money::paise(250'000'00);

struct Row {
  std::string reference;
  Money amount;
};

// What passed through the bank and carries a reference of its own.
std::vector<Row> rows_of(const Project& project) {
  std::vector<Row> rows;
  for (const auto& [id, payment] : project.payments)
    if (payment.mode != wire::Mode::Gateway && payment.stage == fold::PaymentStage::Captured)
      rows.push_back({payment.reference, payment.amount});
  for (const auto& [id, settlement] : project.settlements)
    rows.push_back({settlement.utr, settlement.net});
  for (const auto& [id, refund] : project.refunds)
    if (refund.status == fold::RefundStatus::Processed && refund.gateway_refund.starts_with("DEMO"))
      rows.push_back({refund.gateway_refund, -refund.amount});
  std::ranges::sort(rows, {}, &Row::reference);
  return rows;
}

struct Commission {
  std::string approval;
  Money amount;
};

std::vector<Commission> commissions_of(const Project& project) {
  std::vector<Commission> paid;
  for (const auto& [id, approval] : project.approvals)
    if (approval.paid) paid.push_back({id, -approval.amount});
  return paid;
}

}  // namespace

std::string commission_reference(const ProjectId& project, const std::string& approval) {
  const auto hash = sha256(project.str() + "/" + approval);
  std::string digits = "DEMO";
  for (std::size_t i = 0; i < 12; ++i) digits += static_cast<char>('0' + hash.bytes[i] % 10);
  return digits;
}

void Bank::open() {
  const int first = shop_.plan().phases.front().day;
  for (int day = first; day < kStoryDays; ++day)
    stage_.at(stage_.moment(day, hours(7)), [this] { settle(); });
  for (int day = first + 3; day < kStoryDays; day += kStatementEvery)
    stage_.at(stage_.moment(day, hours(10)), [this] { import_statement(); });
}

void Bank::settle() {
  const Day day = stage_.today() - 1;
  const bool differs = shop_.plan().differences;
  ImportSettlement command;
  command.project = shop_.id();
  command.items = stage_.gateway.settled(shop_.id(), day);
  if (differs && !omitted_ && day >= stage_.day(kOmits) && command.items.size() > 1 &&
      command.items.front().kind == wire::SettledKind::Payment) {
    command.items.erase(command.items.begin());
    omitted_ = true;
  }
  if (command.items.empty()) return;
  command.settlement = "setl_Sandbox" + std::to_string(day);
  command.utr = "SBX" + std::to_string(day);
  command.day = day;
  for (const auto& item : command.items) command.net_in_all += item.amount - item.fee - item.tax;
  if (differs && unpaid_settlement_.empty() && day >= stage_.day(kUnpaid))
    unpaid_settlement_ = command.utr;
  stage_.tell(stage_.staff("finance", "/v1/projects/" + shop_.id().str() + "/settlements"),
              std::move(command));
}

std::string Bank::line_of(const std::string& reference, Money amount) const {
  return hex(sha256(shop_.id().str() + "/" + reference + "/" + std::to_string(amount.paise())));
}

void Bank::add_row(ImportBankLines& to, const std::string& reference, Money amount) {
  if (amount.zero() || !shown_.insert(reference).second) return;
  wire::BankLineT line;
  line.line = line_of(reference, amount);
  line.day = stage_.today() - 1;
  line.reference = reference;
  line.amount = amount;
  to.lines.push_back(std::move(line));
}

// Rows with a payment's own reference match themselves; a commission's is matched by hand.
void Bank::import_statement() {
  std::vector<Row> rows;
  std::vector<Commission> commissions;
  stage_.look(shop_.id(), [&](const Project& project) {
    rows = rows_of(project);
    commissions = commissions_of(project);
  });
  std::erase_if(commissions, [&](const Commission& paid) {
    return shown_.contains(commission_reference(shop_.id(), paid.approval));
  });
  ImportBankLines command;
  command.project = shop_.id();
  for (const auto& row : rows)
    if (row.reference != unpaid_settlement_) add_row(command, row.reference, row.amount);
  for (const auto& paid : commissions)
    add_row(command, commission_reference(shop_.id(), paid.approval), paid.amount);
  if (shop_.plan().differences && stage_.today() >= stage_.day(kUnknown))
    add_row(command, "DEMO000000004711", kUnknownAmount);
  if (command.lines.empty()) return;
  const auto path = "/v1/projects/" + shop_.id().str() + "/bank";
  stage_.tell(stage_.staff("finance", path), std::move(command));
  for (const auto& [approval, amount] : commissions)
    stage_.tell(stage_.staff("finance", path + "/match"),
                MatchBankLine{shop_.id(),
                              line_of(commission_reference(shop_.id(), approval), amount),
                              "commission",
                              approval,
                              {}});
}

}  // namespace ledger::demo
