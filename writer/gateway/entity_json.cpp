#include "writer/gateway/entity_json.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

namespace ledger {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxId = 64;
constexpr std::size_t kMaxText = 4096;
constexpr std::int64_t kMaxSeconds = 253'402'300'799;  // the end of the year 9999

// Builds the value of one text, and stops at what parse_strictly refuses.
class StrictBuilder final : public nlohmann::json_sax<json> {
 public:
  [[nodiscard]] json take() { return std::move(root_); }

  [[nodiscard]] const std::string& why() const { return why_; }

  bool null() override { return put(nullptr); }

  bool boolean(bool value) override { return put(value); }

  bool number_integer(number_integer_t value) override { return put(value); }

  bool number_unsigned(number_unsigned_t value) override { return put(value); }

  bool number_float(number_float_t value, const string_t&) override { return put(value); }

  bool string(string_t& value) override { return put(std::move(value)); }

  bool binary(binary_t&) override { return stop("not a JSON text"); }

  bool start_object(std::size_t) override { return open(json::object()); }

  bool key(string_t& name) override {
    auto& members = open_.back()->get_ref<json::object_t&>();
    const auto [member, fresh] = members.try_emplace(std::move(name));
    member_ = &member->second;
    return fresh || stop("the key '" + member->first + "' occurs twice");
  }

  bool end_object() override { return close(); }

  bool start_array(std::size_t) override { return open(json::array()); }

  bool end_array() override { return close(); }

  bool parse_error(std::size_t at, const std::string&,
                   const nlohmann::detail::exception&) override {
    return stop("not a JSON text in UTF-8, at byte " + std::to_string(at));
  }

 private:
  // Where the next value goes.
  json& place() {
    if (open_.empty()) return root_;
    if (open_.back()->is_object()) return *member_;
    return open_.back()->emplace_back();
  }

  bool put(json value) {
    place() = std::move(value);
    return true;
  }

  bool open(json container) {
    auto& here = place();
    here = std::move(container);
    open_.push_back(&here);  // stays where it is: what it lies in grows only after it is closed
    return open_.size() <= kMaxJsonDepth || stop("nested too deeply");
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  bool stop(std::string why) {
    why_ = std::move(why);
    return false;
  }

  json root_;
  std::vector<json*> open_;
  json* member_ = nullptr;
  std::string why_;
};

// One object's members, each read as one kind of thing; what is wrong becomes a fault.
class Fields {
 public:
  Fields(const json& object, std::string at, std::vector<Fault>& faults)
      : object_(object), at_(std::move(at)), faults_(faults) {
    if (!object_.is_object()) faults_.push_back({at_, "an object is expected"});
  }

  // A member, or null when it is absent.
  [[nodiscard]] const json& operator[](const char* key) const {
    static const json kNull;
    if (!object_.is_object()) return kNull;
    const auto found = object_.find(key);
    return found == object_.end() ? kNull : *found;
  }

  // "" for null and for an absent member.
  [[nodiscard]] std::string text(const char* key) const {
    const json& value = (*this)[key];
    if (value.is_null()) return {};
    if (value.is_string() && value.get_ref<const std::string&>().size() <= kMaxText) {
      return value.get<std::string>();
    }
    return fault(key, "a text is expected"), std::string();
  }

  [[nodiscard]] std::string id(const char* key) const {
    std::string value = text(key);
    if (value.empty()) fault(key, "an id is expected");
    return checked_id(key, std::move(value));
  }

  [[nodiscard]] std::string optional_id(const char* key) const {
    return checked_id(key, text(key));
  }

  [[nodiscard]] std::int64_t integer(const char* key, std::int64_t most) const {
    const json& value = (*this)[key];
    if (!value.is_number_integer()) return fault(key, "an integer is expected"), 0;
    const bool huge = value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX;
    if (huge || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > most) {
      return fault(key, "an integer from 0 to " + std::to_string(most) + " is expected"), 0;
    }
    return value.get<std::int64_t>();
  }

  [[nodiscard]] Money amount(const char* key) const {
    return Money::paise(integer(key, kMaxPaise));
  }

  [[nodiscard]] std::optional<Money> optional_amount(const char* key) const {
    if ((*this)[key].is_null()) return std::nullopt;
    return amount(key);
  }

  [[nodiscard]] std::string currency() const {
    std::string value = text("currency");
    const bool ok = value.size() == 3 &&
                    std::ranges::all_of(value, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!ok) fault("currency", "an ISO 4217 code is expected");
    return value;
  }

  [[nodiscard]] bool flag(const char* key) const {
    const json& value = (*this)[key];
    if (value.is_null()) return false;
    if (!value.is_boolean()) return fault(key, "true or false is expected"), false;
    return value.get<bool>();
  }

  template <class Enum, std::size_t N>
  [[nodiscard]] Enum one_of(const char* key,
                            const std::array<std::pair<std::string_view, Enum>, N>& names) const {
    const std::string value = text(key);
    const auto* found =
        std::ranges::find(names, value, [](const auto& name) { return name.first; });
    if (found != names.end()) return found->second;
    return fault(key, "'" + value.substr(0, kMaxId) + "' is not a known " + key), Enum{};
  }

  // The gateway writes no notes as an empty array.
  [[nodiscard]] GatewayNotes notes() const {
    GatewayNotes notes;
    const json& value = (*this)["notes"];
    if (value.is_null() || (value.is_array() && value.empty())) return notes;
    if (!value.is_object()) return fault("notes", "an object is expected"), notes;
    for (const auto& [key, note] : value.items()) {
      notes.emplace(key, note.is_string() ? note.get<std::string>() : note.dump());
    }
    return notes;
  }

 private:
  void fault(const char* key, std::string message) const {
    faults_.push_back({at_ + "/" + key, std::move(message)});
  }

  [[nodiscard]] std::string checked_id(const char* key, std::string value) const {
    const bool ok = value.size() <= kMaxId && std::ranges::all_of(value, [](char c) {
                      return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                             (c >= 'a' && c <= 'z') || c == '_';
                    });
    if (!ok) fault(key, "an id of letters, digits and _ is expected");
    return value;
  }

  const json& object_;
  std::string at_;
  std::vector<Fault>& faults_;
};

constexpr std::array<std::pair<std::string_view, GatewayOrderStatus>, 3> kOrderStatuses{{
    {"created", GatewayOrderStatus::kCreated},
    {"attempted", GatewayOrderStatus::kAttempted},
    {"paid", GatewayOrderStatus::kPaid},
}};

constexpr std::array<std::pair<std::string_view, GatewayPaymentStatus>, 5> kPaymentStatuses{{
    {"created", GatewayPaymentStatus::kCreated},
    {"authorized", GatewayPaymentStatus::kAuthorized},
    {"captured", GatewayPaymentStatus::kCaptured},
    {"failed", GatewayPaymentStatus::kFailed},
    {"refunded", GatewayPaymentStatus::kRefunded},
}};

constexpr std::array<std::pair<std::string_view, GatewayRefundStatus>, 3> kRefundStatuses{{
    {"pending", GatewayRefundStatus::kPending},
    {"processed", GatewayRefundStatus::kProcessed},
    {"failed", GatewayRefundStatus::kFailed},
}};

}  // namespace

Result<json> parse_strictly(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    return fail(ErrorCode::kTooLarge, "too-large",
                "more than " + std::to_string(max_bytes) + " bytes");
  }
  StrictBuilder builder;
  if (!json::sax_parse(text, &builder))
    return fail(ErrorCode::kInvalid, "malformed-json", builder.why());
  return builder.take();
}

Instant read_time(const json& object, const char* key, const std::string& at,
                  std::vector<Fault>& faults) {
  const std::int64_t since_epoch = Fields(object, at, faults).integer(key, kMaxSeconds);
  return Instant::micros(Micros(seconds(since_epoch)).count());
}

GatewayOrder read_order(const json& entity, const std::string& at, std::vector<Fault>& faults) {
  const Fields fields(entity, at, faults);
  return {.id = OrderId(fields.id("id")),
          .amount = fields.amount("amount"),
          .amount_paid = fields.optional_amount("amount_paid").value_or(Money()),
          .currency = fields.currency(),
          .receipt = fields.text("receipt"),
          .status = fields.one_of("status", kOrderStatuses),
          .notes = fields.notes(),
          .created_at = read_time(entity, "created_at", at, faults)};
}

GatewayPayment read_payment(const json& entity, const std::string& at, std::vector<Fault>& faults) {
  const Fields fields(entity, at, faults);
  return {.id = PaymentId(fields.id("id")),
          .order_id = OrderId(fields.optional_id("order_id")),
          .status = fields.one_of("status", kPaymentStatuses),
          .amount = fields.amount("amount"),
          .currency = fields.currency(),
          .method = fields.text("method"),
          .captured = fields.flag("captured"),
          .amount_refunded = fields.optional_amount("amount_refunded").value_or(Money()),
          .fee = fields.optional_amount("fee"),
          .tax = fields.optional_amount("tax"),
          .error_code = fields.text("error_code"),
          .error_description = fields.text("error_description"),
          .notes = fields.notes(),
          .created_at = read_time(entity, "created_at", at, faults)};
}

GatewayRefund read_refund(const json& entity, const std::string& at, std::vector<Fault>& faults) {
  const Fields fields(entity, at, faults);
  return {.id = fields.id("id"),
          .payment_id = PaymentId(fields.id("payment_id")),
          .status = fields.one_of("status", kRefundStatuses),
          .amount = fields.amount("amount"),
          .currency = fields.currency(),
          .notes = fields.notes(),
          .created_at = read_time(entity, "created_at", at, faults)};
}

SettledItem read_settled_item(const json& entity, const std::string& at,
                              std::vector<Fault>& faults) {
  const Fields fields(entity, at, faults);
  const auto sum = [&](const char* key) { return fields.optional_amount(key).value_or(Money()); };
  const bool dated = !fields["settled_at"].is_null();
  return {
      .entity = fields.id("entity_id"),
      .kind = fields.text("type"),
      .amount = sum("amount"),
      .credit = sum("credit"),
      .debit = sum("debit"),
      .fee = sum("fee"),
      .tax = sum("tax"),
      .currency = fields.currency(),
      .order = fields.optional_id("order_id"),
      .payment = fields.optional_id("payment_id"),
      .receipt = fields.text("order_receipt"),
      .settlement = fields.optional_id("settlement_id"),
      .utr = fields.text("settlement_utr"),
      .settled_on = dated ? day_of(read_time(entity, "settled_at", at, faults), kIndia) : Day(0)};
}

}  // namespace ledger
