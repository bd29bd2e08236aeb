// The baseline of P5: cpp-httplib and nothing else. bare_http_server FILE THREADS; says its port.

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include <httplib.h>

#include "bench/bare_http.h"

int main(int count, char** words) {
  if (count != 3) return 2;
  std::ifstream file(words[1], std::ios::binary);
  const std::string body{std::istreambuf_iterator<char>(file), {}};
  const auto threads = std::stoul(words[2]);
  httplib::Server server;
  server.new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  server.set_keep_alive_max_count(1'000'000'000);
  server.set_tcp_nodelay(true);
  server.Get("/", [&](const httplib::Request& request, httplib::Response& response) {
    response.set_header("ETag", ledger::bench::kBareEtag);
    if (request.get_header_value("If-None-Match") == ledger::bench::kBareEtag) {
      response.status = 304;
    } else {
      response.set_content(body, "application/json");
    }
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::printf("%d\n", port);
  std::fflush(stdout);
  return port > 0 && server.listen_after_bind() ? 0 : 1;
}
