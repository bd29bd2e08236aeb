#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "query-api/guarded_stream.h"
#include "query-api/http_wire.h"
#include "query-api/router.h"
#include "query-api/server_options.h"
#include "query-api/transport.h"

namespace ledger {

// What all connections of a server share. Outlives them.
struct ConnectionContext {
  ServerOptions options;
  Router router;
  std::stop_source stopping;
  std::atomic<std::size_t> streams{0};
  std::atomic<std::size_t> uploads{0};
};

// A counted place out of a limited number; given back when it goes.
class Place {
 public:
  // Nothing if all are taken.
  static std::optional<Place> take(std::atomic<std::size_t>& taken, std::size_t limit);
  Place(Place&& other) noexcept;
  Place& operator=(Place&& other) noexcept;
  ~Place();

 private:
  explicit Place(std::atomic<std::size_t>& taken) : taken_(&taken) {}

  std::atomic<std::size_t>* taken_;
};

// One client's connection: request after request, each answered before the next is looked at. Its
// own thread reads, and answers all but what is answered later (HttpResponse::answer_later).
class Connection {
 public:
  Connection(ConnectionContext& context, std::unique_ptr<Transport> transport);
  ~Connection();  // waits for an answer that is still to come

  // Until the client leaves, idles, breaks a rule, or the server stops.
  void serve();
  // Instead of serve: says 503 and ends.
  void turn_away();
  // Any thread: ends the connection if it waits for a request (then true). One that is being worked
  // on is finished; with the context's stop requested, no other follows it.
  bool end_if_idle();
  // Any thread.
  void abort();

  [[nodiscard]] const std::string& peer() const { return peer_; }

 private:
  struct Exchange;

  bool await_request();
  bool serve_request();
  bool route(Exchange& exchange);
  bool admit(Exchange& exchange);
  bool read_body(Exchange& exchange);
  GuardedStream::Got receive_body(Exchange& exchange);
  bool answer(Exchange& exchange);
  bool answer_later(Exchange& exchange, const LateAnswer& begin);
  bool send_late(Exchange& exchange, const FillIn& fill_in);
  bool finish_late();
  bool refuse(Exchange& exchange, const HttpProblem& problem);
  bool refuse_open(Exchange& exchange, const HttpProblem& problem);
  bool finish_early(Exchange& exchange);
  template <class Action>
  bool attempt(Exchange& exchange, Action action);
  void fail(Exchange& exchange, std::string_view what) const;
  bool send(Exchange& exchange);
  std::optional<Place> claim_stream(Exchange& exchange);
  bool send_stream(Exchange& exchange, const std::string& head);
  void report(const Exchange& exchange) const;
  void identify(HttpRequest& request) const;
  [[nodiscard]] const BodyLimit& limit_of(BodyClass body) const;
  [[nodiscard]] Deadline after(std::chrono::milliseconds time) const;

  ConnectionContext& context_;
  std::unique_ptr<Transport> transport_;
  GuardedStream stream_;
  std::string peer_;
  std::size_t requests_ = 0;
  std::atomic<bool> idle_{true};
  std::shared_ptr<Exchange> late_;  // to be answered by another thread
};

}  // namespace ledger
