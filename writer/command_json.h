#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "events/person.h"
#include "events/result.h"
#include "writer/commands.h"

// JSON → command, the only place. A body is one JSON text in UTF-8, at most 32 deep, no key twice;
// a field that the command does not know is refused. Amounts are integers (paise), at most 2^53
// - 1. Every failure is kInvalid ("malformed-json", "invalid-request") with the JSON pointer of
// each fault, or kTooLarge.
namespace ledger {

inline constexpr std::size_t kMaxApplicants = 8;
inline constexpr std::size_t kMaxPlotsAHold = 10;
inline constexpr std::size_t kMaxPlotId = 140;  // bytes: "<block>:<no>"

// {"plots": […], "contact": {"name", "phone", "email"}, "source": {…}?}
struct HoldRequest {
  std::vector<PlotId> plots;
  Person contact;  // a name, and a phone (E.164) or an e-mail
  wire::CampaignT campaign;
};

// {"applicants": […], "plan", "pay"}. Shares are as given, or equal where none was given.
struct CheckoutRequest {
  struct Applicant {
    Person details;
    int share_basis_points = 0;
  };

  std::vector<Applicant> applicants;
  std::string plan;
  wire::Pay pay = wire::Pay::Token;
};

// What the gateway's page hands to the browser.
struct CallbackRequest {
  OrderId order;
  PaymentId payment;
  std::string signature;
};

// A command's body, read once: the text that its idempotency key is bound to, and what it asks for.
class JsonBody {
 public:
  explicit JsonBody(std::string_view text);
  ~JsonBody();
  JsonBody(JsonBody&&) noexcept;

  // As canonical_json().
  [[nodiscard]] Result<std::string> canonical() const;

 private:
  friend Result<HoldRequest> parse_hold(const JsonBody& body);
  struct Read;
  std::unique_ptr<const Read> read_;
};

Result<HoldRequest> parse_hold(const JsonBody& body);
Result<CheckoutRequest> parse_checkout(std::string_view body);

// {"applicants", "reason"}: whose a booking becomes.
struct TransferRequest {
  std::vector<CheckoutRequest::Applicant> applicants;
  std::string reason;
};

// {"mode", "reference", "paise", "bank"?, "dated"?, "applicants"?, "plan"?}: the last two for a
// hold.
struct DeclareRequest {
  DeclarePayment payment;  // without ids
  std::vector<CheckoutRequest::Applicant> applicants;
  std::string plan;
};

Result<TransferRequest> parse_transfer(std::string_view body);
Result<DeclareRequest> parse_declare(std::string_view body, bool for_hold);
Result<CallbackRequest> parse_callback(std::string_view body);
Result<std::string> parse_reason(std::string_view body);  // {"reason"}
Result<void> parse_nothing(std::string_view body);        // {} or no body at all

Result<OpenProject> parse_open_project(std::string_view body);
Result<IssueApiKey> parse_issue_api_key(std::string_view body);  // `key` is left empty
Result<SetPrices> parse_set_prices(const ProjectId& project, std::string_view body);
Result<SetHoldRules> parse_set_hold_rules(const ProjectId& project, std::string_view body);
Result<ReleasePlots> parse_release_plots(const ProjectId& project, std::string_view body);
Result<BlockPlots> parse_block_plots(const ProjectId& project, std::string_view body);
Result<UnblockPlots> parse_unblock_plots(const ProjectId& project, std::string_view body);

// The same text whatever the order of keys and the white space: what an idempotency key is bound
// to.
Result<std::string> canonical_json(std::string_view body);

// "+" and 7 to 15 digits, the first not 0.
bool is_phone(std::string_view text);
// One "@" with something before it and a dotted name behind it.
bool is_email(std::string_view text);
// Lower-case letters, digits and single dashes within, 2 to 64 characters.
bool is_project_id(std::string_view text);

}  // namespace ledger
