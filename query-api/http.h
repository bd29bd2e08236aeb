#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ledger {

// What a route sees of HTTP. No header of the HTTP library is needed to write or to test a route.

using NameValue = std::pair<std::string, std::string>;

// One request, whole: the body has been read and is within the route's limit.
struct HttpRequest {
  std::string method;  // upper case; a HEAD request reaches the GET handler as "HEAD"
  std::string path;    // percent-decoded, begins with '/', no query, no control characters, no ".."
  std::vector<NameValue> params;   // the pattern's {name} segments, percent-decoded, in order
  std::vector<NameValue> query;    // percent-decoded, in order, repeats kept
  std::vector<NameValue> headers;  // values as sent, never percent-decoded
  std::string body;                // the raw bytes
  // The peer's address from the socket; behind a trusted proxy, the one that the proxy saw. No
  // header that a client can set ever reaches it.
  std::string remote_addr;

  // The value of a {name} segment; the pattern must hold it (throws std::out_of_range).
  [[nodiscard]] const std::string& param(std::string_view name) const;
  // The first query value of that name.
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
  // The first header of that name (in any case); empty if there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  // The value of a cookie, as sent.
  [[nodiscard]] std::optional<std::string_view> cookie(std::string_view name) const;
};

// Where a stream writes to. Used by the thread that calls the provider, and by no other.
class Sink {
 public:
  virtual ~Sink() = default;
  // Sends the bytes at once, as one piece. False: the client is gone or the server is stopping, and
  // nothing more can be sent.
  virtual bool write(std::string_view bytes) = 0;
  // False once the client has hung up or the server is stopping.
  [[nodiscard]] virtual bool open() const = 0;
  // Stops when the server does: wait with it, as in
  // `condition_variable_any::wait_for(lock, sink.stop_token(), 15s, ready)`.
  [[nodiscard]] virtual std::stop_token stop_token() const = 0;
};

// Called again and again until it returns false (the stream is over) or the sink is closed. May
// block, but only in a way that `Sink::stop_token` ends. Destroyed after its last call.
using StreamProvider = std::function<bool(Sink&)>;

class HttpResponse;

// What fills a response in.
using FillIn = std::function<void(HttpResponse&)>;

// Sees to it that `answer` is called with what fills the response in: once, on any thread, in
// bounded time, perhaps before it returns. Must not throw; what fills in may.
using LateAnswer = std::function<void(std::function<void(const FillIn&)> answer)>;

// The answer that a handler fills in; empty 200 at first.
class HttpResponse {
 public:
  int status = 200;

  // Replaces or appends a header. Throws std::invalid_argument on a name that is no token, or a
  // value with a control character: a header cannot be smuggled in.
  void set_header(std::string_view name, std::string_view value);
  void add_header(std::string_view name, std::string_view value);

  void set_body(std::string_view content_type, std::string body);
  // A body shared with other answers, sent without a copy. Not null.
  void set_body(std::string_view content_type, std::shared_ptr<const std::string> body);
  // The answer is a stream of unknown length; it holds one worker until it ends.
  void stream(std::string_view content_type, StreamProvider provider);

  // The answer comes later: `begin` is called when the handler has returned. The request lives
  // until then, and no worker waits. A small answer: it is sent by the thread that calls
  // `answer`, which waits for nobody, so that a client whose earlier answers fill the socket is
  // cut.
  void answer_later(LateAnswer begin) { late_ = std::move(begin); }

  [[nodiscard]] std::string_view header(std::string_view name) const;

  [[nodiscard]] const std::vector<NameValue>& headers() const { return headers_; }

  [[nodiscard]] std::string_view body() const {
    return shared_ ? std::string_view(*shared_) : body_;
  }

  [[nodiscard]] const StreamProvider& provider() const { return provider_; }

  // Empty unless the answer comes later.
  [[nodiscard]] LateAnswer take_late_answer() { return std::exchange(late_, nullptr); }

 private:
  std::vector<NameValue> headers_;
  std::string body_;
  std::shared_ptr<const std::string> shared_;
  StreamProvider provider_;
  LateAnswer late_;
};

using HttpHandler = std::function<void(const HttpRequest&, HttpResponse&)>;

// A refusal by the HTTP layer itself: no field holds anything from the request.
struct HttpProblem {
  int status = 500;
  std::string_view name;   // kebab-case, the end of `type`
  std::string_view title;  // for a person
  bool operator==(const HttpProblem&) const = default;
};

// `application/problem+json` (RFC 9457) with type "/problems/<name>"; `instance` may be empty.
HttpResponse problem_response(const HttpProblem& problem, std::string_view instance = {});

// ASCII only, as header names are compared.
bool equals_ignoring_case(std::string_view a, std::string_view b);
// RFC 9110 token: what a method or a header name may be made of; not empty.
bool is_token(std::string_view text);
// No control character but the tab.
bool is_field_value(std::string_view text);
// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);
// Empty on a malformed escape.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
// "a=1&b=2", percent-decoded, '+' being a space: a query, or a form's body. Empty on a malformed
// escape.
std::optional<std::vector<NameValue>> parse_pairs(std::string_view text);

}  // namespace ledger
