#include "query-api/connection.h"

#include <array>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <stdexcept>
#include <typeinfo>

#include <arpa/inet.h>

#include "query-api/failure_text.h"
#include "query-api/stream_sink.h"

namespace ledger {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Got = GuardedStream::Got;

constexpr HttpProblem kTooLarge{413, "body-too-large", "The body is too large"};
constexpr HttpProblem kTooSlow{408, "request-too-slow", "The request took too long to arrive"};
constexpr HttpProblem kHeadTooLarge{431, "headers-too-large", "The header block is too large"};
constexpr HttpProblem kTargetTooLong{414, "target-too-long", "The request target is too long"};
constexpr HttpProblem kMalformed{400, "malformed-request", "The request is not well-formed"};
constexpr HttpProblem kNotFound{404, "not-found", "There is no such thing here"};
constexpr HttpProblem kNotAllowed{405, "method-not-allowed", "The method is not allowed here"};
constexpr HttpProblem kBusy{503, "busy", "The server is busy: try again shortly"};
constexpr HttpProblem kFailed{500, "internal-error", "Something went wrong on our side"};

constexpr std::string_view kEveryMethod = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
constexpr std::size_t kBytesPerSecond = 64 * kKiB;  // slower readers are cut
constexpr milliseconds kLingerTime{1000};

const HttpProblem* problem_of(Got got) {
  switch (got) {
    case Got::kTooLate:
      return &kTooSlow;
    case Got::kTooLarge:
      return &kTooLarge;
    case Got::kLineTooLong:
      return &kTargetTooLong;
    case Got::kMalformed:
      return &kMalformed;
    case Got::kAll:
    case Got::kClosed:
      break;
  }
  return nullptr;
}

// The last element: what our own proxy has added, and no client can choose.
std::string_view last_element(std::string_view list) {
  return trimmed(list.substr(list.rfind(',') + 1));  // npos + 1 == 0
}

bool is_address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

}  // namespace

std::optional<Place> Place::take(std::atomic<std::size_t>& taken, std::size_t limit) {
  if (taken.fetch_add(1) >= limit) {
    taken.fetch_sub(1);
    return std::nullopt;
  }
  return Place(taken);
}

Place::Place(Place&& other) noexcept : taken_(std::exchange(other.taken_, nullptr)) {}

Place& Place::operator=(Place&& other) noexcept {
  std::swap(taken_, other.taken_);
  return *this;
}

Place::~Place() {
  if (taken_ != nullptr) taken_->fetch_sub(1);
}

// One request and its answer.
struct Connection::Exchange : std::enable_shared_from_this<Exchange> {
  enum class Late : std::uint8_t { kNo, kDue, kSent, kLast };  // kLast: no request may follow

  RequestHead head;
  const Route* route = nullptr;
  HttpResponse response;
  bool keep_alive = false;  // false until the head is understood
  bool unread = false;      // bytes of this request may still be coming
  steady_clock::time_point started = steady_clock::now();
  std::optional<Place> upload = std::nullopt;
  std::atomic<Late> late = Late::kNo;
};

Connection::Connection(ConnectionContext& context, std::unique_ptr<Transport> transport)
    : context_(context),
      transport_(std::move(transport)),
      stream_(*transport_, context.options.head),
      peer_(transport_->peer()) {}

Connection::~Connection() {
  (void)finish_late();
}

void Connection::serve() {
  while (await_request() && serve_request()) {
  }
}

void Connection::turn_away() {
  idle_ = false;
  Exchange exchange;
  refuse(exchange, kBusy);
}

bool Connection::end_if_idle() {
  const bool was_idle = idle_.exchange(false);
  if (was_idle) transport_->end_reading();
  return was_idle;
}

void Connection::abort() {
  transport_->abort();
}

// Either this sees the stop, or the stop sees idle_: both sides write before they look. Whoever
// gives a late answer says himself when the connection is idle.
bool Connection::await_request() {
  if (!late_) idle_ = true;
  if (context_.stopping.stop_requested()) return false;
  const bool came = stream_.await_request();
  const bool goes_on = finish_late();
  idle_ = false;
  return came && goes_on;
}

// False: it threw, and the response is now a 500.
template <class Action>
bool Connection::attempt(Exchange& exchange, Action action) {
  try {
    action();
    return true;
  } catch (const std::exception& error) {
    fail(exchange, describe(error));
  } catch (...) {
    fail(exchange, "an exception of unknown type");
  }
  return false;
}

bool Connection::serve_request() {
  const auto owned = std::make_shared<Exchange>();
  auto& exchange = *owned;
  std::string_view block;
  const Got got = stream_.read_head(block, after(context_.options.head_time));
  exchange.started = steady_clock::now();
  if (got == Got::kClosed) return false;
  if (got == Got::kTooLarge) return refuse(exchange, kHeadTooLarge);
  if (const auto* problem = problem_of(got)) return refuse(exchange, *problem);
  auto head = parse_head(block, context_.options.head);
  if (!head) return refuse(exchange, head.error());
  exchange.head = std::move(*head);
  ++requests_;
  exchange.keep_alive =
      exchange.head.keep_alive && requests_ < context_.options.requests_per_connection;
  exchange.unread = exchange.head.has_body();
  identify(exchange.head.request);
  return route(exchange);
}

bool Connection::route(Exchange& exchange) {
  auto& request = exchange.head.request;
  auto match = context_.router.match(request.method, request.path);
  if (match.route != nullptr) {
    exchange.route = match.route;
    request.params = std::move(match.params);
    return admit(exchange);
  }
  const bool everything = request.path == "*";
  if (match.allow.empty() && !everything) return refuse_open(exchange, kNotFound);
  exchange.response = problem_response(kNotAllowed);
  if (request.method == "OPTIONS") {
    exchange.response = {};
    exchange.response.status = 204;
  }
  exchange.response.set_header("Allow", everything ? kEveryMethod : match.allow);
  return finish_early(exchange);
}

bool Connection::admit(Exchange& exchange) {
  const auto& limit = limit_of(exchange.route->body);
  if (exchange.head.content_length.value_or(0) > limit.bytes) return refuse(exchange, kTooLarge);
  bool admitted = true;
  const bool asked = attempt(exchange, [&] {
    const auto& gate = exchange.route->admit;
    admitted = !gate || gate(exchange.head.request, exchange.response);
  });
  if (!asked || !admitted) return finish_early(exchange);
  return read_body(exchange);
}

bool Connection::read_body(Exchange& exchange) {
  const auto& head = exchange.head;
  if (!head.has_body()) {
    // Without a length there is no body; a client that sends one all the same is not listened to.
    const bool expected = head.request.method == "POST" || head.request.method == "PUT" ||
                          head.request.method == "PATCH";
    if (expected && !head.content_length) exchange.keep_alive = false;
    return answer(exchange);
  }
  if (exchange.route->body == BodyClass::kUpload) {
    exchange.upload = Place::take(context_.uploads, context_.options.uploads_at_once);
    if (!exchange.upload) return refuse(exchange, kBusy);
  }
  const Got got = receive_body(exchange);
  if (got == Got::kClosed) return false;
  if (const auto* problem = problem_of(got)) return refuse(exchange, *problem);
  exchange.unread = false;
  return answer(exchange);
}

Got Connection::receive_body(Exchange& exchange) {
  auto& head = exchange.head;
  const auto& limit = limit_of(exchange.route->body);
  const Deadline deadline = after(limit.time);
  if (head.expects_continue && !stream_.has_more() &&
      !transport_->write({"HTTP/1.1 100 Continue\r\n\r\n"}, deadline)) {
    return Got::kClosed;
  }
  if (head.chunked) return stream_.read_chunked(head.request.body, limit.bytes, deadline);
  return stream_.read_sized(head.request.body, head.content_length.value_or(0), deadline);
}

bool Connection::answer(Exchange& exchange) {
  attempt(exchange, [&] { exchange.route->handler(exchange.head.request, exchange.response); });
  if (const auto begin = exchange.response.take_late_answer()) return answer_later(exchange, begin);
  return send(exchange);
}

// The own thread goes on to wait for the next request; whoever has the answer sends it.
bool Connection::answer_later(Exchange& exchange, const LateAnswer& begin) {
  exchange.late = Exchange::Late::kDue;
  late_ = exchange.shared_from_this();
  begin([this, kept = late_](const FillIn& fill_in) {
    const bool sent = send_late(*kept, fill_in);
    idle_ = true;
    const bool goes_on = sent && !context_.stopping.stop_requested();
    if (!goes_on) transport_->end_reading();
    kept->late = goes_on ? Exchange::Late::kSent : Exchange::Late::kLast;
    kept->late.notify_one();
  });
  return true;
}

// What goes wrong here is the connection's end, and no matter of whoever gives the answer.
bool Connection::send_late(Exchange& exchange, const FillIn& fill_in) {
  try {
    attempt(exchange, [&] { fill_in(exchange.response); });
    return send(exchange);
  } catch (...) {
    if (context_.options.log) context_.options.log("a late answer could not be sent");
    return false;
  }
}

// Waits until the request before is answered. False: it was the last.
bool Connection::finish_late() {
  const auto late = std::exchange(late_, nullptr);
  if (!late) return true;
  late->late.wait(Exchange::Late::kDue);
  return late->late == Exchange::Late::kSent;
}

// Ends the connection: where the next request would begin is not known, or of no interest.
bool Connection::refuse(Exchange& exchange, const HttpProblem& problem) {
  exchange.keep_alive = false;
  exchange.unread = true;
  return refuse_open(exchange, problem);
}

bool Connection::refuse_open(Exchange& exchange, const HttpProblem& problem) {
  exchange.response = problem_response(problem);
  if (problem.status == 503) exchange.response.set_header("Retry-After", "1");
  return finish_early(exchange);
}

// An answer without the body having been read: the connection can only go on if there was none.
bool Connection::finish_early(Exchange& exchange) {
  if (exchange.unread) exchange.keep_alive = false;
  return send(exchange);
}

void Connection::fail(Exchange& exchange, std::string_view what) const {
  const std::string id = opaque_id();
  exchange.response = problem_response(kFailed, id);
  if (!context_.options.log) return;
  std::string line = "request failed: " + id + " " + exchange.route->method + " ";
  context_.options.log(line.append(exchange.route->pattern).append(": ").append(what));
}

bool Connection::send(Exchange& exchange) {
  if (context_.stopping.stop_requested()) exchange.keep_alive = false;
  const auto place = claim_stream(exchange);
  const auto& response = exchange.response;
  const WireStyle style{exchange.head.is_http_1_0, exchange.keep_alive, context_.options.https};
  const std::string head = render_head(response, style);
  const bool silent = exchange.head.request.method == "HEAD" || is_bodyless(response.status);
  bool sent = false;
  if (response.provider() && !silent) {
    sent = send_stream(exchange, head);
  } else {
    const auto body = silent ? std::string_view() : response.body();
    const auto seconds = std::chrono::seconds(body.size() / kBytesPerSecond);
    const bool late = exchange.late == Exchange::Late::kDue;  // then this thread is another's
    const auto deadline = late ? after({}) : after(context_.options.write_time) + seconds;
    sent = transport_->write({head, body}, deadline);
  }
  report(exchange);
  if (sent && exchange.unread) transport_->linger(after(kLingerTime));
  return sent && exchange.keep_alive;
}

// A stream needs a place; without one the answer becomes a refusal.
std::optional<Place> Connection::claim_stream(Exchange& exchange) {
  if (!exchange.response.provider()) return std::nullopt;
  auto place = Place::take(context_.streams, context_.options.streams);
  if (!place) {
    exchange.response = problem_response(kBusy);
    exchange.response.set_header("Retry-After", "5");
  } else if (exchange.head.is_http_1_0) {
    exchange.keep_alive = false;  // the stream's end is the connection's
  }
  return place;
}

bool Connection::send_stream(Exchange& exchange, const std::string& head) {
  if (!transport_->write({head}, after(context_.options.write_time))) return false;
  StreamSink sink(*transport_, context_.stopping.get_token(), context_.options.write_time,
                  !exchange.head.is_http_1_0);
  const bool whole = attempt(exchange, [&] {
    while (sink.open() && exchange.response.provider()(sink)) {
    }
  });
  return whole && sink.finish();
}

void Connection::report(const Exchange& exchange) const {
  if (!context_.options.on_request_done) return;
  const auto lasted = steady_clock::now() - exchange.started;
  context_.options.on_request_done(
      {.method = exchange.head.request.method,
       .pattern = exchange.route != nullptr ? std::string_view(exchange.route->pattern) : "",
       .status = exchange.response.status,
       .micros = std::chrono::duration_cast<std::chrono::microseconds>(lasted).count(),
       .streamed = static_cast<bool>(exchange.response.provider())});
}

void Connection::identify(HttpRequest& request) const {
  request.remote_addr = peer_;
  if (!context_.options.behind_proxy) return;
  std::string_view list;
  for (const auto& [name, value] : request.headers) {
    if (equals_ignoring_case(name, "X-Forwarded-For")) list = value;
  }
  std::string address(last_element(list));
  if (is_address(address)) request.remote_addr = std::move(address);
}

const BodyLimit& Connection::limit_of(BodyClass body) const {
  switch (body) {
    case BodyClass::kWebhook:
      return context_.options.webhook;
    case BodyClass::kNode:
      return context_.options.node;
    case BodyClass::kUpload:
      return context_.options.upload;
    case BodyClass::kJson:
      break;
  }
  return context_.options.json;
}

Deadline Connection::after(milliseconds time) const {
  return steady_clock::now() + time;
}

}  // namespace ledger
