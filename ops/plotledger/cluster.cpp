#include "ops/plotledger/cluster.h"

#include <chrono>
#include <thread>

#include "projectors/directory.h"

namespace ledger {
namespace {

using Phase = PartitionWriter::Phase;

constexpr auto kStepDownWithin = seconds(3);  // somewhat longer than what is in flight may take
constexpr auto kLook = milliseconds(5);

std::future<Result<Answer>> not_here() {
  std::promise<Result<Answer>> promise;
  Error error{ErrorCode::kUnavailable, "not-owner", "this node decides nothing; try again"};
  error.retry_after_s = 1;
  promise.set_value(fail(std::move(error)));
  return promise.get_future();
}

bool decides(Writers& writers, const std::vector<Partition>& partitions) {
  return std::ranges::any_of(partitions, [&](Partition partition) {
    const auto phase = writers.at(partition).phase();
    return phase == Phase::kServing || phase == Phase::kClaiming;
  });
}

// So that what is in flight lands before another node is told to take over.
void step_down(Writers& writers, const std::vector<Partition>& partitions) {
  for (const auto partition : partitions) writers.at(partition).own(false);
  const auto until = std::chrono::steady_clock::now() + kStepDownWithin;
  while (decides(writers, partitions) && std::chrono::steady_clock::now() < until) {
    std::this_thread::sleep_for(kLook);
  }
}

}  // namespace

Cluster::Cluster(Parts parts)
    : parts_(std::move(parts)),
      caller_(parts_.secret, parts_.ledger, *parts_.clock),
      responder_(parts_.secret, parts_.ledger, *parts_.clock, local()),
      door_(
          here(), [this](Partition partition) { return owner_url(partition); },
          [this](const std::string& url, cluster::Question question) {
            return caller_.ask(url, std::move(question));
          }) {}

cluster::ForwardingDoor::Here Cluster::here() {
  cluster::ForwardingDoor::Here here;
  here.owns = [this](Partition partition) {
    return parts_.writers != nullptr && partition < parts_.writers->count() &&
           parts_.writers->at(partition).owns();
  };
  here.decide = [this](Partition partition, Submission submission) {
    return decide(partition, std::move(submission));
  };
  here.known_buyers = [this](const std::vector<Hash>& hashes) {
    return parts_.writers->at(kDirectory).known_buyers(hashes);
  };
  here.hurry = parts_.hurry;
  here.url = parts_.advertise;
  return here;
}

cluster::Responder::Local Cluster::local() {
  cluster::Responder::Local local;
  local.decide = [this](Partition partition, Submission submission) {
    return decide(partition, std::move(submission));
  };
  local.known_buyers = [this](const std::vector<Hash>& hashes) -> Result<std::vector<BuyerId>> {
    if (parts_.writers != nullptr && parts_.writers->at(kDirectory).owns()) {
      return parts_.writers->at(kDirectory).known_buyers(hashes);
    }
    return fail(ErrorCode::kUnavailable, "not-owner", "another node keeps the directory");
  };
  local.hurry = parts_.hurry;
  local.confirm_clock = [this] {
    for (Partition partition = 0; parts_.writers && partition < parts_.partitions; ++partition) {
      parts_.writers->at(partition).confirm_clock();
    }
  };
  local.decided = [this](const Answer& answer) {
    if (asks_the_outside(answer)) parts_.wake_reactors();
  };
  return local;
}

std::string Cluster::owner_url(Partition partition) const {
  const auto row = directory::writer(parts_.store->snapshot()->rows(directory::kView), partition);
  return row ? row->advertised_url : std::string();
}

std::future<Result<Answer>> Cluster::decide(Partition partition, Submission submission) {
  if (parts_.writers == nullptr) return not_here();
  return parts_.writers->submit(partition, std::move(submission));
}

void Cluster::add_route(Router& router) {
  router.post(
      cluster::kPath,
      [this](const HttpRequest& request, HttpResponse& response) {
        const auto reply = responder_.answer(request.body);
        response.status = reply ? 200 : 403;
        if (reply) response.set_body("application/octet-stream", *reply);
      },
      BodyClass::kNode);
}

Result<std::unique_ptr<KafkaGroup>> join_writers(const KafkaConfig& config, Writers& writers) {
  GroupDuty duty;
  duty.take = [&writers](Partition partition) {
    if (partition < writers.count()) writers.at(partition).own(true);
  };
  duty.leave = [&writers](const std::vector<Partition>& partitions) {
    step_down(writers, partitions);
  };
  duty.lost = [&writers](Partition partition) { return !writers.at(partition).owns(); };
  return KafkaGroup::join(config, std::move(duty));
}

}  // namespace ledger
