#include "tests/sim/plants.h"

#include <deque>

#include "projectors/finance.h"
#include "projectors/row.h"
#include "projectors/views.h"

namespace ledger::sim {
namespace {

class EagerAppender final : public LogAppender {
 public:
  EagerAppender(std::unique_ptr<LogAppender> real, Offset next)
      : real_(std::move(real)), next_(next) {}

  void append(std::vector<Append> batch) override {
    for (std::size_t i = 0; i < batch.size(); ++i) reports_.emplace_back(next_++);
    real_->append(std::move(batch));
  }

  std::vector<Result<Offset>> delivered(Micros wait) override {
    (void)real_->delivered(wait);
    std::vector<Result<Offset>> reports(reports_.begin(), reports_.end());
    reports_.clear();
    return reports;
  }

 private:
  std::unique_ptr<LogAppender> real_;
  Offset next_;
  std::deque<Result<Offset>> reports_;
};

class EagerLog final : public EventLog {
 public:
  explicit EagerLog(EventLog& real) : real_(real) {}

  [[nodiscard]] Partition partitions() const override { return real_.partitions(); }

  Result<Offset> end(Partition partition) override { return real_.end(partition); }

  std::unique_ptr<LogReader> reader(Partition partition, Offset from) override {
    return real_.reader(partition, from);
  }

  std::unique_ptr<LogAppender> appender(Partition partition) override {
    return std::make_unique<EagerAppender>(real_.appender(partition),
                                           real_.end(partition).value_or(0));
  }

  KeyStore& keys() override { return real_.keys(); }

  DocumentStore& documents() override { return real_.documents(); }

 private:
  EventLog& real_;
};

// Passes everything on but spoils the rows of accounts in one record of eleven.
class SpoiledBatch final : public Batch {
 public:
  SpoiledBatch(Batch& real, Plant plant) : real_(real), plant_(plant) {}

  [[nodiscard]] std::optional<std::string> get(std::string_view key) const override {
    return real_.get(key);
  }

  void scan(std::string_view prefix, std::string_view from, const Row& row) const override {
    real_.scan(prefix, from, row);
  }

  void put(std::string_view key, std::string_view value) override {
    if (key.front() != 'A') return real_.put(key, value);
    if (plant_ == Plant::kDropsARow) return;
    auto account = decode_row<rows::AccountRowT>(value);
    account.debit += Money::paise(1);
    account.credit += Money::paise(1);
    real_.put(key, encode_row(account));
  }

  void erase(std::string_view key) override { real_.erase(key); }

 private:
  Batch& real_;
  Plant plant_;
};

class SpoiledFinance final : public View {
 public:
  explicit SpoiledFinance(Plant plant) : plant_(plant) {}

  [[nodiscard]] std::string_view name() const override { return real_.name(); }

  [[nodiscard]] std::uint32_t version() const override { return real_.version(); }

  void apply(const Accepted& accepted, Batch& rows) const override {
    if (accepted.record->sequence % 11 != 0) return real_.apply(accepted, rows);
    SpoiledBatch spoiled(rows, plant_);
    real_.apply(accepted, spoiled);
  }

 private:
  FinanceView real_;
  Plant plant_;
};

}  // namespace

std::unique_ptr<EventLog> eager(EventLog& real) {
  return std::make_unique<EagerLog>(real);
}

Views spoiled_views(Plant plant) {
  static const SpoiledFinance kDropping(Plant::kDropsARow);
  static const SpoiledFinance kChanging(Plant::kChangesAPaisa);
  auto views = all_views();
  if (plant != Plant::kDropsARow && plant != Plant::kChangesAPaisa) return views;
  for (auto& view : views)
    if (view->name() == finance::kView) view = plant == Plant::kDropsARow ? &kDropping : &kChanging;
  return views;
}

}  // namespace ledger::sim
