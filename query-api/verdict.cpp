#include <algorithm>

#include "events/civil.h"
#include "query-api/support_json.h"

namespace ledger {
namespace {

using rows::HoldPaymentT;
using rows::HoldRowT;
using rows::HoldState;
using rows::PaymentState;
using rows::RefundState;

// "INR 1,24,800.00", grouped as in India.
std::string amount_text(Money amount, const std::string& currency) {
  const auto paise = amount.paise() < 0 ? -amount.paise() : amount.paise();
  auto whole = std::to_string(paise / 100);
  for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 2) {
    whole.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return currency + (amount.negative() ? " -" : " ") + whole + "." +
         std::to_string(100 + paise % 100).substr(1);
}

const HoldPaymentT* payment_in(const HoldRowT& hold, PaymentState state) {
  for (const auto& payment : hold.payments) {
    if (payment->state == state) return payment.get();
  }
  return nullptr;
}

CaseVerdict booked(const CaseFacts& facts) {
  const auto figures = portal::figures(*facts.booking);
  const auto& currency = facts.booking->currency;
  const auto& id = facts.booking->booking.str();
  const auto paid = amount_text(figures.paid, currency);
  if (facts.booking->cancelled) {
    const auto back = amount_text(figures.refunded, currency);
    const auto due = amount_text(figures.refund_due, currency);
    return {"Booking " + id + " is cancelled: " + back + " went back, " + due +
                " is still to be refunded.",
            "बुकिंग " + id + " रद्द है: " + back + " लौटाए गए, " + due + " लौटाना बाकी है।"};
  }
  const auto rest = amount_text(figures.outstanding, currency);
  return {"Paid and booked: booking " + id + ", " + paid + " received, " + rest + " outstanding.",
          "भुगतान मिला, बुकिंग हो गई: " + id + ", " + paid + " प्राप्त, " + rest + " बाकी।"};
}

CaseVerdict orphaned(const HoldRowT& hold) {
  const auto sent = std::ranges::any_of(
      hold.refunds, [](const auto& r) { return r->state == RefundState::Processed; });
  if (sent) {
    return {
        "The payment came after the plot was taken by someone else; it has been refunded in full.",
        "भुगतान के समय प्लॉट किसी और का हो चुका था; पूरी राशि लौटा दी गई है।"};
  }
  return {
      "The payment came after the plot was taken by someone else; the full refund is on its way.",
      "भुगतान के समय प्लॉट किसी और का हो चुका था; पूरी राशि लौटाई जा रही है।"};
}

CaseVerdict waiting(const HoldRowT& hold) {
  if (const auto* odd = payment_in(hold, PaymentState::Conflicted)) {
    return {"A payment of " + amount_text(odd->amount, odd->currency) +
                " arrived that does not fit the order; finance must look at it.",
            "ऐसा भुगतान आया है जो ऑर्डर से मेल नहीं खाता; वित्त विभाग देखेगा।"};
  }
  if (payment_in(hold, PaymentState::Authorized) != nullptr) {
    return {
        "The bank has set the money aside, but the gateway has not collected it yet; it is asked "
        "again and again.",
        "बैंक ने राशि रोक रखी है, पर गेटवे ने अभी ली नहीं; बार-बार पूछा जा रहा है।"};
  }
  if (payment_in(hold, PaymentState::Failed) != nullptr) {
    return {"The last payment attempt failed; no money was received. The plot is still held.",
            "पिछला भुगतान विफल रहा; कोई राशि नहीं मिली। प्लॉट अभी रोका हुआ है।"};
  }
  if (!hold.order.empty()) {
    return {"The payment was started, but no money has arrived yet. The plot is still held.",
            "भुगतान शुरू हुआ है, पर राशि अभी नहीं मिली। प्लॉट अभी रोका हुआ है।"};
  }
  return {"The plot is held; no payment was started.", "प्लॉट रोका हुआ है; भुगतान शुरू नहीं हुआ।"};
}

CaseVerdict ended(const HoldRowT& hold) {
  const bool released = hold.state == HoldState::Released;
  const std::string how = released ? "released" : "ended when its time was over";
  if (payment_in(hold, PaymentState::Failed) != nullptr) {
    return {"The hold was " + how + " after a failed payment; no money was received.",
            "विफल भुगतान के बाद प्लॉट छूट गया; कोई राशि नहीं मिली।"};
  }
  return {"The hold was " + how + "; no money was received.",
          "प्लॉट रोकने का समय समाप्त हुआ या छोड़ा गया; कोई राशि नहीं मिली।"};
}

}  // namespace

CaseVerdict verdict_of(const CaseFacts& facts) {
  if (facts.booking) return booked(facts);
  if (!facts.hold) {
    if (facts.timeline.empty()) {
      return {"Nothing is known under this number.", "इस नंबर से कुछ नहीं मिला।"};
    }
    return {
        "The gateway reported a payment of an order that is not ours or not known yet; it is kept "
        "and matched when the order turns up.",
        "गेटवे ने ऐसा भुगतान बताया जिसका ऑर्डर अभी ज्ञात नहीं; वह सुरक्षित रखा है।"};
  }
  switch (facts.hold->state) {
    case HoldState::Orphaned:
      return orphaned(*facts.hold);
    case HoldState::Released:
    case HoldState::Expired:
      return ended(*facts.hold);
    case HoldState::Held:
    case HoldState::Booked:
      return waiting(*facts.hold);
  }
  return waiting(*facts.hold);
}

}  // namespace ledger
