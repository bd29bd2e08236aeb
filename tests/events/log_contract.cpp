#include "tests/events/log_contract.h"

#include <atomic>
#include <future>
#include <numeric>
#include <thread>

#include "events/hash.h"

namespace ledger {

std::string backend_name(const testing::TestParamInfo<LogBackend>& info) {
  return info.param.name;
}

std::vector<Append> batch_of(const std::vector<std::string>& records) {
  std::vector<Append> batch;
  for (const auto& record : records) batch.push_back({record, {}});
  return batch;
}

std::vector<Result<Offset>> reports(LogAppender& appender, std::size_t count, Micros patience) {
  std::vector<Result<Offset>> all;
  while (all.size() < count) {
    auto some = appender.delivered(patience);
    if (some.empty()) return all;
    for (auto& one : some) {
      all.push_back(std::move(one));
      if (!all.back()) return all;
    }
  }
  return all;
}

std::vector<Offset> LogContract::append(Partition partition,
                                        const std::vector<std::string>& records) {
  const auto appender = log().appender(partition);
  appender->append(batch_of(records));
  std::vector<Offset> offsets;
  for (const auto& report : reports(*appender, records.size(), kPatience)) {
    if (report) offsets.push_back(*report);
  }
  return offsets;
}

std::vector<std::string> LogContract::all(Partition partition, Offset from) {
  const Offset end = log().end(partition).value();
  const auto reader = log().reader(partition, from);
  std::vector<std::string> found;
  for (Offset next = from; next < end;) {
    const auto records = reader->read(100, kPatience).value();
    if (records.empty()) return found;
    for (const auto& record : records) {
      EXPECT_EQ(record.offset, next++);
      found.push_back(record.bytes);
    }
  }
  return found;
}

Result<StoredRecord> LogContract::fetched(Partition partition, Offset offset) {
  std::promise<Result<StoredRecord>> promise;
  log().fetch(partition, offset,
              [&](Result<StoredRecord> record) { promise.set_value(std::move(record)); });
  return promise.get_future().get();
}

namespace {

std::vector<std::string> numbered(std::size_t count, const std::string& name = "record ") {
  std::vector<std::string> records;
  for (std::size_t i = 0; i < count; ++i) records.push_back(name + std::to_string(i));
  return records;
}

std::vector<Offset> offsets(Offset first, std::size_t count) {
  std::vector<Offset> all(count);
  std::iota(all.begin(), all.end(), first);
  return all;
}

Digest digest_of(std::string_view bytes) {
  return Digest(hex(sha256(bytes)));
}

TEST_P(LogContract, ANewLogIsEmpty) {
  EXPECT_EQ(log().partitions(), kPartitions);
  EXPECT_EQ(log().end(0).value(), 0);
  EXPECT_TRUE(log().reader(0, 0)->read(10, Micros(0)).value().empty());
}

TEST_P(LogContract, KeepsOrderAndNumbersFromZeroWithoutGaps) {
  EXPECT_EQ(append(1, numbered(5)), offsets(0, 5));
  EXPECT_EQ(append(1, {"more"}), offsets(5, 1));
  auto expected = numbered(5);
  expected.emplace_back("more");
  EXPECT_EQ(all(1), expected);
  EXPECT_EQ(log().end(1).value(), 6);
}

TEST_P(LogContract, GoesOnWhereItWasAfterOpeningAgain) {
  append(1, numbered(3));
  reopen();
  EXPECT_EQ(log().end(1).value(), 3);
  EXPECT_EQ(append(1, {"after"}), offsets(3, 1));
  reopen();
  reopen();
  EXPECT_EQ(all(1, 2), (std::vector<std::string>{"record 2", "after"}));
}

TEST_P(LogContract, ReadsFromAnyOffsetInPiecesOfAnySize) {
  const auto records = numbered(20);
  append(2, records);
  for (std::size_t from = 0; from <= records.size(); ++from) {
    EXPECT_EQ(all(2, static_cast<Offset>(from)),
              std::vector<std::string>(records.begin() + static_cast<std::ptrdiff_t>(from),
                                       records.end()));
  }
  const auto reader = log().reader(2, 3);
  EXPECT_EQ(reader->read(2, Micros(0)).value().size(), 2U);
  EXPECT_EQ(reader->read(1, Micros(0)).value().at(0).bytes, "record 5");
  EXPECT_EQ(reader->read(100, Micros(0)).value().size(), 14U);
}

TEST_P(LogContract, KeepsBytesAsTheyAre) {
  const std::vector<std::string> odd = {std::string("\0\xff\n\r\0", 5), " ", std::string(1, '\0')};
  append(0, odd);
  reopen();
  EXPECT_EQ(all(0), odd);
}

TEST_P(LogContract, PartitionsAreIndependent) {
  for (int i = 0; i < 10; ++i) {
    append(0, {"a" + std::to_string(i)});
    append(2, {"c" + std::to_string(i)});
  }
  EXPECT_EQ(all(0), numbered(10, "a"));
  EXPECT_EQ(all(1), std::vector<std::string>());
  EXPECT_EQ(all(2), numbered(10, "c"));
}

TEST_P(LogContract, TakesAGroupOf1024) {
  const auto records = numbered(1024, std::string(600, 'x'));
  EXPECT_EQ(append(1, records), offsets(0, 1024));
  EXPECT_EQ(all(1), records);
}

TEST_P(LogContract, TakesARecordOf512KiB) {
  std::string large(512 * 1024, 'x');
  large += "end";
  append(1, {"small", large, "small"});
  reopen();
  EXPECT_EQ(all(1), (std::vector<std::string>{"small", large, "small"}));
}

TEST_P(LogContract, TakesManyGroupsBeforeTheFirstIsReported) {
  const auto appender = log().appender(1);
  for (int group = 0; group < 16; ++group) appender->append(batch_of(numbered(64)));
  const auto delivered = reports(*appender, 1024, kPatience);
  ASSERT_EQ(delivered.size(), 1024U);
  for (std::size_t i = 0; i < delivered.size(); ++i) {
    EXPECT_EQ(delivered[i].value(), static_cast<Offset>(i));
  }
}

TEST_P(LogContract, ReportsNothingWhereNothingWasAppended) {
  EXPECT_TRUE(log().appender(0)->delivered(Micros(0)).empty());
}

TEST_P(LogContract, TellsAllItsEndsAtOnce) {
  append(1, numbered(3));
  append(2, numbered(1));
  EXPECT_EQ(log().ends().value(), (std::vector<Offset>{0, 3, 1}));
}

TEST_P(LogContract, FetchesSingleRecordsFromAnywhere) {
  const auto records = numbered(300);
  append(1, records);
  append(2, {"another partition's"});
  for (const bool reopened : {false, true}) {
    if (reopened) reopen();
    for (const std::size_t at :
         {std::size_t{0}, std::size_t{299}, std::size_t{7}, std::size_t{7}}) {
      const auto stored = fetched(1, static_cast<Offset>(at));
      ASSERT_TRUE(stored) << stored.error().message;
      EXPECT_EQ(stored->offset, static_cast<Offset>(at));
      EXPECT_EQ(stored->bytes, records[at]);
    }
    EXPECT_EQ(fetched(2, 0)->bytes, "another partition's");
  }
}

TEST_P(LogContract, AWaitingReaderIsWokenByANewRecord) {
  const auto reader = log().reader(1, 0);
  std::vector<StoredRecord> seen;
  // Longer than any test may take: who is not woken does not come back.
  std::thread waiting([&] { seen = reader->read(10, hours(2)).value(); });
  append(1, {"news"});
  waiting.join();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].bytes, "news");
}

TEST_P(LogContract, TwoReadersFollowOneWriterAndMissNothing) {
  const auto records = numbered(500);
  const auto follow = [&](std::vector<std::string>& into) {
    const auto reader = log().reader(1, 0);
    while (into.size() < records.size()) {
      const auto some = reader->read(7, kPatience).value();
      if (some.empty()) return;
      for (const auto& one : some) into.push_back(one.bytes);
    }
  };
  std::vector<std::string> first;
  std::vector<std::string> second;
  std::thread one([&] { follow(first); });
  std::thread two([&] { follow(second); });
  const auto appender = log().appender(1);
  for (const auto& record : records) appender->append(batch_of({record}));
  EXPECT_EQ(reports(*appender, records.size(), kPatience).size(), records.size());
  one.join();
  two.join();
  EXPECT_EQ(first, records);
  EXPECT_EQ(second, records);
}

TEST_P(LogContract, AReaderSeesWhatWasReported) {
  const auto appender = log().appender(1);
  const auto reader = log().reader(1, 0);
  for (int i = 0; i < 50; ++i) {
    appender->append(batch_of({"record " + std::to_string(i)}));
    ASSERT_EQ(reports(*appender, 1, kPatience).size(), 1U);
    const auto seen = reader->read(10, kPatience).value();
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].bytes, "record " + std::to_string(i));
  }
}

TEST_P(LogContract, TwoAppendersOfOnePartitionInterleaveButEachKeepsItsOrder) {
  const auto write = [&](const std::string& name) {
    const auto appender = log().appender(1);
    for (const auto& record : numbered(100, name)) appender->append(batch_of({record}));
    reports(*appender, 100, kPatience);
  };
  std::thread one([&] { write("a"); });
  std::thread two([&] { write("b"); });
  one.join();
  two.join();
  std::vector<std::string> a;
  std::vector<std::string> b;
  for (const auto& record : all(1)) (record[0] == 'a' ? a : b).push_back(record);
  EXPECT_EQ(a, numbered(100, "a"));
  EXPECT_EQ(b, numbered(100, "b"));
}

TEST_P(LogContract, AppendersOfAllPartitionsWriteAtOnce) {
  std::vector<std::thread> writing;
  for (Partition partition = 0; partition < kPartitions; ++partition) {
    writing.emplace_back([&, partition] {
      const auto appender = log().appender(partition);
      for (int round = 0; round < 100; ++round) {
        appender->append(batch_of(numbered(3, std::to_string(round) + " ")));
        EXPECT_EQ(reports(*appender, 3, kPatience).size(), 3U);
      }
    });
  }
  for (auto& thread : writing) thread.join();
  for (Partition partition = 0; partition < kPartitions; ++partition) {
    EXPECT_EQ(log().end(partition).value(), 300);
    EXPECT_EQ(all(partition).back(), "99 2");
  }
}

TEST_P(LogContract, AnAppenderThatLeavesEarlyLeavesAPrefix) {
  const auto records = numbered(1000, std::string(300, 'x'));
  {
    const auto appender = log().appender(1);
    for (const auto& record : records) appender->append(batch_of({record}));
    appender->delivered(kPatience);
  }
  append(1, {"the next writer's"});
  auto left = all(1);
  ASSERT_FALSE(left.empty());
  // In flight when the appender left: it may land before or after the next writer's record.
  std::erase(left, "the next writer's");
  ASSERT_LE(left.size(), records.size());
  EXPECT_TRUE(std::equal(left.begin(), left.end(), records.begin()));
}

TEST_P(LogContract, AKeyIsThereOnceItsRecordIs) {
  auto appender = log().appender(1);
  appender->append({{"record", {{PersonId("p1"), "wrapped 1"}, {PersonId("p2"), "wrapped 2"}}}});
  ASSERT_EQ(reports(*appender, 1, kPatience).size(), 1U);
  appender.reset();
  EXPECT_EQ(log().keys().key(PersonId("p1")).value(), "wrapped 1");
  reopen();
  EXPECT_EQ(log().keys().key(PersonId("p2")).value(), "wrapped 2");
  EXPECT_EQ(log().keys().key(PersonId("p3")).value(), std::nullopt);
}

TEST_P(LogContract, AKeyPutAloneIsDurable) {
  ASSERT_TRUE(log().keys().put({PersonId("p"), "old"}));
  ASSERT_TRUE(log().keys().put({PersonId("p"), "new"}));
  reopen();
  EXPECT_EQ(log().keys().key(PersonId("p")).value(), "new");
}

TEST_P(LogContract, ManyKeysArePutAtOnce) {
  ASSERT_TRUE(log().keys().put_all({{PersonId("p1"), "one"}, {PersonId("p2"), "two"}}));
  ASSERT_TRUE(log().keys().put_all({}));
  reopen();
  EXPECT_EQ(log().keys().key(PersonId("p1")).value(), "one");
  EXPECT_EQ(log().keys().key(PersonId("p2")).value(), "two");
}

TEST_P(LogContract, AShreddedKeyIsGoneForGoodAndShreddingAgainIsFine) {
  ASSERT_TRUE(log().keys().put({PersonId("p"), "wrapped"}));
  ASSERT_TRUE(log().keys().put({PersonId("other"), "kept"}));
  ASSERT_TRUE(log().keys().shred(PersonId("p")));
  EXPECT_EQ(log().keys().key(PersonId("p")).value(), std::nullopt);
  ASSERT_TRUE(log().keys().shred(PersonId("p")));
  reopen();
  EXPECT_EQ(log().keys().key(PersonId("p")).value(), std::nullopt);
  EXPECT_EQ(log().keys().key(PersonId("other")).value(), "kept");
}

TEST_P(LogContract, SeveralKeysAreShreddedAtOnceAndTheOthersListed) {
  for (const char* person : {"d", "a", "c", "b"}) {
    ASSERT_TRUE(log().keys().put({PersonId(person), std::string("key of ") + person}));
  }
  ASSERT_TRUE(log().keys().shred({PersonId("d"), PersonId("b"), PersonId("unknown")}));
  ASSERT_TRUE(log().keys().shred(std::vector<PersonId>()));
  reopen();
  std::vector<std::string> left;
  ASSERT_TRUE(log().keys().each(
      [&](const WrappedKey& key) { left.push_back(key.person.str() + ": " + key.wrapped); }));
  EXPECT_EQ(left, (std::vector<std::string>{"a: key of a", "c: key of c"}));
}

TEST_P(LogContract, KeepsDocumentsOfEverySize) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, kMaxDocumentChunk - 1, kMaxDocumentChunk,
        kMaxDocumentChunk + 1, 11 * kMaxDocumentChunk}) {
    std::string bytes(size, 'x');
    for (std::size_t i = 0; i < size; i += 97) bytes[i] = static_cast<char>(i / 97);
    ASSERT_TRUE(log().documents().put(digest_of(bytes), bytes));
    ASSERT_TRUE(log().documents().put(digest_of(bytes), bytes));
    EXPECT_EQ(log().documents().get(digest_of(bytes)).value(), bytes);
  }
  reopen();
  EXPECT_EQ(log().documents().get(digest_of("")).value(), "");
}

TEST_P(LogContract, AnUnknownDocumentIsNotFound) {
  EXPECT_EQ(log().documents().get(digest_of("none")).error().code, ErrorCode::kNotFound);
}

TEST_P(LogContract, BytesOfAnotherDigestAreRefused) {
  EXPECT_EQ(log().documents().put(digest_of("these"), "those").error().reason, "digest-differs");
  EXPECT_EQ(log().documents().get(digest_of("these")).error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace ledger
