#include <csignal>

#include "ops/plotledger/command_line.h"
#include "ops/plotledger/commands.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  ledger::CommandLine line("Plotledger: a booking ledger for plotted developments", "plotledger",
                           "plotledger 0.1.0");
  ledger::add_demo(line);
  ledger::add_serve(line);
  ledger::add_sandbox_gateway(line);
  ledger::add_export(line);
  ledger::add_backup(line);
  ledger::add_restore(line);
  ledger::add_replay(line);
  ledger::add_verify(line);
  ledger::add_found(line);
  ledger::add_copy(line);
  ledger::add_doctor(line);
  return line.run(argc, argv);
}
