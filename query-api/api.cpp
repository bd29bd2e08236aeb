#include "query-api/api.h"

#include "query-api/routes.h"

namespace ledger {

Api::Api(Services& services) : context_(services), pages_(services) {}

Router Api::router() {
  Router router;
  Routes routes(context_, router);
  add_project_routes(routes, context_);
  add_map_routes(routes, context_);
  add_hold_routes(routes, context_);
  add_checkout_routes(routes, context_);
  add_payment_routes(routes, context_);
  add_setup_routes(routes, context_);
  add_booking_routes(routes, context_);
  add_refund_routes(routes, context_);
  add_terms_routes(routes, context_);
  add_account_routes(routes, context_);
  add_offline_routes(routes, context_);
  add_pay_routes(routes, context_);
  add_recon_routes(routes, context_);
  add_import_routes(routes, context_);
  add_upload_routes(routes, context_);
  add_finance_routes(routes, context_);
  add_book_routes(routes, context_);
  add_paper_routes(routes, context_);
  add_verify_routes(routes, context_);
  add_template_routes(routes, context_);
  add_partner_paper_routes(routes, context_);
  add_support_routes(routes, context_);
  add_ledger_routes(routes, context_);
  add_system_routes(routes, context_);
  if (context_.services.queries) pages_.add_to(router);
  return router;
}

void Api::applied(Partition partition) {
  context_.freshness.moved();
  context_.channels.moved(partition);
}

}  // namespace ledger
