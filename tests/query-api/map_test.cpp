#include <stop_token>

#include "tests/query-api/api_fixture.h"

namespace ledger::test {
namespace {

// Collects what a stream sends; hangs up after `most` writes.
class Watcher final : public Sink {
 public:
  explicit Watcher(std::size_t most) : most_(most) {}

  bool write(std::string_view bytes) override {
    if (!open()) return false;
    pieces.emplace_back(bytes);
    return true;
  }

  bool open() const override { return pieces.size() < most_; }

  std::stop_token stop_token() const override { return stop_.get_token(); }

  void stop() { stop_.request_stop(); }

  std::vector<std::string> pieces;

 private:
  std::size_t most_;
  std::stop_source stop_;
};

// Runs a stream until its watcher hangs up.
std::vector<std::string> watch(const Answered& answered, std::size_t most) {
  Watcher watcher(most);
  while (watcher.open() && answered.response.provider()(watcher)) {
  }
  return watcher.pieces;
}

}  // namespace

class LiveMap : public ApiTest {
 protected:
  LiveMap() { open_project("athi", "AKR"); }

  Sequence version() { return get("/v1/projects/athi/map").json().at("version"); }

  Sequence held(const std::string& plot, int n) {
    const auto asked =
        post("/v1/projects/athi/holds", {{"plots", {plot}}, {"contact", contact(n)}});
    EXPECT_EQ(asked.status, 201);
    return get("/v1/projects/athi/map?min_position=" + asked.header("Ledger-Position"))
        .json()
        .at("version");
  }
};

TEST_F(LiveMap, IsACompactListInLayoutOrder) {
  const auto map = get("/v1/projects/athi/map").json();
  EXPECT_EQ(map.at("plots"), 6);
  EXPECT_EQ(map.at("statuses"), "aaaaaa");
  EXPECT_EQ(map.at("position"), "1-" + std::to_string(map.at("version").get<int>()));
}

TEST_F(LiveMap, AnUnchangedMapIs304) {
  const auto map = get("/v1/projects/athi/map");
  const auto same = get("/v1/projects/athi/map", {{"If-None-Match", map.header("ETag")}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  held("1", 1);
  EXPECT_EQ(get("/v1/projects/athi/map", {{"If-None-Match", map.header("ETag")}}).status, 200);
}

TEST_F(LiveMap, GivesTheChangesSinceAVersion) {
  const auto before = version();
  const auto after = held("2", 1);
  const auto delta = get("/v1/projects/athi/map?since=" + std::to_string(before)).json();
  EXPECT_EQ(delta.at("version"), after);
  EXPECT_EQ(delta.at("changes"), Json::parse(R"([["2","h"]])"));
  const auto none = get("/v1/projects/athi/map?since=" + std::to_string(after)).json();
  EXPECT_EQ(none.at("changes"), Json::array());
}

TEST_F(LiveMap, AStreamResumesAfterTheLastEventItSaw) {
  const auto before = version();
  held("1", 1);
  const auto after = held("2", 2);
  const auto stream =
      get("/v1/projects/athi/map/stream?since=1", {{"Last-Event-ID", std::to_string(before)}});
  EXPECT_EQ(stream.header("Content-Type"), "text/event-stream");
  const auto pieces = watch(stream, 2);
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0], "retry: 2000\n\n");
  EXPECT_EQ(pieces[1], "event: plots\nid: " + std::to_string(after) +
                           "\ndata: {\"version\":" + std::to_string(after) +
                           ",\"changes\":[[\"1\",\"h\"],[\"2\",\"h\"]]}\n\n");
}

TEST_F(LiveMap, AVersionFromBeforeTheLayoutIsToldToStartOver) {
  const auto pieces = watch(get("/v1/projects/athi/map/stream?since=1"), 2);
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[1], "event: reset\nid: " + std::to_string(version()) +
                           "\ndata: {\"version\":" + std::to_string(version()) + "}\n\n");
  EXPECT_EQ(get("/v1/projects/athi/map?since=1").json().at("reset"), true);
}

TEST_F(LiveMap, WatchersAreToldOfEachChangeAsItHappens) {
  const auto stream = get("/v1/projects/athi/map/stream");
  Watcher watcher(2);
  const auto& provider = stream.response.provider();
  ASSERT_TRUE(provider(watcher));  // begins at the present version
  const auto after = held("5", 1);
  while (watcher.open()) ASSERT_TRUE(provider(watcher));
  EXPECT_EQ(watcher.pieces[1], "event: plots\nid: " + std::to_string(after) +
                                   "\ndata: {\"version\":" + std::to_string(after) +
                                   ",\"changes\":[[\"5\",\"h\"]]}\n\n");
}

TEST_F(LiveMap, AStoppingServerEndsAWaitAtOnce) {
  const auto stream = get("/v1/projects/athi/map/stream");
  Watcher watcher(10);
  const auto& provider = stream.response.provider();
  ASSERT_TRUE(provider(watcher));
  watcher.stop();
  EXPECT_TRUE(provider(watcher));  // without a change, and long before a heartbeat is due
  EXPECT_EQ(watcher.pieces.back(), ":\n\n");
}

TEST_F(LiveMap, AMalformedVersionIs400) {
  EXPECT_EQ(get("/v1/projects/athi/map?since=x").status, 400);
  EXPECT_EQ(get("/v1/projects/athi/map/stream?since=-1").status, 400);
}

TEST_F(LiveMap, TheLayoutIsCachedByItsDigest) {
  const auto project = get("/v1/projects/athi").json();
  const auto digest = project.at("layout_digest").get<std::string>();
  const auto layout = get("/v1/projects/athi/layout?v=" + digest);
  EXPECT_EQ(layout.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(layout.json().at("features").size(), 6U);
  EXPECT_EQ(layout.json().at("features")[0].at("id"), "1");
  EXPECT_EQ(get("/v1/projects/athi/layout", {{"If-None-Match", layout.header("ETag")}}).status,
            304);
  EXPECT_EQ(get("/v1/projects/athi/layout?v=" + std::string(64, '0')).status, 404);
}

TEST_F(LiveMap, ThePlotsCardNamesAreaPriceAndPlan) {
  const auto card = get("/v1/projects/athi/plots?id=1").json();
  EXPECT_EQ(card.at("plot").at("attributes").at("facing"), "East");
  EXPECT_GT(std::stod(card.at("plot").at("areas").at("sq_yd").get<std::string>()), 0);
  const auto& price = card.at("price");
  std::int64_t sum = 0;
  for (const auto& line : price.at("lines")) {
    sum += line.at("amount").at("paise").get<std::int64_t>() +
           line.at("tax").at("paise").get<std::int64_t>();
  }
  EXPECT_EQ(sum, price.at("total").at("paise").get<std::int64_t>());
  EXPECT_EQ(card.at("plans")[0].at("installments").size(), 2U);
  EXPECT_EQ(get("/v1/projects/athi/plots?id=99").problem(), "plot-unknown");
  const auto from = get("/v1/projects/athi").json().at("price_from");
  EXPECT_LE(from.at("paise").get<std::int64_t>(),
            price.at("total").at("paise").get<std::int64_t>());
}

}  // namespace ledger::test
