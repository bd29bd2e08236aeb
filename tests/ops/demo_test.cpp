#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "ops/plotledger/demo_load.h"
#include "ops/sandbox-gateway/books_json.h"
#include "projectors/finance.h"
#include "projectors/layout_map.h"
#include "projectors/map_store.h"
#include "projectors/portal.h"
#include "projectors/portal_check.h"
#include "projectors/runner.h"
#include "projectors/views.h"
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

Folded fold(const std::string& directory) {
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
    return true;
  });
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
  EXPECT_EQ(count(kSahyadri, 'b'), 799U);  // 64 %
  EXPECT_EQ(folded_->statuses.at(kKaveri).size(), 312U);
  EXPECT_EQ(count(kKaveri, 'b'), 168U);
  for (const char letter : {'a', 'h', 'x', 'u'}) EXPECT_GT(count(kSahyadri, letter), 0U) << letter;
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
  EXPECT_EQ(events<RefundRequested>(), events<RefundApproved>() + 4);  // finance's work
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
  const auto [debit, credit] = folded_->balances.at("assets:gateway-clearing");
  EXPECT_EQ(captured, debit.paise());
  EXPECT_EQ(refunded, credit.paise());
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
  EXPECT_EQ(std::ranges::count(fold(path).statuses.at(kSahyadri), 'b'), 799);
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
