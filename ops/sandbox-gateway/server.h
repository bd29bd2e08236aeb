#pragma once

#include <mutex>
#include <set>
#include <string>

#include <httplib.h>

namespace ledger::sandbox {

// httplib's server, made fit for hundreds of connections at once: a thread for each open connection
// (made when needed, at most kMaxConnections), a long accept queue, any number of requests on a
// connection, one write per answer, and a stop that does not wait for idle clients.
class Server final : public httplib::Server {
 public:
  static constexpr std::size_t kMaxConnections = 2048;

  Server();

  // The port bound, or -1. `port` 0 takes any free one.
  int bind(const std::string& host, int port);

  // Ends listen_after_bind() and every connection, once its present answer is written.
  void stop_all();

  // Called by a handler: what it did stands, but its answer never reaches the client.
  static void lose_this_answer();

 private:
  bool process_and_close_socket(socket_t socket) override;
  bool admit(socket_t socket);
  void dismiss(socket_t socket);

  std::mutex mutex_;
  std::set<socket_t> open_;
  bool stopping_ = false;
};

}  // namespace ledger::sandbox
