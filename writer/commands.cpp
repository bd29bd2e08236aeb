#include "writer/commands.h"

#include "events/taken.h"

namespace ledger {
namespace {

template <class C>
constexpr bool kOfProject = requires(const C& command) { command.project; };

}  // namespace

Command::Command() noexcept = default;

Command::Command(std::size_t index, void* command) noexcept
    : AnyCommand(taken<AnyCommand>(index, command)) {}

Command::Command(const Command& other) = default;
Command::Command(Command&& other) noexcept = default;
Command& Command::operator=(const Command& other) = default;
Command& Command::operator=(Command&& other) noexcept = default;
Command::~Command() = default;

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
