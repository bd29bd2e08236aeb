#include "query-api/roles.h"

#include <algorithm>
#include <array>

namespace ledger {
namespace {

constexpr std::uint8_t bit(Role role) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(role));
}

template <class... R>
constexpr std::uint8_t any_of(R... roles) {
  return static_cast<std::uint8_t>((0U | ... | bit(roles)));
}

using enum Role;

constexpr std::uint8_t kEveryone =
    any_of(kVisitor, kSales, kFinance, kSupport, kPartner, kAuditor, kAdmin);
// Buyers act as visitors with their hold's token; of the staff only those who sell may act so.
constexpr std::uint8_t kBuying = any_of(kVisitor, kSales, kAdmin);
constexpr std::uint8_t kSelling = any_of(kSales, kAdmin);
constexpr std::uint8_t kFinancing = any_of(kFinance, kAdmin);
constexpr std::uint8_t kBooks = any_of(kFinance, kAuditor, kAdmin);
constexpr std::uint8_t kCases = any_of(kSales, kFinance, kSupport, kAuditor, kAdmin);
constexpr std::uint8_t kHistory = any_of(kAuditor, kAdmin);
constexpr std::uint8_t kRunning = any_of(kAdmin);

constexpr auto kMatrix = std::to_array<Access>({
    // --- anyone ---
    {"GET", "/v1/projects", kEveryone},
    {"GET", "/v1/projects/{project}", kEveryone},
    {"GET", "/v1/projects/{project}/layout", kEveryone},
    {"GET", "/v1/projects/{project}/map", kEveryone},
    {"GET", "/v1/projects/{project}/map/stream", kEveryone},
    {"GET", "/v1/projects/{project}/plots", kEveryone},
    {"GET", "/v1/projects/{project}/quote", kEveryone},
    {"GET", "/v1/pay/{link}", kEveryone},
    {"GET", "/v1/verify/{number...}", kEveryone},
    {"POST", "/v1/pay/{link}", kEveryone},
    {"POST", "/v1/payments/callback", kEveryone},
    {"POST", "/v1/webhooks/razorpay", kEveryone},
    {"GET", "/livez", kEveryone},
    {"GET", "/readyz", kEveryone},
    {"GET", "/version", kEveryone},
    {"GET", "/metrics", kHistory},
    {"GET", "/openapi.json", kEveryone},
    {"GET", "/problems/{name}", kEveryone},
    // --- buyers ---
    {"POST", "/v1/projects/{project}/holds", kBuying},
    {"GET", "/v1/holds/{hold}", kEveryone},
    {"POST", "/v1/holds/{hold}/extend", kBuying},
    {"POST", "/v1/holds/{hold}/release", kBuying},
    {"POST", "/v1/holds/{hold}/checkout", kBuying},
    {"POST", "/v1/holds/{hold}/declare", kBuying},
    {"POST", "/v1/me/bookings/{booking}/pay", kEveryone},
    {"POST", "/v1/me/bookings/{booking}/declare", kEveryone},
    {"POST", "/v1/me/bookings/{booking}/apply-credit", kEveryone},
    {"POST", "/v1/me/bookings/{booking}/refunds", kEveryone},
    {"GET", "/v1/me/bookings/{booking}", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/schedule", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/payments", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/papers/{number...}", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/receipts/{number...}", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/demands/{demand}.pdf", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/allotment.pdf", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/agreement.pdf", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/statement", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/statement.json", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/statement.csv", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/statement.xlsx", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/statement.pdf", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/financial-years/{year}", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/financial-years/{year}.json", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/financial-years/{year}.csv", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/financial-years/{year}.xlsx", kEveryone},
    {"GET", "/v1/me/bookings/{booking}/financial-years/{year}.pdf", kEveryone},
    // --- staff ---
    {"POST", "/v1/api-keys", kRunning},
    {"POST", "/v1/projects", kRunning},
    {"POST", "/v1/projects/{project}/layout", kRunning},
    {"PUT", "/v1/projects/{project}/prices", kRunning},
    {"POST", "/v1/projects/{project}/prices/sheet", kRunning},
    {"GET", "/v1/projects/{project}/prices/sheet.xlsx", kRunning},
    {"POST", "/v1/projects/{project}/imports/bookings", kRunning},
    {"GET", "/v1/projects/{project}/imports/bookings/form.xlsx", kFinancing},
    {"GET", "/v1/projects/{project}/imports/bookings/form.csv", kFinancing},
    {"GET", "/v1/projects/{project}/imports/bookings/{file}", kBooks},
    {"GET", "/v1/projects/{project}/files/{document}", kBooks},
    {"PUT", "/v1/projects/{project}/hold-rules", kRunning},
    {"GET", "/v1/projects/{project}/templates", kCases},
    {"GET", "/v1/projects/{project}/templates/{kind}", kCases},
    {"PUT", "/v1/projects/{project}/templates/{kind}", kRunning},
    {"POST", "/v1/projects/{project}/templates/{kind}/preview", kRunning},
    {"GET", "/v1/projects/{project}/letterhead", kCases},
    {"PUT", "/v1/projects/{project}/letterhead", kRunning},
    {"POST", "/v1/projects/{project}/release", kRunning},
    {"POST", "/v1/projects/{project}/block", kRunning},
    {"POST", "/v1/projects/{project}/unblock", kRunning},
    {"POST", "/v1/holds/{hold}/staff-release", kSelling},
    {"GET", "/v1/bookings", kCases},
    {"GET", "/v1/bookings/{booking}", kCases},
    {"GET", "/v1/bookings/{booking}/papers/{number...}", kCases},
    {"GET", "/v1/bookings/{booking}/receipts/{number...}", kCases},
    {"GET", "/v1/bookings/{booking}/demands/{demand}.pdf", kCases},
    {"GET", "/v1/bookings/{booking}/allotment.pdf", kCases},
    {"GET", "/v1/bookings/{booking}/agreement.pdf", kCases},
    {"GET", "/v1/bookings/{booking}/statement", kCases},
    {"GET", "/v1/bookings/{booking}/statement.json", kCases},
    {"GET", "/v1/bookings/{booking}/statement.csv", kCases},
    {"GET", "/v1/bookings/{booking}/statement.xlsx", kCases},
    {"GET", "/v1/bookings/{booking}/statement.pdf", kCases},
    {"GET", "/v1/bookings/{booking}/financial-years/{year}", kCases},
    {"GET", "/v1/bookings/{booking}/financial-years/{year}.json", kCases},
    {"GET", "/v1/bookings/{booking}/financial-years/{year}.csv", kCases},
    {"GET", "/v1/bookings/{booking}/financial-years/{year}.xlsx", kCases},
    {"GET", "/v1/bookings/{booking}/financial-years/{year}.pdf", kCases},
    {"POST", "/v1/bookings/{booking}/cancel", any_of(kFinance, kAdmin)},
    {"GET", "/v1/refunds", kBooks},
    {"POST", "/v1/refunds/{refund}/approve", any_of(kFinance, kAdmin)},
    {"GET", "/v1/support/search", any_of(kSupport, kFinance, kAuditor, kAdmin)},
    // --- the money ---
    {"GET", "/v1/projects/{project}/terms", kCases},
    {"PUT", "/v1/projects/{project}/tax-rules", kFinancing},
    {"PUT", "/v1/projects/{project}/money-rules", kFinancing},
    {"PUT", "/v1/projects/{project}/cancellation-rules", kFinancing},
    {"PUT", "/v1/projects/{project}/plans/{plan}", kFinancing},
    {"PUT", "/v1/projects/{project}/commission-rules/{partner}", kFinancing},
    {"POST", "/v1/projects/{project}/milestones", kFinancing},
    {"POST", "/v1/holds/{hold}/discounts", kSelling},
    {"POST", "/v1/bookings/{booking}/discounts", kSelling},
    {"GET", "/v1/discounts", kCases},
    {"POST", "/v1/discounts/{discount}/approve", kFinancing},
    {"POST", "/v1/discounts/{discount}/reject", kFinancing},
    {"POST", "/v1/bookings/{booking}/payments", any_of(kSales, kFinance, kAdmin)},
    {"GET", "/v1/payments", kBooks},
    {"POST", "/v1/payments/{payment}/verify", kFinancing},
    {"POST", "/v1/payments/{payment}/reject", kFinancing},
    {"POST", "/v1/payments/{payment}/deposit", kFinancing},
    {"POST", "/v1/payments/{payment}/bounce", kFinancing},
    {"POST", "/v1/payments/{payment}/reverse", kFinancing},
    {"POST", "/v1/bookings/{booking}/links", any_of(kSales, kFinance, kAdmin)},
    {"POST", "/v1/links/{link}/cancel", any_of(kSales, kFinance, kAdmin)},
    {"POST", "/v1/bookings/{booking}/reschedule", kFinancing},
    {"POST", "/v1/bookings/{booking}/waive", kFinancing},
    {"POST", "/v1/bookings/{booking}/advance", kFinancing},
    {"POST", "/v1/bookings/{booking}/invoice", kFinancing},
    {"POST", "/v1/bookings/{booking}/notice", kFinancing},
    {"POST", "/v1/bookings/{booking}/revive", kFinancing},
    {"POST", "/v1/bookings/{booking}/refunds", kFinancing},
    {"POST", "/v1/bookings/{booking}/apply-credit", kFinancing},
    {"POST", "/v1/bookings/{booking}/move-credit", kFinancing},
    {"POST", "/v1/bookings/{booking}/swap", any_of(kSales, kFinance, kAdmin)},
    {"POST", "/v1/bookings/{booking}/transfer", any_of(kSales, kFinance, kAdmin)},
    {"POST", "/v1/bookings/{booking}/cancellation-request", any_of(kSales, kFinance, kAdmin)},
    {"POST", "/v1/refunds/{refund}/withdraw", kFinancing},
    {"POST", "/v1/refunds/{refund}/sent", kFinancing},
    {"POST", "/v1/projects/{project}/demands", kFinancing},
    {"POST", "/v1/projects/{project}/demands/issue", kFinancing},
    {"POST", "/v1/projects/{project}/interest", kFinancing},
    {"POST", "/v1/projects/{project}/commission/{partner}/approve", kFinancing},
    {"POST", "/v1/projects/{project}/commission/pay", kFinancing},
    {"POST", "/v1/projects/{project}/settlements", kFinancing},
    {"POST", "/v1/projects/{project}/settlements/file", kFinancing},
    {"POST", "/v1/projects/{project}/settlements/fetch", kFinancing},
    {"POST", "/v1/projects/{project}/settlements/undo", kFinancing},
    {"POST", "/v1/projects/{project}/bank/file", kFinancing},
    {"POST", "/v1/projects/{project}/bank/match", kFinancing},
    {"POST", "/v1/projects/{project}/bank/undo", kFinancing},
    {"POST", "/v1/projects/{project}/day-close", kFinancing},
    {"POST", "/v1/projects/{project}/launch-check/sign", kFinancing},
    {"GET", "/v1/projects/{project}/commission/{partner}", kBooks},
    {"GET", "/v1/projects/{project}/commission/{partner}.pdf", kBooks},
    {"GET", "/v1/projects/{project}/commission/{partner}.csv", kBooks},
    {"GET", "/v1/projects/{project}/commission/{partner}.xlsx", kBooks},
    {"GET", "/v1/finance/reconciliation", kBooks},
    {"GET", "/v1/finance/bank", kBooks},
    {"GET", "/v1/finance/day-book", kBooks},
    {"GET", "/v1/finance/launch-check", kBooks},
    {"GET", "/v1/finance/trial-balance", kBooks},
    {"GET", "/v1/finance/portal-check", kBooks},
    {"GET", "/v1/finance/accounts/{account}", kBooks},
    {"GET", "/v1/finance/bookings.csv", kBooks},
    {"GET", "/v1/finance/bookings.xlsx", kBooks},
    // --- the ledger itself ---
    {"GET", "/v1/ledger/partitions", kHistory},
    {"GET", "/v1/ledger/records", kHistory},
    {"POST", "/v1/ledger/clock/confirm", kRunning},
});

}  // namespace

std::span<const Access> role_matrix() {
  return kMatrix;
}

const Access* access_of(std::string_view method, std::string_view pattern) {
  const auto found = std::ranges::find_if(
      kMatrix, [&](const Access& a) { return a.method == method && a.pattern == pattern; });
  return found == kMatrix.end() ? nullptr : &*found;
}

bool may_look_back(Role role) {
  return ((kBooks >> static_cast<unsigned>(role)) & 1U) != 0;
}

}  // namespace ledger
