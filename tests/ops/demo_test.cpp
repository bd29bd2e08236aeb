#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "ops/plotledger/demo_load.h"
#include "ops/plotledger/demo_terms.h"
#include "ops/sandbox-gateway/books_json.h"
#include "projectors/finance.h"
#include "projectors/layout_map.h"
#include "projectors/map_store.h"
#include "projectors/portal.h"
#include "projectors/portal_check.h"
#include "projectors/recon.h"
#include "projectors/runner.h"
#include "projectors/views.h"
#include "query-api/reconciliation.h"
#include "tests/events/directory.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

constexpr Day kToday = 20'780;  // 23 November 2026
const ProjectId kSahyadri("sahyadri-meadows");
const ProjectId kKaveri("kaveri-enclave");

// What a load brought, folded afresh from its log.
struct Folded {
  std::map<ProjectId, std::string> statuses;
  std::map<std::string, std::pair<Money, Money>> balances;
  Money sum;
  std::vector<BookingId> bookings;
  std::vector<rows::BookingRowT> rows;  // the portal's
  std::map<ProjectId, Reconciliation> differences;
  std::map<std::string, rows::PartnerRowT> partners;  // Sahyadri's
  PortalCheck portal;
  std::vector<Record> records;
};

std::vector<Record> read_records(EventLog& log, Partition partition) {
  std::vector<Record> records;
  const auto reader = log.reader(partition, 0);
  while (true) {
    const auto some = reader->read(1000, Micros(0));
    if (!some || some->empty()) return records;
    for (const auto& stored : *some) records.push_back(decode(stored.bytes).value());
  }
}

Folded fold(const std::string& directory, Day today = kToday) {
  const auto log = EmbeddedLog::open(directory + "/log").value();
  MapStore store(all_views());
  ProjectionRunner runner(*log, store, all_views());
  while (runner.step()) {
  }
  EXPECT_TRUE(runner.health().ok());
  const auto snapshot = store.snapshot();
  Folded folded;
  for (const auto& map : layout_map::maps(snapshot->rows(layout_map::kView)))
    folded.statuses[map.project] = map.statuses;
  const auto books = finance::trial_balance(snapshot->rows(finance::kView), std::nullopt);
  for (const auto& row : books.accounts) folded.balances[row.account] = {row.debit, row.credit};
  folded.sum = books.sum;
  portal::bookings(snapshot->rows(portal::kView), BookingId(""), [&](const auto& booking) {
    folded.bookings.push_back(booking.booking);
    folded.rows.push_back(booking);
    return true;
  });
  const auto& recon_rows = snapshot->rows(recon::kView);
  for (const auto& project : {kSahyadri, kKaveri})
    folded.differences[project] = reconcile(recon_rows, project, today, kIndia);
  for (const auto& partner : demo::partners())
    if (auto row = recon::partner(recon_rows, kSahyadri, partner))
      folded.partners.emplace(partner, std::move(*row));
  folded.portal = check_portal(snapshot->rows(finance::kView), snapshot->rows(portal::kView));
  for (Partition partition = 0; partition < log->partitions(); ++partition)
    for (auto& record : read_records(*log, partition)) folded.records.push_back(std::move(record));
  return folded;
}

// Loaded once for all tests that only look.
class Demo : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    directory_ = new TestDirectory;
    const auto done = demo::load(path(), kToday, {});
    ASSERT_TRUE(done) << done.error().message;
    loaded_ = new demo::Loaded(*done);
    folded_ = new Folded(fold(path()));
  }

  static void TearDownTestSuite() {
    delete folded_;
    delete loaded_;
    delete directory_;
  }

  static std::string path() { return directory_->path("demo"); }

  static std::size_t count(const ProjectId& project, char letter) {
    return static_cast<std::size_t>(std::ranges::count(folded_->statuses.at(project), letter));
  }

  // Booked, registered or conveyed.
  static std::size_t sold(const ProjectId& project) {
    return count(project, 'b') + count(project, 'r') + count(project, 'd');
  }

  // How many bookings a buyer's page shows so.
  template <class Shown>
  static std::size_t bookings(Shown shown) {
    return static_cast<std::size_t>(std::ranges::count_if(folded_->rows, shown));
  }

  template <class T>
  static std::size_t events() {
    std::size_t found = 0;
    for (const auto& record : folded_->records)
      for (const auto& event : record.events) found += std::holds_alternative<T>(event) ? 1U : 0U;
    return found;
  }

  static inline TestDirectory* directory_ = nullptr;
  static inline demo::Loaded* loaded_ = nullptr;
  static inline Folded* folded_ = nullptr;
};

TEST_F(Demo, IsTheSameEachTime) {
  const TestDirectory other;
  const auto again = demo::load(other.path("demo"), kToday, {});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->hold, loaded_->hold);
  EXPECT_EQ(again->booking, loaded_->booking);
  EXPECT_EQ(again->position, loaded_->position);
  const auto folded = fold(other.path("demo"));
  EXPECT_EQ(folded.statuses, folded_->statuses);
  EXPECT_EQ(folded.balances, folded_->balances);
  EXPECT_EQ(folded.bookings, folded_->bookings);
  ASSERT_EQ(folded.records.size(), folded_->records.size());
  for (std::size_t i = 0; i < folded.records.size(); ++i) {
    ASSERT_EQ(folded.records[i].recorded_at, folded_->records[i].recorded_at) << i;
    ASSERT_EQ(folded.records[i].command_id, folded_->records[i].command_id) << i;
  }
  EXPECT_EQ(bytes_of(other.path("demo/gateway.state")).size(),
            bytes_of(path() + "/gateway.state").size());
}

TEST_F(Demo, HasTheSameMapAndBooksOnAnotherDay) {
  const TestDirectory other;
  ASSERT_TRUE(demo::load(other.path("demo"), kToday + 100, {}));
  const auto folded = fold(other.path("demo"));
  EXPECT_EQ(folded.statuses, folded_->statuses);
  EXPECT_EQ(folded.balances, folded_->balances);
}

TEST_F(Demo, HasSoldTwoThirdsOfSahyadriAndHalfOfKaveri) {
  EXPECT_EQ(folded_->statuses.at(kSahyadri).size(), 1248U);
  EXPECT_EQ(sold(kSahyadri), 799U);  // 64 %
  EXPECT_EQ(folded_->statuses.at(kKaveri).size(), 312U);
  EXPECT_EQ(sold(kKaveri), 168U);
  for (const char letter : {'a', 'h', 'x', 'u', 'b', 'r', 'd'})
    EXPECT_GT(count(kSahyadri, letter), 0U) << letter;
}

TEST_F(Demo, HoldsEveryKindOfSellingStory) {
  EXPECT_GT(events<HoldExpired>(), 100U);
  EXPECT_GT(events<HoldReleased>(), 100U);
  EXPECT_GT(events<PaymentFailed>(), 50U);
  EXPECT_GT(events<PaymentAuthorized>(), 50U);
  EXPECT_GT(events<PaymentOrphaned>(), 3U);
  EXPECT_GT(events<PaymentConflicted>(), 0U);
  EXPECT_GT(events<BookingCancelled>(), 20U);
  EXPECT_GT(events<RefundProcessed>(), 20U);
  EXPECT_GT(events<RefundFailed>(), 0U);
  EXPECT_GT(events<CommandRefused>(), 30U);
  EXPECT_GT(events<PaymentCaptured>(), events<BookingConfirmed>() + events<PaymentOrphaned>());
  EXPECT_GE(events<RefundRequested>(), events<RefundApproved>() + 4);  // finance's work
}

TEST_F(Demo, HoldsEveryKindOfMoneyStory) {
  EXPECT_GT(events<OfflinePaymentVerified>(), 100U);
  EXPECT_GT(events<ChequeCleared>(), 30U);
  EXPECT_GT(events<ChequeBounced>(), 3U);
  EXPECT_GT(events<PaymentRequested>(), 100U);
  EXPECT_GT(events<PaymentLinkIssued>(), 6U);
  EXPECT_GT(events<PaymentLinkCancelled>(), 1U);
  EXPECT_GT(events<InterestCharged>(), 20U);
  EXPECT_GT(events<DemandIssued>(), 100U);
  EXPECT_EQ(events<MilestoneReached>(), 3U);
  EXPECT_GT(events<DiscountProposed>(), events<DiscountApproved>());
  EXPECT_GT(events<DiscountApproved>(), 5U);
  EXPECT_GT(events<DiscountRejected>(), 0U);
  EXPECT_GT(events<BookingTransferred>(), 3U);
  EXPECT_GT(events<PlotsSwapped>(), 3U);
  EXPECT_GT(events<OverpaymentApplied>(), 0U);
  EXPECT_GT(events<CommissionPaid>(), 4U);
  EXPECT_GT(events<CommissionClawedBack>(), 0U);
  EXPECT_GT(events<SettlementImported>(), 300U);
  EXPECT_GT(events<DayClosed>(), 10U);
}

TEST_F(Demo, ShowsEveryMoneyStoryInTheBuyersPages) {
  const auto has_part = [](const auto& booking, wire::PartKind kind, std::string_view label) {
    return std::ranges::any_of(booking.installments, [&](const auto& part) {
      return part->kind == kind && (label.empty() || part->label == label);
    });
  };
  const auto had = [](const auto& booking, std::string_view event) {
    return std::ranges::any_of(booking.history, [&](const auto& e) { return e->event == event; });
  };
  EXPECT_GT(bookings([&](const auto& b) { return has_part(b, wire::PartKind::Interest, ""); }),
            10U);
  EXPECT_GT(
      bookings([&](const auto& b) { return has_part(b, wire::PartKind::Charge, "cheque-bounce"); }),
      3U);
  EXPECT_GT(
      bookings([&](const auto& b) { return has_part(b, wire::PartKind::Charge, "name-transfer"); }),
      3U);
  EXPECT_GT(bookings([&](const auto& b) { return had(b, "BookingTransferred"); }), 3U);
  EXPECT_GT(bookings([](const auto& b) { return b.cancelled && b.forfeited > Money(); }), 10U);
  EXPECT_GT(bookings([](const auto& b) { return !b.cancelled && !b.refunds.empty(); }), 2U);
  EXPECT_GT(bookings([](const auto& b) { return b.credit > Money(); }), 0U);
  EXPECT_GT(bookings([](const auto& b) { return !b.demands.empty(); }), 100U);
  EXPECT_GT(bookings([](const auto& b) { return b.plan == "construction"; }), 100U);
  EXPECT_GT(bookings([](const auto& b) { return b.plan == "quarters"; }), 20U);
  EXPECT_GT(bookings([](const auto& b) { return !b.partner.empty(); }), 30U);
  EXPECT_GT(bookings([](const auto& b) {
              return std::ranges::any_of(b.lines,
                                         [](const auto& line) { return line->amount.negative(); });
            }),
            5U);
}

TEST_F(Demo, OverdueMoneyIsTheShowcasesToo) {
  const auto showcase =
      std::ranges::find(folded_->rows, loaded_->booking, &rows::BookingRowT::booking);
  ASSERT_NE(showcase, folded_->rows.end());
  const auto overdue = std::ranges::count_if(showcase->installments, [](const auto& part) {
    return part->due_day != 0 && part->due_day < kToday && part->paid < part->amount;
  });
  EXPECT_GE(overdue, 2);  // the balance, and interest on it
  EXPECT_FALSE(showcase->demands.empty());
}

TEST_F(Demo, SpansTwoFinancialYears) {
  std::map<std::string, std::size_t> years;
  for (const auto& booking : folded_->rows)
    for (const auto& receipt : booking.receipts) ++years[receipt->number.substr(2, 4)];
  ASSERT_EQ(years.size(), 2U);
  for (const auto& [year, receipts] : years) EXPECT_GT(receipts, 100U) << year;
}

TEST_F(Demo, PaysTwoPartners) {
  ASSERT_EQ(folded_->partners.size(), 2U);
  for (const auto& [name, partner] : folded_->partners) {
    EXPECT_GT(partner.accrued, Money()) << name;
    EXPECT_GT(partner.paid, Money()) << name;
    EXPECT_LE(partner.paid, partner.approved) << name;
  }
}

// Whatever else differs is money in suspense, which its own story planted.
TEST_F(Demo, DiffersFromGatewayAndBankInThreePlaces) {
  std::vector<std::string> causes;
  for (const auto& one : folded_->differences.at(kSahyadri).differences)
    if (one.cause != "in-suspense") causes.emplace_back(one.cause);
  std::ranges::sort(causes);
  EXPECT_EQ(causes, (std::vector<std::string>{"not-settled", "settlement-not-on-statement",
                                              "unknown-credit"}));
  for (const auto& one : folded_->differences.at(kKaveri).differences)
    EXPECT_EQ(one.cause, std::string("in-suspense")) << one.entity << " " << one.hint;
}

TEST_F(Demo, HasBooksThatBalanceAndAPortalThatAgrees) {
  EXPECT_EQ(folded_->sum, Money());
  EXPECT_EQ(folded_->portal.bookings, folded_->bookings.size());
  EXPECT_EQ(folded_->portal.mismatches, std::vector<Mismatch>());
}

TEST_F(Demo, HasAGatewayThatKnowsTheSameMoney) {
  const auto tables = sandbox::load_tables(bytes_of(path() + "/gateway.state"));
  ASSERT_TRUE(tables) << tables.error().message;
  sandbox::Paise captured = 0;
  sandbox::Paise refunded = 0;
  for (const auto& [id, payment] : tables->payments) {
    if (payment.was_captured) captured += payment.amount;
    refunded += payment.amount_refunded;
  }
  Money settled;
  for (const auto& record : folded_->records)
    for (const auto& event : record.events)
      if (const auto* settlement = std::get_if<SettlementImported>(&event))
        for (const auto& item : settlement->items) settled += item->amount;
  const auto [debit, credit] = folded_->balances.at("assets:gateway-clearing");
  EXPECT_EQ(captured - refunded - settled.paise(), (debit - credit).paise());
}

TEST_F(Demo, LiesWhollyInThePast) {
  for (const auto& record : folded_->records)
    ASSERT_LT(record.recorded_at, start_of(kToday, kIndia));
}

TEST_F(Demo, TellsNobodysNameOrAddressInClear) {
  const auto log = EmbeddedLog::open(path() + "/log").value();
  for (Partition partition = 0; partition < log->partitions(); ++partition) {
    const auto records = log->reader(partition, 0)->read(100'000, Micros(0));
    ASSERT_TRUE(records);
    for (const auto& stored : *records) {
      ASSERT_EQ(stored.bytes.find(".example"), std::string::npos) << stored.offset;
      ASSERT_EQ(stored.bytes.find("+971"), std::string::npos) << stored.offset;
    }
  }
  for (const auto* folder : {"", "/log", "/index"})
    EXPECT_EQ(files_with(path() + folder, "@mail.example"), std::vector<std::string>());
}

TEST_F(Demo, IsNotLoadedASecondTime) {
  const auto again = demo::load(path(), kToday + 3, {});
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->position, loaded_->position);
  EXPECT_EQ(again->booking, loaded_->booking);
}

TEST(DemoDirectory, ThatWasLeftHalfLoadedIsBegunAnew) {
  const TestDirectory place;
  const auto path = place.path("demo");

  struct Interrupted {};

  try {
    (void)demo::load(path, kToday, [](int day, int) {
      if (day >= 40) throw Interrupted();
    });
    FAIL() << "the load was not interrupted";
  } catch (const Interrupted&) {
  }
  EXPECT_FALSE(demo::is_loaded(path));
  EXPECT_TRUE(fs::exists(path + "/log"));
  const auto loaded = demo::load(path, kToday, {});
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_TRUE(demo::is_loaded(path));
  const auto statuses = fold(path).statuses.at(kSahyadri);
  EXPECT_EQ(std::ranges::count_if(statuses,
                                  [](char letter) {
                                    return std::string_view("brd").find(letter) !=
                                           std::string_view::npos;
                                  }),
            799);
}

TEST(DemoDirectory, ThatHoldsSomethingElseIsLeftAlone) {
  const TestDirectory place;
  const auto path = place.path("mine");
  fs::create_directory(path);
  write_bytes(path + "/log", "a file of mine");
  const auto refused = demo::load(path, kToday, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "demo-directory-taken");
  EXPECT_EQ(bytes_of(path + "/log"), "a file of mine");
}

}  // namespace
}  // namespace ledger
