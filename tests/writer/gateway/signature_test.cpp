#include "writer/gateway/signature.h"

#include <array>

#include <gtest/gtest.h>

namespace ledger {
namespace {

// The digests were computed with Python's hmac module.
constexpr std::string_view kBody = R"({"event":"payment.captured","note":"क्षत्रिय ₹"})";
constexpr std::string_view kByOld =
    "34b1875044bc427e7f422af38a488506e3c31dfdff8f0d77ed240d39446874ba";
constexpr std::string_view kByNew =
    "55322a3cf3fbf288567be02768abd113967e1c1c5e0ec3e1fbf31a6c11110fa7";
constexpr std::string_view kCallback =
    "607e4b5f16fcf1780e5317998ecd656cf27f8f6d2c3fc227bf422e25463369a7";

const std::array<std::string, 2> kSecrets{"whsec-new", "whsec-old"};
const OrderId kOrder("order_DaZlswtdcn9UNV");
const PaymentId kPayment("pay_DaZlswtdcn9UNX");

std::string upper(std::string_view text) {
  std::string result;
  for (const char c : text) result += c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
  return result;
}

TEST(Signature, IsHmacSha256InHex) {
  EXPECT_EQ(hmac_sha256_hex("key", "The quick brown fox jumps over the lazy dog"),
            "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
}

TEST(WebhookSignature, HoldsWithTheSecretInForceAndTheOneBefore) {
  EXPECT_TRUE(webhook_signature_ok(kBody, kByNew, kSecrets));
  EXPECT_TRUE(webhook_signature_ok(kBody, kByOld, kSecrets));
  EXPECT_FALSE(webhook_signature_ok(kBody, kByOld, std::span(kSecrets).first(1)));
  EXPECT_FALSE(webhook_signature_ok(kBody, kByNew, {}));
}

TEST(WebhookSignature, FailsWhenAnyBitOfTheBodyIsFlipped) {
  for (std::size_t i = 0; i < kBody.size() * 8; ++i) {
    std::string body(kBody);
    body[i / 8] = static_cast<char>(body[i / 8] ^ (1 << (i % 8)));
    ASSERT_FALSE(webhook_signature_ok(body, kByNew, kSecrets)) << i;
  }
}

TEST(WebhookSignature, FailsWhenAnyDigitIsAnother) {
  for (std::size_t i = 0; i < kByNew.size(); ++i) {
    std::string signature(kByNew);
    signature[i] = signature[i] == '0' ? '1' : '0';
    ASSERT_FALSE(webhook_signature_ok(kBody, signature, kSecrets)) << i;
  }
}

TEST(WebhookSignature, IsLowerCaseHexAndNothingElse) {
  EXPECT_FALSE(webhook_signature_ok(kBody, upper(kByNew), kSecrets));
  EXPECT_FALSE(webhook_signature_ok(kBody, "", kSecrets));
  EXPECT_FALSE(webhook_signature_ok(kBody, kByNew.substr(1), kSecrets));
  EXPECT_FALSE(webhook_signature_ok(kBody, std::string(kByNew) + "0", kSecrets));
  EXPECT_FALSE(webhook_signature_ok(kBody, "%35" + std::string(kByNew.substr(1)), kSecrets));
  EXPECT_FALSE(webhook_signature_ok(kBody, " " + std::string(kByNew), kSecrets));
}

TEST(WebhookSignature, NeverHoldsForAnEmptySecret) {
  const std::array<std::string, 2> secrets{"", ""};
  EXPECT_FALSE(webhook_signature_ok(kBody, hmac_sha256_hex("", kBody), secrets));
}

TEST(CallbackSignature, IsMadeOverOrderAndPayment) {
  EXPECT_EQ(callback_signature(kOrder, kPayment, "rzp-secret-1"), kCallback);
  EXPECT_TRUE(callback_signature_ok(kOrder, kPayment, kCallback, "rzp-secret-1"));
  EXPECT_FALSE(callback_signature_ok(kOrder, kPayment, kCallback, "rzp-secret-2"));
  EXPECT_FALSE(callback_signature_ok(OrderId("order_other"), kPayment, kCallback, "rzp-secret-1"));
  EXPECT_FALSE(callback_signature_ok(kOrder, PaymentId("pay_other"), kCallback, "rzp-secret-1"));
  EXPECT_FALSE(callback_signature_ok(kOrder, kPayment, hmac_sha256_hex("", "|"), ""));
}

}  // namespace
}  // namespace ledger
