#include "tests/query-api/papers_fixture.h"

namespace ledger::test {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

class Letters : public PapersTest {
 protected:
  // A draft that asks for the balance.
  std::string draft(const Bought& bought) {
    const auto drafted = post("/v1/projects/athi/demands",
                              {{"bookings", {bought.id}}, {"due_by", "2026-07-15"}}, as("finance"));
    EXPECT_EQ(drafted.status, 200) << drafted.body;
    return bought.id + "/D1";
  }

  void send(const std::string& demand) {
    const auto sent =
        post("/v1/projects/athi/demands/issue", {{"demands", {demand}}}, as("finance"));
    EXPECT_EQ(sent.status, 200) << sent.body;
  }

  Answered set(const std::string& kind, const std::string& text) {
    auto headers = as_admin();
    headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    return call("PUT", "/v1/projects/athi/templates/" + kind, text, headers);
  }

  Json template_of(const std::string& kind, const std::string& query = "") {
    return get("/v1/projects/athi/templates/" + kind + query, as("finance")).json();
  }

  Answered preview(const std::string& kind, const std::string& query, const std::string& text) {
    auto headers = as_admin();
    headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    return call("POST", "/v1/projects/athi/templates/" + kind + "/preview" + query, text, headers);
  }
};

TEST_F(Letters, ADraftOfADemandIsForStaffAndSaysThatItIsOne) {
  const auto bought = buy("1");
  (void)draft(bought);
  const auto said = text(pdf("/v1/bookings/" + bought.id + "/demands/D1.pdf", as("finance")));
  EXPECT_TRUE(holds(said, "DRAFT")) << said;
  EXPECT_EQ(get(own(bought, "/demands/D1.pdf"), bought.token).status, 404);
  EXPECT_EQ(get(own(bought, "/demands/D2.pdf"), bought.token).status, 404);
}

TEST_F(Letters, ADemandThatWasSentAsksForWhatIsOpenAndIsVerified) {
  const auto bought = buy("1");
  const auto demand = draft(bought);
  send(demand);
  const auto open = booking(bought).at("outstanding").at("paise").get<std::int64_t>();
  const auto first = pdf(own(bought, "/demands/D1.pdf"), bought.token);
  const auto said = text(first);
  EXPECT_FALSE(holds(said, "DRAFT")) << said;
  EXPECT_TRUE(holds(said, paper::rupees(Money::paise(open)))) << said;
  EXPECT_TRUE(holds(squeezed(pdf_text(pdf(own(bought, "/demands/D1.pdf?lang=hi"), bought.token))),
                    squeezed(paper::in_words(Money::paise(open), paper::Language::kHindi))));
  const auto verified = get(verify_path(said, demand));
  EXPECT_EQ(verified.status, 200) << verified.body;
  EXPECT_EQ(verified.json().at("kind"), "demand");
  EXPECT_EQ(pdf(own(bought, "/demands/D1.pdf"), bought.token), first);
  (void)pay(bought, open, "UTR2026060100077");
  const auto paid = text(pdf(own(bought, "/demands/D1.pdf"), bought.token));
  EXPECT_TRUE(holds(paid, "Paid " + paper::rupees(Money::paise(open)))) << paid;
  EXPECT_FALSE(holds(paid, "₹0.00")) << paid;
}

TEST_F(Letters, AllotmentAndAgreementAreFilledFromTheBooking) {
  const auto bought = buy("1");
  const auto price = Money::paise(booking(bought).at("price").at("paise").get<std::int64_t>());
  for (const char* kind : {"/allotment.pdf", "/agreement.pdf"}) {
    const auto said = text(pdf(own(bought, kind), bought.token));
    EXPECT_TRUE(holds(said, bought.id)) << said;
    EXPECT_TRUE(holds(said, "Asha Rao")) << said;
    EXPECT_TRUE(holds(said, "Athi River")) << said;
    EXPECT_TRUE(holds(said, paper::grouped(price))) << said;
    EXPECT_FALSE(holds(said, "{{")) << said;
    EXPECT_EQ(get(own(bought, std::string(kind) + "?lang=hi"), bought.token).status, 200);
  }
}

TEST_F(Letters, AProjectsOwnTextIsUsedFromThenOn) {
  const auto bought = buy("1");
  const auto receipt = paper(bought, number(bought, 'R'));
  EXPECT_EQ(template_of("receipt").at("version"), 0);
  ASSERT_EQ(set("receipt", "Thank you, {{first_applicant}}, for {{amount}}!").status, 200);
  ASSERT_EQ(set("allotment", "Dear {{applicants}}, plot **{{plots}}** is yours.").status, 200);
  EXPECT_EQ(template_of("receipt").at("version"), 1);
  EXPECT_TRUE(holds(text(pdf(own(bought, "/allotment.pdf"), bought.token)),
                    "Dear Asha Rao, plot Plot 1 is yours."));
  EXPECT_EQ(paper(bought, number(bought, 'R')), receipt);
  const auto after = buy("2", 2);
  EXPECT_TRUE(holds(text(paper(after, number(after, 'R'))), "Thank you, Asha Rao, for ₹"));
  ASSERT_EQ(set("receipt", "Second text").status, 200);
  EXPECT_EQ(template_of("receipt").at("version"), 2);
  EXPECT_EQ(template_of("receipt", "?version=1").at("text"),
            "Thank you, {{first_applicant}}, for {{amount}}!");
}

TEST_F(Letters, AnUnknownPlaceholderIsNamedAndNothingIsStored) {
  EXPECT_EQ(template_of("allotment").at("version"), 0);
  const auto before = everything();
  const auto refused = set("allotment", "Dear {{aplicants}},\n\nplot {{plots}} is yours.");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.problem(), "template-invalid");
  EXPECT_EQ(refused.json().at("errors")[0].at("pointer"), "line 1");
  EXPECT_TRUE(holds(refused.body, "applicants")) << refused.body;
  EXPECT_EQ(set("allotment", std::string(200 * 1024, 'a')).problem(), "template-too-long");
  EXPECT_EQ(set("allotment", "").problem(), "template-invalid");
  EXPECT_EQ(set("letterhead", "x").status, 404);
  EXPECT_EQ(template_of("allotment").at("version"), 0);
  EXPECT_EQ(everything(), before);
}

TEST_F(Letters, APreviewIsASampleOfARealOrAnInventedBooking) {
  const auto bought = buy("1");
  const auto before = everything();
  for (const char* kind : {"agreement", "allotment", "demand", "receipt"}) {
    for (const auto& query : {std::string(), "?booking=" + bought.id, std::string("?lang=hi")}) {
      const auto shown = preview(kind, query, "For {{applicants}} in {{project}}.");
      ASSERT_EQ(shown.status, 200) << kind << query << shown.body;
      EXPECT_EQ(shown.header("Content-Type"), "application/pdf");
    }
  }
  const auto real = text(preview("allotment", "?booking=" + bought.id, "For {{applicants}}.").body);
  EXPECT_TRUE(holds(real, "For Asha Rao.")) << real;
  EXPECT_TRUE(holds(real, "SAMPLE")) << real;
  const auto message = preview("introduction", "?booking=" + bought.id, "Welcome to {{project}}!");
  EXPECT_EQ(message.header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_TRUE(holds(message.body, "Welcome to Athi River!")) << message.body;
  EXPECT_EQ(preview("allotment", "?booking=AKR-26-000099-X", "x").status, 404);
  EXPECT_EQ(preview("allotment", "", "{{nothing}}").problem(), "template-invalid");
  EXPECT_EQ(everything(), before);
}

TEST_F(Letters, ALetterheadIsCheckedFieldByField) {
  const auto put_head = [&](const Json& head) {
    return put("/v1/projects/athi/letterhead", head, as_admin());
  };
  EXPECT_EQ(put_head({{"address", "Pune"}}).json().at("errors")[0].at("pointer"), "/developer");
  EXPECT_EQ(put_head({{"developer", "X"}, {"gstin", "27"}}).json().at("errors")[0].at("pointer"),
            "/gstin");
  EXPECT_EQ(put_head({{"developer", "X"}, {"bank", "0123"}}).problem(), "invalid-request");
  EXPECT_EQ(put_head({{"developer", 1}}).problem(), "invalid-request");
  ASSERT_EQ(put_head({{"developer", "X Ltd"}, {"phone", "+91 20 5555 0100"}}).status, 200);
  const auto shown = get("/v1/projects/athi/letterhead", as("sales")).json();
  EXPECT_EQ(shown.at("developer"), "X Ltd");
}

TEST_F(Letters, TheListSaysWhatTextsMayName) {
  const auto list = get("/v1/projects/athi/templates", as("sales")).json();
  EXPECT_EQ(list.at("templates").size(), 12U);
  EXPECT_FALSE(list.at("placeholders").at("demand").empty());
}

}  // namespace ledger::test
