#include "ops/plotledger/command_line.h"

#include <cstdio>
#include <utility>

#include <CLI/CLI.hpp>

#include "ops/plotledger/commands.h"

namespace ledger {

Option& Option::required() {
  option_.required();
  return *this;
}

Option& Option::env(const std::string& variable) {
  option_.envname(variable);
  return *this;
}

Option& Option::one_of(const std::vector<std::string>& values) {
  option_.check(CLI::IsMember(values));
  return *this;
}

Option& Option::between(int least, int most) {
  option_.check(CLI::Range(least, most));
  return *this;
}

Option Subcommand::option(const std::string& name, std::string& into, const std::string& help) {
  return Option(*command_.add_option(name, into, help));
}

Option Subcommand::option(const std::string& name, std::vector<std::string>& into,
                          const std::string& help) {
  return Option(*command_.add_option(name, into, help));
}

Option Subcommand::option(const std::string& name, int& into, const std::string& help) {
  return Option(*command_.add_option(name, into, help));
}

Option Subcommand::option(const std::string& name, std::uint32_t& into, const std::string& help) {
  return Option(*command_.add_option(name, into, help));
}

Option Subcommand::flag(const std::string& name, bool& into, const std::string& help) {
  return Option(*command_.add_flag(name, into, help));
}

void Subcommand::does(std::function<int()> what) {
  command_.callback([what = std::move(what), &to = exit_code_] { to = what(); });
}

CommandLine::CommandLine(const std::string& about, const std::string& program,
                         const std::string& version)
    : app_(std::make_unique<CLI::App>(about, program)) {
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
  app_->set_config("--config", "", "read options from a TOML file");
}

CommandLine::~CommandLine() = default;

Subcommand CommandLine::command(const std::string& name, const std::string& help) {
  return {*app_->add_subcommand(name, help), exit_code_};
}

int CommandLine::run(int argc, char** argv) try {
  app_->parse(argc, argv);
  return exit_code_;
} catch (const CLI::Success& success) {
  return app_->exit(success);
} catch (const CLI::ParseError& error) {
  app_->exit(error);
  return kExitUsage;
} catch (const std::exception& broken) {
  std::fprintf(stderr, "plotledger: %s\n", broken.what());
  return kExitDifference;
}

}  // namespace ledger
