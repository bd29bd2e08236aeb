#include "projectors/overlay.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "projectors/key.h"
#include "projectors/map_store.h"

namespace ledger {
namespace {

class NumberView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "numbers"; }

  [[nodiscard]] std::uint32_t version() const override { return 1; }

  void apply(const Accepted& /*accepted*/, Batch& /*rows*/) const override {}
};

std::string text(const Rows& rows, std::string_view prefix, std::string_view from,
                 std::size_t most = 100) {
  std::string text;
  rows.scan(prefix, from, [&](std::string_view key, std::string_view value) {
    text.append(key).append("=").append(value).append(" ");
    return --most > 0;
  });
  return text;
}

class OverlayTest : public testing::Test {
 protected:
  static Snapshot filled(MapStore& store) {
    Staged staged(store.snapshot());
    for (const char* key : {"a1", "a3", "a5", "b1"}) staged.rows("numbers").put(key, "old");
    store.write(std::move(staged));
    return store.snapshot();
  }

  NumberView view;
  MapStore store{Views{&view}};
  Snapshot base = filled(store);
  Overlay overlay{base->rows("numbers")};
};

TEST_F(OverlayTest, ReadsSeeTheChangesMadeSoFar) {
  overlay.put("a1", "new");
  overlay.erase("a3");
  EXPECT_EQ(overlay.get("a1"), "new");
  EXPECT_EQ(overlay.get("a3"), std::nullopt);
  EXPECT_EQ(overlay.get("a5"), "old");
  EXPECT_EQ(base->rows("numbers").get("a1"), "old");
}

TEST_F(OverlayTest, ScansMergeChangesInKeyOrder) {
  overlay.put("a0", "new");
  overlay.put("a3", "new");
  overlay.put("a4", "new");
  overlay.erase("a5");
  overlay.put("a6", "new");
  EXPECT_EQ(text(overlay, "a", "a"), "a0=new a1=old a3=new a4=new a6=new ");
  EXPECT_EQ(text(overlay, "a", "a2"), "a3=new a4=new a6=new ");
  EXPECT_EQ(text(overlay, "a", "a", 2), "a0=new a1=old ");
  EXPECT_EQ(text(overlay, "b", "b"), "b1=old ");
}

TEST_F(OverlayTest, WhatWasErasedCanBePutAgain) {
  overlay.erase("a1");
  overlay.put("a1", "back");
  EXPECT_EQ(text(overlay, "a1", "a1"), "a1=back ");
}

TEST_F(OverlayTest, ScansAgreeWithAMapWhateverTheChanges) {
  std::mt19937 random(7);
  std::map<std::string, std::string> truth{
      {"a1", "old"}, {"a3", "old"}, {"a5", "old"}, {"b1", "old"}};
  for (int i = 0; i < 500; ++i) {
    const auto key = std::string(1, static_cast<char>('a' + random() % 2)) +
                     static_cast<char>('0' + random() % 10);
    if (random() % 3 == 0) {
      overlay.erase(key);
      truth.erase(key);
    } else {
      overlay.put(key, std::to_string(i));
      truth[key] = std::to_string(i);
    }
    std::string expected;
    for (const auto& [name, value] : truth) {
      if (name.starts_with("a") && name >= "a4") expected += name + "=" + value + " ";
    }
    ASSERT_EQ(text(overlay, "a", "a4"), expected);
  }
}

TEST(MapStore, ASnapshotStaysAsItWas) {
  const NumberView view;
  MapStore store({&view});
  const auto before = store.snapshot();
  Staged staged(store.snapshot());
  staged.rows("numbers").put("a", "1");
  staged.applied[0].head.sequence = 1;
  store.write(std::move(staged));
  EXPECT_EQ(before->rows("numbers").get("a"), std::nullopt);
  EXPECT_EQ(before->position().at(0), 0U);
  EXPECT_EQ(store.snapshot()->rows("numbers").get("a"), "1");
  EXPECT_EQ(store.snapshot()->position().at(0), 1U);
}

TEST(Key, SortsLikeItsParts) {
  const std::string zero("a\0", 2);
  EXPECT_LT(Key('K').text("a").str(), Key('K').text(zero).str());
  EXPECT_LT(Key('K').text(zero).str(), Key('K').text("aa").str());
  EXPECT_LT(Key('K').number(255).str(), Key('K').number(256).str());
}

TEST(Key, OfOneTextIsNoPrefixOfAnothers) {
  const auto is_prefix = [](const Key& a, const Key& b) { return b.str().starts_with(a.str()); };
  EXPECT_FALSE(is_prefix(Key('K').text("plot"), Key('K').text("plot1")));
  EXPECT_FALSE(is_prefix(Key('K').text("plot"), Key('K').text(std::string("plot\0\1x", 7))));
  EXPECT_TRUE(is_prefix(Key('K').text("plot"), Key('K').text("plot").text("1")));
}

TEST(Key, GivesItsPartsBack) {
  const std::string odd("a\0b:/", 5);
  const auto key = Key('K').text(odd).number(77).text("");
  KeyParts parts(key);
  EXPECT_EQ(parts.text(), odd);
  EXPECT_EQ(parts.number(), 77U);
  EXPECT_EQ(parts.text(), "");
  EXPECT_EQ(parts.text(), std::nullopt);
  EXPECT_EQ(parts.number(), std::nullopt);
}

}  // namespace
}  // namespace ledger
