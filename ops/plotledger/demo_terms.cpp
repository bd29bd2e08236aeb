#include "ops/plotledger/demo_terms.h"

#include <array>
#include <stdexcept>

#include "events/hash.h"

namespace ledger::demo {
namespace {

constexpr int kGst = 1800;
constexpr std::uint32_t kGraceDays = 15;
constexpr int kRateRises = 300;  // the day from which late money costs more

struct Head {
  const char* name;
  int basis_points;
  const char* hsn;
};

// Land is outside of GST; what is done for the buyer is not.
constexpr auto kTaxes = std::to_array<Head>({{"land", 0, ""},
                                             {"development", 0, ""},
                                             {"amenities", kGst, "997212"},
                                             {"maintenance", kGst, "998719"},
                                             {"legal", kGst, "998213"}});

wire::PlanStageT stage(const char* label, int basis_points, std::uint32_t days,
                       const char* milestone = "") {
  wire::PlanStageT to;
  to.label = label;
  to.basis_points = basis_points;
  to.days = days;
  to.milestone = milestone;
  return to;
}

wire::CancellationStepT step(std::uint32_t up_to_days, int basis_points) {
  wire::CancellationStepT to;
  to.up_to_days = up_to_days;
  to.basis_points = basis_points;
  return to;
}

wire::CommissionSlabT slab(std::int64_t from_rupees, int basis_points) {
  wire::CommissionSlabT to;
  to.from_value = Money::paise(from_rupees * 100);
  to.basis_points = basis_points;
  return to;
}

wire::RateSliceT rate(Day from, int basis_points) {
  wire::RateSliceT to;
  to.from_day = from;
  to.basis_points = basis_points;
  return to;
}

SetTaxRules taxes(const ProjectId& project, Day from) {
  SetTaxRules to{project, {}};
  for (const auto& [head, basis_points, hsn] : kTaxes) {
    wire::TaxRuleT rule;
    rule.head = head;
    rule.from_day = from;
    rule.basis_points = basis_points;
    rule.hsn = hsn;
    to.rules.push_back(std::move(rule));
  }
  return to;
}

SetMoneyRules money_rules(const ProjectId& project, Day from, Day rises) {
  SetMoneyRules to;
  to.rules.project = project;
  to.rules.grace_days = kGraceDays;
  to.rules.bounce_charge = Money::paise(500'00);
  to.rules.bounce_tax_basis_points = kGst;
  to.rules.transfer_fee = Money::paise(25'000'00);
  to.rules.transfer_tax_basis_points = kGst;
  to.rules.cap = wire::CapMode::Warn;
  to.rules.cap_basis_points = 1000;
  to.rules.cash_limit = Money::paise(20'000'00);
  to.rules.link_days = 7;
  to.interest = {rate(from, 1085), rate(rises, 1110)};  // a bank's lending rate and two percent
  return to;
}

SetCommissionRules commission(const ProjectId& project, const std::string& partner, Day from) {
  SetCommissionRules to;
  to.project = project;
  to.partner = partner;
  to.from_day = from;
  to.slabs = {slab(0, 150), slab(20'000'000, 200), slab(60'000'000, 250)};
  to.rera_no = "DEMO-AGENT-" + std::to_string(partner.size()) + "0417";
  to.rera_valid_to_day = from + 5 * 365;
  return to;
}

void set_letterhead(Stage& to, const ProjectId& project, const std::string& text) {
  const Digest document(hex(sha256(text)));
  if (const auto put = to.ledger.log().documents().put(document, text); !put)
    throw std::runtime_error(put.error().message);
  to.tell(to.staff("admin", "/v1/projects/" + project.str() + "/letterhead"),
          SetTemplate{project, "letterhead", "en", document});
}

}  // namespace

Terms construction_linked() {
  Terms terms;
  terms.plan = "construction";
  terms.title = "Construction-linked";
  terms.kind = wire::PlanKind::Construction;
  terms.stages = {stage("token", 1000, 0),
                  stage("agreement", 1500, 30),
                  stage("roads", 2500, 15, "roads-laid"),
                  stage("drains", 2000, 15, "drains-done"),
                  stage("power", 2000, 15, "power-on"),
                  stage("handover", 1000, 30, "ready")};
  terms.letterhead =
      R"({"developer":"Sahyadri Meadows LLP","address":"14 Fergusson College Road\nPune 411004",)"
      R"("gstin":"27AAAAA0000A1Z5","state":"Maharashtra","state_code":"27",)"
      R"("phone":"+91 20 5550 0117","email":"accounts@sahyadri-meadows.example",)"
      R"("signatory":"Asha Rao","signatory_office":"Accounts manager"})";
  terms.milestones = {{205, "roads-laid"}, {325, "drains-done"}, {455, "power-on"}};
  terms.chosen = 45;
  return terms;
}

Terms time_linked() {
  Terms terms;
  terms.plan = "quarters";
  terms.title = "Four quarters";
  terms.stages = {stage("token", 1000, 0), stage("agreement", 1500, 45), stage("second", 2500, 135),
                  stage("third", 2500, 225), stage("balance", 2500, 315)};
  terms.letterhead =
      R"({"developer":"Kaveri Enclave Pvt. Ltd.","address":"21 Residency Road\nBengaluru 560025",)"
      R"("gstin":"29AAAAA0000A1Z3","state":"Karnataka","state_code":"29",)"
      R"("phone":"+91 80 5550 0123","email":"accounts@kaveri-enclave.example",)"
      R"("signatory":"Meera Iyer","signatory_office":"Accounts manager"})";
  terms.chosen = 60;
  return terms;
}

const std::vector<std::string>& partners() {
  static const std::vector<std::string> names{"griha-realty", "landmark-estates"};
  return names;
}

void set_terms(Stage& to, const ProjectId& project, const Terms& terms, int day) {
  const auto path = "/v1/projects/" + project.str() + "/";
  to.at(to.moment(day, hours(14)), [&to, project, &terms, path, day] {
    const auto finance = [&](const std::string& route) {
      return to.staff("finance", path + route);
    };
    const Day from = to.day(day);
    set_letterhead(to, project, terms.letterhead);
    to.tell(finance("tax-rules"), taxes(project, from));
    to.tell(finance("money-rules"), money_rules(project, from, to.day(kRateRises)));
    to.tell(finance("cancellation-rules"),
            SetCancellationRules{
                project, from, {step(15, 0), step(60, 200), step(180, 500), step(36'500, 1000)}});
    to.tell(finance("plans/" + terms.plan),
            SetPaymentPlan{project, terms.plan, terms.title, terms.kind, terms.stages});
    for (const auto& partner : partners())
      to.tell(finance("commission-rules/" + partner), commission(project, partner, from));
  });
  for (const auto& reached : terms.milestones)
    to.at(to.moment(reached.day, hours(10)), [&to, project, reached, path] {
      to.tell(to.staff("finance", path + "milestones"),
              ReachMilestone{project, reached.name, 0, "the architect's certificate"});
    });
}

}  // namespace ledger::demo
