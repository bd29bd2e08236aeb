#include "writer/command_json.h"

#include <algorithm>
#include <functional>

#include "events/pricing.h"
#include "writer/gateway/entity_json.h"
#include "writer/money_json.h"
#include "writer/object_reader_json.h"

namespace ledger {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxName = 200;
constexpr std::size_t kMaxAddress = 500;
constexpr std::size_t kMaxReason = 500;
constexpr std::size_t kMaxPlotsListed = 20'000;
constexpr std::int64_t kMaxSeconds = 366 * 86'400;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// AAAAA9999A
bool is_pan(std::string_view text) {
  return text.size() == 10 && std::ranges::all_of(text.substr(0, 5), is_upper) &&
         std::ranges::all_of(text.substr(5, 4), is_digit) && is_upper(text[9]);
}

// Two digits of a State, a PAN, three more.
bool is_gstin(std::string_view text) {
  return text.size() == 15 && std::ranges::all_of(text.substr(0, 2), is_digit) &&
         is_pan(text.substr(2, 10)) &&
         std::ranges::all_of(text.substr(12), [](char c) { return is_upper(c) || is_digit(c); });
}

template <class IdT>
std::vector<IdT> ids(std::vector<std::string> texts) {
  std::vector<IdT> to;
  to.reserve(texts.size());
  for (auto& text : texts) to.emplace_back(std::move(text));
  return to;
}

void read_contact(ObjectReader& object, Person& person) {
  person.name = object.text("name", kMaxName, true);
  person.phone = object.text("phone", 20, false);
  person.email = object.text("email", 254, false);
  if (person.phone.empty() && person.email.empty()) {
    object.fault("phone", "a phone number or an e-mail address is needed");
  }
  if (!person.phone.empty() && !is_phone(person.phone)) {
    object.fault("phone", "must be an international number: +, country code, number, digits only");
  }
  if (!person.email.empty() && !is_email(person.email)) {
    object.fault("email", "is not an e-mail address");
  }
}

Person read_visitor(const json& value, const std::string& at, std::vector<Fault>& faults) {
  Person person;
  ObjectReader object(value, at, faults);
  read_contact(object, person);
  object.finish();
  return person;
}

CheckoutRequest::Applicant read_applicant(const json& value, const std::string& at,
                                          std::vector<Fault>& faults) {
  CheckoutRequest::Applicant applicant;
  Person& person = applicant.details;
  ObjectReader object(value, at, faults);
  read_contact(object, person);
  person.address = object.text("address", kMaxAddress, false);
  person.state = object.text("state", 60, false);
  person.pan = object.text("pan", 10, false);
  person.gstin = object.text("gstin", 15, false);
  if (!person.pan.empty() && !is_pan(person.pan)) object.fault("pan", "is not a PAN");
  if (!person.gstin.empty() && !is_gstin(person.gstin)) object.fault("gstin", "is not a GSTIN");
  applicant.share_basis_points =
      static_cast<int>(object.integer("share_basis_points", 1, kBasisPoints, false));
  object.finish();
  return applicant;
}

// Equal shares, the remainder on the last, where none was given.
void complete_shares(std::vector<CheckoutRequest::Applicant>& applicants) {
  const auto given = [](const auto& a) { return a.share_basis_points != 0; };
  if (applicants.empty() || std::ranges::any_of(applicants, given)) return;
  const int each = static_cast<int>(kBasisPoints) / static_cast<int>(applicants.size());
  for (auto& applicant : applicants) applicant.share_basis_points = each;
  applicants.back().share_basis_points +=
      static_cast<int>(kBasisPoints) - each * static_cast<int>(applicants.size());
}

std::vector<CheckoutRequest::Applicant> read_applicants(ObjectReader& object,
                                                        std::vector<Fault>& faults) {
  std::vector<CheckoutRequest::Applicant> applicants;
  const json* list = object.member("applicants", true);
  if (list == nullptr) return applicants;
  if (!list->is_array() || list->empty() || list->size() > kMaxApplicants) {
    object.fault("applicants", "a list of 1 to " + std::to_string(kMaxApplicants) + " is expected");
    return applicants;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto at = object.pointer("applicants") + "/" + std::to_string(i);
    applicants.push_back(read_applicant((*list)[i], at, faults));
  }
  complete_shares(applicants);
  return applicants;
}

wire::CampaignT read_campaign(const json* value, std::vector<Fault>& faults) {
  wire::CampaignT campaign;
  if (value == nullptr) return campaign;
  ObjectReader object(*value, "/source", faults);
  campaign.utm_source = object.text("utm_source", 100, false);
  campaign.utm_campaign = object.text("utm_campaign", 100, false);
  campaign.partner = object.text("partner", 100, false);
  object.finish();
  return campaign;
}

wire::ChargeHeadT read_head(const json& value, const std::string& at, std::vector<Fault>& faults) {
  wire::ChargeHeadT head;
  ObjectReader object(value, at, faults);
  head.head = object.text("head", 60, true);
  const auto kind = object.word("kind", {"per_area", "fixed", "percent"}, true);
  const auto most = kMaxHeadAmount.paise();
  if (kind == "percent") {
    head.kind = wire::HeadKind::Percent;
    head.basis_points =
        static_cast<int>(object.integer("basis_points", -kMaxPercent, kMaxPercent, true));
  } else {
    head.kind = kind == "fixed" ? wire::HeadKind::Fixed : wire::HeadKind::PerArea;
    head.amount = Money::paise(object.integer("paise", -most, most, !kind.empty()));
  }
  head.tax_basis_points =
      static_cast<int>(object.integer("tax_basis_points", 0, kBasisPoints, false));
  if (!kind.empty()) object.finish();
  return head;
}

std::vector<wire::ChargeHeadT> read_heads(ObjectReader& object, std::vector<Fault>& faults) {
  std::vector<wire::ChargeHeadT> heads;
  const json* list = object.member("heads", false);
  if (list == nullptr) return heads;
  if (!list->is_array() || list->size() > kMaxHeads) {
    object.fault("heads", "a list of at most " + std::to_string(kMaxHeads) + " is expected");
    return heads;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const auto at = object.pointer("heads") + "/" + std::to_string(i);
    heads.push_back(read_head((*list)[i], at, faults));
  }
  return heads;
}

int read_token(const json* value, std::vector<Fault>& faults) {
  if (value == nullptr) return SetPrices{}.token_basis_points;
  ObjectReader object(*value, "/token", faults);
  const auto points = object.integer("basis_points", 0, kBasisPoints, true);
  object.finish();
  return static_cast<int>(points);
}

std::vector<PlotId> read_plots(ObjectReader& object, std::size_t most) {
  return ids<PlotId>(object.texts("plots", most, kMaxPlotId, true));
}

void read_declaration(ObjectReader& object, DeclarePayment& payment) {
  payment.mode = read_mode(object, "mode");
  payment.reference = object.text("reference", 64, payment.mode != wire::Mode::Cash);
  payment.amount = read_amount(object, "paise", true);
  payment.bank = object.text("bank", 100, false);
  payment.dated_day = read_day(object, "dated", false);
}

}  // namespace

bool is_phone(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::ranges::all_of(text.substr(1), is_digit);
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  const auto domain = text.substr(at + 1);
  const auto dot = domain.find('.');
  if (dot == std::string_view::npos || dot == 0 || domain.ends_with('.')) return false;
  return domain.find("..") == std::string_view::npos &&
         domain.find('@') == std::string_view::npos &&
         text.find_first_of(" \"(),:;<>[\\]") == std::string_view::npos;
}

bool is_project_id(std::string_view text) {
  const auto fits = [](char c) { return is_lower(c) || is_digit(c) || c == '-'; };
  return text.size() >= 2 && text.size() <= 64 && std::ranges::all_of(text, fits) &&
         text.front() != '-' && text.back() != '-' && text.find("--") == std::string_view::npos;
}

struct JsonBody::Read {
  bool empty;
  Result<json> value;
};

JsonBody::JsonBody(std::string_view text)
    : read_(std::make_unique<Read>(Read{text.empty(), parse_strictly(text, kMaxCommandBytes)})) {}

JsonBody::~JsonBody() = default;
JsonBody::JsonBody(JsonBody&&) noexcept = default;

Result<std::string> JsonBody::canonical() const {
  if (read_->empty) return std::string();
  if (!read_->value) return fail(read_->value.error());
  return read_->value->dump();
}

Result<HoldRequest> parse_hold(const JsonBody& body) {
  const auto read = [](ObjectReader& object, std::vector<Fault>& faults) {
    HoldRequest request;
    request.plots = read_plots(object, kMaxPlotsAHold);
    if (const auto* contact = object.member("contact", true)) {
      request.contact = read_visitor(*contact, "/contact", faults);
    }
    request.campaign = read_campaign(object.member("source", false), faults);
    return request;
  };
  return read_object<HoldRequest>(body.read_->value, read);
}

Result<CheckoutRequest> parse_checkout(std::string_view body) {
  return parse_object<CheckoutRequest>(body, [](ObjectReader& object, std::vector<Fault>& faults) {
    CheckoutRequest request;
    request.applicants = read_applicants(object, faults);
    request.plan = object.text("plan", 60, true);
    request.pay =
        object.word("pay", {"token", "full"}, true) == "full" ? wire::Pay::Full : wire::Pay::Token;
    return request;
  });
}

Result<TransferRequest> parse_transfer(std::string_view body) {
  return parse_object<TransferRequest>(body, [](ObjectReader& object, std::vector<Fault>& faults) {
    TransferRequest request;
    request.applicants = read_applicants(object, faults);
    request.reason = object.text("reason", kMaxReason, true);
    return request;
  });
}

Result<DeclareRequest> parse_declare(std::string_view body, bool for_hold) {
  return parse_object<DeclareRequest>(body, [=](ObjectReader& object, std::vector<Fault>& faults) {
    DeclareRequest request;
    read_declaration(object, request.payment);
    if (!for_hold) return request;
    if (object.has("applicants")) request.applicants = read_applicants(object, faults);
    request.plan = object.has("plan") ? object.text("plan", 60, true) : "standard";
    return request;
  });
}

Result<CallbackRequest> parse_callback(std::string_view body) {
  return parse_object<CallbackRequest>(body, [](ObjectReader& object, std::vector<Fault>&) {
    return CallbackRequest{OrderId(object.text("razorpay_order_id", 64, true)),
                           PaymentId(object.text("razorpay_payment_id", 64, true)),
                           object.text("razorpay_signature", 128, true)};
  });
}

Result<std::string> parse_reason(std::string_view body) {
  return parse_object<std::string>(body, [](ObjectReader& object, std::vector<Fault>&) {
    return object.text("reason", kMaxReason, true);
  });
}

Result<void> parse_nothing(std::string_view body) {
  if (body.empty()) return {};
  const auto read = parse_object<int>(body, [](ObjectReader&, std::vector<Fault>&) { return 0; });
  if (!read) return fail(read.error());
  return {};
}

Result<OpenProject> parse_open_project(std::string_view body) {
  return parse_object<OpenProject>(body, [](ObjectReader& object, std::vector<Fault>&) {
    OpenProject open;
    open.project = ProjectId(object.text("project_id", 64, true));
    if (!open.project.empty() && !is_project_id(open.project)) {
      object.fault("project_id", "2 to 64 lower-case letters, digits and single dashes");
    }
    open.name = object.text("name", kMaxName, true);
    open.code = object.text("code", 3, true);
    open.city = object.text("city", 100, false);
    open.timezone = object.text("timezone", 60, true);
    open.rera_no = object.text("rera_no", 60, false);
    return open;
  });
}

Result<IssueApiKey> parse_issue_api_key(std::string_view body) {
  return parse_object<IssueApiKey>(body, [](ObjectReader& object, std::vector<Fault>&) {
    IssueApiKey issue;
    issue.role =
        object.word("role", {"sales", "finance", "support", "partner", "auditor", "admin"}, true);
    issue.name = object.text("name", 100, true);
    issue.projects = ids<ProjectId>(object.texts("projects", 1'000, 64, false));
    return issue;
  });
}

Result<SetPrices> parse_set_prices(const ProjectId& project, std::string_view body) {
  return parse_object<SetPrices>(body, [&](ObjectReader& object, std::vector<Fault>& faults) {
    SetPrices prices;
    prices.project = project;
    prices.currency = object.text("currency", 3, true);
    prices.rate_per_sq_yd =
        Money::paise(object.integer("rate_paise_per_sq_yd", 0, kMaxRate.paise(), true));
    prices.heads = read_heads(object, faults);
    prices.token_basis_points = read_token(object.member("token", false), faults);
    if (object.has("balance_due_days")) {
      prices.balance_due_days =
          static_cast<std::uint32_t>(object.integer("balance_due_days", 0, 3'650, true));
    }
    return prices;
  });
}

Result<SetHoldRules> parse_set_hold_rules(const ProjectId& project, std::string_view body) {
  return parse_object<SetHoldRules>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    const auto number = [&](const char* name, std::int64_t least, std::int64_t most) {
      return static_cast<std::uint32_t>(object.integer(name, least, most, true));
    };
    SetHoldRules set;
    set.rules.project = project;
    set.rules.hold_s = number("hold_s", 1, kMaxSeconds);
    set.rules.checkout_hold_s = number("checkout_hold_s", 1, kMaxSeconds);
    set.rules.extension_s = number("extension_s", 0, kMaxSeconds);
    set.rules.longest_hold_s = number("longest_hold_s", 1, kMaxSeconds);
    set.rules.retry_window_s = number("retry_window_s", 0, kMaxSeconds);
    set.rules.gateway_wait_s = number("gateway_wait_s", 0, kMaxSeconds);
    set.rules.holds_per_contact = number("holds_per_contact", 1, 1'000);
    set.rules.staff_hold_s = number("staff_hold_s", 1, kMaxSeconds);
    return set;
  });
}

Result<ReleasePlots> parse_release_plots(const ProjectId& project, std::string_view body) {
  return parse_object<ReleasePlots>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    ReleasePlots release;
    release.project = project;
    const json* plots = object.member("plots", true);
    release.all = plots != nullptr && *plots == "all";
    if (plots != nullptr && !release.all) release.plots = read_plots(object, kMaxPlotsListed);
    return release;
  });
}

Result<BlockPlots> parse_block_plots(const ProjectId& project, std::string_view body) {
  return parse_object<BlockPlots>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    BlockPlots block;
    block.project = project;
    block.plots = read_plots(object, kMaxPlotsListed);
    block.reason = object.text("reason", kMaxReason, true);
    block.channel = object.text("channel", 100, false);
    return block;
  });
}

Result<UnblockPlots> parse_unblock_plots(const ProjectId& project, std::string_view body) {
  return parse_object<UnblockPlots>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    return UnblockPlots{project, read_plots(object, kMaxPlotsListed)};
  });
}

Result<std::string> canonical_json(std::string_view body) {
  return JsonBody(body).canonical();
}

}  // namespace ledger
