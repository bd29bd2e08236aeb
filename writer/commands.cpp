#include "writer/commands.h"

namespace ledger {
namespace {

template <class C>
constexpr bool kOfProject = requires(const C& command) { command.project; };

}  // namespace

const ProjectId* project_of(const Command& command) {
  return std::visit(
      [](const auto& one) -> const ProjectId* {
        using C = std::decay_t<decltype(one)>;
        if constexpr (std::is_same_v<C, ReceiveCredit>) {
          return &one.credit.to_project;
        } else if constexpr (requires { one.rules.project; }) {
          return &one.rules.project;
        } else if constexpr (kOfProject<C>) {
          return &one.project;
        } else {
          return nullptr;
        }
      },
      command);
}

}  // namespace ledger
