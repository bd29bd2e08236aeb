#include <csignal>
#include <cstdio>
#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>

#include "ops/plotledger/commands.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App app("Plotledger: a booking ledger for plotted developments", "plotledger");
  app.set_version_flag("--version", "plotledger 0.1.0");
  app.require_subcommand(1);
  app.set_config("--config", "", "read options from a TOML file");
  int exit_code = ledger::kExitOk;
  ledger::add_demo(app, exit_code);
  ledger::add_serve(app, exit_code);
  ledger::add_sandbox_gateway(app, exit_code);
  ledger::add_export(app, exit_code);
  ledger::add_backup(app, exit_code);
  ledger::add_restore(app, exit_code);
  ledger::add_replay(app, exit_code);
  ledger::add_verify(app, exit_code);
  ledger::add_found(app, exit_code);
  ledger::add_copy(app, exit_code);
  ledger::add_doctor(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    app.exit(error);
    return ledger::kExitUsage;
  } catch (const std::exception& broken) {
    std::fprintf(stderr, "plotledger: %s\n", broken.what());
    return ledger::kExitDifference;
  }
  return exit_code;
}
