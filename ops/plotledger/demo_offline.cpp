#include "ops/plotledger/demo_offline.h"

#include <array>

namespace ledger::demo {
namespace {

constexpr auto kBanks = std::to_array<const char*>(
    {"State Bank of India", "HDFC Bank", "ICICI Bank", "Bank of Maharashtra", "Canara Bank"});

std::string at(const PaymentId& payment, const char* what) {
  return "/v1/payments/" + payment.str() + "/" + what;
}

bool is_cheque(wire::Mode mode) {
  return mode == wire::Mode::Cheque || mode == wire::Mode::Draft;
}

Envelope by(Stage& stage, const std::string& role, const std::string& route) {
  return role == "visitor" ? stage.visitor(route) : stage.staff(role, route);
}

}  // namespace

PaymentId declare(Stage& stage, DeclarePayment payment, const std::string& role) {
  payment.payment = PaymentId(stage.offline_id());
  payment.bank = stage.dice().pick(kBanks);
  const bool cheque = is_cheque(payment.mode);
  // Cheque numbers do not repeat either: the bank's statement names no other bank beside them.
  payment.reference = cheque ? stage.cheque_no() : "DEMO" + stage.dice().digits(12);
  if (cheque) payment.dated_day = stage.today();
  const auto route = payment.booking.empty()
                         ? "/v1/holds/" + payment.hold.str() + "/declare"
                         : "/v1/bookings/" + payment.booking.str() + "/payments";
  auto envelope = by(stage, role, route);
  auto claim = envelope;
  claim.key += "/reference";
  const auto known_by =
      cheque ? "cheque:" + payment.bank + ":" + payment.reference : "utr:" + payment.reference;
  stage.tell_directory(std::move(claim),
                       ClaimReferences{payment.project, {{known_by, payment.payment}}});
  const auto id = payment.payment;
  stage.tell(std::move(envelope), std::move(payment));
  return id;
}

void deposit(Stage& stage, const ProjectId& project, const PaymentId& payment) {
  stage.tell(stage.staff("finance", at(payment, "deposit")),
             DepositCheque{project, payment, 0, "slip " + stage.dice().digits(5)});
}

void verify(Stage& stage, const ProjectId& project, const PaymentId& payment) {
  VerifyPayment command;
  command.project = project;
  command.payment = payment;
  command.refund = RefundId(stage.uuid());
  stage.tell(stage.staff("finance", at(payment, "verify")), std::move(command));
}

void bounce(Stage& stage, const ProjectId& project, const PaymentId& payment,
            const std::string& reason) {
  stage.tell(stage.staff("finance", at(payment, "bounce")),
             BounceCheque{project, payment, 0, reason});
}

void send_by_bank(Stage& stage, const ProjectId& project, const RefundId& refund) {
  stage.tell(stage.staff("finance", "/v1/refunds/" + refund.str() + "/sent"),
             RecordBankRefund{project, refund, wire::Mode::Neft, "DEMO" + stage.dice().digits(12),
                              stage.today()});
}

}  // namespace ledger::demo
