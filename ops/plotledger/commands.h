#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "events/result.h"

namespace ledger {

class CommandLine;

// Exit codes of every subcommand.
inline constexpr int kExitOk = 0;
inline constexpr int kExitDifference = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitEnvironment = 3;

// Each adds one subcommand to the program.
void add_demo(CommandLine& line);
void add_serve(CommandLine& line);
void add_sandbox_gateway(CommandLine& line);
void add_verify(CommandLine& line);
void add_replay(CommandLine& line);
void add_export(CommandLine& line);
void add_backup(CommandLine& line);
void add_restore(CommandLine& line);
void add_copy(CommandLine& line);
void add_found(CommandLine& line);
void add_doctor(CommandLine& line);

// One line of the application's log, stamped, on standard error; never holds personal data.
void log_line(std::string_view line);

// Says what happened and returns the exit code that fits.
int complain(const Error& error);

// Blocks until SIGINT or SIGTERM, or until `over` says so (asked every 200 ms). Call before any
// thread is started: block_signals().
void block_signals();
void wait_for_signal(const std::function<bool()>& over);

// Whether SIGINT or SIGTERM waits to be taken by wait_for_signal().
bool signal_waits();

// Lets the process open as many files as the system allows: every connection is one.
void raise_file_limit();

// Where the built pages lie: beside the program, or as installed.
std::string default_web_dir();

}  // namespace ledger
