#include "tests/writer/loop/loop.h"

#include <algorithm>
#include <utility>

#include "writer/founding.h"

namespace ledger::test {

bool is_ready(const Answered& answer) {
  return answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

Envelope envelope(const std::string& key, const std::string& digest) {
  Envelope to;
  to.scope = "visitor POST /v1/holds";
  to.key = key;
  to.digest = sha256(digest);
  to.actor = "visitor";
  return to;
}

std::vector<std::shared_ptr<const Record>> history_of(EventLog& log, Partition partition) {
  PartitionFold fold;
  std::vector<std::shared_ptr<const Record>> history;
  const auto reader = log.reader(partition, 0);
  for (auto records = reader->read(1024, Micros(0)); records && !records->empty();
       records = reader->read(1024, Micros(0))) {
    for (const auto& stored : *records) {
      const auto read = fold.read(stored);
      EXPECT_TRUE(read.has_value()) << read.error().message;
      if (read && read->record) history.push_back(read->record);
    }
  }
  return history;
}

std::string rival_record(EventLog& log, Event event, Partition partition) {
  PartitionFold fold;
  const auto reader = log.reader(partition, 0);
  const auto records = reader->read(100'000, Micros(0));
  for (const auto& stored : *records) EXPECT_TRUE(fold.read(stored));
  Record record;
  record.sequence = fold.head().sequence + 1;
  record.term = fold.head().term + (std::holds_alternative<WriterStarted>(event) ? 1 : 0);
  record.previous = fold.head().hash;
  record.recorded_at = fold.head().recorded_at + Micros(1);
  record.actor = "rival";
  record.events.push_back(std::move(event));
  return encode(record);
}

std::string rival_claim(EventLog& log, Partition partition) {
  WriterStarted started;
  started.node = "rival";
  started.advertised_url = "http://rival";
  return rival_record(log, std::move(started), partition);
}

Loop::Loop() {
  vault = *Vault::open(MasterKey{}, log.keys(), /*found=*/true);
  EXPECT_TRUE(found_ledger(log, clock));
  open_index();
}

Loop::~Loop() = default;

void Loop::open_index() {
  index = *CommandIndex::open(directory.path("index"));
}

std::unique_ptr<PartitionWriter> Loop::another(const std::string& node, CommandIndex& its,
                                               WriterLimits limits) {
  return std::make_unique<PartitionWriter>(0, log, *vault, its, clock,
                                           WriterName{node, "http://" + node}, limits);
}

PartitionWriter& Loop::start(WriterLimits limits) {
  writer.reset();
  writer = another("a", *index, limits);
  run();
  return *writer;
}

void Loop::run(int steps) {
  for (; steps > 0; --steps) writer->step();
}

void Loop::stop() {
  writer->wake();
  writer->close();
  writer.reset();
}

Answered Loop::send(const std::string& key, Command command, const std::string& digest) {
  return writer->submit({envelope(key, digest), std::move(command)});
}

Result<Answer> Loop::ask(const std::string& key, Command command, const std::string& digest) {
  auto answer = send(key, std::move(command), digest);
  run();
  return got(answer);
}

Result<Answer> Loop::got(Answered& answer) {
  if (is_ready(answer)) return answer.get();
  ADD_FAILURE() << "nobody answered";
  return fail(ErrorCode::kUnknown, "no-answer", "");
}

void Loop::sell() {
  for (Command command : {Command(open_project()), Command(import_layout()), Command(set_prices()),
                          Command(ReleasePlots{kProject, true, {}})}) {
    const auto answer = ask("", std::move(command));
    ASSERT_TRUE(answer) << answer.error().message;
    ASSERT_TRUE(answer->record);
  }
}

int Loop::recorded(const std::string& key) {
  const auto history = history_of(log);
  return static_cast<int>(std::count_if(history.begin(), history.end(),
                                        [&](const auto& r) { return r->command_id == key; }));
}

void Loop::next_fate(Fate fate) {
  log.decide_fates([fate, done = false](Partition, const std::string&) mutable {
    return std::exchange(done, true) ? Fate{} : fate;
  });
}

}  // namespace ledger::test
