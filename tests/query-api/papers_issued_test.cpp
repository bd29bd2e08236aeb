#include <pthread.h>

#include "projectors/views.h"
#include "tests/query-api/papers_fixture.h"

namespace ledger::test {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

class IssuedPapers : public PapersTest {};

TEST_F(IssuedPapers, AReceiptSaysNumberAmountAndWords) {
  const auto bought = buy("1");
  const auto no = number(bought, 'R');
  EXPECT_EQ(no, "R/2627/AKR/00001");
  const auto receipt = booking(bought).at("receipts")[0];
  const auto amount = Money::paise(receipt.at("amount").at("paise").get<std::int64_t>());
  const auto said = text(paper(bought, no));
  EXPECT_TRUE(holds(said, no)) << said;
  EXPECT_TRUE(holds(said, bought.id)) << said;
  EXPECT_TRUE(holds(said, "Asha Rao")) << said;
  EXPECT_TRUE(holds(said, paper::rupees(amount))) << said;
  EXPECT_TRUE(holds(said, paper::in_words(amount, paper::Language::kEnglish))) << said;
  EXPECT_TRUE(holds(said, "1 June 2026")) << said;
  EXPECT_TRUE(holds(said, "UPI")) << said;
}

TEST_F(IssuedPapers, AReceiptInHindiSaysTheSame) {
  const auto bought = buy("1");
  const auto no = number(bought, 'R');
  const auto receipt = booking(bought).at("receipts")[0];
  const auto amount = Money::paise(receipt.at("amount").at("paise").get<std::int64_t>());
  const auto said = squeezed(pdf_text(paper(bought, no, "hi")));
  EXPECT_TRUE(holds(said, no)) << said;
  EXPECT_TRUE(holds(said, squeezed(paper::rupees(amount)))) << said;
  EXPECT_TRUE(holds(said, squeezed(paper::in_words(amount, paper::Language::kHindi)))) << said;
  EXPECT_TRUE(holds(said, "रसीद")) << said;
}

TEST_F(IssuedPapers, ThePaperIsAFileWithATag) {
  const auto bought = buy("1");
  const auto target = own(bought, "/receipts/" + number(bought, 'R') + ".pdf");
  const auto first = get(target, bought.token);
  EXPECT_EQ(first.header("Content-Disposition"), "inline; filename=\"R-2627-AKR-00001.pdf\"");
  EXPECT_EQ(first.header("Cache-Control"), "private, no-cache");
  auto again = bought.token;
  again.emplace_back("If-None-Match", first.header("ETag"));
  EXPECT_EQ(get(target, again).status, 304);
}

TEST_F(IssuedPapers, TheSameEventGivesTheSameBytesWhateverHappensAfterwards) {
  const auto bought = buy("1");
  const auto no = number(bought, 'R');
  const auto first = paper(bought, no);
  EXPECT_EQ(paper(bought, no), first);
  clock_.pass(hours(24 * 40));
  (void)pay(bought, 10'000'00, "UTR2026070100001");
  const auto transfer = post("/v1/bookings/" + bought.id + "/transfer",
                             {{"applicants", {contact(7)}}, {"reason", "sold on"}}, as("sales"));
  EXPECT_EQ(transfer.status, 200) << transfer.body;
  EXPECT_EQ(paper(bought, no), first);
}

TEST_F(IssuedPapers, ANewLetterheadIsForNewPapersOnly) {
  const auto bought = buy("1");
  const auto before = paper(bought, number(bought, 'R'));
  const Json head = {{"developer", "Sahyadri Estates Private Limited"},
                     {"address", "Baner Road, Pune 411045"},
                     {"gstin", "27AAPFU0939F1ZV"},
                     {"state", "Maharashtra"}};
  const auto set = put("/v1/projects/athi/letterhead", head, as_admin());
  ASSERT_EQ(set.status, 200) << set.body;
  EXPECT_EQ(paper(bought, number(bought, 'R')), before);
  const auto after = buy("2", 2);
  const auto said = text(paper(after, number(after, 'V')));
  EXPECT_TRUE(holds(said, "Sahyadri Estates Private Limited")) << said;
  EXPECT_TRUE(holds(said, "27AAPFU0939F1ZV")) << said;
  EXPECT_TRUE(holds(said, "Maharashtra")) << said;
}

TEST_F(IssuedPapers, ARebuiltReadModelDrawsTheSame) {
  const auto bought = buy("1");
  const auto no = number(bought, 'R');
  const auto voucher = number(bought, 'V');
  const auto first = paper(bought, no) + paper(bought, voucher, "hi");
  MapStore fresh(all_views());
  Services again{*writers_, fresh, log_, *vault_, clock_};
  again.public_url = kPublicUrl;
  again.limits = false;
  Api api(again);
  ThreadedRunner runner(log_, fresh, all_views(),
                        [&](Partition p, Sequence, Sequence) { api.applied(p); });
  again.projections = [&] { return runner.health(); };
  ASSERT_TRUE(runner.wait_for(everything(), seconds(30)));
  router_ = api.router();
  EXPECT_EQ(paper(bought, no) + paper(bought, voucher, "hi"), first);
  router_ = api_->router();
  runner.stop();
}

TEST_F(IssuedPapers, AVoucherBearsItsTaxAndAnInvoiceItsVouchers) {
  const auto bought = buy("1");
  const auto voucher = number(bought, 'V');
  const auto said = text(paper(bought, voucher));
  for (const char* part : {"CGST", "SGST", "18%", "Development", "R/2627/AKR/00001"})
    EXPECT_TRUE(holds(said, part)) << part << "\n" << said;
  const auto issued = post("/v1/bookings/" + bought.id + "/invoice", Json::object(), as("finance"));
  ASSERT_EQ(issued.status, 200) << issued.body;
  const auto invoice = text(paper(bought, number(bought, 'I')));
  EXPECT_TRUE(holds(invoice, "Tax invoice")) << invoice;
  EXPECT_TRUE(holds(invoice, voucher)) << invoice;
}

TEST_F(IssuedPapers, ARefundVoucherCitesItsVoucherAndACreditNoteItsInvoice) {
  const auto advance = buy("1", 1);
  const auto rendered = buy("2", 2);
  const auto voucher = number(advance, 'V');
  (void)post("/v1/bookings/" + rendered.id + "/invoice", Json::object(), as("finance"));
  for (const auto& one : {advance, rendered}) {
    const auto cancelled = post("/v1/bookings/" + one.id + "/cancel",
                                {{"reason", "bank refused the loan"}}, as("finance"));
    ASSERT_EQ(cancelled.status, 200) << cancelled.body;
  }
  const auto refund = text(paper(advance, number(advance, 'F')));
  EXPECT_TRUE(holds(refund, voucher)) << refund;
  EXPECT_TRUE(holds(refund, "Refund voucher")) << refund;
  const auto note = text(paper(rendered, number(rendered, 'C')));
  EXPECT_TRUE(holds(note, number(rendered, 'I'))) << note;
  const auto path =
      verify_path(text(paper(rendered, number(rendered, 'I'))), number(rendered, 'I'));
  EXPECT_EQ(get(path).json().at("corrected_by"), Json::array({number(rendered, 'C')}));
}

TEST_F(IssuedPapers, AVoidedReceiptSaysSoOnPaperAndAtVerify) {
  const auto bought = buy("1");
  const auto payment = pay(bought, 25'000'00, "UTR2026060100009");
  const auto no = booking(bought).at("receipts")[1].at("number").get<std::string>();
  const auto path = verify_path(text(paper(bought, no)), no);
  EXPECT_EQ(get(path).json().at("state"), "valid");
  const auto reversed = post("/v1/payments/" + payment + "/reverse",
                             {{"reason", "returned by the bank"}}, as("finance"));
  ASSERT_EQ(reversed.status, 200) << reversed.body;
  const auto said = text(paper(bought, no));
  EXPECT_TRUE(holds(said, "VOID: returned by the bank")) << said;
  EXPECT_TRUE(holds(squeezed(pdf_text(paper(bought, no, "hi"))), "रद्द"));
  const auto shown = get(path).json();
  EXPECT_EQ(shown.at("state"), "reversed");
  EXPECT_EQ(shown.at("void"), true);
  EXPECT_TRUE(holds(get(path, {{"Accept", "text/html"}}).body, "REVERSED"));
}

TEST_F(IssuedPapers, VerifyTellsAmountDateAndPlotAndNothingOfAPerson) {
  const auto bought = buy("1");
  const auto no = number(bought, 'R');
  const auto path = verify_path(text(paper(bought, no)), no);
  const auto json = get(path);
  ASSERT_EQ(json.status, 200) << json.body;
  EXPECT_EQ(json.json().at("number"), no);
  EXPECT_EQ(json.json().at("date"), "2026-06-01");
  EXPECT_EQ(json.json().at("plots"), Json::array({"1"}));
  EXPECT_EQ(json.json().at("project"), "Athi River");
  EXPECT_EQ(json.json().at("amount"), booking(bought).at("receipts")[0].at("amount"));
  const auto page = get(path, {{"Accept", "text/html,*/*"}});
  EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_TRUE(holds(page.body, "Genuine, and valid."));
  for (const auto& body : {json.body, page.body}) {
    for (const char* personal : {"Asha", "98765", "example.com", "Test Street"})
      EXPECT_FALSE(holds(body, personal)) << personal << body;
  }
}

TEST_F(IssuedPapers, WithoutTheCodeANumberTellsNothing) {
  const auto bought = buy("1");
  const auto no = number(bought, 'R');
  const auto unknown = get("/v1/verify/R/2627/AKR/99999?c=0123456789");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.problem(), "paper-unknown");
  for (const auto& target : {"/v1/verify/" + no, "/v1/verify/" + no + "?c=0123456789"}) {
    EXPECT_EQ(get(target).body, unknown.body) << target;
    const auto page = get(target, {{"Accept", "text/html"}});
    EXPECT_EQ(page.status, 404);
    EXPECT_TRUE(holds(page.body, "No such paper"));
  }
  EXPECT_EQ(get("/problems/paper-unknown").status, 200);
}

TEST_F(IssuedPapers, AnothersPaperIsNotThere) {
  const auto mine = buy("1", 1);
  const auto other = buy("2", 2);
  const auto nothing = get(own(mine, "/papers/R/2627/AKR/99999"), mine.token);
  EXPECT_EQ(nothing.status, 404);
  EXPECT_EQ(get(own(mine, "/papers/" + number(other, 'R')), mine.token).body, nothing.body);
  EXPECT_EQ(get(own(other, "/papers/" + number(other, 'R')), mine.token).body, nothing.body);
  EXPECT_EQ(get(own(mine, "/papers/" + number(mine, 'R'))).status, 404);
  EXPECT_EQ(get(own(mine, "/papers/" + number(mine, 'R') + "?lang=fr"), mine.token).status, 400);
  const auto staff = "/v1/bookings/" + mine.id + "/papers/" + number(mine, 'R');
  EXPECT_EQ(pdf(staff, as("support")), paper(mine, number(mine, 'R')));
  EXPECT_EQ(get(staff).status, 401);
}

// The server's threads have this much; the libraries that draw must not need more.
TEST_F(IssuedPapers, AServersThreadHasRoomToDraw) {
  const auto bought = buy("1");
  std::function<void()> draw = [&] { (void)paper(bought, number(bought, 'R'), "hi"); };
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 256 * 1024);
  pthread_t thread = {};
  const auto run = [](void* work) -> void* {
    (*static_cast<std::function<void()>*>(work))();
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &small, run, &draw), 0);
  EXPECT_EQ(pthread_join(thread, nullptr), 0);
  pthread_attr_destroy(&small);
}

}  // namespace ledger::test
