#pragma once

#include <string>
#include <vector>

#include "query-api/import_table.h"
#include "query-api/tables/bank_statement.h"
#include "writer/commands.h"

// A bank's statement against the books: each row by its own reference.
namespace ledger {

struct BankPreview {
  struct Row {
    std::uint32_t row = 0;  // of the file
    wire::BankLineT line;
    bool known = false;        // imported before
    std::string kind, entity;  // what it will be matched with; empty: a person has to look
    std::string cause;         // why not, a stable name as in the reconciliation
  };

  tables::BankStatement statement;  // its problems are those of the whole preview
  std::vector<Row> rows;            // oldest first
  std::size_t left_out = 0;         // money that went out for nothing the ledger knows of

  [[nodiscard]] bool brings_news() const;  // a row that is not imported yet
};

// `all_debits`: also the money that went out for other things.
BankPreview preview_bank(const Call& call, const Vault& vault, const UploadedTable& table,
                         std::string_view bytes, bool all_debits);

}  // namespace ledger
