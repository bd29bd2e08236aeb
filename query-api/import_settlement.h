#pragma once

#include <vector>

#include "query-api/import_table.h"
#include "query-api/tables/settlement.h"
#include "writer/commands.h"
#include "writer/gateway/settled_item.h"

// What the gateway says that it settled, against the books. One settlement may hold the payments of
// several projects: each imports its own share.
namespace ledger {

struct SettlementPreview {
  struct One {
    ImportSettlement command;
    bool known = false;  // imported before, with the same figures
  };

  std::vector<One> settlements;  // by id
  std::size_t elsewhere = 0;     // items of other projects
  std::size_t waiting = 0;       // items that are not settled yet
  std::vector<tables::Problem> problems;
};

// Compares every item with the books; what differs is named with its likely cause.
SettlementPreview preview_settlements(const Call& call, const UploadedTable& table,
                                      tables::SettlementReport report);

// The same items as the gateway's API tells them.
tables::SettlementReport report_of(const std::vector<SettledItem>& items);

}  // namespace ledger
