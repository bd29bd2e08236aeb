#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>

#include <sys/resource.h>

#include "events/civil.h"
#include "events/instant.h"
#include "ops/plotledger/commands.h"

namespace ledger {
namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

void log_line(std::string_view line) {
  const auto stamped = rfc3339(SystemClock().now()) + " " + std::string(line) + "\n";
  std::fwrite(stamped.data(), 1, stamped.size(), stderr);
}

int complain(const Error& error) {
  std::fprintf(stderr, "plotledger: %s: %s\n", error.reason.c_str(), error.message.c_str());
  for (const auto& fault : error.faults) {
    std::fprintf(stderr, "  %s: %s\n", fault.pointer.c_str(), fault.message.c_str());
  }
  return error.code == ErrorCode::kInvalid   ? kExitUsage
         : error.code == ErrorCode::kCorrupt ? kExitDifference
                                             : kExitEnvironment;
}

void block_signals() {
  const auto set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

void wait_for_signal(const std::function<bool()>& over) {
  const auto set = ending_signals();
  const timespec interval{0, 200'000'000};
  while (!over()) {
    if (sigtimedwait(&set, nullptr, &interval) > 0) return;
  }
}

bool signal_waits() {
  sigset_t waiting;
  sigemptyset(&waiting);
  return sigpending(&waiting) == 0 &&
         (sigismember(&waiting, SIGINT) == 1 || sigismember(&waiting, SIGTERM) == 1);
}

void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string default_web_dir() {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  for (const auto* place : {"web", "../../query-api/web/dist", "../share/plotledger/web"}) {
    if (std::filesystem::exists(program / place / "index.html")) return (program / place).string();
  }
  return {};
}

}  // namespace ledger
