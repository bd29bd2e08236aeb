#include "query-api/documents/letter.h"
#include "query-api/documents/names.h"
#include "query-api/documents/parts.h"
#include "query-api/documents/texts.h"

namespace ledger::paper {
namespace {

// "A", "A and B", "A, B and C".
std::string joined(const std::vector<std::string>& parts, Language language) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " " + say(Text::kAnd, language) + " " : ", ";
    text += parts[i];
  }
  return text;
}

std::string plots_text(const Paper& paper) {
  std::vector<std::string> names;
  for (const auto& plot : paper.booking.plots) names.push_back(plot_name(plot, paper.language));
  return joined(names, paper.language);
}

std::string area_text(const Paper& paper) {
  std::int64_t sum = 0;
  for (const auto& plot : paper.booking.plots) sum += plot.area_mm2;
  return sum == 0 ? "" : area(sum, paper.area_unit, paper.language);
}

std::string applicants_text(const Paper& paper) {
  std::vector<std::string> names;
  for (const auto& applicant : paper.booking.applicants) names.push_back(applicant.name);
  return joined(names, paper.language);
}

Applicant first_of(const Paper& paper) {
  return paper.booking.applicants.empty() ? Applicant{} : paper.booking.applicants.front();
}

Money tax_of(const std::vector<TaxLine>& price) {
  Money sum;
  for (const auto& line : price) sum += line.cgst + line.sgst + line.igst;
  return sum;
}

std::string some(Money amount) {
  return amount.zero() ? "–" : grouped(amount);
}

std::string amount_or_empty(Money amount) {
  return amount.zero() ? "" : rupees(amount);
}

Grid price_grid(const BookingFacts& facts) {
  const auto language = facts.paper.language;
  const auto amount = [language](Text text) { return say(text, language) + " (₹)"; };
  Grid grid{{{say(Text::kHead, language), 3},
             {amount(Text::kAmount), 2, Align::kRight},
             {amount(Text::kTax), 2, Align::kRight},
             {amount(Text::kTotal), 2, Align::kRight}},
            {}};
  Money sum;
  for (const auto& line : facts.price) {
    sum += line.taxable;
    grid.rows.push_back({{head_name(line.description, language), grouped(line.taxable),
                          some(line.cgst + line.sgst + line.igst), grouped(total_of(line))}});
  }
  grid.rows.push_back({{say(Text::kTotal, language), grouped(sum), some(tax_of(facts.price)),
                        grouped(total_of(facts.price))},
                       RowLook::kTotal});
  return grid;
}

std::string due_text(const PlanLine& line, Language language) {
  return line.due ? long_date(*line.due, language) : say(Text::kByMilestone, language);
}

Grid installment_grid(const BookingFacts& facts) {
  const auto language = facts.paper.language;
  Grid grid{{{say(Text::kNumber, language), 0.6},
             {say(Text::kInstallment, language), 4},
             {say(Text::kDueOn, language), 2.4},
             {say(Text::kAmount, language) + " (₹)", 2, Align::kRight}},
            {}};
  Money sum;
  for (const auto& line : facts.installments) {
    sum += line.amount;
    grid.rows.push_back({{std::to_string(line.no), installment_name(line.label, language),
                          due_text(line, language), grouped(line.amount)}});
  }
  grid.rows.push_back({{"", say(Text::kTotal, language), "", grouped(sum)}, RowLook::kTotal});
  return grid;
}

Grid applicants_grid(const Paper& paper) {
  const auto language = paper.language;
  Grid grid{{{say(Text::kAllottee, language), 3},
             {say(Text::kAddress, language), 4},
             {say(Text::kShareHeading, language), 1, Align::kRight}},
            {}};
  for (const auto& applicant : paper.booking.applicants) {
    grid.rows.push_back(
        {{applicant.name, applicant.address, percent(applicant.share_basis_points)}});
  }
  return grid;
}

std::vector<std::string> signatories(const Paper& paper) {
  std::vector<std::string> names{say(Text::kForIssuer, paper.language, {paper.issuer.developer})};
  for (const auto& applicant : paper.booking.applicants) {
    names.push_back(applicant.name + ", " + say(Text::kAllottee, paper.language));
  }
  for (const auto* no : {"1", "2"}) names.push_back(say(Text::kWitness, paper.language, {no}));
  return names;
}

void add_issuer(TemplateValues& to, const Issuer& issuer) {
  to.texts.insert({{"project", issuer.project},
                   {"developer", issuer.developer},
                   {"developer_address", issuer.address},
                   {"rera_no", issuer.rera_no},
                   {"gstin", issuer.gstin},
                   {"state", issuer.state},
                   {"support_phone", issuer.phone},
                   {"support_email", issuer.email},
                   {"website", issuer.website}});
}

void add_booking(TemplateValues& to, const BookingFacts& facts) {
  const auto& paper = facts.paper;
  const auto first = first_of(paper);
  to.texts.insert({{"booking_id", paper.booking.id},
                   {"booked_on", long_date(facts.booked_on, paper.language)},
                   {"plots", plots_text(paper)},
                   {"area", area_text(paper)},
                   {"applicants", applicants_text(paper)},
                   {"first_applicant", first.name},
                   {"applicant_address", first.address},
                   {"date", long_date(paper.date, paper.language)},
                   {"document_no", paper.number},
                   {"plan", facts.plan},
                   {"portal_url", facts.portal_url},
                   {"personal_url", facts.personal_url}});
}

void add_money(TemplateValues& to, const BookingFacts& facts) {
  const auto language = facts.paper.language;
  const auto total = total_of(facts.price);
  const auto tax = tax_of(facts.price);
  const auto& next = facts.next_due;
  to.texts.insert({{"total_price", rupees(total)},
                   {"total_price_words", in_words(total, language)},
                   {"price_before_tax", rupees(total - tax)},
                   {"tax", rupees(tax)},
                   {"paid", rupees(facts.paid)},
                   {"outstanding", rupees(facts.outstanding)},
                   {"next_due_on", next ? due_text(*next, language) : ""},
                   {"next_due_amount", next ? rupees(next->amount) : ""}});
}

}  // namespace

TemplateValues values_of(const BookingFacts& facts) {
  TemplateValues values;
  add_issuer(values, facts.paper.issuer);
  add_booking(values, facts);
  add_money(values, facts);
  values.grids = {{"price_table", price_grid(facts)},
                  {"installment_table", installment_grid(facts)},
                  {"applicants_table", applicants_grid(facts.paper)}};
  values.signatories = signatories(facts.paper);
  return values;
}

TemplateValues values_of(const BookingFacts& facts, const Receipt& receipt) {
  const auto language = facts.paper.language;
  auto values = values_of(facts);
  values.texts["document_no"] = receipt.paper.number;
  values.texts["date"] = long_date(receipt.paper.date, language);
  values.texts.insert({{"amount", rupees(receipt.amount)},
                       {"amount_words", in_words(receipt.amount, language)},
                       {"mode", mode_name(receipt.mode, language)},
                       {"reference", receipt.reference},
                       {"value_date", long_date(receipt.value_date, language)}});
  return values;
}

TemplateValues values_of(const BookingFacts& facts, const DemandLetter& letter,
                         const std::string& milestone) {
  const auto language = facts.paper.language;
  auto values = values_of(facts);
  values.texts["document_no"] = letter.paper.number;
  values.texts["date"] = long_date(letter.paper.date, language);
  values.texts.insert({{"amount_due", rupees(to_pay(letter))},
                       {"amount_due_words", in_words(to_pay(letter), language)},
                       {"pay_by", long_date(letter.pay_by, language)},
                       {"milestone", milestone},
                       {"earlier_dues", amount_or_empty(to_pay(letter, DemandPart::kEarlier))},
                       {"interest", amount_or_empty(to_pay(letter, DemandPart::kInterest))},
                       {"grace_days", std::to_string(letter.grace_days)}});
  return values;
}

}  // namespace ledger::paper
