#include "events/record.h"

#include <gtest/gtest.h>

#include "events/civil.h"

namespace ledger {
namespace {

Record held() {
  PlotHeld event;
  event.project = ProjectId("athi-river");
  event.hold = HoldId("h1");
  event.plots = {PlotId("6552"), PlotId("A \"quoted\" plot")};
  event.contact = std::make_unique<wire::SealedT>();
  event.contact->person = PersonId("p1");
  event.contact->box = {0x00, 0xff, 0x10};
  event.expires_at = Instant::micros(1'700'000'000'000'000);
  Record record;
  record.sequence = 7;
  record.term = 2;
  record.previous = sha256("before");
  record.recorded_at = Instant::micros(1'699'999'100'000'000);
  record.scope = "visitor POST /v1/projects/athi-river/holds";
  record.command_id = "key";
  record.command_digest = sha256("input");
  record.actor = "visitor";
  record.events.emplace_back(event);
  return record;
}

TEST(Record, ComesBackAsItWas) {
  const auto before = held();
  const auto after = decode(encode(before));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->sequence, before.sequence);
  EXPECT_EQ(after->term, before.term);
  EXPECT_EQ(after->previous, before.previous);
  EXPECT_EQ(after->recorded_at, before.recorded_at);
  EXPECT_EQ(after->scope, before.scope);
  EXPECT_EQ(after->command_id, before.command_id);
  EXPECT_EQ(after->command_digest, before.command_digest);
  ASSERT_EQ(after->events.size(), 1U);
  const auto& event = std::get<PlotHeld>(after->events[0]);
  EXPECT_EQ(event.plots, std::get<PlotHeld>(before.events[0]).plots);
  EXPECT_EQ(event.contact->box, std::get<PlotHeld>(before.events[0]).contact->box);
  EXPECT_EQ(event.expires_at, std::get<PlotHeld>(before.events[0]).expires_at);
}

TEST(Record, IsNeverItselfWhenCutShort) {
  const auto bytes = encode(held());
  const auto without_padding = bytes.find_last_not_of('\0') + 1;
  for (std::size_t size = 0; size < without_padding; ++size) {
    const auto cut = decode(bytes.substr(0, size));
    EXPECT_FALSE(cut && encode(*cut) == bytes) << size;
  }
}

TEST(Record, IsRefusedWithAnEventOfALaterVersion) {
  flatbuffers::FlatBufferBuilder to;
  const auto body = wire::CreateWriterStarted(to).Union();
  const auto event = wire::CreateEvent(to, static_cast<wire::Body>(200), body);
  to.Finish(wire::CreateRecord(to, 1, 0, nullptr, nullptr, 0, 0, nullptr, 0, 0, 0, 0,
                               Outcome::Accepted, to.CreateVector(&event, 1)));
  const auto record = decode({reinterpret_cast<const char*>(to.GetBufferPointer()), to.GetSize()});
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().reason, "record-unreadable");
}

TEST(RecordJson, SaysTypeMoneyTimeAndBytesInOneShape) {
  JournalPosted journal;
  journal.project = ProjectId("p");
  journal.postings.push_back(std::make_unique<wire::PostingT>());
  journal.postings[0]->account = "assets:receivable";
  journal.postings[0]->amount = Money::paise(-12'34);
  auto record = held();
  record.events.emplace_back(journal);
  const auto bytes = encode(record);
  EXPECT_EQ(
      to_json(bytes),
      "{\"sequence\":7,\"term\":2,\"previous\":\"" + hex(sha256("before")) + "\",\"hash\":\"" +
          hex(sha256(bytes)) +
          "\",\"recorded_at\":\"2023-11-14T21:58:20.000000Z\",\"actor\":\"visitor\",\"scope\":"
          "\"visitor "
          "POST /v1/projects/athi-river/holds\",\"command_id\":\"key\",\"command_digest\":\"" +
          hex(sha256("input")) +
          "\",\"outcome\":\"accepted\",\"events\":[{\"type\":\"PlotHeld\",\"project\":\"athi-"
          "river\","
          "\"hold\":\"h1\",\"plots\":[\"6552\",\"A \\\"quoted\\\" plot\"],\"contact\":{\"person\":"
          "\"p1\",\"box\":\"00ff10\"},\"expires_at\":\"2023-11-14T22:13:20.000000Z\","
          "\"extendable_until\":\"1970-01-01T00:00:00.000000Z\"},{\"type\":\"JournalPosted\","
          "\"project\":\"p\",\"postings\":[{\"account\":\"assets:receivable\",\"amount\":-1234}]}]"
          "}");
}

TEST(Position, IsReadAndWritten) {
  const auto position = parse_position("0-12,1-57");
  ASSERT_TRUE(position);
  EXPECT_EQ(position->at(0), 12U);
  EXPECT_EQ(position->at(1), 57U);
  EXPECT_EQ(position->at(2), 0U);
  EXPECT_EQ(to_string(*position), "0-12,1-57");
  for (const auto* bad : {"", "1", "1-", "-1", "1-x", "1-2,", "1-2;3-4", "1--2", "99999999999-1"}) {
    EXPECT_FALSE(parse_position(bad) && std::string_view(bad) != "1-2,") << bad;
  }
}

TEST(Position, CoversWhatIsNotFartherAnywhere) {
  EXPECT_TRUE(parse_position("0-2,1-5")->covers(*parse_position("1-5")));
  EXPECT_FALSE(parse_position("1-5")->covers(*parse_position("0-1,1-5")));
}

TEST(CivilTime, FinancialYearTurnsAtMidnightInIndia) {
  const auto last = *parse_rfc3339("2026-03-31T18:29:59.999999Z");
  EXPECT_EQ(financial_year(day_of(last, kIndia)), 2025);
  EXPECT_EQ(financial_year(day_of(last + Micros(1), kIndia)), 2026);
  EXPECT_EQ(date_text(day_of(last + Micros(1), kIndia)), "2026-04-01");
}

TEST(CivilTime, ReadsWhatItWritesAndRefusesTheRest) {
  const auto at = Instant::micros(1'700'000'000'123'456);
  EXPECT_EQ(rfc3339(at), "2023-11-14T22:13:20.123456Z");
  EXPECT_EQ(parse_rfc3339(rfc3339(at)), at);
  EXPECT_EQ(parse_rfc3339("2023-11-15T03:43:20.123456+05:30"), at);
  for (const auto* bad : {"", "2023-11-14", "2023-02-30T00:00:00Z", "2023-11-14T25:00:00Z",
                          "2023-11-14T22:13:20", "2023-11-14T22:13:20.Z", "1700000000"}) {
    EXPECT_FALSE(parse_rfc3339(bad)) << bad;
  }
}

TEST(Money, NeverLeavesItsRangeQuietly) {
  const auto most = Money::paise(INT64_MAX);
  EXPECT_THROW((void)(most + Money::paise(1)), MoneyOverflow);
  EXPECT_THROW((void)(-most - Money::paise(2)), MoneyOverflow);
  EXPECT_THROW((void)scaled(most, 2, 1), MoneyOverflow);
}

TEST(Money, ScalesHalfUp) {
  EXPECT_EQ(scaled(Money::paise(5), 1, 10), Money::paise(1));
  EXPECT_EQ(scaled(Money::paise(4), 1, 10), Money::paise(0));
  EXPECT_EQ(scaled(Money::paise(-5), 1, 10), Money::paise(-1));
  EXPECT_EQ(scaled(Money::paise(5'467'000), 900, 10'000), Money::paise(492'030));
}

}  // namespace
}  // namespace ledger
