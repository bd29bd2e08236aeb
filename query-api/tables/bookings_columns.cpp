#include "query-api/tables/bookings_columns.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "query-api/documents/utf8.h"

namespace ledger::tables {
namespace {

const std::vector<std::string_view> key_names{"Booking no",    "Booking number", "Booking id",
                                              "Booking ref",   "Booking",        "Application no",
                                              "Customer code", "File no"};
const std::vector<std::string_view> plot_names{"Plot",    "Plot no", "Plot number", "Plots",
                                               "Unit no", "Unit",    "Site no"};

struct PartName {
  std::string_view written, part;
};

constexpr auto kApplicantParts = std::to_array<PartName>({{"", "name"},
                                                          {"name", "name"},
                                                          {"phone", "phone"},
                                                          {"phoneno", "phone"},
                                                          {"mobile", "phone"},
                                                          {"mobileno", "phone"},
                                                          {"email", "email"},
                                                          {"mail", "email"},
                                                          {"address", "address"},
                                                          {"state", "state"},
                                                          {"pan", "pan"},
                                                          {"gstin", "gstin"},
                                                          {"share", "share"},
                                                          {"share%", "share"}});
constexpr auto kInstallmentParts = std::to_array<PartName>({{"", "amount"},
                                                            {"amount", "amount"},
                                                            {"label", "label"},
                                                            {"name", "label"},
                                                            {"stage", "label"},
                                                            {"due", "due"},
                                                            {"duedate", "due"},
                                                            {"dueon", "due"},
                                                            {"date", "due"}});

template <std::size_t kCount>
std::string part_of(const std::array<PartName, kCount>& parts, std::string_view written) {
  for (const auto& part : parts)
    if (part.written == written) return std::string(part.part);
  return "";
}

// "applicant2phone" → 2, "phone". "coapplicantphone" is of the second.
template <std::size_t kCount>
std::optional<NumberedColumn> numbered(std::string_view name, std::string_view start,
                                       const std::array<PartName, kCount>& parts, std::size_t at) {
  if (!name.starts_with(start)) return std::nullopt;
  name.remove_prefix(start.size());
  NumberedColumn column{at, 0, ""};
  while (!name.empty() && std::isdigit(static_cast<unsigned char>(name[0])) != 0 &&
         column.number < 100) {
    column.number = column.number * 10 + static_cast<std::size_t>(name[0] - '0');
    name.remove_prefix(1);
  }
  column.part = part_of(parts, name);
  if (column.part.empty()) return std::nullopt;
  return column;
}

std::optional<NumberedColumn> applicant_column(std::string_view name, std::size_t at) {
  if (auto second = numbered(name, "coapplicant", kApplicantParts, at)) {
    second->number = second->number == 0 ? 2 : second->number + 1;
    return second;
  }
  for (const auto* start : {"applicant", "buyer", "customer"}) {
    if (auto column = numbered(name, start, kApplicantParts, at)) {
      if (column->number == 0) column->number = 1;
      return column;
    }
  }
  // Bare headings are the first applicant's.
  if (const auto part = part_of(kApplicantParts, name); !part.empty() && !name.empty()) {
    return NumberedColumn{at, 1, part};
  }
  return std::nullopt;
}

std::optional<NumberedColumn> installment_column(std::string_view name, std::size_t at) {
  auto column = numbered(name, "installment", kInstallmentParts, at);
  if (!column) column = numbered(name, "instalment", kInstallmentParts, at);
  return column && column->number > 0 ? column : std::nullopt;
}

// "Price: PLC corner" → "plc_corner".
std::optional<HeadColumn> head_column(std::string_view heading, std::size_t at) {
  const auto colon = heading.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto kind = folded(heading.substr(0, colon));
  if (kind != "price" && kind != "gst" && kind != "tax") return std::nullopt;
  HeadColumn column{at, "", kind != "price"};
  for (const char c : paper::trimmed(heading.substr(colon + 1))) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || std::isalnum(byte) != 0) {
      column.head += static_cast<char>(std::tolower(byte));
    } else if (!column.head.empty() && column.head.back() != '_') {
      column.head += '_';
    }
  }
  if (column.head.empty()) return std::nullopt;
  return column;
}

}  // namespace

const std::vector<ColumnSpec>& booking_specs() {
  static const std::vector<ColumnSpec> list{
      {"key", key_names},
      {"plot", plot_names, true},
      {"block", {"Block", "Street", "Sector", "Phase"}},
      {"booked", {"Booking date", "Date of booking", "Booked on"}, true},
      {"plan", {"Plan", "Payment plan"}},
      {"total", {"Total price", "Total", "Agreement value", "Total cost"}},
      {"outstanding", {"Outstanding", "Balance", "Balance due", "Outstanding amount"}, true}};
  return list;
}

const std::vector<ColumnSpec>& applicant_specs() {
  static const std::vector<ColumnSpec> list{{"key", key_names},
                                            {"plot", plot_names},
                                            {"block", {"Block", "Street", "Sector", "Phase"}},
                                            {"name", {"Name", "Applicant name", "Applicant"}, true},
                                            {"phone", {"Phone", "Mobile", "Phone no", "Mobile no"}},
                                            {"email", {"Email", "E-mail", "Email id"}},
                                            {"address", {"Address"}},
                                            {"state", {"State"}},
                                            {"pan", {"PAN", "PAN no"}},
                                            {"gstin", {"GSTIN", "GST no"}},
                                            {"share", {"Share %", "Share"}}};
  return list;
}

const std::vector<ColumnSpec>& installment_specs() {
  static const std::vector<ColumnSpec> list{
      {"key", key_names},
      {"plot", plot_names},
      {"block", {"Block", "Street", "Sector", "Phase"}},
      {"label", {"Installment", "Instalment", "Label", "Stage", "Milestone"}, true},
      {"due", {"Due date", "Due on", "Due"}, true},
      {"amount", {"Amount", "Installment amount"}, true}};
  return list;
}

const std::vector<ColumnSpec>& payment_specs() {
  static const std::vector<ColumnSpec> list{
      {"key", key_names},
      {"plot", plot_names},
      {"block", {"Block", "Street", "Sector", "Phase"}},
      {"date", {"Payment date", "Date of payment", "Paid on", "Receipt date"}, true},
      {"mode", {"Payment mode", "Mode", "Mode of payment"}, true},
      {"reference",
       {"UTR", "UTR / Cheque no", "UTR / reference", "Payment reference", "Reference", "UTR no",
        "Cheque no", "Transaction no"}},
      {"amount",
       {"Payment amount", "Amount paid", "Paid amount", "Amount received", "Amount"},
       true},
      {"receipt", {"Receipt no", "Receipt number", "Receipt"}}};
  return list;
}

SpokenColumns spoken_columns(const Columns& columns, Problems& problems) {
  SpokenColumns spoken;
  std::vector<std::string> known;
  for (const auto* specs : {&booking_specs(), &payment_specs()}) {
    for (const auto& spec : *specs)
      for (const auto name : spec.names) known.push_back(folded(name));
  }
  for (std::size_t at = 0; at < columns.headings.size(); ++at) {
    const auto& heading = columns.headings[at];
    const auto name = folded(heading);
    if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (auto head = head_column(heading, at)) {
      spoken.heads.push_back(std::move(*head));
    } else if (auto installment = installment_column(name, at)) {
      spoken.installments.push_back(*installment);
    } else if (auto applicant = applicant_column(name, at)) {
      spoken.applicants.push_back(*applicant);
    } else {
      problems.add({Severity::kWarning, "column-ignored", columns.sheet, 0, heading,
                    "this heading is not known: the column is left out"});
    }
  }
  return spoken;
}

}  // namespace ledger::tables
