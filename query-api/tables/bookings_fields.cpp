#include "query-api/tables/bookings_fields.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "query-api/documents/utf8.h"
#include "query-api/tables/contact_fields.h"

namespace ledger::tables {
namespace {

// The cells of one applicant or installment, by part.
using Parts = std::map<std::string, std::size_t>;

std::map<std::size_t, Parts> by_number(const std::vector<NumberedColumn>& columns) {
  std::map<std::size_t, Parts> to;
  for (const auto& column : columns) to[column.number].emplace(column.part, column.at);
  return to;
}

// Reads the same fields whether they stand in a sheet of their own (by key) or in numbered columns.
class Fields {
 public:
  Fields(const Row& row, const Parts* parts) : row_(row), parts_(parts) {}

  [[nodiscard]] std::string text(const char* part) const {
    if (parts_ == nullptr) return row_.text(part);
    const auto at = parts_->find(part);
    if (at == parts_->end()) return "";
    return row_.text_at(at->second);
  }

  std::string checked(const char* part, const char* reason,
                      Read<std::string> (*read)(std::string_view)) const {
    const auto found = text(part);
    if (found.empty() || found == "-") return "";
    auto value = read(found);
    if (value) return *value;
    row_.error(reason, heading(part), value.error());
    return "";
  }

  [[nodiscard]] std::string phone() const {
    const auto found = text("phone");
    std::string_view rest;
    const auto first = first_of_several(found, rest);
    if (first.empty() || first == "-") return "";
    auto value = as_phone(first);
    if (!value) {
      row_.error("contact-unreadable", heading("phone"), value.error());
    } else if (!rest.empty()) {
      row_.warning("contact-extra", heading("phone"),
                   "\"" + found.substr(0, 60) + "\" holds several numbers: the first is taken");
    }
    return value.value_or("");
  }

  [[nodiscard]] std::optional<std::int64_t> share() const {
    if (parts_ == nullptr) return row_.basis_points("share");
    const auto at = parts_->find("share");
    return at == parts_->end() ? std::nullopt : row_.basis_points_at(at->second);
  }

 private:
  [[nodiscard]] std::string heading(const char* part) const {
    if (parts_ == nullptr) return part;
    const auto at = parts_->find(part);
    return at == parts_->end() ? part : row_.heading_at(at->second);
  }

  const Row& row_;
  const Parts* parts_;
};

// A share of 0 until share_out() says otherwise; -1 where the cell says none.
ImportedApplicant applicant_from(const Row& row, const Fields& fields) {
  ImportedApplicant applicant;
  applicant.sheet = row.sheet();
  applicant.row = row.line();
  applicant.name = fields.text("name");
  if (applicant.name.empty()) row.error("field-missing", "name", "the applicant has no name");
  applicant.phone = fields.phone();
  applicant.email = fields.checked("email", "contact-unreadable", as_email);
  applicant.address = fields.text("address");
  applicant.state = fields.text("state");
  applicant.pan = fields.checked("pan", "pan-malformed", as_pan);
  applicant.gstin = fields.checked("gstin", "gstin-malformed", as_gstin);
  applicant.share_basis_points = fields.share().value_or(-1);
  return applicant;
}

// A day, or words without a figure ("on possession"), which stand for a milestone.
std::optional<Day> due_of(const Row& row, const UploadCell& cell, const std::string& heading,
                          bool& sound) {
  if (is_blank(cell)) return std::nullopt;
  const bool words =
      cell.kind == CellKind::kText && cell.text.find_first_of("0123456789") == std::string::npos;
  if (words) return std::nullopt;
  const auto day = as_date(cell, row.date_options());
  sound = day.has_value();
  if (day) return *day;
  row.error("cell-unreadable", heading, day.error());
  return std::nullopt;
}

std::string reference_of(const std::string& text) {
  std::string to;
  for (const char c : text)
    if (c != ' ' && c != '\'') to += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return to == "-" ? "" : to;
}

std::string mode_of(const Row& row) {
  const auto text = row.text("mode");
  if (text.empty()) {
    row.error("field-missing", "mode", "the payment has no mode");
    return "";
  }
  auto mode = as_payment_mode(text);
  if (!mode) row.error("mode-unknown", "mode", mode.error());
  return mode.value_or("");
}

}  // namespace

ImportedApplicant applicant_of(const Row& row) {
  return applicant_from(row, Fields(row, nullptr));
}

std::optional<ImportedInstallment> installment_of(const Row& row) {
  const auto amount = row.money("amount");
  if (row.blank("amount")) row.error("field-missing", "amount", "the installment has no amount");
  bool sound = true;
  const auto due = due_of(row, row.cell_of("due"), "due", sound);
  if (!amount || !sound) return std::nullopt;
  return ImportedInstallment{row.text("label"), due, *amount, row.line()};
}

std::optional<ImportedPayment> payment_of(const Row& row) {
  ImportedPayment payment;
  payment.sheet = row.sheet();
  payment.row = row.line();
  const auto date = row.date("date");
  if (row.blank("date")) row.error("field-missing", "date", "the payment has no date");
  const auto amount = row.money("amount");
  if (row.blank("amount")) row.error("field-missing", "amount", "the payment has no amount");
  payment.mode = mode_of(row);
  payment.reference = reference_of(row.text("reference"));
  payment.receipt_no = row.text("receipt");
  if (!date || !amount || payment.mode.empty()) return std::nullopt;
  payment.date = *date;
  payment.amount = *amount;
  return payment;
}

std::vector<ImportedHead> heads_of(const Row& row, const std::vector<HeadColumn>& columns) {
  std::vector<ImportedHead> heads;
  const auto head = [&heads](const std::string& name) -> ImportedHead& {
    const auto at =
        std::find_if(heads.begin(), heads.end(), [&](const auto& one) { return one.head == name; });
    return at != heads.end() ? *at : heads.emplace_back(ImportedHead{name, {}, {}, {}});
  };
  for (const auto& column : columns) {
    const auto amount = row.money_at(column.at);
    if (!amount || amount->zero()) continue;
    auto& to = head(column.head);
    if (!column.tax) {
      to.amount += *amount;
      continue;
    }
    const auto half = scaled(*amount, 1, 2);
    to.cgst = half;
    to.sgst = *amount - half;
    if (to.cgst != to.sgst) {
      row.warning("gst-odd", row.heading_at(column.at),
                  "the tax cannot be halved to the paisa: CGST takes the odd one");
    }
  }
  return heads;
}

std::vector<ImportedApplicant> applicants_of(const Row& row,
                                             const std::vector<NumberedColumn>& columns) {
  std::vector<ImportedApplicant> applicants;
  for (const auto& [number, parts] : by_number(columns)) {
    const bool empty = std::all_of(parts.begin(), parts.end(), [&](const auto& part) {
      return is_blank(row.cell(part.second));
    });
    if (!empty) applicants.push_back(applicant_from(row, Fields(row, &parts)));
  }
  return applicants;
}

std::vector<ImportedInstallment> installments_of(const Row& row,
                                                 const std::vector<NumberedColumn>& columns) {
  std::vector<ImportedInstallment> lines;
  for (const auto& [number, parts] : by_number(columns)) {
    const auto amount_at = parts.find("amount");
    const auto due_at = parts.find("due");
    const auto label_at = parts.find("label");
    if (amount_at == parts.end() || is_blank(row.cell(amount_at->second))) continue;
    const auto amount = row.money_at(amount_at->second);
    bool sound = true;
    const auto due = due_at == parts.end() ? std::nullopt
                                           : due_of(row, row.cell(due_at->second),
                                                    row.heading_at(due_at->second), sound);
    if (!amount || !sound) continue;
    auto label = label_at == parts.end() ? "" : row.text_at(label_at->second);
    if (label.empty()) label = "Installment " + std::to_string(number);
    lines.push_back({std::move(label), due, *amount, row.line()});
  }
  return lines;
}

void share_out(const Row& row, std::vector<ImportedApplicant>& applicants) {
  if (applicants.empty()) return;
  const auto count = static_cast<std::int64_t>(applicants.size());
  const auto silent = [](const auto& one) { return one.share_basis_points < 0; };
  if (std::all_of(applicants.begin(), applicants.end(), silent)) {
    for (auto& one : applicants) one.share_basis_points = 10'000 / count;
    applicants.back().share_basis_points += 10'000 % count;
    return;
  }
  std::int64_t sum = 0;
  for (auto& one : applicants) {
    if (silent(one)) {
      row.error("shares-not-whole", "share", one.name + " has no share, but another applicant has");
      one.share_basis_points = 0;
    }
    sum += one.share_basis_points;
  }
  const auto rest = 10'000 - sum;
  if (rest != 0 && rest <= count && rest >= -count) applicants.back().share_basis_points += rest;
}

}  // namespace ledger::tables
