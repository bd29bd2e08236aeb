#include "bench/crowd.h"

#include <array>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>

#include <poll.h>

namespace ledger::bench {
namespace {

constexpr std::size_t kThreads = 2;
constexpr int kPatienceMs = 30'000;

}  // namespace

Crowd::Crowd(std::uint16_t port, std::size_t clients) {
  for (std::size_t i = 0; i < clients; ++i) clients_.push_back(std::make_unique<HttpClient>(port));
}

double Crowd::seconds(const Next& next, const Check& check) {
  std::array<std::exception_ptr, kThreads> failures;
  std::vector<std::thread> threads;
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      try {
        drive(t * clients_.size() / kThreads, (t + 1) * clients_.size() / kThreads, next, check);
      } catch (...) {
        failures[t] = std::current_exception();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  return took.count();
}

void Crowd::drive(std::size_t first, std::size_t end, const Next& next, const Check& check) {
  std::vector<pollfd> waiting;
  std::vector<std::size_t> sent(end - first);
  std::size_t open = 0;
  const auto go_on = [&](std::size_t i) {
    const auto request = next(first + i, sent[i]++);
    if (!request.empty()) clients_[first + i]->send(request);
    return !request.empty();
  };
  for (std::size_t i = 0; i < sent.size(); ++i) {
    const bool begun = go_on(i);
    waiting.push_back({begun ? clients_[first + i]->socket() : -1, POLLIN, 0});
    if (begun) ++open;
  }
  while (open > 0) {
    if (::poll(waiting.data(), waiting.size(), kPatienceMs) <= 0) {
      throw std::runtime_error("no answer");
    }
    for (std::size_t i = 0; i < sent.size(); ++i) {
      auto& client = *clients_[first + i];
      if (waiting[i].revents == 0 || !client.receive()) continue;
      check(first + i, client.status(), client.body());
      if (go_on(i)) continue;
      waiting[i].fd = -1;
      --open;
    }
  }
}

Crowd::Check wants(int status) {
  return [status](std::size_t, int got, std::string_view body) {
    if (got != status) {
      throw std::runtime_error("answered " + std::to_string(got) + ": " + std::string(body));
    }
  };
}

}  // namespace ledger::bench
