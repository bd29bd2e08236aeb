#include "tests/query-api/imports_support.h"

namespace ledger::test {
namespace {

constexpr const char* kFile = "/v1/projects/athi/bank/file";

}  // namespace

// Bookings that are paid by bank, and the bank's statement about them.
class BankStatements : public UploadTest {
 protected:
  BankStatements() {
    open_project("athi", "AKR");
    booking_ = book("athi", "1");
    statement_.headings = {"Date",         "Narration",      "Chq./Ref.No.", "Withdrawal Amt.",
                           "Deposit Amt.", "Closing Balance"};
  }

  std::string pay(const std::string& reference, std::int64_t paise, bool verified = true) {
    const auto declared =
        must(post("/v1/bookings/" + booking_ + "/payments",
                  {{"mode", "neft"}, {"reference", reference}, {"paise", paise}}, as("sales")));
    const auto id = declared.at("payment_id").get<std::string>();
    const auto path = "/v1/payments/" + id;
    if (verified) must(post(path + "/verify", {{"value_date", "2026-06-01"}}, as("finance")));
    catch_up();
    return id;
  }

  void row(const std::string& narration, const std::string& reference, std::int64_t paise) {
    balance_ += paise;
    statement_.rows.push_back({"01/06/26", narration, reference,
                               paise < 0 ? rupees_text(-paise) : "",
                               paise < 0 ? "" : rupees_text(paise), rupees_text(balance_)});
  }

  // The booking's own payment, by the gateway; its row comes with the statement.
  void settle() {
    const auto paid = must(get("/v1/bookings/" + booking_, as("finance"))).at("paid").at("paise");
    must(post("/v1/projects/athi/settlements",
              {{"settlement", "setl_1"},
               {"utr", "UTRSETL000001"},
               {"date", "2026-06-01"},
               {"items", {{{"kind", "payment"}, {"id", "pay_1_1"}, {"paise", paid}}}}},
              as("finance")));
    catch_up();
    row("NEFT RAZORPAY", "UTRSETL000001", paid);
  }

  std::vector<std::string> bank_differences() {
    clock_.pass(seconds(86'400) * 4);
    return differences();
  }

  Json preview() { return must(upload(kFile, statement_.csv(), "finance")); }

  Json import() { return must(confirm(kFile, statement_.csv(), "finance")); }

  void match(const std::string& line, const std::string& payment, std::int64_t paise = 0) {
    Json body = {{"line", line}, {"kind", "payment"}, {"id", payment}};
    if (paise != 0) body["paise"] = paise;
    must(post("/v1/projects/athi/bank/match", body, as("finance")));
  }

  std::string booking_;
  TextTable statement_;
  std::int64_t balance_ = 1'000'000'00;
};

TEST_F(BankStatements, RowsAreMatchedByTheirOwnReferenceWhereverItStands) {
  const auto one = pay("SBIN526152000001", 50'000'00);
  const auto two = pay("HDFC526152000002", 60'000'00);
  row("NEFT CR-SBIN526152000001-RAO", "", 50'000'00);
  row("INWARD", "hdfc 526152000002", 60'000'00);
  row("BANK CHARGES", "", -59'00);
  const auto seen = preview();
  EXPECT_EQ(seen.at("rows")[0].at("match").at("id"), one);
  EXPECT_EQ(seen.at("rows")[1].at("match").at("id"), two);
  EXPECT_EQ(seen.at("left_out"), 1);
  const auto imported = import();
  EXPECT_EQ(imported.at("matched").size(), 2U);
  EXPECT_EQ(imported.at("unmatched"), 0);
  catch_up();
  const auto again = import();
  EXPECT_EQ(again.at("new"), 0);
  EXPECT_EQ(preview().at("rows")[0].at("known"), true);
  EXPECT_THAT(bank_differences(), IsEmpty());
  expect_balanced();
}

TEST_F(BankStatements, TheSameKeyGetsTheFirstAnswer) {
  (void)pay("SBIN526152000001", 50'000'00);
  row("NEFT", "SBIN526152000001", 50'000'00);
  const Headers k = {key(fresh_key())};
  const auto first = confirm(kFile, statement_.csv(), "finance", k);
  catch_up();
  EXPECT_EQ(confirm(kFile, statement_.csv(), "finance", k).body, first.body);
}

TEST_F(BankStatements, PlantedErrorsAreNamedAndCorrectedUntilAllIsMatched) {
  settle();
  const auto partial = pay("SBIN526152000003", 70'000'00);
  const auto mistyped = pay("SBIN526152000009", 20'000'00);
  row("NEFT", "SBIN526152000003", 30'000'00);         // a part
  row("NEFT", "SBIN526152000004", 40'000'00);         // the rest, under another UTR
  row("NEFT", "SBIN526152000006", 20'000'00);         // what a buyer mistyped
  row("UPI/REFUND OF MISTAKE", "", 5'00);             // nobody knows
  statement_.rows.push_back(statement_.rows.back());  // the same row twice in the file
  const auto seen = preview();
  const auto cause = [&](std::size_t at) { return seen.at("rows")[at].at("cause"); };
  EXPECT_EQ(cause(1), "amount-differs");
  EXPECT_EQ(cause(2), "unknown-credit");
  EXPECT_EQ(cause(3), "unknown-credit");
  EXPECT_EQ(cause(4), "no-reference");
  EXPECT_THAT(problems_of(upload(kFile, statement_.csv(), "finance"), "warning"),
              Contains(HasSubstr("row-twice@7")));
  const auto line = [&](std::size_t at) {
    return seen.at("rows")[at].at("line").get<std::string>();
  };
  EXPECT_EQ(import().at("new"), 5);
  const auto before = bank_differences();
  EXPECT_THAT(before, Contains("amount-differs:" + line(1)));
  EXPECT_THAT(before, Contains("unknown-credit:" + line(2)));
  EXPECT_THAT(before, Contains("unknown-credit:" + line(3)));
  EXPECT_THAT(before, Contains("no-reference:" + line(4)));
  EXPECT_THAT(before, Contains("not-on-statement:" + partial));
  EXPECT_THAT(before, Contains("not-on-statement:" + mistyped));
  EXPECT_EQ(before.size(), 6U);

  match(line(1), partial);
  match(line(2), partial, 40'000'00);
  must(post("/v1/payments/" + mistyped + "/reverse", {{"reason", "the UTR was mistyped"}},
            as("finance")));
  match(line(3), pay("SBIN526152000006", 20'000'00));
  match(line(4), pay("FOUND0000001", 5'00));
  EXPECT_THAT(bank_differences(), IsEmpty());
  EXPECT_EQ(reconciliation().at("all_matched"), true);
  expect_balanced();
}

TEST_F(BankStatements, ARefusedPaymentThatIsThereIsNamed) {
  const auto rejected = pay("SBIN526152000005", 10'000'00, false);
  must(post("/v1/payments/" + rejected + "/reject", {{"reason", "not on the statement"}},
            as("finance")));
  catch_up();
  row("NEFT", "SBIN526152000005", 10'000'00);
  EXPECT_EQ(preview().at("rows")[0].at("cause"), "rejected-but-banked");
}

TEST_F(BankStatements, ARowThatWasChangedBreaksTheBalance) {
  row("NEFT", "SBIN526152000001", 1'000'00);
  row("NEFT", "SBIN526152000002", 2'000'00);
  statement_.cell(1, "Deposit Amt.") = "2000.01";
  EXPECT_THAT(problems_of(upload(kFile, statement_.csv(), "finance"), "warning"),
              Contains("balance-breaks@3/"));
}

TEST_F(BankStatements, TheStatementIsKeptSealed) {
  row("NEFT CR-SBIN526152000001-MEERA JOSHI", "", 1'000'00);
  const auto document = import().at("document").get<std::string>();
  catch_up();
  const auto shown = get("/v1/projects/athi/files/" + document, as("auditor"));
  EXPECT_EQ(shown.body, statement_.csv());
  EXPECT_EQ(everything_in_log().find("MEERA"), std::string::npos);
}

TEST_F(BankStatements, BadFilesAreNamed) {
  const auto named = [&](const std::string& bytes) { return fault_of(kFile, bytes, "finance"); };
  EXPECT_EQ(named(""), "table-empty");
  EXPECT_THAT(named("a,b\r\n1,2\r\n"), HasSubstr("column-missing"));
  EXPECT_EQ(named("<html><table>"), "table-format");
  row("NEFT", "SBIN526152000001", 1'000'00);
  statement_.cell(0, "Deposit Amt.") = "-5";
  EXPECT_THAT(named(statement_.csv()), HasSubstr("amount-negative@2"));
  statement_.cell(0, "Deposit Amt.") = "0";
  EXPECT_THAT(named(statement_.csv()), HasSubstr("statement-empty"));
  EXPECT_EQ(upload(std::string(kFile) + "?debits=some", "a", "finance").status, 400);
  EXPECT_EQ(upload(kFile, "a", "sales").status, 403);
}

}  // namespace ledger::test
