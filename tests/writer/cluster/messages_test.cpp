#include "writer/cluster/messages.h"

#include <gtest/gtest.h>

#include "tests/support/given.h"
#include "writer/cluster/packing.h"
#include "writer/cluster/responder.h"
#include "writer/cluster/seal.h"

namespace ledger::cluster {
namespace {

Submission hold_submission() {
  Submission submission;
  submission.envelope.scope = "visitor POST /v1/projects/athi-river/holds";
  submission.envelope.key = "key-1";
  submission.envelope.digest = sha256("input");
  submission.envelope.actor = "visitor";
  submission.envelope.keys = {{PersonId("p1"), std::string("wrapped\0key", 11)}};
  auto command = test::hold("h1", {"1", "2"});
  command.contact.person = PersonId("p1");
  command.contact.box = {1, 2, 3};
  command.contact_hashes = {sha256("phone"), sha256("e-mail")};
  command.campaign.utm_source = "radio";
  command.by_staff = true;
  submission.command = command;
  return submission;
}

Request request_of(Question question) {
  return {LedgerId("ledger-1"), Instant::micros(1'780'295'400'000'000), 3'000'000,
          std::move(question)};
}

TEST(Messages, CarryACommandWhole) {
  const auto sent = hold_submission();
  const auto got = unpack_request(pack_request(request_of(Decide{7, sent})));
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->ledger, LedgerId("ledger-1"));
  EXPECT_EQ(got->budget_us, 3'000'000);
  const auto& decide = std::get<Decide>(got->question);
  EXPECT_EQ(decide.partition, 7U);
  const auto& envelope = decide.submission.envelope;
  EXPECT_EQ(envelope.scope, sent.envelope.scope);
  EXPECT_EQ(envelope.digest, sent.envelope.digest);
  ASSERT_EQ(envelope.keys.size(), 1U);
  EXPECT_EQ(envelope.keys[0].wrapped, sent.envelope.keys[0].wrapped);
  const auto& command = std::get<HoldPlots>(decide.submission.command);
  const auto& first = std::get<HoldPlots>(sent.command);
  EXPECT_EQ(command.project, first.project);
  EXPECT_EQ(command.plots, first.plots);
  EXPECT_EQ(command.contact, first.contact);
  EXPECT_EQ(command.contact_hashes, first.contact_hashes);
  EXPECT_EQ(command.campaign, first.campaign);
  EXPECT_TRUE(command.by_staff);
}

// One of every kind of command, packed and unpacked and packed again.
template <std::size_t... I>
void each_command(std::index_sequence<I...> /*all*/, const auto& check) {
  (check(Command(std::variant_alternative_t<I, AnyCommand>{})), ...);
}

TEST(Messages, CarryEveryKindOfCommand) {
  each_command(std::make_index_sequence<std::variant_size_v<AnyCommand>>{}, [](Command command) {
    const auto index = command.index();
    Submission submission;
    submission.command = std::move(command);
    const auto bytes = pack_request(request_of(Decide{1, std::move(submission)}));
    const auto got = unpack_request(bytes);
    ASSERT_TRUE(got) << index;
    EXPECT_EQ(std::get<Decide>(got->question).submission.command.index(), index);
    EXPECT_EQ(pack_request(*got), bytes);
  });
}

TEST(Messages, CarryAnAnswerWithItsRecord) {
  auto record = std::make_shared<Record>();
  record->sequence = 9;
  record->term = 2;
  record->command_id = "key-1";
  record->events.emplace_back(WriterStarted{});
  const auto got = unpack_reply(pack_reply(Reply(Answer{1, 9, record, true})));
  ASSERT_TRUE(got);
  const auto& answer = std::get<Answer>(*got);
  EXPECT_EQ(answer.partition, 1U);
  EXPECT_TRUE(answer.replayed);
  EXPECT_EQ(encode(*answer.record), encode(*record));
  const auto none = unpack_reply(pack_reply(Reply(Answer{1, 9, nullptr, false})));
  EXPECT_EQ(std::get<Answer>(*none).record, nullptr);
}

TEST(Messages, CarryARefusalWhole) {
  const Error error{ErrorCode::kConflict,       "plot-unavailable", "taken",
                    {{"/plots/0", "is taken"}}, {"6552"},           7};
  EXPECT_EQ(unpack_reply(pack_reply(fail(error))).error(), error);
}

TEST(Messages, ThatAreCutShortOrChangedAreRefused) {
  const auto whole = pack_request(request_of(Decide{7, hold_submission()}));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(unpack_request(std::string_view(whole).substr(0, size))) << size;
  }
  EXPECT_FALSE(unpack_request(whole + "x"));
  auto other_shape = whole;
  other_shape[3] = static_cast<char>(other_shape[3] ^ 1);
  EXPECT_EQ(unpack_request(other_shape).error().reason, "nodes-differ");
  for (std::size_t at = 32; at < whole.size(); ++at) {  // whatever a byte becomes: no crash
    auto changed = whole;
    changed[at] = static_cast<char>(0xff);
    (void)unpack_request(changed);
  }
}

struct Before {
  std::string text;
  std::uint32_t number = 0;
};

struct After {
  std::string text;
  std::uint32_t number = 0;
  bool added = false;
};

template <class T>
std::string shape_of() {
  std::string shape;
  packing::add_shape<T>(shape);
  return shape;
}

TEST(Messages, NameTheirFields) {
  EXPECT_EQ(packing::field_count<Before>(), 2U);
  EXPECT_EQ(packing::field_count<After>(), 3U);
  EXPECT_NE(shape_of<Before>(), shape_of<After>());
  EXPECT_NE(shape_of<std::vector<Before>>(), shape_of<std::vector<After>>());
}

constexpr const char* kSecret = "a-secret-of-the-cluster";

TEST(ClusterSeal, OpensOnlyWhatWasSealedWithTheSameSecret) {
  const Seal seal(kSecret);
  const Seal other("another-secret-of-another");
  const auto sealed = seal.request("a question");
  EXPECT_EQ(seal.open_request(sealed), "a question");
  EXPECT_EQ(sealed.find("question"), std::string::npos);
  EXPECT_FALSE(other.open_request(sealed));
  EXPECT_FALSE(seal.open_request(""));
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    auto changed = sealed;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(seal.open_request(changed)) << at;
  }
}

TEST(ClusterSeal, AReplyBelongsToItsRequest) {
  const Seal seal(kSecret);
  const auto one = seal.request("one");
  const auto two = seal.request("one");
  const auto reply = seal.reply("yes", one);
  EXPECT_EQ(seal.open_reply(reply, one), "yes");
  EXPECT_FALSE(seal.open_reply(reply, two));
  EXPECT_FALSE(seal.open_request(reply));
}

class StandingClock final : public Clock {
 public:
  Instant now() override { return at; }

  Micros steady() override { return Micros(0); }

  Instant at = Instant::micros(1'780'295'400'000'000);
};

class ResponderTest : public testing::Test {
 protected:
  ResponderTest() {
    local_.decide = [this](Partition partition, const Submission&) {
      ++decided_;
      std::promise<Result<Answer>> promise;
      promise.set_value(Answer{partition, 5, nullptr, false});
      return promise.get_future();
    };
    local_.known_buyers = [](const std::vector<Hash>&) {
      return Result<std::vector<BuyerId>>(std::vector<BuyerId>{BuyerId("b1")});
    };
    local_.hurry = [this](const OrderId& order) { hurried_ = order; };
  }

  Result<Reply> ask(Question question, LedgerId ledger = LedgerId("ledger-1")) {
    const Responder responder(kSecret, LedgerId("ledger-1"), clock_, local_);
    auto request = request_of(std::move(question));
    request.ledger = std::move(ledger);
    const Seal seal(kSecret);
    const auto sealed = seal.request(pack_request(request));
    const auto reply = responder.answer(sealed);
    if (!reply) return fail(reply.error());
    return unpack_reply(*seal.open_reply(*reply, sealed));
  }

  StandingClock clock_;
  Responder::Local local_;
  int decided_ = 0;
  OrderId hurried_;
};

TEST_F(ResponderTest, AnswersFromThisNode) {
  EXPECT_EQ(std::get<Answer>(*ask(Decide{3, hold_submission()})).partition, 3U);
  EXPECT_EQ(std::get<std::vector<BuyerId>>(*ask(KnownBuyers{})).at(0), BuyerId("b1"));
  EXPECT_TRUE(ask(HurryOrder{OrderId("order_1")}));
  EXPECT_EQ(hurried_, OrderId("order_1"));
}

TEST_F(ResponderTest, AQuestionThatComesTooLateIsNotDecided) {
  clock_.at = clock_.at + seconds(30);  // the process was stopped for so long
  EXPECT_EQ(ask(Decide{3, hold_submission()}).error().reason, "message-late");
  clock_.at = clock_.at - minutes(5);
  EXPECT_EQ(ask(Decide{3, hold_submission()}).error().reason, "message-late");
  EXPECT_EQ(decided_, 0);
}

TEST_F(ResponderTest, AQuestionOfAnotherLedgerOrClusterIsNotDecided) {
  EXPECT_EQ(ask(Decide{3, hold_submission()}, LedgerId("ledger-2")).error().reason,
            "ledger-differs");
  const Responder responder(kSecret, LedgerId("ledger-1"), clock_, local_);
  const Seal stranger("a-secret-of-somebody-else");
  EXPECT_EQ(responder.answer(stranger.request("x")).error().reason, "not-of-this-cluster");
  EXPECT_EQ(decided_, 0);
}

}  // namespace
}  // namespace ledger::cluster
