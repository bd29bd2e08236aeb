#include "tests/query-api/documents/samples.h"

#include <stdexcept>

namespace ledger::test {

using namespace ledger::paper;

namespace {

constexpr Instant kRecorded = Instant::micros(1'795'595'709'000'000);

Money rs(std::int64_t rupees_whole) {
  return Money::paise(rupees_whole * 100);
}

TaxLine taxed(const char* head, Money taxable) {
  return {head,
          "9972",
          taxable,
          900,
          900,
          0,
          scaled(taxable, 900, 10'000),
          scaled(taxable, 900, 10'000),
          {}};
}

Issuer sample_issuer() {
  return {.project = "Sahyadri Meadows",
          .developer = "Sahyadri Land Developers LLP",
          .address = "Survey no. 214/2, Talegaon Dabhade, Taluka Maval, Pune 410 506",
          .rera_no = "DEMO-P52100000000",
          .gstin = "27AAPFU0939F1ZV",
          .state = "Maharashtra",
          .state_code = "27",
          .phone = "+91 20 5555 0100",
          .email = "accounts@sahyadri.example",
          .website = "sahyadri.example",
          .signatory = "Asha Rao",
          .signatory_office = "Accounts manager"};
}

}  // namespace

Paper sample_paper(Language language, const std::string& number) {
  Paper paper;
  paper.language = language;
  paper.issuer = sample_issuer();
  paper.booking = {.id = "AKR-26-004217-K",
                   .plots = {{"117", "B", 133'780'377}},
                   .applicants = {{.name = "Kshitij Deshpande",
                                   .share_basis_points = 6'000,
                                   .address = "12, Shivaji Nagar, Pune 411 005",
                                   .phone = "+91 98765 43210",
                                   .email = "kshitij@buyer.example",
                                   .state = "Maharashtra"},
                                  {.name = "क्षितिजा देशपांडे",
                                   .share_basis_points = 4'000,
                                   .address = "12, Shivaji Nagar, Pune 411 005"}}};
  paper.number = number;
  paper.date = kPaperDay;
  paper.recorded_at = kRecorded;
  paper.position = "3-1042";
  paper.verify_url = "https://plots.example/verify/" + number + "?c=7Kq2mZp4Xw9bT1";
  return paper;
}

BookingFacts sample_booking(Language language) {
  BookingFacts facts;
  facts.paper = sample_paper(language, "");
  facts.paper.verify_url = "https://plots.example/verify/d/91f3?c=7Kq2mZp4Xw9bT1";
  facts.booked_on = kPaperDay - 20;
  facts.price = {{"land", "", rs(3'900'000)},
                 {"plc_corner", "", rs(195'000)},
                 taxed("amenities", rs(250'000)),
                 taxed("legal", rs(25'000)),
                 {"discount", "", rs(-50'000)}};
  facts.plan = "Standard";
  facts.installments = {{1, "token", kPaperDay - 20, rs(200'000)},
                        {2, "agreement", kPaperDay + 25, rs(1'000'000)},
                        {3, "Roads and drains laid", std::nullopt, rs(1'600'000)},
                        {4, "possession", std::nullopt, total_of(facts.price) - rs(2'800'000)}};
  facts.paid = rs(200'000);
  facts.outstanding = total_of(facts.price) - facts.paid;
  facts.portal_url = "https://plots.example/me";
  facts.personal_url = "https://plots.example/b/3f9c2a71d04e48b59a6d7c1e8f20b345";
  facts.next_due = facts.installments[1];
  return facts;
}

Body filled(TemplateKind kind, Language language, const TemplateValues& values) {
  const auto parsed = parse_template(kind, default_template(kind, language));
  if (!parsed) throw std::runtime_error(parsed.error().message);
  auto body = fill(*parsed, values);
  if (!body) throw std::runtime_error(body.error().message);
  return *body;
}

Receipt sample_receipt(Language language) {
  Receipt receipt;
  receipt.paper = sample_paper(language, "R/2627/AKR/00001");
  receipt.amount = Money::paise(123'456'750);
  receipt.mode = "neft";
  receipt.reference = "HDFCN52026112512345678";
  receipt.value_date = kPaperDay;
  receipt.applied = {{"token", kPaperDay, rs(200'000)},
                     {"agreement", kPaperDay + 30, rs(1'000'000)}};
  receipt.credit = Money::paise(3'456'750);
  receipt.standing = Standing{rs(41'800'000), receipt.amount, rs(41'800'000) - receipt.amount};
  receipt.text =
      filled(TemplateKind::kReceipt, language, values_of(sample_booking(language), receipt));
  return receipt;
}

ReceiptVoucher sample_voucher(Language language) {
  return {sample_paper(language, "V/2627/AKR/00007"),
          {taxed("amenities", Money::paise(5'467'000))},
          "upi",
          "432912345678",
          "R/2627/AKR/00001"};
}

TaxInvoice sample_invoice(Language language) {
  TaxInvoice invoice;
  invoice.paper = sample_paper(language, "I/2627/AKR/00003");
  invoice.paper.booking.applicants[0].gstin = "27ABCDE1234F1Z5";
  invoice.lines = {{"land", "", rs(3'900'000)},
                   taxed("amenities", Money::paise(5'467'033)),
                   taxed("maintenance", rs(24'000))};
  invoice.round_off = Money::paise(100 - total_of(invoice.lines).paise() % 100 == 100
                                       ? 0
                                       : 100 - total_of(invoice.lines).paise() % 100);
  invoice.advances = {{"V/2627/AKR/00007", kPaperDay - 40, Money::paise(6'451'060)}};
  return invoice;
}

CreditNote sample_credit_note(Language language) {
  return {{sample_paper(language, "C/2627/AKR/00002"),
           "I/2627/AKR/00003",
           kPaperDay - 10,
           language == Language::kHindi ? "सुविधा शुल्क में छूट" : "Amenities charge reduced",
           {taxed("amenities", rs(10'000))}}};
}

DebitNote sample_debit_note(Language language) {
  return {{sample_paper(language, "D/2627/AKR/00001"),
           "I/2627/AKR/00003",
           kPaperDay - 10,
           language == Language::kHindi ? "हस्तांतरण शुल्क" : "Transfer of name",
           {taxed("transfer", rs(15'000))}}};
}

RefundVoucher sample_refund_voucher(Language language) {
  return {
      sample_paper(language, "F/2627/AKR/00001"),
      "V/2627/AKR/00007",
      kPaperDay - 40,
      {taxed("amenities", Money::paise(5'467'000))},
      "neft",
      "SBIN426112512345",
      language == Language::kHindi ? "ख़रीदार ने बुकिंग निरस्त की" : "Booking cancelled by the buyer"};
}

DemandLetter sample_demand(Language language) {
  DemandLetter letter;
  letter.paper = sample_paper(language, "");
  letter.paper.verify_url = "https://plots.example/verify/d/77ab?c=7Kq2mZp4Xw9bT1";
  letter.lines = {{DemandPart::kNow, "Roads and drains laid", kPaperDay + 15, rs(1'600'000), {}},
                  {DemandPart::kEarlier, "agreement", kPaperDay - 45, rs(1'000'000), rs(850'000)},
                  {DemandPart::kInterest, "agreement", kPaperDay, Money::paise(199'726), {}}};
  letter.pay_by = kPaperDay + 15;
  letter.grace_days = 15;
  letter.pay_url = "https://plots.example/me/pay";
  letter.text = filled(
      TemplateKind::kDemand, language,
      values_of(sample_booking(language), letter,
                language == Language::kHindi ? "सड़कें और नालियाँ पूरी" : "Roads and drains laid"));
  return letter;
}

Statement sample_statement(Language language) {
  Statement statement;
  statement.paper = sample_paper(language, "");
  statement.paper.verify_url = "https://plots.example/verify/s/4c1e?c=7Kq2mZp4Xw9bT1";
  statement.from = 20'544;  // 1 April 2026
  statement.to = kPaperDay;
  statement.opening = rs(200'000);
  for (int month = 0; month < 16; ++month) {
    const Day day = statement.from + month * 14;
    statement.lines.push_back({day,
                               day,
                               "installment",
                               "Part " + std::to_string(month + 1),
                               "",
                               Money::paise(25'000'050),
                               {}});
    statement.lines.push_back({day + 3,
                               day + 4,
                               "payment",
                               "neft",
                               "R/2627/AKR/0000" + std::to_string(month % 10),
                               {},
                               Money::paise(24'000'025)});
  }
  statement.lines.push_back({kPaperDay - 8,
                             kPaperDay - 5,
                             "reversal",
                             "",
                             "R/2627/AKR/00004",
                             Money::paise(24'000'025),
                             {},
                             true});
  statement.lines.push_back(
      {kPaperDay - 5, kPaperDay - 5, "bounce", "", "D/2627/AKR/00001", rs(590), {}});
  statement.ageing = Ageing{{}, closing_of(statement) - rs(200'000), rs(150'000), rs(50'000), {}};
  return statement;
}

FyReport sample_report(Language language) {
  FyReport report;
  report.paper = sample_paper(language, "");
  report.paper.verify_url = "https://plots.example/verify/y/2626?c=7Kq2mZp4Xw9bT1";
  report.financial_year = 2026;
  report.months[0] = {rs(200'000), {}, {}, {}};
  report.months[2] = {rs(1'000'000), rs(9'000), {}, {}};
  report.months[7] = {rs(1'600'000), rs(18'000), Money::paise(199'726), {}};
  report.months[10] = {{}, {}, {}, rs(50'000)};
  report.outstanding = rs(1'245'500);
  return report;
}

CommissionStatement sample_commission(Language language) {
  CommissionStatement statement;
  statement.paper = sample_paper(language, "");
  statement.paper.booking = {};
  statement.paper.verify_url.clear();
  statement.partner = "Lakshmi Realty";
  statement.partner_address = "4, MG Road, Pune 411 001";
  statement.partner_rera_no = "DEMO-A51800000000";
  statement.from = 20'544;
  statement.to = kPaperDay;
  statement.opening = rs(12'000);
  statement.lines = {
      {20'560, "AKR-26-004217-K", "117", rs(1'000'000), 200, rs(20'000), CommissionState::kAccrued},
      {20'575, "AKR-26-004217-K", "117", {}, 0, rs(20'000), CommissionState::kApproved},
      {20'600, "", "", {}, 0, rs(32'000), CommissionState::kPaid},
      {20'640, "AKR-26-004301-P", "A-12", rs(450'000), 250, rs(11'250), CommissionState::kAccrued},
      {20'700, "AKR-26-004301-P", "A-12", rs(450'000), 250, rs(11'250),
       CommissionState::kClawedBack}};
  return statement;
}

Letter sample_allotment(Language language) {
  const auto facts = sample_booking(language);
  return {TemplateKind::kAllotment, facts.paper,
          filled(TemplateKind::kAllotment, language, values_of(facts))};
}

Letter sample_agreement(Language language) {
  const auto facts = sample_booking(language);
  return {TemplateKind::kAgreement, facts.paper,
          filled(TemplateKind::kAgreement, language, values_of(facts))};
}

namespace {

template <class Sample>
void add(std::vector<SamplePdf>& to, const std::string& name, const Sample& sample) {
  for (const auto language : {Language::kEnglish, Language::kHindi}) {
    auto bytes = pdf_of(sample(language));
    if (!bytes) throw std::runtime_error(name + ": " + bytes.error().message);
    to.push_back({name + (language == Language::kHindi ? ".hi" : ".en"), *bytes});
  }
}

Receipt void_receipt(Language language) {
  auto receipt = sample_receipt(language);
  receipt.paper.mark = Mark::kVoid;
  receipt.paper.mark_reason = language == Language::kHindi
                                  ? "26 नवंबर 2026 को चेक अनादरित होने पर वापस लिया गया"
                                  : "withdrawn on 26 November 2026, the cheque was returned unpaid";
  return receipt;
}

}  // namespace

std::vector<SamplePdf> sample_pdfs() {
  std::vector<SamplePdf> to;
  add(to, "receipt", sample_receipt);
  add(to, "receipt-void", void_receipt);
  add(to, "voucher", sample_voucher);
  add(to, "invoice", sample_invoice);
  add(to, "credit-note", sample_credit_note);
  add(to, "debit-note", sample_debit_note);
  add(to, "refund-voucher", sample_refund_voucher);
  add(to, "demand", sample_demand);
  add(to, "statement", sample_statement);
  add(to, "fy-report", sample_report);
  add(to, "commission", sample_commission);
  add(to, "allotment", sample_allotment);
  add(to, "agreement", sample_agreement);
  return to;
}

}  // namespace ledger::test
