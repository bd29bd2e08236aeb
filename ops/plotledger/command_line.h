#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// CLI11 is behind this header: it takes seconds to compile.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace ledger {

// One option of a subcommand, as far as it is said here. It belongs to the command line.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(option) {}

  Option& required();
  Option& env(const std::string& variable);  // where its value comes from if it is not given
  Option& one_of(const std::vector<std::string>& values);
  Option& between(int least, int most);  // both included

 private:
  CLI::Option& option_;
};

// What it reads goes to variables that must live until the program's command line has run.
class Subcommand {
 public:
  Subcommand(CLI::App& command, int& exit_code) : command_(command), exit_code_(exit_code) {}

  Option option(const std::string& name, std::string& into, const std::string& help = "");
  Option option(const std::string& name, std::vector<std::string>& into,
                const std::string& help = "");
  Option option(const std::string& name, int& into, const std::string& help = "");
  Option option(const std::string& name, std::uint32_t& into, const std::string& help = "");
  Option flag(const std::string& name, bool& into, const std::string& help = "");

  // What it does, once its options are read; gives the program's exit code.
  void does(std::function<int()> what);

 private:
  CLI::App& command_;
  int& exit_code_;
};

// The program's command line: subcommands, `--config FILE`, `--version`, `--help`.
class CommandLine {
 public:
  CommandLine(const std::string& about, const std::string& program, const std::string& version);
  ~CommandLine();

  Subcommand command(const std::string& name, const std::string& help);

  // Reads the words and does what they say. kExitUsage, with the reason on standard error, for
  // words that it does not know.
  int run(int argc, char** argv);

 private:
  std::unique_ptr<CLI::App> app_;
  int exit_code_ = 0;
};

}  // namespace ledger
