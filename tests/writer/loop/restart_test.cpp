// What a writer finds again: its snapshot, its keys, who holds what.
#include "events/person.h"
#include "tests/writer/loop/loop.h"

namespace ledger::test {
namespace {

constexpr Micros kWhile = seconds(20);  // longer than an end that is too early is believed to pass

class Restart : public Loop {
 protected:
  Restart() {
    start();
    sell();
  }

  bool knows_hold(const char* id) {
    bool known = false;
    writer->inspect(
        [&](const State& state) { known = find_hold(state, kProject, HoldId(id)) != nullptr; });
    return known;
  }

  // A hold by somebody whose phone and e-mail are sealed, as the door does it.
  Submission hold_by(const std::string& key, const char* id, const char* plot,
                     const std::string& phone) {
    Person person;
    person.name = "Asha Rao";
    person.phone = phone;
    auto command = hold(id, {plot});
    command.contact_hashes = contact_hashes(*vault, person);
    auto sealed = vault->seal_new(PersonId(std::string("contact-") + id), pack(person));
    command.contact = std::move(sealed.sealed);
    auto to = envelope(key);
    to.keys.push_back(std::move(sealed.key));
    return {std::move(to), std::move(command)};
  }

  Result<Answer> ask_to_hold(const std::string& key, const char* id, const char* plot,
                             const std::string& phone = "+919800000001") {
    auto answer = writer->submit(hold_by(key, id, plot, phone));
    run();
    return got(answer);
  }
};

TEST_F(Restart, GoesOnFromTheSnapshot) {
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  stop();
  const auto saved = index->snapshot(0);
  ASSERT_TRUE(saved);
  EXPECT_EQ(saved->offset, *log.end(0) - 1);
  writer = another("a", *index);
  EXPECT_TRUE(knows_hold("h1"));  // before anything was read
  run();
  EXPECT_TRUE(ask("k1", hold("h1", {"1"}))->replayed);
  EXPECT_EQ(ask("k2", hold("h2", {"1"}))->record->outcome, Outcome::Refused);
}

TEST_F(Restart, ReadsTheLogFromItsBeginningWithoutASnapshot) {
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  writer.reset();
  writer = another("a", *index);
  EXPECT_FALSE(knows_hold("h1"));
  run();
  EXPECT_TRUE(knows_hold("h1"));
}

TEST_F(Restart, SnapshotSavedWhileServingIsUsed) {
  start({.snapshot_every = 2});
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  ASSERT_TRUE(ask("k2", hold("h2", {"2"})));
  run();
  writer.reset();
  writer = another("a", *index);
  EXPECT_TRUE(knows_hold("h1"));
}

TEST_F(Restart, SnapshotOfAnotherFoldVersionIsThrownAway) {
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  stop();
  auto saved = *index->snapshot(0);
  auto* chunk = reinterpret_cast<flatbuffers::Table*>(
      const_cast<fold::Chunk*>(fold::GetChunk(saved.state.data() + 8)));
  ASSERT_TRUE(chunk->SetField<std::uint32_t>(fold::Chunk::VT_FOLD_VERSION, kFoldVersion + 1, 0));
  ASSERT_EQ(restore(saved.state).error().reason, "snapshot-of-another-version");
  ASSERT_TRUE(index->save(0, saved));
  writer = another("a", *index);
  EXPECT_FALSE(knows_hold("h1"));
  run();
  EXPECT_TRUE(knows_hold("h1"));
  EXPECT_TRUE(ask("k1", hold("h1", {"1"}))->replayed);
}

TEST_F(Restart, KeysAreFoundAgainWithAnEmptyIndex) {
  const auto first = ask("k1", hold("h1", {"1"}));
  writer.reset();
  index.reset();
  std::filesystem::remove_all(directory.path("index"));
  open_index();
  start();
  const auto again = ask("k1", hold("h1", {"1"}));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(encode(*again->record), encode(*first->record));
}

TEST_F(Restart, KeysThatACrashTookFromTheIndexAreReadAgain) {
  const auto first = ask("k1", hold("h1", {"1"}));
  std::filesystem::copy(directory.path("index"), directory.path("left"),
                        std::filesystem::copy_options::recursive);
  writer.reset();
  const auto left = *CommandIndex::open(directory.path("left"));
  ASSERT_EQ(left->indexed_to(0), -1);
  writer = another("a", *left);
  run();
  const auto again = ask("k1", hold("h1", {"1"}));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(encode(*again->record), encode(*first->record));
  writer.reset();
}

TEST_F(Restart, LogShorterThanWhatWasAcknowledgedStopsThePartition) {
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  writer.reset();
  log.drop_tail(0, *log.end(0) - 1);
  start();
  clock.pass(kWhile);
  run();
  EXPECT_EQ(writer->phase(), Phase::kStopped);
  EXPECT_EQ(writer->failure()->reason, "acknowledged-records-missing");
  EXPECT_EQ(ask("k2", hold("h2", {"2"})).error().reason, "acknowledged-records-missing");
}

TEST_F(Restart, LogShorterThanTheSnapshotStopsThePartition) {
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  stop();
  log.drop_tail(0, 3);
  start();
  clock.pass(kWhile);
  run();
  EXPECT_EQ(writer->phase(), Phase::kStopped);
  EXPECT_EQ(writer->failure()->reason, "acknowledged-records-missing");
}

// As a broker does that slept while another led the partition.
TEST_F(Restart, EndThatIsTooEarlyForAMomentStopsNothing) {
  const auto first = ask("k1", hold("h1", {"1"}));
  writer.reset();
  const auto end = *log.end(0);
  const auto last = log.reader(0, end - 1)->read(1, Micros(0))->front();
  log.drop_tail(0, end - 1);
  start();
  EXPECT_EQ(writer->phase(), Phase::kFollowing);
  log.insert(0, last.bytes);
  run();
  ASSERT_EQ(writer->phase(), Phase::kServing);
  const auto again = ask("k1", hold("h1", {"1"}));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(encode(*again->record), encode(*first->record));
}

TEST_F(Restart, ChangedHistoryStopsThePartition) {
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  writer.reset();
  index.reset();
  std::filesystem::remove_all(directory.path("index"));
  open_index();
  auto changed = *history_of(log).at(4);
  changed.actor = "somebody else";
  log.change(0, 4, encode(changed));
  start();
  EXPECT_EQ(writer->phase(), Phase::kStopped);
  EXPECT_EQ(writer->failure()->reason, "history-missing");
}

TEST_F(Restart, StopDoesNotWaitForWhatIsNotThere) {
  const auto began = std::chrono::steady_clock::now();
  writer->close();
  writer.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(700));
}

TEST_F(Restart, SnapshotThatIsDueWhileRecordsAreInFlightIsNotWaitedFor) {
  start({.snapshot_every = 2});
  ASSERT_TRUE(ask("k1", hold("h1", {"1"})));
  log.decide_fates([](Partition, const std::string&) { return Fate{Fate::kDelay}; });
  auto one = send("k2", hold("h2", {"2"}));
  auto two = send("k3", hold("h3", {"3"}));
  const auto began = std::chrono::steady_clock::now();
  run(4);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(700));
  log.release(0);
  run();
  EXPECT_TRUE(got(one) && got(two));
}

TEST_F(Restart, HoldsOfOneContactAreCountedAcrossARestart) {
  ASSERT_TRUE(ask_to_hold("k1", "h1", "1"));
  ASSERT_TRUE(ask_to_hold("k2", "h2", "2"));
  const auto third = ask_to_hold("k3", "h3", "3");
  EXPECT_EQ(find<CommandRefused>(third->record->events)->reason, "too-many-holds");
  for (const bool with_snapshot : {false, true}) {
    if (with_snapshot) {
      stop();
    } else {
      writer.reset();
    }
    start();
    const auto key = with_snapshot ? "k4" : "k5";
    const auto again = ask_to_hold(key, "h4", "4");
    EXPECT_EQ(find<CommandRefused>(again->record->events)->reason, "too-many-holds");
  }
  EXPECT_EQ(ask_to_hold("k6", "h6", "5", "+919800000002")->record->outcome, Outcome::Accepted);
}

TEST_F(Restart, BuyerOfTheSameDetailsIsFoundAgain) {
  Person person;
  person.name = "Asha Rao";
  person.email = "Asha@Example.com";
  const auto submit = [&](const char* id) {
    auto sealed = vault->seal_new(PersonId(id), pack(person));
    RegisterBuyer command{
        BuyerId(id), std::move(sealed.sealed), contact_hashes(*vault, person), {}};
    auto to = envelope("");
    to.keys.push_back(std::move(sealed.key));
    return writer->submit({std::move(to), std::move(command)});
  };
  auto first = submit("buyer-1");
  run();
  EXPECT_NE(got(first)->record, nullptr);
  writer.reset();
  start();
  EXPECT_EQ(writer->known_buyers(contact_hashes(*vault, person)),
            std::vector<BuyerId>{BuyerId("buyer-1")});
  auto second = submit("buyer-2");
  run();
  EXPECT_EQ(got(second)->record, nullptr);
}

}  // namespace
}  // namespace ledger::test
