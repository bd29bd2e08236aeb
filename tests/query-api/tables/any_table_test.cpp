#include <random>

#include <gtest/gtest.h>

#include "query-api/tables/bank_statement.h"
#include "query-api/tables/price_sheet.h"
#include "query-api/tables/settlement.h"

// Tables that were spoilt somewhere: an answer always comes, with a reason for what is missing from
// it.
namespace ledger::tables {
namespace {

class Spoiler {
 public:
  explicit Spoiler(std::uint32_t seed) : random_(seed) {}

  std::string spoilt(const std::string& sound) {
    auto bytes = sound;
    for (auto n = 1 + random_() % 10; n > 0; --n) {
      const auto at = random_() % (bytes.size() + 1);
      switch (random_() % 3) {
        case 0:
          bytes.erase(at, random_() % 15);
          break;
        case 1:
          bytes.insert(at, sound.substr(random_() % sound.size(), random_() % 15));
          break;
        default:
          bytes.insert(at, 1, kSigns[random_() % kSigns.size()]);
      }
    }
    return bytes;
  }

 private:
  static constexpr std::string_view kSigns = ",;\"\n\t-+.0159()%/:=Ae₹\xFF";
  std::mt19937 random_;
};

TEST(AnyTable, OfABankGivesAnAnswer) {
  const std::string sound =
      "Date,Narration,Chq./Ref.No.,Value Dt,Withdrawal Amt.,Deposit Amt.,Closing Balance\n"
      "25/11/26,UPI-MEERA-432912345678,0000432912345678,25/11/26,,\"1,00,000.00\",\"6,00,000.00\"\n"
      "26/11/26,NEFT CR-SBIN526150123456,SBIN526150123456,26/11/26,,250000.50,850000.50\n";
  Spoiler spoiler(1);
  for (int i = 0; i < 4'000; ++i) {
    const auto statement = read_bank_statement(spoiler.spoilt(sound));
    EXPECT_FALSE(statement.lines.empty() && statement.problems.empty());
    for (const auto& line : statement.lines) {
      EXPECT_TRUE(line.credit.zero() != line.debit.zero());
      EXPECT_FALSE(line.credit.negative() || line.debit.negative());
    }
  }
}

TEST(AnyTable, OfAGatewayGivesAnAnswer) {
  const std::string sound =
      "transaction_entity,entity_id,amount,currency,fee (exclusive "
      "tax),tax,debit,credit,settlement_id,settlement_utr\n"
      "payment,pay_1,100000.00,INR,2000.00,360.00,0.00,97640.00,setl_1,UTR1\n"
      "refund,rfnd_1,500.00,INR,0.00,0.00,500.00,0.00,setl_1,UTR1\n";
  Spoiler spoiler(2);
  for (int i = 0; i < 4'000; ++i) {
    const auto report = read_settlement(spoiler.spoilt(sound));
    Money net;
    for (const auto& item : report.items)
      if (!item.settlement_id.empty()) net += item.credit - item.debit;
    for (const auto& sum : report.settlements) net -= sum.net;
    EXPECT_EQ(net, Money());
  }
}

TEST(AnyTable, OfPricesGivesAnAnswer) {
  std::vector<KnownPlot> layout;
  for (const auto* no : {"1", "2", "3"}) layout.push_back({PlotId(no), no, "", 83'612'736});
  const std::string sound =
      "Plot no,Rate per sq yd,PLC %,Club "
      "house,Total\n1,5200,5%,\"1,00,000\",620000\n2,5200.50,,,520050\n3,1,,,\n";
  Spoiler spoiler(3);
  for (int i = 0; i < 4'000; ++i) {
    const auto sheet = read_price_sheet(spoiler.spoilt(sound), layout);
    if (!sheet.usable()) continue;
    EXPECT_EQ(sheet.prices.size() + sheet.without_price.size(), 3U);
    for (const auto& price : sheet.prices) EXPECT_TRUE(price.rate || price.land);
  }
}

}  // namespace
}  // namespace ledger::tables
