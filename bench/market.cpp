#include "bench/market.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <stdexcept>

#include "events/person.h"
#include "writer/founding.h"

namespace ledger::bench {
namespace {

constexpr Partition kProjects = 1;
constexpr std::size_t kOutstanding = 1024;

const ProjectId kProject{"athi-river"};

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().reason + ": " + result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Of a UUID's shape, so that records are as long as in service.
std::string uuid(unsigned kind, std::size_t number) {
  std::array<char, 37> text{};
  std::snprintf(text.data(), text.size(), "0197%04x-0000-7000-8000-%012zx", kind, number);
  return text.data();
}

void check(std::future<Result<Answer>> future) {
  const auto answer = must(future.get());
  if (answer.record == nullptr || answer.record->outcome != Outcome::Accepted) {
    throw std::runtime_error("a command of the bench was refused");
  }
}

Envelope envelope(const std::string& scope, unsigned kind, std::size_t number) {
  Envelope to;
  to.scope = scope;
  to.key = uuid(kind, number);
  to.digest = sha256(to.key);
  to.actor = "visitor";
  to.correlation_id = uuid(kind + 1, number);
  return to;
}

Person contact(std::size_t number) {
  std::array<char, 16> phone{};
  std::snprintf(phone.data(), phone.size(), "+9198%08zu", number);
  Person person;
  person.name = "Asha Rao";
  person.phone = phone.data();
  person.email = "asha." + std::to_string(number) + "@example.com";
  return person;
}

ImportLayout layout(std::size_t plots) {
  ImportLayout to{kProject, Digest(std::string(64, 'd')), {}};
  for (std::size_t i = 1; i <= plots; ++i) {
    auto& plot = to.plots.emplace_back();
    plot.no = std::to_string(i);
    plot.plot = PlotId(plot.no);
    plot.area_mm2 = 100'000'000;
  }
  return to;
}

}  // namespace

Market::Market(const std::string& directory, std::size_t plots, WriterLimits limits)
    : Market(must(EmbeddedLog::create(directory + "/log", kEmbeddedPartitions)), directory, plots,
             limits) {}

Market::Market(std::unique_ptr<EventLog> log, const std::string& directory, std::size_t plots,
               WriterLimits limits)
    : plots_(plots), log_(std::move(log)) {
  const auto master = must(create_master_key(directory + "/master.key"));
  vault_ = must(Vault::open(master, log_->keys(), /*found=*/true));
  must(found_ledger(*log_, clock_));
  index_ = must(CommandIndex::open(directory + "/index"));
  writers_ = std::make_unique<Writers>(
      *log_, *vault_, *index_, clock_, WriterName{"bench", {}},
      [](Partition, const Error& error) {
        std::fprintf(stderr, "%s\n", error.message.c_str());
        std::abort();
      },
      limits);
  writers_->start();
  tell(OpenProject{kProject, "Athi River", "AKR", "Machakos", "Asia/Kolkata", {}});
  tell(layout(plots));
  tell(SetPrices{kProject, "INR", Money::paise(520'000), {}, 1000, 30});
  tell(ReleasePlots{kProject, true, {}});
}

Market::~Market() {
  writers_->stop();
}

void Market::tell(Command command) {
  Submission submission{envelope("admin", 1, ++told_), std::move(command)};
  submission.envelope.actor = "admin";
  check(writers_->submit(kProjects, std::move(submission)));
}

Submission Market::hold(std::size_t number, std::size_t plot) {
  Submission to{envelope("visitor POST /v1/projects/athi-river/holds", 3, number), {}};
  const auto person = contact(number);
  HoldPlots command;
  command.project = kProject;
  command.hold = HoldId(uuid(5, number));
  command.plots = {PlotId(std::to_string(plot + 1))};
  command.contact_hashes = contact_hashes(*vault_, person);
  auto sealed = vault_->seal_new(PersonId(uuid(6, number)), pack(person));
  command.contact = std::move(sealed.sealed);
  to.envelope.keys.push_back(std::move(sealed.key));
  to.command = std::move(command);
  return to;
}

Submission Market::release(std::size_t number) {
  const auto id = uuid(5, number);
  return {envelope("hold " + id + " POST /v1/holds/" + id + "/release", 7, number),
          ReleaseHold{kProject, HoldId(id), "released by the buyer", false}};
}

std::vector<Submission> Market::holds_and_releases(std::size_t count) {
  std::vector<Submission> all;
  all.reserve(count);
  for (; all.size() < count; held_ += plots_) {
    for (std::size_t i = 0; i < plots_ && all.size() < count; ++i)
      all.push_back(hold(held_ + i, i));
    for (std::size_t i = 0; i < plots_ && all.size() < count; ++i)
      all.push_back(release(held_ + i));
  }
  return all;
}

double Market::seconds_to_decide(std::vector<Submission> submissions) {
  std::deque<std::future<Result<Answer>>> outstanding;
  const auto begin = std::chrono::steady_clock::now();
  for (auto& submission : submissions) {
    outstanding.push_back(writers_->submit(kProjects, std::move(submission)));
    if (outstanding.size() < kOutstanding) continue;
    check(std::move(outstanding.front()));
    outstanding.pop_front();
  }
  for (auto& answer : outstanding) check(std::move(answer));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::vector<std::string> Market::records(Offset first, std::size_t count) {
  std::vector<std::string> all;
  const auto reader = log_->reader(kProjects, first);
  while (all.size() < count) {
    auto some = must(reader->read(count - all.size(), seconds(5)));
    if (some.empty()) throw std::runtime_error("the log is shorter than what was acknowledged");
    for (auto& record : some) all.push_back(std::move(record.bytes));
  }
  return all;
}

Offset Market::end() {
  return must(log_->end(kProjects));
}

}  // namespace ledger::bench
