#include "tests/support/history.h"

#include <utility>

namespace ledger {
namespace {

constexpr Instant kBegin = Instant::micros(1'790'000'000'000'000);

}  // namespace

History::History(MemoryLog& log, Partition partition) : log_(log), partition_(partition) {
  LedgerFounded founded;
  founded.ledger = LedgerId("ledger-1");
  founded.partition = partition;
  founded.partitions = log.partitions();
  founded.format = kLogFormat;
  founded.max_in_flight = kMaxInFlight;
  add(std::move(founded));
  auto claim = next({WriterStarted()});
  claim.term = 1;
  put(claim);
}

Instant History::now() const {
  return head_.sequence == 0 ? kBegin : head_.recorded_at + seconds(1);
}

Record History::next(Events events) const {
  Record record;
  record.sequence = head_.sequence + 1;
  record.term = head_.term;
  record.previous = head_.hash;
  record.recorded_at = now();
  record.actor = "test";
  record.command_id = "command-" + std::to_string(record.sequence);
  record.events = std::move(events);
  return record;
}

Sequence History::put(const Record& record) {
  const auto bytes = encode(record);
  head_ = {record.sequence, record.term, sha256(bytes), record.recorded_at};
  log_.insert(partition_, bytes);
  return record.sequence;
}

void History::put_beside(const std::string& bytes) {
  log_.insert(partition_, bytes);
}

Sequence History::add(Events events) {
  return put(next(std::move(events)));
}

ProjectOpened project_opened(const ProjectId& project, Partition partition) {
  ProjectOpened event;
  event.project = project;
  event.partition = partition;
  event.name = "Athi River Meadows";
  event.code = "AKR";
  event.city = "Nairobi";
  event.timezone = "Asia/Kolkata";
  return event;
}

LayoutImported layout_imported(const ProjectId& project, std::size_t plots) {
  LayoutImported event;
  event.project = project;
  event.document = Digest(std::string(64, 'd'));
  for (std::size_t i = 1; i <= plots; ++i) {
    auto plot = std::make_unique<wire::LayoutPlotT>();
    plot->plot = PlotId(std::to_string(i));
    plot->no = std::to_string(i);
    plot->area_mm2 = static_cast<std::int64_t>(100'000'000 + i);
    event.plots.push_back(std::move(plot));
  }
  return event;
}

PricesSet prices_set(const ProjectId& project, std::uint32_t version) {
  PricesSet event;
  event.project = project;
  event.version = version;
  event.currency = "INR";
  event.rate_per_sq_yd = Money::paise(520'000 + static_cast<std::int64_t>(version));
  event.token_basis_points = 1000;
  event.balance_due_days = 30;
  return event;
}

PlotsReleased plots_released(const ProjectId& project, std::size_t plots) {
  PlotsReleased event;
  event.project = project;
  for (std::size_t i = 1; i <= plots; ++i) event.plots.emplace_back(std::to_string(i));
  return event;
}

void open_for_sale(History& history, const ProjectId& project, Partition partition,
                   std::size_t plots) {
  history.add(project_opened(project, partition));
  history.add(layout_imported(project, plots));
  history.add(prices_set(project));
  history.add(plots_released(project, plots));
}

}  // namespace ledger
