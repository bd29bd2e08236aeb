#include "query-api/documents/xlsx.h"

#include <charconv>
#include <map>
#include <set>

#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "query-api/documents/csv.h"

namespace ledger::paper {
namespace {

constexpr std::size_t kSheetName = 31;                        // characters that Excel allows
constexpr std::int64_t kLargestNumber = 999'999'999'999'999;  // paise: fifteen digits
constexpr double kNarrowest = 8;
constexpr double kWidest = 60;
// Where libxlsxwriter keeps parts of a sheet while it writes: memory, not a disk.
char temporary_folder[] = "/dev/shm";

// A file that lives in memory, with a name that a C library can open.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(memfd_create("workbook", MFD_CLOEXEC)) {}

  ~MemoryFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  [[nodiscard]] std::string name() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  [[nodiscard]] std::string bytes() const {
    const auto size = lseek(descriptor_, 0, SEEK_END);
    std::string bytes(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
      const auto got =
          pread(descriptor_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
      if (got <= 0) return {};
      done += static_cast<std::size_t>(got);
    }
    return bytes;
  }

 private:
  int descriptor_;
};

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string cut(const std::string& text, std::size_t count) {
  std::string to;
  for (const char c : text) {
    if (begins_character(c) && count-- == 0) break;
    to += c;
  }
  return to;
}

// A name that Excel takes and no sheet before has (it compares without case; so do we, for ASCII).
std::string sheet_name(const std::string& wanted, std::set<std::string>& taken) {
  std::string base = wanted;
  for (char& c : base)
    if (std::string_view("[]:*?/\\'").find(c) != std::string_view::npos) c = ' ';
  if (base.find_first_not_of(' ') == std::string::npos) base = "Sheet";
  for (int no = 1;; ++no) {
    const auto suffix = no == 1 ? "" : " " + std::to_string(no);
    const auto name = cut(base, kSheetName - suffix.size()) + suffix;
    std::string folded = name;
    for (char& c : folded)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (taken.insert(folded).second) return name;
  }
}

// Indian grouping for one number: Excel has no code for it, but the pattern of each length can be
// written out ("#\,##\,##0.00"). The first pattern also holds when a cell is typed over.
std::string money_format(Money amount) {
  const auto digits = decimal(amount).size() - 3 - (amount.negative() ? 1 : 0);
  if (!amount.negative() && digits <= 9) {
    return R"([>=10000000]##\,##\,##\,##0.00;[>=100000]##\,##\,##0.00;##,##0.00)";
  }
  std::string pattern = "##0.00";
  for (auto done = std::size_t{3}; done < digits; done += 2) pattern.insert(0, R"(##\,)");
  return amount.negative() ? pattern + ";-" + pattern : pattern;
}

class Writer {
 public:
  Writer(lxw_workbook* book, lxw_worksheet* sheet) : book_(book), sheet_(sheet) {}

  // The first error of the library's, or none.
  [[nodiscard]] lxw_error error() const { return error_; }

  void write(const Table& table) {
    if (table.rows.size() >= LXW_ROW_MAX || table.headings.size() > LXW_COL_MAX) {
      error_ = LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE;
      return;
    }
    for (std::size_t i = 0; i < table.headings.size(); ++i) {
      text(0, i, table.headings[i], look("", true));
    }
    const auto first_total = table.rows.size() - std::min(table.totals, table.rows.size());
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (std::size_t column = 0; column < table.rows[row].size(); ++column) {
        cell(row + 1, column, table.rows[row][column], row >= first_total);
      }
    }
    for (std::size_t i = 0; i < widths_.size(); ++i) {
      note(worksheet_set_column(sheet_, at(i), at(i),
                                std::clamp(widths_[i] + 2, kNarrowest, kWidest), nullptr));
    }
    worksheet_freeze_panes(sheet_, 1, 0);
  }

 private:
  static lxw_col_t at(std::size_t column) { return static_cast<lxw_col_t>(column); }

  void note(lxw_error error) {
    if (error_ == LXW_NO_ERROR) error_ = error;
  }

  void widen(std::size_t column, std::size_t length) {
    if (widths_.size() <= column) widths_.resize(column + 1);
    widths_[column] = std::max(widths_[column], static_cast<double>(length));
  }

  lxw_format* look(const std::string& number_format, bool bold) {
    auto& format = looks_[{number_format, bold}];
    if (format != nullptr) return format;
    format = workbook_add_format(book_);
    if (!number_format.empty()) format_set_num_format(format, number_format.c_str());
    if (bold) format_set_bold(format);
    return format;
  }

  void text(std::size_t row, std::size_t column, const std::string& value, lxw_format* format) {
    widen(column, characters(value));
    if (value.empty()) return;
    note(worksheet_write_string(sheet_, static_cast<lxw_row_t>(row), at(column), value.c_str(),
                                format));
  }

  void number(std::size_t row, std::size_t column, const std::string& digits, lxw_format* format) {
    // The library takes a number only as a double; the decimal text is read into the nearest one,
    // as every spreadsheet does that opens the file.
    double value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    note(worksheet_write_number(sheet_, static_cast<lxw_row_t>(row), at(column), value, format));
  }

  void money(std::size_t row, std::size_t column, Money amount, bool bold) {
    const auto digits = decimal(amount);
    if (amount.paise() > kLargestNumber || amount.paise() < -kLargestNumber) {
      text(row, column, digits, look("", bold));
      return;
    }
    widen(column, digits.size() + digits.size() / 3);
    number(row, column, digits, look(money_format(amount), bold));
  }

  void date(std::size_t row, std::size_t column, Day day, bool bold) {
    const std::chrono::year_month_day civil{std::chrono::sys_days(days(day))};
    lxw_datetime when{};
    when.year = static_cast<int>(civil.year());
    when.month = static_cast<int>(static_cast<unsigned>(civil.month()));
    when.day = static_cast<int>(static_cast<unsigned>(civil.day()));
    widen(column, 11);
    note(worksheet_write_datetime(sheet_, static_cast<lxw_row_t>(row), at(column), &when,
                                  look("dd mmm yyyy", bold)));
  }

  void cell(std::size_t row, std::size_t column, const Cell& value, bool bold) {
    if (const auto* words = std::get_if<std::string>(&value)) {
      text(row, column, *words, look("", bold));
    } else if (const auto* amount = std::get_if<Money>(&value)) {
      money(row, column, *amount, bold);
    } else if (const auto* day = std::get_if<DateCell>(&value)) {
      date(row, column, day->day, bold);
    } else if (const auto* count = std::get_if<std::int64_t>(&value)) {
      const auto digits = std::to_string(*count);
      widen(column, digits.size());
      number(row, column, digits, look("0", bold));
    }
  }

  lxw_workbook* book_;
  lxw_worksheet* sheet_;
  std::map<std::pair<std::string, bool>, lxw_format*> looks_;
  std::vector<double> widths_;
  lxw_error error_ = LXW_NO_ERROR;
};

void set_properties(lxw_workbook* book, const WorkbookInfo& info) {
  std::string title = info.title;
  std::string author = info.author;
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.author = author.data();
  // Zero would be taken for "now".
  properties.created = std::max<time_t>(1, info.created_at.micros() / 1'000'000);
  workbook_set_properties(book, &properties);
}

lxw_error write_all(lxw_workbook* book, const std::vector<Table>& sheets) {
  std::set<std::string> taken;
  for (const auto& table : sheets) {
    auto* sheet = workbook_add_worksheet(book, sheet_name(table.name, taken).c_str());
    if (sheet == nullptr) return LXW_ERROR_MEMORY_MALLOC_FAILED;
    Writer writer(book, sheet);
    writer.write(table);
    if (writer.error() != LXW_NO_ERROR) return writer.error();
  }
  return LXW_NO_ERROR;
}

}  // namespace

Result<std::string> xlsx_of(const std::vector<Table>& sheets, const WorkbookInfo& info) {
  const MemoryFile file;
  lxw_workbook_options options{};
  options.tmpdir = temporary_folder;
  auto* book = workbook_new_opt(file.name().c_str(), &options);
  if (book == nullptr) {
    return fail(ErrorCode::kUnavailable, "workbook-failed", "The workbook could not be begun.");
  }
  set_properties(book, info);
  const auto written = write_all(book, sheets);
  const auto closed = workbook_close(book);  // frees it, whatever it says
  if (written == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE ||
      written == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) {
    return fail(ErrorCode::kInvalid, "workbook-too-large",
                "A sheet holds at most 1,048,576 rows, a cell at most 32,767 characters.");
  }
  auto bytes = file.bytes();
  if (written != LXW_NO_ERROR || closed != LXW_NO_ERROR || bytes.empty()) {
    return fail(ErrorCode::kUnavailable, "workbook-failed",
                std::string("The workbook could not be written: ") +
                    lxw_strerror(written != LXW_NO_ERROR ? written : closed));
  }
  return bytes;
}

}  // namespace ledger::paper
