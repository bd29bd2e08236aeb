#pragma once

#include <string>
#include <string_view>

#include "query-api/context.h"
#include "query-api/reply.h"
#include "query-api/router.h"

namespace ledger {

// Registers routes with what all of them have in common: who asks and whether he may, rates, the
// wait for a position, headers, and errors as problems.
class Routes {
 public:
  // Both must outlive what is registered.
  Routes(ApiContext& context, Router& router) : context_(context), router_(router) {}

  // The route must be in the role matrix; else std::logic_error.
  void add(std::string_view method, std::string pattern, Handle handle,
           BodyClass body = BodyClass::kJson);

 private:
  ApiContext& context_;
  Router& router_;
};

// The tables of routes, one file each.
void add_project_routes(Routes& routes, ApiContext& context);
void add_map_routes(Routes& routes, ApiContext& context);
void add_hold_routes(Routes& routes, ApiContext& context);
void add_checkout_routes(Routes& routes, ApiContext& context);
void add_payment_routes(Routes& routes, ApiContext& context);
void add_setup_routes(Routes& routes, ApiContext& context);
void add_booking_routes(Routes& routes, ApiContext& context);
void add_refund_routes(Routes& routes, ApiContext& context);
void add_terms_routes(Routes& routes, ApiContext& context);
void add_account_routes(Routes& routes, ApiContext& context);
void add_offline_routes(Routes& routes, ApiContext& context);
void add_pay_routes(Routes& routes, ApiContext& context);
void add_recon_routes(Routes& routes, ApiContext& context);
void add_import_routes(Routes& routes, ApiContext& context);
void add_upload_routes(Routes& routes, ApiContext& context);
void add_finance_routes(Routes& routes, ApiContext& context);
void add_book_routes(Routes& routes, ApiContext& context);
void add_paper_routes(Routes& routes, ApiContext& context);
void add_verify_routes(Routes& routes, ApiContext& context);
void add_template_routes(Routes& routes, ApiContext& context);
void add_partner_paper_routes(Routes& routes, ApiContext& context);
void add_support_routes(Routes& routes, ApiContext& context);
void add_ledger_routes(Routes& routes, ApiContext& context);
void add_system_routes(Routes& routes, ApiContext& context);

}  // namespace ledger
