#include "query-api/routes.h"
#include "query-api/staff_command.h"
#include "query-api/terms_json.h"
#include "writer/money_json.h"

// A project's rules about money: set by finance, in force from a day or for what is agreed from now
// on.
namespace ledger {
namespace {

// A parser that wants only the project.
template <class Parse>
MakeAtProject by(Parse parse) {
  return [parse](const rows::ProjectRowT& project, std::string_view body) -> Result<Made> {
    auto command = parse(project.project, body);
    if (!command) return fail(command.error());
    return Made{std::move(*command)};
  };
}

// A command that is about a name in the path: a plan, a partner.
template <class Parse, class Name>
Handle named(ApiContext& context, const char* param, Parse parse, Name name) {
  return [&context, param, parse, name](Call& call) -> Result<Reply> {
    const auto given = call.request.param(param);
    return at_project(context, [&](const auto& project, std::string_view body) -> Result<Made> {
      auto command = parse(project.project, body);
      if (!command) return fail(command.error());
      name(*command) = given;
      return Made{std::move(*command)};
    })(call);
  };
}

Result<Reply> show_terms(const ApiContext& context, Call& call) {
  const auto project = context.project(call);
  if (!project) return fail(project.error());
  return json_reply(200,
                    terms_json(call.snapshot->rows(terms::kView), call.snapshot->rows(recon::kView),
                               project->project, to_string(call.snapshot->position())));
}

}  // namespace

void add_terms_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/projects/{project}/terms",
             [&](Call& call) { return show_terms(context, call); });
  routes.add("PUT", "/v1/projects/{project}/tax-rules", at_project(context, by(parse_tax_rules)));
  routes.add("PUT", "/v1/projects/{project}/money-rules",
             at_project(context, by(parse_money_rules)));
  routes.add("PUT", "/v1/projects/{project}/cancellation-rules",
             at_project(context, by(parse_cancellation_rules)));
  routes.add("PUT", "/v1/projects/{project}/plans/{plan}",
             named(context, "plan", parse_payment_plan,
                   [](SetPaymentPlan& c) -> std::string& { return c.plan; }));
  routes.add("PUT", "/v1/projects/{project}/commission-rules/{partner}",
             named(context, "partner", parse_commission_rules,
                   [](SetCommissionRules& c) -> std::string& { return c.partner; }));
  routes.add("POST", "/v1/projects/{project}/milestones", at_project(context, by(parse_milestone)));
}

}  // namespace ledger
