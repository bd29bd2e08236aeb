#pragma once

#include "query-api/context.h"
#include "query-api/router.h"
#include "query-api/services.h"
#include "query-api/web_files.h"

namespace ledger {

// The whole HTTP interface over some services: routes, streams, pages. The services must outlive
// it, and it must outlive the server that its router is given to.
class Api {
 public:
  explicit Api(Services& services);

  // The routes; once.
  Router router();

  // The projector's listener: records of a partition have become visible. Quick; from any thread.
  void applied(Partition partition);

  [[nodiscard]] bool pages_built() const { return pages_.built(); }

 private:
  ApiContext context_;
  WebFiles pages_;
};

}  // namespace ledger
