#include "query-api/server.h"

#include <atomic>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include <httplib.h>

#include "query-api/connection.h"
#include "query-api/listener_socket.h"
#include "query-api/worker_pool.h"

namespace ledger {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds kAcceptPause{2};
constexpr std::size_t kMadeRoom = 16;  // connections ended for one that found no place
constexpr HttpProblem kFull{503, "busy", "The server is busy: try again shortly"};

// Lends the pool to one run of the library's accept loop, which wants to own its queue. A job that
// finds no worker runs where it stands, in the accept loop: the server sees that, and sheds.
class LentQueue final : public httplib::TaskQueue {
 public:
  explicit LentQueue(WorkerPool& pool) : pool_(pool) {}

  void enqueue(std::function<void()> job) override {
    if (!pool_.run(job)) job();
  }

  void shutdown() override {}

 private:
  WorkerPool& pool_;
};

}  // namespace

class HttpServer::Impl final : public httplib::Server {
 public:
  Impl(ServerOptions options, Router router)
      : context_{std::move(options), std::move(router)},
        pool_(context_.options.connections, context_.options.thread_stack_bytes) {
    new_task_queue = [this] { return new LentQueue(pool_); };  // the library deletes it
  }

  Result<std::uint16_t> start(const std::string& host, std::uint16_t port);
  bool stop(std::chrono::milliseconds grace);
  [[nodiscard]] ServerStats stats() const;

 private:
  class Listed;

  void accept_all();
  bool process_and_close_socket(socket_t socket) override;
  void serve(socket_t socket);
  void shed(socket_t socket);
  void make_room();

  [[nodiscard]] SocketTimes socket_times() const {
    return {context_.options.idle_time, context_.options.write_time};
  }

  template <class Action>
  void for_each_connection(Action action);

  ConnectionContext context_;
  FileDescriptor listener_;
  std::thread accepting_;
  std::thread::id accept_thread_;  // set by that thread, before it hands out the first job
  mutable std::mutex mutex_;
  std::unordered_set<Connection*> connections_;
  std::unordered_map<std::string, std::size_t> per_address_;
  std::atomic<std::uint64_t> shed_{0};
  WorkerPool pool_;
};

// Keeps a connection where a stop finds it, for as long as it lives.
class HttpServer::Impl::Listed {
 public:
  Listed(Impl& server, Connection& connection) : server_(server), connection_(connection) {
    const std::scoped_lock lock(server_.mutex_);
    server_.connections_.insert(&connection_);
    from_its_address_ = ++server_.per_address_[connection_.peer()];
  }

  ~Listed() {
    const std::scoped_lock lock(server_.mutex_);
    server_.connections_.erase(&connection_);
    const auto count = server_.per_address_.find(connection_.peer());
    if (--count->second == 0) server_.per_address_.erase(count);
  }

  [[nodiscard]] bool is_crowded() const {
    const std::size_t limit = server_.context_.options.connections_per_address;
    return limit > 0 && from_its_address_ > limit;
  }

  Listed(const Listed&) = delete;
  Listed& operator=(const Listed&) = delete;

 private:
  Impl& server_;
  Connection& connection_;
  std::size_t from_its_address_ = 0;
};

template <class Action>
void HttpServer::Impl::for_each_connection(Action action) {
  const std::scoped_lock lock(mutex_);
  for (Connection* connection : connections_) action(*connection);
}

Result<std::uint16_t> HttpServer::Impl::start(const std::string& host, std::uint16_t port) {
  auto listener = listen_on(host, port, context_.options.backlog);
  if (!listener) return fail(std::move(listener.error()));
  listener_ = std::move(listener->socket);
  accepting_ = std::thread([this] { accept_all(); });
  return listener->port;
}

// The library's accept loop gives up for good on errors that belong to one connection only (an
// ECONNABORTED, say), and closes its socket: it gets a duplicate each time, and is begun anew.
void HttpServer::Impl::accept_all() {
  accept_thread_ = std::this_thread::get_id();
  while (!context_.stopping.stop_requested()) {
    svr_sock_ = listener_.duplicate();
    if (svr_sock_ != INVALID_SOCKET) listen_after_bind();  // a stop has already shut it down
    std::this_thread::sleep_for(kAcceptPause);
  }
}

bool HttpServer::Impl::stop(std::chrono::milliseconds grace) {
  const auto now = steady_clock::now();
  context_.stopping.request_stop();
  listener_.shut_down();  // ends a waiting accept
  if (accepting_.joinable()) accepting_.join();
  for_each_connection([](Connection& connection) { connection.end_if_idle(); });
  if (pool_.finish(now + grace * 9 / 10)) return true;
  for_each_connection([](Connection& connection) { connection.abort(); });
  return pool_.finish(now + grace);
}

ServerStats HttpServer::Impl::stats() const {
  const std::scoped_lock lock(mutex_);
  return {connections_.size(), context_.streams, pool_.threads(), shed_};
}

bool HttpServer::Impl::process_and_close_socket(socket_t socket) {
  try {
    std::this_thread::get_id() == accept_thread_ ? shed(socket) : serve(socket);
    return true;
  } catch (...) {  // out of memory, most likely: this connection ends, the server does not
    if (context_.options.log) context_.options.log("a connection ended in an exception");
    return false;
  }
}

void HttpServer::Impl::serve(socket_t socket) {
  Connection connection(context_, std::make_unique<SocketTransport>(socket, socket_times()));
  const Listed listed(*this, connection);
  listed.is_crowded() ? connection.turn_away() : connection.serve();
}

void HttpServer::Impl::shed(socket_t socket) {
  ++shed_;
  SocketTransport transport(socket, socket_times());
  auto response = problem_response(kFull);
  response.set_header("Retry-After", "1");
  const auto now = steady_clock::now();  // no waiting: this is the accept loop
  const WireStyle style{.keep_alive = false, .https = context_.options.https};
  transport.write({render_head(response, style), response.body()}, now);
  transport.linger(now);
  make_room();
}

// Clients that only keep a connection must not keep others out: some of them have to go.
void HttpServer::Impl::make_room() {
  const std::scoped_lock lock(mutex_);
  std::size_t ended = 0;
  for (Connection* connection : connections_) {
    if (connection->end_if_idle() && ++ended == kMadeRoom) return;
  }
}

HttpServer::HttpServer(ServerOptions options, Router router)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(router))) {}

HttpServer::~HttpServer() {
  stop();
}

Result<std::uint16_t> HttpServer::start(const std::string& host, std::uint16_t port) {
  return impl_->start(host, port);
}

bool HttpServer::stop(std::chrono::milliseconds grace) {
  return impl_->stop(grace);
}

ServerStats HttpServer::stats() const {
  return impl_->stats();
}

}  // namespace ledger
