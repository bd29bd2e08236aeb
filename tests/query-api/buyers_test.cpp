#include "tests/query-api/api_fixture.h"

// Who checks out becomes a buyer of the directory, once.
namespace ledger::test {

class Registering : public ApiTest {
 protected:
  Registering() { open_project("athi", "AKR"); }

  static std::string path(const Json& hold) {
    return "/v1/holds/" + hold.at("hold_id").get<std::string>() + "/checkout";
  }

  const Json body_ = {{"applicants", {contact()}}, {"plan", "standard"}, {"pay", "token"}};
};

TEST_F(Registering, TheSameContactIsTheSameBuyer) {
  const auto first = hold("athi", "1", 1);
  const auto second = hold("athi", "2", 1);
  (void)checkout(first, 1);
  const auto buyers = log_.end(0);
  (void)checkout(second, 1);
  EXPECT_EQ(log_.end(0), buyers);
}

// His registration is decided but may yet come to nothing.
TEST_F(Registering, ABuyerWhoIsNotInHistoryYetChecksNothingOut) {
  const auto held = hold("athi", "1");
  auto headers = token(held);
  headers.push_back(key(fresh_key()));
  const auto directory_end = log_.end(kDirectory).value();
  services_->decision_wait = milliseconds(50);
  log_.decide_fates([](Partition partition, const std::string& /*record*/) {
    return Fate{partition == kDirectory ? Fate::kDelay : Fate::kDeliver};
  });
  for (int tries = 0; tries < 2; ++tries) {
    EXPECT_EQ(post(path(held), body_, headers).status, 503);
  }
  EXPECT_EQ(log_.delayed(kDirectory), 1U);
  services_->decision_wait = seconds(8);
  log_.decide_fates(nullptr);
  log_.release(kDirectory);
  EXPECT_EQ(post(path(held), body_, headers).status, 201);
  EXPECT_EQ(log_.end(kDirectory).value(), directory_end + 1);
}

// On Kafka keys come to a node by a topic of their own.
TEST_F(Registering, ABuyerWhoseKeyHasNotComeYetIsAskedToTryAgain) {
  checkout(hold("athi", "1"));
  std::vector<PersonId> buyers;
  writers_->at(kDirectory).inspect([&](const State& state) {
    for (const auto& [id, buyer] : state.directory.buyers) buyers.emplace_back(id.str());
  });
  ASSERT_EQ(buyers.size(), 1U);
  ASSERT_TRUE(vault_->shred(buyers));
  const auto held = hold("athi", "2");
  const auto put_off = post(path(held), body_, token(held));
  EXPECT_EQ(put_off.status, 503);
  EXPECT_EQ(put_off.problem(), "unavailable");
  EXPECT_FALSE(put_off.header("Retry-After").empty());
}

}  // namespace ledger::test
