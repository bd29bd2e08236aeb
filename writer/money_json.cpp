#include "writer/money_json.h"

#include <array>

#include "events/civil.h"
#include "events/pricing.h"
#include "writer/money_readers_json.h"

namespace ledger {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxListed = 2'000;
constexpr std::size_t kMaxId = 64;

std::vector<BookingId> read_bookings(ObjectReader& object) {
  std::vector<BookingId> bookings;
  if (!object.has("bookings")) return bookings;
  for (auto& text : object.texts("bookings", kMaxListed, kMaxId, true))
    bookings.emplace_back(std::move(text));
  return bookings;
}

std::vector<PlotId> read_plots(ObjectReader& object, const char* name) {
  std::vector<PlotId> plots;
  for (auto& text : object.texts(name, 10, 140, true)) plots.emplace_back(std::move(text));
  return plots;
}

wire::InstallmentT read_installment(ObjectReader& object) {
  wire::InstallmentT part;
  part.label = object.text("label", 60, true);
  part.amount = read_amount(object, "paise", true);
  part.due_day = read_day(object, "due_on", false);
  part.milestone = object.text("milestone", 60, false);
  part.days = read_days(object, "days", false);
  return part;
}

wire::SettledItemT read_item(ObjectReader& object) {
  wire::SettledItemT item;
  const auto kind = object.word("kind", {"payment", "refund", "adjustment"}, true);
  item.kind = kind == "refund"       ? wire::SettledKind::Refund
              : kind == "adjustment" ? wire::SettledKind::Adjustment
                                     : wire::SettledKind::Payment;
  item.entity = object.text("id", kMaxId, true);
  item.amount = Money::paise(object.integer("paise", -kMaxPaise, kMaxPaise, true));
  item.fee = read_optional(object, "fee_paise");
  item.tax = read_optional(object, "tax_paise");
  return item;
}

template <class T>
Result<T> with_day_and_reason(std::string_view body, bool reason_needed) {
  return parse_object<T>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    T command;
    command.day = read_day(object, "date", false);
    command.reason = read_reason(object, reason_needed);
    return command;
  });
}

}  // namespace

Money read_amount(ObjectReader& object, const char* name, bool needed) {
  if (!needed && !object.has(name)) return {};
  return Money::paise(object.integer(name, 1, kMaxPaise, needed));
}

Day read_day(ObjectReader& object, const char* name, bool needed) {
  const auto text = object.text(name, 10, needed);
  if (text.empty()) return 0;
  if (const auto day = parse_date(text)) return *day;
  object.fault(name, "must be a day, as 2026-11-25");
  return 0;
}

wire::Mode read_mode(ObjectReader& object, const char* name) {
  static constexpr std::array kModes{
      std::pair{"neft", wire::Mode::Neft},     std::pair{"rtgs", wire::Mode::Rtgs},
      std::pair{"imps", wire::Mode::Imps},     std::pair{"upi", wire::Mode::Upi},
      std::pair{"cheque", wire::Mode::Cheque}, std::pair{"draft", wire::Mode::Draft},
      std::pair{"cash", wire::Mode::Cash},     std::pair{"other", wire::Mode::Other}};
  const auto word =
      object.word(name, {"neft", "rtgs", "imps", "upi", "cheque", "draft", "cash", "other"}, true);
  for (const auto& [known, mode] : kModes)
    if (word == known) return mode;
  return wire::Mode::Other;
}

// --- one declared payment ---

Result<VerifyPayment> parse_verify(std::string_view body) {
  return parse_object<VerifyPayment>(body, [](ObjectReader& object, std::vector<Fault>&) {
    VerifyPayment command;
    command.value_day = read_day(object, "value_date", false);
    return command;
  });
}

Result<DepositCheque> parse_deposit(std::string_view body) {
  return parse_object<DepositCheque>(body, [](ObjectReader& object, std::vector<Fault>&) {
    DepositCheque command;
    command.day = read_day(object, "date", false);
    command.slip = object.text("slip", 60, false);
    return command;
  });
}

Result<BounceCheque> parse_bounce(std::string_view body) {
  return with_day_and_reason<BounceCheque>(body, true);
}

Result<ReversePayment> parse_reverse(std::string_view body) {
  return with_day_and_reason<ReversePayment>(body, true);
}

// --- one booking ---

Result<CancelBooking> parse_cancel(std::string_view body) {
  return parse_object<CancelBooking>(body, [](ObjectReader& object, std::vector<Fault>&) {
    CancelBooking command;
    command.reason = read_reason(object);
    command.by_buyer = object.word("by", {"buyer", "developer"}, false) == "buyer";
    command.for_default = object.word("for", {"default"}, false) == "default";
    command.deduct = object.word("deduction", {"by_rules", "none"}, false) != "none";
    return command;
  });
}

Result<GiveNotice> parse_notice(std::string_view body) {
  return parse_object<GiveNotice>(body, [](ObjectReader& object, std::vector<Fault>&) {
    GiveNotice command;
    command.cure_until_day = read_day(object, "cure_until", true);
    command.reason = read_reason(object);
    return command;
  });
}

Result<AdvanceBooking> parse_advance(std::string_view body) {
  return parse_object<AdvanceBooking>(body, [](ObjectReader& object, std::vector<Fault>&) {
    AdvanceBooking command;
    const auto to =
        object.word("to", {"agreement_executed", "agreement_registered", "conveyed"}, true);
    command.to = to == "conveyed"               ? NextStage::kConveyed
                 : to == "agreement_registered" ? NextStage::kRegistered
                                                : NextStage::kExecuted;
    command.day = read_day(object, "date", false);
    command.document_no = object.text("document_no", 60, to != "agreement_executed");
    return command;
  });
}

Result<SwapPlots> parse_swap(std::string_view body) {
  return parse_object<SwapPlots>(body, [](ObjectReader& object, std::vector<Fault>&) {
    SwapPlots command;
    command.from = read_plots(object, "from");
    command.to = read_plots(object, "to");
    command.reason = read_reason(object);
    return command;
  });
}

Result<Reschedule> parse_reschedule(std::string_view body) {
  return parse_object<Reschedule>(body, [](ObjectReader& object, std::vector<Fault>& faults) {
    Reschedule command;
    command.installments =
        read_list<wire::InstallmentT>(object, "installments", 120, faults, read_installment);
    command.reason = read_reason(object);
    return command;
  });
}

Result<WaiveInstallment> parse_waive(std::string_view body) {
  return parse_object<WaiveInstallment>(body, [](ObjectReader& object, std::vector<Fault>&) {
    WaiveInstallment command;
    command.installment = static_cast<std::uint32_t>(object.integer("no", 1, 1'000'000, true));
    command.amount = read_amount(object, "paise", true);
    command.reason = read_reason(object);
    return command;
  });
}

Result<RequestPayment> parse_pay(std::string_view body) {
  return parse_object<RequestPayment>(body, [](ObjectReader& object, std::vector<Fault>&) {
    RequestPayment command;
    command.amount = read_amount(object, "paise", false);
    return command;
  });
}

Result<IssuePaymentLink> parse_payment_link(std::string_view body) {
  return parse_object<IssuePaymentLink>(body, [](ObjectReader& object, std::vector<Fault>&) {
    IssuePaymentLink command;
    command.amount = read_amount(object, "paise", false);
    command.first_min = read_optional(object, "first_min_paise");
    const auto expires = object.text("expires_at", 40, false);
    if (const auto at = parse_rfc3339(expires)) {
      command.expires_at = *at;
    } else if (!expires.empty()) {
      object.fault("expires_at", "must be a time, as 2026-11-25T10:00:00Z");
    }
    command.reason = read_reason(object, false);
    return command;
  });
}

Result<ApplyCredit> parse_apply_credit(std::string_view body) {
  return parse_object<ApplyCredit>(body, [](ObjectReader& object, std::vector<Fault>&) {
    ApplyCredit command;
    command.amount = read_amount(object, "paise", false);
    return command;
  });
}

Result<MoveCredit> parse_move_credit(std::string_view body) {
  return parse_object<MoveCredit>(body, [](ObjectReader& object, std::vector<Fault>&) {
    MoveCredit command;
    command.to_booking = BookingId(object.text("to_booking", kMaxId, true));
    command.amount = read_amount(object, "paise", false);
    return command;
  });
}

Result<RequestRefund> parse_refund_request(std::string_view body) {
  return parse_object<RequestRefund>(body, [](ObjectReader& object, std::vector<Fault>&) {
    RequestRefund command;
    command.amount = read_amount(object, "paise", false);
    command.reason = read_reason(object);
    return command;
  });
}

Result<ProposeDiscount> parse_discount(std::string_view body) {
  return parse_object<ProposeDiscount>(body, [](ObjectReader& object, std::vector<Fault>&) {
    ProposeDiscount command;
    command.plot = PlotId(object.text("plot", 140, false));
    if (object.has("head")) command.head = object.text("head", 64, true);
    command.label = object.text("label", 60, false);
    command.amount = read_amount(object, "paise", true);
    command.reason = read_reason(object);
    return command;
  });
}

// --- many bookings ---

Result<DraftDemands> parse_draft_demands(const ProjectId& project, std::string_view body) {
  return parse_object<DraftDemands>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    return DraftDemands{project, read_bookings(object), read_day(object, "due_by", false)};
  });
}

Result<IssueDemands> parse_issue_demands(const ProjectId& project, std::string_view body) {
  return parse_object<IssueDemands>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    return IssueDemands{project, object.texts("demands", 200, kMaxId, true)};
  });
}

Result<ChargeInterest> parse_charge_interest(const ProjectId& project, std::string_view body) {
  return parse_object<ChargeInterest>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    return ChargeInterest{project, read_bookings(object), read_day(object, "up_to", false)};
  });
}

// --- refunds, commission, accounts ---

Result<RecordBankRefund> parse_bank_refund(std::string_view body) {
  return parse_object<RecordBankRefund>(body, [](ObjectReader& object, std::vector<Fault>&) {
    RecordBankRefund command;
    command.mode = read_mode(object, "mode");
    command.reference = object.text("reference", 64, true);
    command.day = read_day(object, "date", true);
    return command;
  });
}

Result<PayCommission> parse_pay_commission(const ProjectId& project, std::string_view body) {
  return parse_object<PayCommission>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    return PayCommission{project, object.text("approval", 120, true),
                         object.text("reference", 64, true), read_day(object, "date", true)};
  });
}

Result<ImportSettlement> parse_settlement(const ProjectId& project, std::string_view body) {
  return parse_object<ImportSettlement>(body, [&](ObjectReader& object,
                                                  std::vector<Fault>& faults) {
    ImportSettlement command;
    command.project = project;
    command.settlement = object.text("settlement", kMaxId, true);
    command.utr = object.text("utr", kMaxId, false);
    command.day = read_day(object, "date", true);
    command.items = read_list<wire::SettledItemT>(object, "items", kMaxListed, faults, read_item);
    command.net_in_all = read_optional(object, "net_in_all_paise");
    return command;
  });
}

Result<UndoSettlement> parse_undo_settlement(const ProjectId& project, std::string_view body) {
  return parse_object<UndoSettlement>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    UndoSettlement command;
    command.project = project;
    command.settlement = object.text("settlement", kMaxId, true);
    command.reason = read_reason(object);
    return command;
  });
}

Result<MatchBankLine> parse_bank_match(const ProjectId& project, std::string_view body) {
  return parse_object<MatchBankLine>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    MatchBankLine command;
    command.project = project;
    command.line = object.text("line", kMaxId, true);
    command.kind = object.word("kind", {"payment", "refund", "settlement", "commission"}, true);
    command.entity = object.text("id", 120, true);
    if (object.has("paise"))
      command.amount = Money::paise(object.integer("paise", -kMaxPaise, kMaxPaise, true));
    return command;
  });
}

Result<UndoBankMatch> parse_undo_match(const ProjectId& project, std::string_view body) {
  return parse_object<UndoBankMatch>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    UndoBankMatch command;
    command.project = project;
    command.line = object.text("line", kMaxId, true);
    command.entity = object.text("id", 120, true);
    command.reason = read_reason(object);
    return command;
  });
}

Result<CloseDay> parse_close_day(const ProjectId& project, std::string_view body) {
  return parse_object<CloseDay>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    return CloseDay{project, read_day(object, "date", true)};
  });
}

Result<SignLaunchCheck> parse_launch_check(const ProjectId& project, std::string_view body) {
  return parse_object<SignLaunchCheck>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    return SignLaunchCheck{project, read_bookings(object), object.text("position", 200, true)};
  });
}

}  // namespace ledger
