#include "bench/child.h"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ledger::bench {
namespace {

const passwd* account(const std::string& user) {
  if (user.empty() || ::geteuid() != 0) return nullptr;
  const auto* found = ::getpwnam(user.c_str());
  if (found == nullptr) throw std::runtime_error("there is no user " + user);
  return found;
}

// In the child. Never returns.
[[noreturn]] void become(std::vector<char*>& arguments, int output, const passwd* user) {
  ::dup2(output, STDOUT_FILENO);
  ::dup2(output, STDERR_FILENO);
  const bool changed =
      user == nullptr || (::initgroups(user->pw_name, user->pw_gid) == 0 &&
                          ::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0);
  if (changed) ::execvp(arguments.front(), arguments.data());
  ::_exit(127);
}

}  // namespace

Child::Child(const std::vector<std::string>& command, const std::string& log,
             const std::string& user)
    : name_(command.front()) {
  std::vector<char*> arguments;
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const auto* as = account(user);
  const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (output < 0) throw std::runtime_error("cannot write " + log);
  pid_ = ::fork();
  if (pid_ == 0) become(arguments, output, as);
  ::close(output);
  if (pid_ < 0) throw std::runtime_error("cannot start " + name_);
}

Child::~Child() {
  if (pid_ > 0) (void)end(SIGKILL);
}

bool Child::runs() {
  return pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == 0;
}

int Child::end(int signal) {
  if (pid_ <= 0) return 0;
  if (signal != 0) ::kill(pid_, signal);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void run(const std::vector<std::string>& command, const std::string& log, const std::string& user) {
  const int code = Child(command, log, user).end(0);
  if (code == 0) return;
  throw std::runtime_error(command.front() + " ended with " + std::to_string(code) + ": " +
                           text_of(log));
}

void give_to(const std::string& directory, const std::string& user) {
  const auto* to = account(user);
  if (to != nullptr && ::chown(directory.c_str(), to->pw_uid, to->pw_gid) != 0) {
    throw std::runtime_error("cannot give " + directory + " to " + user);
  }
}

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace ledger::bench
