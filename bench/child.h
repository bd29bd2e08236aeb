#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace ledger::bench {

// A program that was started, and ends with this object at the latest.
class Child {
 public:
  // `user`: whom it runs as, if this process is root; empty: as this process. What it says goes to
  // `log`. Throws where it cannot be started.
  Child(const std::vector<std::string>& command, const std::string& log,
        const std::string& user = {});
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] bool runs();

  [[nodiscard]] pid_t pid() const { return pid_; }

  // Sends `signal` (0: none) and waits for the end; the exit code, 128 + signal if it was killed.
  int end(int signal);

 private:
  pid_t pid_ = -1;
  std::string name_;
};

// Runs to the end; throws unless it exits with 0.
void run(const std::vector<std::string>& command, const std::string& log,
         const std::string& user = {});

// Gives a directory to `user`, if this process is root.
void give_to(const std::string& directory, const std::string& user);

std::string text_of(const std::string& path);

}  // namespace ledger::bench
