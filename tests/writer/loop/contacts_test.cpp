#include "writer/contacts.h"

#include <gtest/gtest.h>

#include "tests/support/given.h"

namespace ledger::test {
namespace {

HoldPlots hold_by(const char* id, const char* plot, const std::vector<Hash>& hashes) {
  auto command = hold(id, {plot});
  command.contact_hashes = hashes;
  return command;
}

TEST(ContactIndex, NamesTheLiveHoldsOfAnyOfTheHashesOnce) {
  const auto phone = sha256("phone");
  const auto email = sha256("e-mail");
  auto story = a_selling_project();
  ContactIndex index;
  const auto holds_of = [&](const std::vector<Hash>& hashes) {
    Command command = hold_by("new", "6", hashes);
    index.complete(command, story.state());
    return std::get<HoldPlots>(command).holds_of_contact;
  };
  const auto made = [&](const HoldPlots& command) {
    story.given(command);
    index.learn(command, *story.result(), 1);
  };
  made(hold_by("h1", "1", {phone, email}));
  made(hold_by("h2", "2", {email}));
  EXPECT_EQ(holds_of({phone}), std::vector<HoldId>{HoldId("h1")});
  EXPECT_EQ(holds_of({email, phone}), (std::vector<HoldId>{HoldId("h1"), HoldId("h2")}));
  EXPECT_TRUE(holds_of({sha256("another")}).empty());
  story.given(release("h1"));
  EXPECT_TRUE(holds_of({phone}).empty());
  EXPECT_EQ(holds_of({phone, email}), std::vector<HoldId>{HoldId("h2")});
}

}  // namespace
}  // namespace ledger::test
