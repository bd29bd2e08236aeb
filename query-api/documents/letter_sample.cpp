#include "query-api/documents/letter.h"

namespace ledger::paper {
namespace {

constexpr Day kToday = 20'782;  // 25 November 2026

bool hindi(Language language) {
  return language == Language::kHindi;
}

Paper sample_paper(Language language) {
  Paper paper;
  paper.language = language;
  paper.issuer = {.project = hindi(language) ? "आदर्श विहार" : "Model Meadows",
                  .developer = hindi(language) ? "आदर्श डेवलपर्स एलएलपी" : "Model Developers LLP",
                  .address = hindi(language) ? "सर्वे सं. 1, आदर्श ग्राम, पुणे 411 001"
                                             : "Survey no. 1, Model Village, Pune 411 001",
                  .rera_no = "DEMO-P00000000000",
                  .gstin = "27AAAAA0000A1Z5",
                  .state = hindi(language) ? "महाराष्ट्र" : "Maharashtra",
                  .state_code = "27",
                  .phone = "+91 20 5555 0100",
                  .email = "help@developer.example",
                  .signatory = hindi(language) ? "आशा राव" : "Asha Rao"};
  const std::string address =
      hindi(language) ? "12, शिवाजी नगर, पुणे 411 005" : "12, Shivaji Nagar, Pune 411 005";
  paper.booking = {.id = "ABC-26-000001-X",
                   .plots = {{"117", "B", 133'780'377}},
                   .applicants = {{hindi(language) ? "मीरा जोशी" : "Meera Joshi", 6'000, address},
                                  {hindi(language) ? "रवि जोशी" : "Ravi Joshi", 4'000, address}}};
  paper.number = "R/2627/ABC/00001";
  paper.date = kToday;
  paper.recorded_at = start_of(kToday, kIndia) + hours(14);
  paper.position = "1-1";
  paper.mark = Mark::kSample;
  return paper;
}

Receipt sample_receipt(const BookingFacts& facts) {
  Receipt receipt;
  receipt.paper = facts.paper;
  receipt.amount = facts.paid;
  receipt.mode = "neft";
  receipt.reference = "HDFCN52026112512345678";
  receipt.value_date = kToday;
  return receipt;
}

DemandLetter sample_demand(const BookingFacts& facts) {
  DemandLetter letter;
  letter.paper = facts.paper;
  letter.lines = {{DemandPart::kNow, "agreement", kToday + 15, Money::paise(80'000'000), {}},
                  {DemandPart::kEarlier, "token", kToday - 30, Money::paise(20'000'000),
                   Money::paise(15'000'000)},
                  {DemandPart::kInterest, "token", kToday, Money::paise(41'100), {}}};
  letter.pay_by = kToday + 15;
  letter.grace_days = 15;
  return letter;
}

}  // namespace

BookingFacts sample_facts(Language language) {
  BookingFacts facts;
  facts.paper = sample_paper(language);
  facts.booked_on = kToday - 30;
  facts.price = {{"land", "", Money::paise(384'000'000)},
                 {"amenities",
                  "9995",
                  Money::paise(20'000'000),
                  900,
                  900,
                  0,
                  Money::paise(1'800'000),
                  Money::paise(1'800'000),
                  {}}};
  facts.plan = hindi(language) ? "सामान्य" : "Standard";
  facts.installments = {{1, "token", kToday - 30, Money::paise(20'000'000)},
                        {2, "agreement", kToday + 15, Money::paise(80'000'000)},
                        {3, "possession", std::nullopt, Money::paise(307'600'000)}};
  facts.paid = Money::paise(15'000'000);
  facts.outstanding = total_of(facts.price) - facts.paid;
  facts.portal_url = "https://plots.example/me";
  facts.personal_url = "https://plots.example/b/3f9c2a71d04e48b59a6d7c1e8f20b345";
  facts.next_due = facts.installments[1];
  return facts;
}

TemplateValues sample_values(TemplateKind kind, Language language) {
  const auto facts = sample_facts(language);
  switch (kind) {
    case TemplateKind::kReceipt:
      return values_of(facts, sample_receipt(facts));
    case TemplateKind::kDemand:
      return values_of(facts, sample_demand(facts),
                       hindi(language) ? "मुख्य सड़कें पूरी" : "Main roads completed");
    case TemplateKind::kAgreement:
    case TemplateKind::kAllotment:
    case TemplateKind::kIntroduction:
      return values_of(facts);
  }
  return values_of(facts);
}

}  // namespace ledger::paper
