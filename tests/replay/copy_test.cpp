#include "replay/copy.h"

#include <gtest/gtest.h>

#include "events/hash.h"
#include "tests/support/history.h"

namespace ledger {
namespace {

TEST(Copy, TakesEveryDocumentThatHistoryNames) {
  MemoryLog from{1};
  History history(from);
  LayoutImported layout;
  layout.document = Digest(hex(sha256("layout")));
  TemplateSet letterhead;
  letterhead.document = Digest(hex(sha256("letterhead")));
  BankLinesImported statement;
  statement.document = Digest(hex(sha256("statement")));
  for (const auto* text : {"layout", "letterhead", "statement"})
    ASSERT_TRUE(from.documents().put(Digest(hex(sha256(text))), text));
  history.add(layout);
  history.add(letterhead);
  history.add(statement);
  history.add(BankLinesImported());  // without a file
  MemoryLog to{1};
  const auto report = copy_ledger(from, to, [](auto&&...) {});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->documents, 3U);
  for (const auto* text : {"layout", "letterhead", "statement"})
    EXPECT_EQ(to.documents().get(Digest(hex(sha256(text)))).value_or(""), text);
}

}  // namespace
}  // namespace ledger
