#include "ops/sandbox-gateway/dispatcher.h"

#include <algorithm>
#include <memory>
#include <utility>

#include <httplib.h>

#include "ops/sandbox-gateway/url.h"
#include "writer/gateway/signature.h"

namespace ledger::sandbox {
namespace {

constexpr int kWorkers = 8;
constexpr seconds kPatience{5};
constexpr milliseconds kFirstRetry{500};
constexpr hours kGiveUpAfter{24};
constexpr int kMaxDoublings = 17;  // 0.5 s doubled this often is more than a day

}  // namespace

// One thread's connection to the receiver, kept alive between webhooks.
class Dispatcher::Worker {
 public:
  explicit Worker(const std::string& secret) : secret_(secret) {}

  bool deliver(const std::string& url, const Webhook& webhook, bool bad_signature) {
    connect(url);
    std::string signature = hmac_sha256_hex(secret_, webhook.body);
    if (bad_signature) signature[0] = signature[0] == '0' ? '1' : '0';
    const httplib::Headers headers{{"X-Razorpay-Signature", signature},
                                   {"x-razorpay-event-id", webhook.event_id},
                                   {"User-Agent", "Razorpay-Webhook/v1 (sandbox)"}};
    const httplib::Result result = client_->Post(path_, headers, webhook.body, "application/json");
    return result && result->status >= 200 && result->status < 300;
  }

  // From another thread: a delivery under way fails.
  void cancel() {
    const std::lock_guard lock(mutex_);
    if (client_ != nullptr) client_->stop();
  }

 private:
  void connect(const std::string& url) {
    const std::lock_guard lock(mutex_);
    if (client_ != nullptr && url == url_) return;
    const std::optional<Url> parts = parse_url(url);  // checked when it was set
    client_ = std::make_unique<httplib::Client>(parts->origin);
    client_->set_connection_timeout(kPatience);
    client_->set_read_timeout(kPatience);
    client_->set_write_timeout(kPatience);
    client_->set_keep_alive(true);
    client_->set_tcp_nodelay(true);
    path_ = parts->target;
    url_ = url;
  }

  const std::string& secret_;
  std::mutex mutex_;  // guards which client it is
  std::unique_ptr<httplib::Client> client_;
  std::string url_;
  std::string path_;
};

Dispatcher::Dispatcher(std::string url, std::string webhook_secret)
    : secret_(std::move(webhook_secret)), url_(std::move(url)) {
  for (int i = 0; i < kWorkers; ++i) workers_.push_back(std::make_unique<Worker>(secret_));
  for (const auto& worker : workers_) threads_.emplace_back([this, &worker] { work(*worker); });
}

Dispatcher::~Dispatcher() {
  stop();
}

void Dispatcher::send(const std::vector<Webhook>& webhooks, const WebhookOptions& options) {
  if (options.drop || webhooks.empty()) return;
  const Steady::time_point due = Steady::now() + options.delay;
  const std::lock_guard lock(mutex_);
  for (std::int64_t copy = 0; copy < options.copies; ++copy) {
    counts_.pending += webhooks.size();
    waiting_.emplace(due, Job{.webhooks = arranged(webhooks, options.order),
                              .bad_signature = options.bad_signature,
                              .first_due = due});
  }
  changed_.notify_all();
}

void Dispatcher::after(milliseconds delay, std::function<void()> task) {
  enqueue(Steady::now() + delay, Job{.task = std::move(task)});
}

void Dispatcher::set_network(bool on) {
  const std::lock_guard lock(mutex_);
  network_ = on;
  unpark_locked();
}

void Dispatcher::set_url(std::string url) {
  const std::lock_guard lock(mutex_);
  url_ = std::move(url);
  unpark_locked();
}

std::string Dispatcher::url() const {
  const std::lock_guard lock(mutex_);
  return url_;
}

DispatcherCounts Dispatcher::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void Dispatcher::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (const auto& worker : workers_) worker->cancel();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Dispatcher::enqueue(Steady::time_point due, Job job) {
  const std::lock_guard lock(mutex_);
  waiting_.emplace(due, std::move(job));
  changed_.notify_one();
}

void Dispatcher::unpark_locked() {
  if (!network_ || url_.empty()) return;
  for (Job& job : parked_) waiting_.emplace(Steady::now(), std::move(job));
  parked_.clear();
  changed_.notify_all();
}

bool Dispatcher::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

// Blocks until a job is due; false when it is time to end. Parks webhooks that cannot go out now.
bool Dispatcher::next(Job& job) {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (waiting_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto first = waiting_.begin();
    if (const Steady::time_point due = first->first; due > Steady::now()) {
      changed_.wait_until(lock, due);
      continue;
    }
    job = std::move(first->second);
    waiting_.erase(first);
    if (job.task || (network_ && !url_.empty())) return true;
    parked_.push_back(std::move(job));
  }
  return false;
}

void Dispatcher::work(Worker& worker) {
  Job job;
  while (next(job)) {
    if (job.task) {
      job.task();
    } else {
      deliver(worker, std::move(job));
    }
  }
}

// One webhook of a list that fails comes again alone, later than its neighbours.
void Dispatcher::deliver(Worker& worker, Job job) {
  const std::string to = url();
  for (Webhook& webhook : job.webhooks) {
    if (stopping()) return;
    const bool delivered = worker.deliver(to, webhook, job.bad_signature);
    settle({.webhooks = {std::move(webhook)},
            .bad_signature = job.bad_signature,
            .attempt = job.attempt,
            .first_due = job.first_due},
           delivered);
  }
}

void Dispatcher::settle(const Job& job, bool delivered) {
  const std::lock_guard lock(mutex_);
  const Steady::time_point now = Steady::now();
  if (delivered || now - job.first_due > kGiveUpAfter) --counts_.pending;
  if (delivered) {
    ++counts_.delivered;
    return;
  }
  ++counts_.failed_attempts;
  if (now - job.first_due > kGiveUpAfter) return;
  Job again = job;
  const milliseconds pause = kFirstRetry * (1 << std::min(again.attempt++, kMaxDoublings));
  waiting_.emplace(now + pause, std::move(again));
  changed_.notify_one();
}

std::vector<Webhook> Dispatcher::arranged(std::vector<Webhook> webhooks, WebhookOrder order) {
  switch (order) {
    case WebhookOrder::kNormal:
      break;
    case WebhookOrder::kReversed:
      std::ranges::reverse(webhooks);
      break;
    case WebhookOrder::kShuffled:
      std::ranges::shuffle(webhooks, random_);
      break;
  }
  return webhooks;
}

}  // namespace ledger::sandbox
