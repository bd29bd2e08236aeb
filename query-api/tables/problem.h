#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ledger::tables {

enum class Severity : std::uint8_t { kError, kWarning };

std::string_view to_string(Severity severity);  // "error", "warning"

// Something that is wrong with an uploaded table, and where. `reason` is a stable name in
// kebab-case; `message` says what was found and what was expected. An error stands in the way of
// import, a warning does not. `row` is the line of the file (CSV) or of the sheet (XLSX), 0 where
// it is about the whole.
struct Problem {
  Severity severity = Severity::kError;
  std::string reason;
  std::string sheet;  // empty for CSV
  std::uint32_t row = 0;
  std::string column;  // its heading as it stands in the file, else empty
  std::string message;
  bool operator==(const Problem&) const = default;
};

// "Payments, row 12, Amount: …", for a terminal.
std::string to_string(const Problem& problem);

// All problems of one upload. Of one reason at most kMaxListed are kept; finish() says how many
// more.
class Problems {
 public:
  static constexpr std::size_t kMaxListed = 100;

  void add(Problem problem);

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }

  [[nodiscard]] std::size_t count(std::string_view reason) const;

  // In order of sheet (as first seen) and row; the list is then empty.
  std::vector<Problem> finish();

 private:
  std::vector<Problem> list_;
  std::map<std::string, std::size_t, std::less<>> counts_;
  std::vector<std::string> sheets_;
  std::size_t errors_ = 0;
};

}  // namespace ledger::tables
