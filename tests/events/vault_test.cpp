#include "events/vault.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "events/embedded_log.h"
#include "events/memory_log.h"
#include "tests/events/directory.h"
#include "tests/events/log_contract.h"

namespace ledger {
namespace {

const PersonId kAsha("asha");
const PersonId kRavi("ravi");
constexpr char kPlain[] = "Asha Rao, +91 98450 12345, ABCDE1234F";

MasterKey master_of(std::uint8_t byte) {
  MasterKey key;
  key.bytes.fill(byte);
  return key;
}

class VaultTest : public testing::Test {
 protected:
  // A box of `person`'s, whose key is stored as a record's delivery would.
  Sealed sealed(const PersonId& person, std::string_view plain) {
    auto made = vault_->seal_new(person, plain);
    EXPECT_TRUE(log_.keys().put(made.key));
    return made.sealed;
  }

  // As after a restart: nothing is remembered.
  void reopen() { vault_ = Vault::open(master_of(1), log_.keys(), false).value(); }

  MemoryLog log_{1};
  std::unique_ptr<Vault> vault_ = Vault::open(master_of(1), log_.keys(), true).value();
};

TEST_F(VaultTest, OpensWhatItSealed) {
  const auto box = sealed(kAsha, kPlain);
  EXPECT_EQ(box.person, kAsha);
  EXPECT_EQ(vault_->open_box(box).value(), kPlain);
  reopen();
  EXPECT_EQ(vault_->open_box(box).value(), kPlain);
  EXPECT_EQ(vault_->open_box(sealed(kRavi, "")).value(), "");
}

TEST_F(VaultTest, SealsMoreForAKnownPerson) {
  const auto made = vault_->seal_new(kAsha, "first");
  const auto early = vault_->seal(kAsha, "second").value();  // before the key is in the store
  ASSERT_TRUE(log_.keys().put(made.key));
  reopen();
  const auto late = vault_->seal(kAsha, "third").value();
  EXPECT_EQ(vault_->open_box(made.sealed).value(), "first");
  EXPECT_EQ(vault_->open_box(early).value(), "second");
  EXPECT_EQ(vault_->open_box(late).value(), "third");
}

TEST_F(VaultTest, NeverSealsTheSameWayTwice) {
  sealed(kAsha, kPlain);
  EXPECT_NE(vault_->seal(kAsha, kPlain).value().box, vault_->seal(kAsha, kPlain).value().box);
}

TEST_F(VaultTest, ABoxIsPlainOverheadAndNothingElse) {
  EXPECT_EQ(sealed(kAsha, kPlain).box.size(), sizeof kPlain - 1 + 24 + 16);
}

TEST_F(VaultTest, NoticesAChangedBitAnywhere) {
  const auto box = sealed(kAsha, kPlain);
  for (std::size_t i = 0; i < box.box.size(); ++i) {
    auto changed = box;
    changed.box[i] ^= 1U;
    EXPECT_EQ(vault_->open_box(changed).error().reason, "box-damaged");
  }
  auto shorter = box;
  shorter.box.resize(39);
  EXPECT_EQ(vault_->open_box(shorter).error().code, ErrorCode::kCorrupt);
}

TEST_F(VaultTest, ABoxIsBoundToItsPerson) {
  auto box = sealed(kAsha, kPlain);
  sealed(kRavi, "other");
  box.person = kRavi;
  EXPECT_EQ(vault_->open_box(box).error().reason, "box-damaged");
}

TEST_F(VaultTest, AKeyIsBoundToItsPerson) {
  const auto box = sealed(kAsha, kPlain);
  ASSERT_TRUE(log_.keys().put({kRavi, *log_.keys().key(kAsha).value()}));
  auto swapped = box;
  swapped.person = kRavi;
  EXPECT_EQ(vault_->open_box(swapped).error().reason, "key-damaged");
}

TEST_F(VaultTest, S29AShreddedPersonIsErasedAtOnce) {
  const auto box = sealed(kAsha, kPlain);
  const auto other = sealed(kRavi, "kept");
  ASSERT_TRUE(vault_->open_box(box));
  ASSERT_TRUE(vault_->shred(kAsha));
  EXPECT_EQ(vault_->open_box(box).error().reason, "person-erased");
  EXPECT_EQ(vault_->open_box(box).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(vault_->seal(kAsha, "more").error().reason, "person-erased");
  EXPECT_EQ(vault_->open_box(other).value(), "kept");
  EXPECT_TRUE(vault_->shred(kAsha));
}

TEST_F(VaultTest, RemembersOnlySoManyKeysButOpensAllBoxes) {
  std::vector<Sealed> boxes;
  for (int i = 0; i < 5000; ++i) boxes.push_back(sealed(PersonId("p" + std::to_string(i)), "x"));
  for (const auto& box : boxes) EXPECT_EQ(vault_->open_box(box).value(), "x");
}

TEST_F(VaultTest, AnotherMasterKeyOpensNothing) {
  const auto opened = Vault::open(master_of(2), log_.keys(), false);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kForbidden);
  EXPECT_EQ(opened.error().reason, "master-key-wrong");
  EXPECT_EQ(Vault::open(master_of(2), log_.keys(), true).error().reason, "master-key-wrong");
}

TEST_F(VaultTest, ALedgerWithoutItsSecretIsNotFoundedSilently) {
  MemoryLog empty(1);
  EXPECT_EQ(Vault::open(master_of(1), empty.keys(), false).error().reason, "ledger-secret-missing");
  EXPECT_EQ(empty.keys().key(PersonId("ledger")).value(), std::nullopt);
}

TEST_F(VaultTest, TokensAreTheSameAfterARestartAndDifferByKindIdAndLedger) {
  const auto token = vault_->token("hold", "h1");
  EXPECT_EQ(token.size(), 43U);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789-_"),
            std::string::npos);
  reopen();
  EXPECT_EQ(vault_->token("hold", "h1"), token);
  EXPECT_NE(vault_->token("hold", "h2"), token);
  EXPECT_NE(vault_->token("api-key", "h1"), token);
  MemoryLog other(1);
  EXPECT_NE(Vault::open(master_of(1), other.keys(), true).value()->token("hold", "h1"), token);
}

TEST_F(VaultTest, KeyedHashesDifferByKindAndAreNoTokens) {
  EXPECT_EQ(vault_->keyed("command", "x"), vault_->keyed("command", "x"));
  EXPECT_NE(vault_->keyed("command", "x"), vault_->keyed("phone", "x"));
  EXPECT_NE(vault_->keyed("command", "x"), vault_->keyed("command", "y"));
}

TEST_F(VaultTest, NoPersonMayTakeTheLedgersName) {
  EXPECT_THROW(vault_->seal_new(PersonId("ledger"), "x"), std::invalid_argument);
  EXPECT_THROW((void)vault_->shred(PersonId("ledger")), std::invalid_argument);
}

TEST(VaultOnDisk, S29NothingPersonalAndNoSecretIsInAnyFile) {
  const TestDirectory directory;
  const auto dir = directory.path("log");
  const auto log = EmbeddedLog::create(dir, 1).value();
  const auto master = master_of(7);
  const auto vault = Vault::open(master, log->keys(), true).value();
  auto made = vault->seal_new(kAsha, kPlain);
  {
    const auto appender = log->appender(0);
    appender->append({{std::string(made.sealed.box.begin(), made.sealed.box.end()), {made.key}}});
    ASSERT_EQ(reports(*appender, 1, seconds(30)).size(), 1U);
  }
  const std::vector<std::string> secrets = {"Asha Rao", "98450 12345", "ABCDE1234F",
                                            vault->token("hold", "h1"),
                                            std::string(master.bytes.begin(), master.bytes.end())};
  for (const auto& secret : secrets) EXPECT_TRUE(files_with(dir, secret).empty());
  ASSERT_TRUE(log->close());
  for (const auto& secret : secrets) EXPECT_TRUE(files_with(dir, secret).empty());
}

class MasterKeyFile : public testing::Test {
 protected:
  void write(const std::string& text, mode_t mode) {
    write_bytes(path_, text);
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
  }

  TestDirectory directory_;
  const std::string path_ = directory_.path("master.key");
};

TEST_F(MasterKeyFile, IsCreatedForItsOwnerAlone) {
  const auto key = create_master_key(path_).value();
  struct stat about{};
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_EQ(read_master_key(path_).value().bytes, key.bytes);
  EXPECT_EQ(create_master_key(path_).error().reason, "master-key-exists");
  EXPECT_EQ(read_master_key(path_).value().bytes, key.bytes);
}

TEST_F(MasterKeyFile, IsOneLineOf64HexDigits) {
  const std::string digits(64, 'a');
  for (const auto& good : {digits, digits + "\n", std::string(64, 'F')}) {
    write(good, 0600);
    EXPECT_TRUE(read_master_key(path_)) << good;
  }
  for (const auto& bad : {std::string(), digits.substr(1), digits + "a", digits + "\n\n",
                          digits + " ", "g" + digits.substr(1), digits.substr(1) + "\n"}) {
    write(bad, 0600);
    const auto read = read_master_key(path_);
    ASSERT_FALSE(read) << bad;
    EXPECT_EQ(read.error().reason, "master-key-malformed");
    EXPECT_EQ(read.error().message.find("aaaa"), std::string::npos);  // no part of the key
  }
}

TEST_F(MasterKeyFile, IsRefusedWhenOthersCanReadIt) {
  for (const mode_t mode : {0640U, 0604U, 0660U, 0644U}) {
    write(std::string(64, 'a'), mode);
    EXPECT_EQ(read_master_key(path_).error().reason, "master-key-readable-by-others");
    EXPECT_EQ(read_master_key(path_).error().code, ErrorCode::kForbidden);
  }
}

TEST_F(MasterKeyFile, IsMissedByName) {
  EXPECT_EQ(read_master_key(path_).error().reason, "master-key-missing");
  EXPECT_NE(read_master_key(path_).error().message.find(path_), std::string::npos);
}

}  // namespace
}  // namespace ledger
