#pragma once

#include "query-api/documents/csv.h"
#include "query-api/documents/words.h"
#include "tests/query-api/api_fixture.h"
#include "tests/query-api/documents/pdf_tools.h"

namespace ledger::test {

inline constexpr const char* kPublicUrl = "https://plots.example";

// A booking, and what its buyer shows to see it.
struct Bought {
  std::string id;
  Headers token;
};

// A project with taxed charges, whose papers are fetched over HTTP.
class PapersTest : public ApiTest {
 protected:
  PapersTest() {
    services_->public_url = kPublicUrl;
    open_project("athi", "AKR");
  }

  // Holds, checks out and pays the token by webhook.
  Bought buy(const std::string& plot, int n = 1) {
    const auto held = hold("athi", plot, n);
    const auto order = checkout(held, n);
    const auto paid =
        webhook("payment.captured", payment_of("pay_" + plot, order, "captured"), kWebhookSecret);
    EXPECT_EQ(paid.status, 200) << paid.body;
    const auto at = "/v1/holds/" + held.at("hold_id").get<std::string>();
    const auto shown = get(at + "?min_position=" + to_string(everything()), token(held));
    EXPECT_EQ(shown.json().at("state"), "booked") << shown.body;
    return {shown.json().at("booking_id"), token(held)};
  }

  Json booking(const Bought& bought) {
    return get("/v1/me/bookings/" + bought.id, bought.token).json();
  }

  // The number of the first paper of a letter: "R/…" among receipts, others among papers.
  std::string number(const Bought& bought, char letter) {
    const auto body = booking(bought);
    for (const char* list : {"receipts", "papers"}) {
      for (const auto& entry : body.at(list)) {
        const auto found = entry.at("number").get<std::string>();
        if (found.front() == letter) return found;
      }
    }
    ADD_FAILURE() << "no paper of series " << letter << " in " << body;
    return "";
  }

  static std::string own(const Bought& bought, const std::string& what) {
    return "/v1/me/bookings/" + bought.id + what;
  }

  // Of a PDF that must be there: its bytes.
  std::string pdf(const std::string& target, const Headers& headers) {
    const auto answered = get(target, headers);
    EXPECT_EQ(answered.status, 200) << target << " " << answered.body;
    EXPECT_EQ(answered.header("Content-Type"), "application/pdf");
    return answered.body;
  }

  std::string paper(const Bought& bought, const std::string& number,
                    const std::string& lang = "en") {
    return pdf(own(bought, "/papers/" + number + "?lang=" + lang), bought.token);
  }

  std::string text(const std::string& bytes) { return single_spaced(pdf_text(bytes)); }

  // Money that finance has verified; the payment's id.
  std::string pay(const Bought& bought, std::int64_t paise, const std::string& utr) {
    const auto declared =
        post("/v1/bookings/" + bought.id + "/payments",
             {{"mode", "neft"}, {"reference", utr}, {"paise", paise}}, as("sales"));
    EXPECT_EQ(declared.status, 201) << declared.body;
    const auto payment = declared.json().at("payment_id").get<std::string>();
    const auto verified =
        post("/v1/payments/" + payment + "/verify", Json::object(), as("finance"));
    EXPECT_EQ(verified.status, 200) << verified.body;
    return payment;
  }

  // What the QR code of a paper holds, as a path on this server.
  std::string verify_path(const std::string& printed, const std::string& number) {
    const auto squeezed_text = squeezed(printed);
    const auto begin = squeezed_text.find(kPublicUrl + std::string("/v1/verify/") + number);
    EXPECT_NE(begin, std::string::npos) << printed;
    if (begin == std::string::npos) return "/";
    const auto path = begin + std::string(kPublicUrl).size();
    const auto code = squeezed_text.find("?c=", path);
    return squeezed_text.substr(path, code + 13 - path);
  }
};

}  // namespace ledger::test
