#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "query-api/server.h"
#include "tests/query-api/raw_client.h"

namespace ledger {

// Something that one thread says and others wait for.
class Signal {
 public:
  void give() {
    const std::scoped_lock lock(mutex_);
    given_ = true;
    changed_.notify_all();
  }

  bool wait(std::chrono::milliseconds patience = std::chrono::seconds(10)) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [this] { return given_; });
  }

  bool wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    return changed_.wait(lock, stop, [this] { return given_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  bool given_ = false;
};

constexpr std::size_t kLargeBody = 64 * 1024 * 1024;  // more than any socket buffer takes

// A server with a few routes on a free port.
class ServerTest : public testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    options.log = [this](std::string_view line) {
      const std::scoped_lock lock(mutex_);
      log_ += line;
    };
    options.on_request_done = [this](const RequestDone& done) {
      const std::scoped_lock lock(mutex_);
      done_.push_back(std::string(done.method) + " " + std::string(done.pattern) + " " +
                      std::to_string(done.status));
      done_added_.notify_all();
    };
    server_ = std::make_unique<HttpServer>(std::move(options), routes());
    const auto port = server_->start("127.0.0.1", 0);
    ASSERT_TRUE(port);
    port_ = *port;
  }

  Router routes() {
    Router router;
    const auto shared = std::make_shared<const std::string>(R"({"plots":456})");
    router.get("/map", [shared](const HttpRequest& request, HttpResponse& response) {
      response.set_header("ETag", "\"7\"");
      response.status = request.header("If-None-Match") == "\"7\"" ? 304 : 200;
      response.set_body("application/json", shared);
    });
    const auto echo = [](const HttpRequest& request, HttpResponse& response) {
      response.set_body("text/plain",
                        std::to_string(request.body.size()) + ":" + request.body.substr(0, 100));
    };
    router.post("/echo", echo);
    router.post("/webhook", echo, BodyClass::kWebhook);
    router.post("/upload", echo, BodyClass::kUpload);
    router.add({"POST", "/guarded", echo, BodyClass::kUpload,
                [](const HttpRequest&, HttpResponse& response) {
                  response = problem_response({401, "unauthorized", "Sign in first"});
                  return false;
                }});
    router.get("/who", [](const HttpRequest& request, HttpResponse& response) {
      response.set_body("text/plain",
                        request.remote_addr + "|" + std::string(request.header("REMOTE_ADDR")));
    });
    router.get("/page", [](const HttpRequest&, HttpResponse& response) {
      response.set_body("text/html; charset=utf-8", std::string("<p>hi</p>"));
    });
    router.get("/throw/{what}", [](const HttpRequest& request, HttpResponse& response) {
      response.set_header("X-Half", "done");
      if (request.param("what") == "int") throw 5;
      throw std::runtime_error("broken\r\npromise");
    });
    router.get("/slow", [this](const HttpRequest&, HttpResponse& response) {
      entered_.give();
      release_.wait();
      response.set_body("text/plain", std::string("slow"));
    });
    router.get("/late/{size}", [this](const HttpRequest& request, HttpResponse& response) {
      response.answer_later([this, &request](const auto& answer) {
        late_ = std::jthread([this, &request, answer] {
          release_.wait();
          answer([&](HttpResponse& to) {
            to.set_body("text/plain", std::string(std::stoul(request.param("size")), 'l'));
          });
        });
        entered_.give();
      });
    });
    router.get("/stream", [this](const HttpRequest&, HttpResponse& response) {
      response.stream("text/event-stream", [this, n = 0](Sink& sink) mutable {
        if (n == 3) return false;
        if (n == 1 && !release_.wait(sink.stop_token())) return false;
        return sink.write("id: " + std::to_string(n++) + "\n\n");
      });
    });
    router.get("/large", [](const HttpRequest&, HttpResponse& response) {
      response.set_body("text/plain", std::string(kLargeBody, 'x'));
    });
    router.get("/flood", [](const HttpRequest&, HttpResponse& response) {
      response.stream("text/plain", [](Sink& sink) { return sink.write(std::string(65536, 'x')); });
    });
    router.get("/quiet", [this](const HttpRequest&, HttpResponse& response) {
      response.stream("text/event-stream", [this](Sink&) {
        release_.wait(std::chrono::milliseconds(1));
        return true;
      });
    });
    router.get("/own-policy", [](const HttpRequest&, HttpResponse& response) {
      response.set_header("Content-Security-Policy", "sandbox");
      response.set_header("Cache-Control", "public, immutable");
      response.set_body("text/html", std::string("x"));
    });
    router.get("/stream-throws", [](const HttpRequest&, HttpResponse& response) {
      response.stream("text/event-stream", [](Sink& sink) -> bool {
        sink.write("one\n\n");
        throw std::runtime_error("no more");
      });
    });
    return router;
  }

  // Waits until that many requests were reported.
  std::vector<std::string> done(std::size_t count) {
    std::unique_lock lock(mutex_);
    done_added_.wait_for(lock, std::chrono::seconds(10), [&] { return done_.size() >= count; });
    return done_;
  }

  std::string log() {
    const std::scoped_lock lock(mutex_);
    return log_;
  }

  std::mutex mutex_;
  std::condition_variable done_added_;
  std::string log_;
  std::vector<std::string> done_;
  Signal entered_;
  Signal release_;
  std::unique_ptr<HttpServer> server_;
  std::uint16_t port_ = 0;
  std::jthread late_;
};

}  // namespace ledger
