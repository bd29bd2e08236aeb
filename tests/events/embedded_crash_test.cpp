// A process that writes the log is killed at any moment, again and again.

#include <random>

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "events/embedded_log.h"
#include "events/rocks_files.h"
#include "tests/events/crash_record.h"
#include "tests/events/directory.h"

namespace ledger {
namespace {

// A process with its input and output in our hands.
class Child {
 public:
  explicit Child(std::vector<std::string> words) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    EXPECT_EQ(pipe(in.data()) + pipe(out.data()), 0);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(in[0], STDIN_FILENO);
      dup2(out[1], STDOUT_FILENO);
      for (const int fd : {in[0], in[1], out[0], out[1]}) ::close(fd);
      std::vector<char*> argv;
      for (auto& word : words) argv.push_back(word.data());
      argv.push_back(nullptr);
      execv(argv[0], argv.data());
      _exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    in_ = in[1];
    out_ = out[0];
  }

  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  ~Child() {
    kill_now();
    if (in_ >= 0) ::close(in_);
    ::close(out_);
  }

  // Reads on until there are `most` bytes in all, or the child is gone.
  std::string& read_up_to(std::size_t most) {
    std::array<char, 4096> piece{};
    while (text_.size() < most) {
      const auto size = ::read(out_, piece.data(), std::min(piece.size(), most - text_.size()));
      if (size <= 0) break;
      text_.append(piece.data(), static_cast<std::size_t>(size));
    }
    return text_;
  }

  void kill_now() {
    if (std::exchange(gone_, true)) return;
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = 0;
  int in_ = -1;
  int out_ = -1;
  bool gone_ = false;
  std::string text_;
};

// The last whole number that the child printed.
Offset last_number(const std::string& text) {
  const auto end = text.rfind('\n');
  if (end == std::string::npos) return 0;
  const auto before = text.rfind('\n', end - 1);
  return std::stoll(text.substr(before == std::string::npos ? 0 : before + 1));
}

Offset whole_records(EventLog& log) {
  const Offset end = log.end(1).value();
  const auto reader = log.reader(1, 0);
  for (Offset next = 0; next < end;) {
    const auto some = reader->read(1000, Micros(0)).value();
    for (const auto& one : some) EXPECT_EQ(one.bytes, crash_record(next++));
    if (some.empty()) return next;
  }
  return end;
}

TEST(EmbeddedCrash, F2KillingTheWriterLosesNothingThatWasAcknowledged) {
  const TestDirectory directory;
  const auto dir = directory.path("log");
  ASSERT_TRUE(EmbeddedLog::create(dir, 2).value()->close());
  std::mt19937 random(20251123);
  Offset acknowledged = 0;
  for (int round = 0; round < 30; ++round) {
    Child writer({CRASH_WRITER, dir});
    // Every sixth is killed while it starts.
    writer.read_up_to(round % 6 == 0 ? 0 : 1 + random() % 250);
    writer.kill_now();
    acknowledged = std::max(acknowledged, last_number(writer.read_up_to(SIZE_MAX)));
    EXPECT_TRUE(check_files(dir, false)) << "round " << round;
    auto log = EmbeddedLog::open(dir);
    ASSERT_TRUE(log) << "round " << round << ": " << log.error().message;
    ASSERT_GE(whole_records(**log), acknowledged) << "round " << round;
    if (round % 2 == 0) continue;  // leave it to the destructor
    EXPECT_TRUE((*log)->close());
  }
  EXPECT_GT(acknowledged, 1000);
}

TEST(EmbeddedCrash, F9AnotherProcessHoldsTheLogUntilItEnds) {
  const TestDirectory directory;
  const auto dir = directory.path("log");
  ASSERT_TRUE(EmbeddedLog::create(dir, 2).value()->close());
  Child holder({CRASH_WRITER, dir, "hold"});
  ASSERT_EQ(holder.read_up_to(4), "held");
  const auto error = EmbeddedLog::open(dir).error();
  EXPECT_EQ(error.reason, "log-locked");
  EXPECT_NE(error.message.find("process " + std::to_string(holder.pid()) + " "), std::string::npos);
  EXPECT_TRUE(EmbeddedLog::open_beside(dir, directory.path("scratch")));
  holder.kill_now();
  EXPECT_TRUE(EmbeddedLog::open(dir));
}

}  // namespace
}  // namespace ledger
