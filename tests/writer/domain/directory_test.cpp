#include "tests/support/given.h"

namespace ledger::test {
namespace {

Story a_directory(Partition partitions = 1) {
  Story story;
  story.happened(founded(0, partitions)).as("admin");
  return story;
}

OpenProject project_named(const char* id, const char* code) {
  auto c = open_project();
  c.project = ProjectId(id);
  c.code = code;
  return c;
}

IssueApiKey key(const char* role) {
  return {KeyId("k1"), role, "back office", {}};
}

KeepUnmatchedPayment unmatched(const char* status) {
  KeepUnmatchedPayment c;
  c.payment.payment = PaymentId("pay-9");
  c.payment.order = OrderId("order-unheard-of");
  c.payment.amount = Money::paise(100);
  c.status = status;
  return c;
}

TEST(OpenProject, IsAcceptedOnceById) {
  auto story = a_directory();
  story.when(open_project()).then({"ProjectOpened"});
  EXPECT_EQ(story.event<ProjectOpened>().partition, 0U);
  story.when(open_project()).then_refused("project-exists");
}

TEST(OpenProject, NeedsACodeOfItsOwn) {
  auto story = a_directory();
  story.given(open_project());
  story.when(project_named("other", "AKR")).then_refused("project-code-taken");
  story.when(project_named("other", "OTH")).then({"ProjectOpened"});
}

TEST(OpenProject, IsRefusedWhenItsShapeIsWrong) {
  auto story = a_directory();
  for (const auto* code : {"", "AK", "AKRX", "akr", "A1R"})
    story.when(project_named("p", code))
        .then_refused("project-code-malformed", ErrorCode::kInvalid);
  for (const auto* id : {"", "Athi", "a_b", "a b"})
    story.when(project_named(id, "AKR")).then_refused("project-id-malformed", ErrorCode::kInvalid);
  story.when(project_named(std::string(65, 'a').c_str(), "AKR"))
      .then_refused("project-id-malformed", ErrorCode::kInvalid);
  auto nameless = open_project();
  nameless.name = "";
  story.when(nameless).then_refused("name-missing", ErrorCode::kInvalid);
}

TEST(OpenProject, NeedsAZoneWithoutSummerTime) {
  auto c = open_project();
  c.timezone = "Europe/Berlin";
  a_directory().when(c).then_refused("timezone-unsupported", ErrorCode::kInvalid);
}

TEST(OpenProject, GoesToThePartitionWithTheFewestProjects) {
  auto story = a_directory(4);
  const std::vector<const char*> codes{"AAA", "BBB", "CCC", "DDD"};
  std::vector<Partition> assigned;
  for (const auto* code : codes) {
    story.given(project_named((std::string("p-") + static_cast<char>(code[0] + 32)).c_str(), code));
    assigned.push_back(story.event<ProjectOpened>().partition);
  }
  EXPECT_EQ(assigned, (std::vector<Partition>{1, 2, 3, 1}));
  EXPECT_TRUE(story.state().projects.empty());
}

TEST(OpenProject, IsLearntByItsOwnPartition) {
  Story story;
  story.happened(founded(2, 4)).when(open_project()).then({"ProjectOpened"});
  EXPECT_EQ(story.event<ProjectOpened>().partition, 2U);
  EXPECT_EQ(story.state().projects.size(), 1U);
  story.when(open_project()).then_nothing();
  auto other = open_project();
  other.name = "Another";
  story.when(other).then_refused("project-exists");
}

TEST(PartitionsAdded, LetsNewProjectsGoThere) {
  auto story = a_directory(2);
  story.given(project_named("a", "AAA"));
  PartitionsAdded added;
  added.partitions = 3;
  story.happened(added).given(project_named("b", "BBB"));
  EXPECT_EQ(story.event<ProjectOpened>().partition, 2U);
  EXPECT_THROW(story.happened(PartitionsAdded()), std::logic_error);
}

TEST(IssueApiKey, KnowsSixRoles) {
  for (const auto* role : {"sales", "finance", "support", "partner", "auditor", "admin"})
    a_directory().when(key(role)).then({"ApiKeyIssued"});
  a_directory().when(key("root")).then_refused("role-unknown", ErrorCode::kInvalid);
}

TEST(IssueApiKey, NeedsANameAFreshIdAndKnownProjects) {
  auto story = a_directory();
  auto nameless = key("sales");
  nameless.name = "";
  story.when(nameless).then_refused("name-missing", ErrorCode::kInvalid);
  auto elsewhere = key("sales");
  elsewhere.projects = {ProjectId("nowhere")};
  story.when(elsewhere).then_refused("project-unknown", ErrorCode::kNotFound);
  story.given(key("sales")).when(key("sales")).then_refused("key-exists");
}

TEST(RevokeApiKey, IsDoneOnce) {
  auto story = a_directory();
  const RevokeApiKey revoke{KeyId("k1"), "lost"};
  story.when(revoke).then_refused("key-unknown", ErrorCode::kNotFound);
  story.given(key("sales")).when(revoke).then({"ApiKeyRevoked"});
  EXPECT_TRUE(story.state().directory.keys.at(KeyId("k1")).revoked);
  story.when(revoke).then_nothing();
}

TEST(RegisterBuyer, IsNotRepeatedForAKnownContact) {
  auto story = a_directory();
  RegisterBuyer c;
  c.buyer = BuyerId("b1");
  c.contact.person = PersonId("b1");
  story.when(c).then({"BuyerRegistered"});
  EXPECT_EQ(story.event<BuyerRegistered>().contact->person.str(), "b1");
  story.when(c).then_nothing();
  c.buyer = BuyerId("b2");
  c.known = {BuyerId("b0")};
  story.when(c).then_nothing();
  story.when(RegisterBuyer{}).then_refused("buyer-unnamed", ErrorCode::kInvalid);
}

TEST(UnmatchedPayment, IsKeptOncePerStatus) {
  auto story = a_directory();
  story.when(unmatched("authorized")).then({"PaymentUnmatched"});
  story.when(unmatched("authorized")).then_nothing();
  story.when(unmatched("captured")).then({"PaymentUnmatched"});
  story.when(unmatched("captured")).then_nothing();
  story.when(unmatched("refunded")).then_refused("payment-malformed", ErrorCode::kInvalid);
}

TEST(UnmatchedPayment, RemembersTheFurthestStatus) {
  auto story = a_directory();
  story.given(unmatched("captured")).given(unmatched("failed"));
  EXPECT_EQ(story.state().directory.unmatched.at(PaymentId("pay-9")).status, "captured");
}

TEST(MatchPayment, TakesItOffTheListAndNewNewsPutsItBack) {
  auto story = a_directory();
  const MatchPayment match{PaymentId("pay-9"), kProject};
  story.when(match).then_refused("payment-unknown", ErrorCode::kNotFound);
  story.given(unmatched("authorized"));
  story.when(match).then_refused("project-unknown", ErrorCode::kNotFound);
  story.given(open_project()).when(match).then({"PaymentMatched"});
  EXPECT_TRUE(story.state().payments_unmatched.empty());
  story.when(match).then_nothing();
  story.given(unmatched("captured"));
  EXPECT_EQ(story.state().payments_unmatched.size(), 1U);
}

TEST(Directory, IsOnlyInPartitionZero) {
  Story story;
  story.happened(founded(1, 2));
  story.when(key("sales")).then_refused("wrong-partition", ErrorCode::kInvalid);
  story.when(unmatched("captured")).then_refused("wrong-partition", ErrorCode::kInvalid);
}

}  // namespace
}  // namespace ledger::test
