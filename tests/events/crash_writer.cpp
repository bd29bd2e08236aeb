// Opens the log of the directory named, appends for ever to partition 1 and prints "<end>\n" once
// all below <end> is acknowledged. For being killed. `hold` as second word: opens, prints "held",
// waits for the end of its input.

#include <cstdio>
#include <string>

#include <unistd.h>

#include "events/embedded_log.h"
#include "tests/events/crash_record.h"

namespace {

using namespace ledger;

void say(const std::string& line) {
  if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    _exit(3);
}

int append_for_ever(EmbeddedLog& log) {
  constexpr Offset kInFlight = 256;
  constexpr Offset kGroup = 16;
  const auto appender = log.appender(1);
  Offset sent = log.end(1).value();
  Offset acknowledged = sent;
  for (;;) {
    while (sent + kGroup - acknowledged <= kInFlight) {
      std::vector<Append> group;
      for (Offset i = 0; i < kGroup; ++i) group.push_back({crash_record(sent++), {}});
      appender->append(std::move(group));
    }
    for (const auto& report : appender->delivered(seconds(30))) {
      if (!report) return 2;
      acknowledged = *report + 1;
    }
    say(std::to_string(acknowledged) + "\n");
    if (acknowledged % 29 == 0) (void)log.keys().shred(PersonId("p"));  // writes tables
  }
}

}  // namespace

int main(int count, char** words) {
  auto log = EmbeddedLog::open(words[1]);
  if (!log) {
    std::fputs(log.error().message.c_str(), stderr);
    return 1;
  }
  if (count == 2) return append_for_ever(**log);
  say("held");
  char byte = 0;
  return ::read(STDIN_FILENO, &byte, 1) < 0 ? 1 : 0;
}
