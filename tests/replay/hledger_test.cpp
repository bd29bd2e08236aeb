#include "replay/hledger.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>

#include <gtest/gtest.h>

#include "events/memory_log.h"
#include "projectors/finance.h"
#include "tests/sim/money_life.h"
#include "tests/support/history.h"
#include "tests/support/sale.h"

namespace ledger::test {
namespace {

const VerifyProgress kQuiet = [](std::string_view, std::uint64_t, std::uint64_t) {};

using Balances = std::map<std::string, Money>;

// A directory that ends with the test.
struct Folder {
  Folder() {
    std::string name = testing::TempDir() + "hledger-XXXXXX";
    path = ::mkdtemp(name.data());
  }

  ~Folder() { std::filesystem::remove_all(path); }

  [[nodiscard]] std::string file(const char* name) const { return (path / name).string(); }

  std::filesystem::path path;
};

bool has_hledger() {
  return std::system("command -v hledger >/dev/null") == 0;
}

// What `hledger ARGUMENTS` prints; it must succeed.
std::string hledger(const std::string& journal, const std::string& arguments) {
  const auto command = "LC_ALL=C.UTF-8 hledger -f '" + journal + "' " + arguments + " 2>&1";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  std::string out;
  char buffer[4096];
  while (const auto got = std::fread(buffer, 1, sizeof buffer, pipe)) out.append(buffer, got);
  EXPECT_EQ(::pclose(pipe), 0) << command << "\n" << out;
  return out;
}

// "INR -1234.05" or "0", as hledger writes amounts.
Money amount_of(std::string text) {
  if (text.starts_with("INR ")) text.erase(0, 4);
  if (text == "0") return Money();
  const bool negative = text.starts_with("-");
  const auto point = text.find('.');
  EXPECT_EQ(point + 3, text.size()) << text;
  text.erase(point, 1);
  const auto size = std::stoll(text.substr(negative ? 1 : 0));
  return Money::paise(negative ? -size : size);
}

// The lines of hledger's CSV: "account","balance".
Balances balances(const std::string& csv) {
  Balances found;
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "\"account\",\"balance\"");
  while (std::getline(lines, line)) {
    const auto middle = line.find("\",\"");
    found[line.substr(1, middle - 1)] =
        amount_of(line.substr(middle + 3, line.size() - middle - 4));
  }
  return found;
}

Balances recomputed(const std::string& journal, const std::string& query) {
  return balances(hledger(journal, "bal -N -E --flat -O csv " + query));
}

// The trial balance's side of the same: net, debits, credits; accounts without any are left out.
struct Ours {
  Balances net, debits, credits;
};

Ours trial_balance(EventLog& log, const AsOfPoint& point) {
  const auto folded = fold_as_of(log, point);
  EXPECT_TRUE(folded.has_value());
  Ours ours;
  const auto balance = finance::trial_balance((*folded)->rows(finance::kView), std::nullopt);
  EXPECT_TRUE(balance.sum.zero());
  for (const auto& account : balance.accounts) {
    ours.net[account.account] = account.debit - account.credit;
    if (!account.debit.zero()) ours.debits[account.account] = account.debit;
    if (!account.credit.zero()) ours.credits[account.account] = -account.credit;
  }
  return ours;
}

void expect_recomputed(EventLog& log, const AsOfPoint& point, const std::string& journal) {
  const auto done = export_hledger(log, journal, point, kQuiet);
  ASSERT_TRUE(done.has_value()) << done.error().message;
  EXPECT_EQ(hledger(journal, "check --strict"), "");
  const auto ours = trial_balance(log, point);
  EXPECT_GT(ours.net.size(), 10U);
  EXPECT_EQ(recomputed(journal, ""), ours.net);
  EXPECT_EQ(recomputed(journal, "'amt:>0'"), ours.debits);
  EXPECT_EQ(recomputed(journal, "'amt:<0'"), ours.credits);
}

TEST(Hledger, RecomputesEveryAccountOfWholeLives) {
  if (!has_hledger()) GTEST_SKIP() << "hledger is not installed";
  const Folder folder;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    SCOPED_TRACE(seed);
    MemoryLog log(1);
    Sequence records = 0;
    MoneyHistogram histogram;
    MoneyLife life(seed, histogram);
    life.tell([&](const std::string& bytes) {
      log.insert(0, bytes);
      ++records;
    });
    life.live(500);
    for (const Sequence until : {records / 2, records}) {
      Position position;
      position.advance(0, until);
      expect_recomputed(log, position, folder.file("life.journal"));
    }
  }
}

TEST(Hledger, TakesTheValueDayAsItsDate) {
  if (!has_hledger()) GTEST_SKIP() << "hledger is not installed";
  const Folder folder;
  MemoryLog log(1);
  History history(log);
  open_for_sale(history, ProjectId("athi-river"), 0, 2);
  Sale sale;
  history.add(held(sale, history.now() + minutes(15)));
  history.add(captured(sale));
  JournalPosted late;
  late.project = sale.project;
  late.memo = "capture";
  late.reference = "off-2";
  late.value_day = *parse_date("2026-03-31");
  for (const auto& [account, paise] : {std::pair{"assets:bank", 7'005}, {"assets:cash", -7'005}}) {
    auto& posting = *late.postings.emplace_back(std::make_unique<wire::PostingT>());
    posting.account = account;
    posting.amount = Money::paise(paise);
  }
  history.add(late);
  const auto journal = folder.file("days.journal");
  ASSERT_TRUE(export_hledger(log, journal, std::nullopt, kQuiet));
  EXPECT_EQ(
      recomputed(journal, "-e 2026-04-01"),
      (Balances{{"assets:bank", Money::paise(7'005)}, {"assets:cash", Money::paise(-7'005)}}));
}

TEST(Hledger, AnEntryIsWrittenWithItsCodeItsPositionAndItsBooking) {
  JournalPosted entry;
  entry.project = ProjectId("athi-river");
  entry.memo = "capture";
  entry.reference = "pay_1";
  for (const auto& [account, paise] :
       {std::pair{"assets:bank", 1'00'05}, {"assets:receivable", -1'00'05}}) {
    auto& posting = *entry.postings.emplace_back(std::make_unique<wire::PostingT>());
    posting.account = account;
    posting.amount = Money::paise(paise);
    if (paise < 0) posting.booking = BookingId("AKR-26-000001-K");
  }
  EXPECT_EQ(hledger_entry(entry, *parse_date("2026-06-01"), "INR", "1-57"),
            "\n2026-06-01 (pay_1) capture  ; position:1-57, project:athi-river\n"
            "    assets:bank  INR 100.05\n"
            "    assets:receivable  INR -100.05  ; booking:AKR-26-000001-K\n");
}

TEST(Hledger, TextThatItWouldReadOtherwiseIsBlankedOut) {
  JournalPosted entry;
  entry.project = ProjectId("p");
  entry.memo = "a;b|c";
  entry.reference = "x) y\n2026-01-01";
  EXPECT_EQ(hledger_entry(entry, 0, "INR", "1-2"),
            "\n1970-01-01 (x  y 2026-01-01) a b c  ; position:1-2, project:p\n");
}

TEST(Hledger, AmountsAreExactToTheLastPaisa) {
  EXPECT_EQ(decimal_text(Money()), "0.00");
  EXPECT_EQ(decimal_text(Money::paise(5)), "0.05");
  EXPECT_EQ(decimal_text(Money::paise(-5)), "-0.05");
  EXPECT_EQ(decimal_text(Money::paise(-123'456'700)), "-1234567.00");
  EXPECT_EQ(decimal_text(Money::paise(INT64_MAX)), "92233720368547758.07");
  EXPECT_EQ(decimal_text(Money::paise(INT64_MIN)), "-92233720368547758.08");
}

TEST(Hledger, APositionThatHistoryHasNotReachedIsRefused) {
  const Folder folder;
  MemoryLog log(1);
  History history(log);
  const auto done =
      export_hledger(log, folder.file("ahead.journal"), AsOfPoint(*parse_position("0-99")), kQuiet);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().reason, "position-ahead");
}

TEST(Hledger, AFileThatCannotBeWrittenIsSaid) {
  MemoryLog log(1);
  History history(log);
  const auto done = export_hledger(log, "/no/such/folder/x.journal", std::nullopt, kQuiet);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().reason, "export-unwritable");
}

}  // namespace
}  // namespace ledger::test
