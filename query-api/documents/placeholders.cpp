#include <array>

#include "query-api/documents/template.h"

namespace ledger::paper {
namespace {

// Which kinds of template may name it, one bit a kind.
constexpr unsigned bit(TemplateKind kind) {
  return 1U << static_cast<unsigned>(kind);
}

constexpr unsigned kContracts = bit(TemplateKind::kAgreement) | bit(TemplateKind::kAllotment);
constexpr unsigned kPapers = kContracts | bit(TemplateKind::kReceipt) | bit(TemplateKind::kDemand);
constexpr unsigned kAll = kPapers | bit(TemplateKind::kIntroduction);
constexpr unsigned kReceipt = bit(TemplateKind::kReceipt);
constexpr unsigned kDemand = bit(TemplateKind::kDemand);
constexpr unsigned kIntroduction = bit(TemplateKind::kIntroduction);

struct Entry {
  Placeholder placeholder;
  unsigned kinds;
};

constexpr auto kEntries = std::to_array<Entry>({
    {{"project", "The project's name", "परियोजना का नाम"}, kAll},
    {{"developer", "Who sells", "विक्रेता"}, kAll},
    {{"developer_address", "The developer's address", "विकासकर्ता का पता"}, kAll},
    {{"rera_no", "The project's RERA number", "परियोजना की रेरा संख्या"}, kAll},
    {{"gstin", "The developer's GSTIN", "विकासकर्ता का जीएसटीआईएन"}, kAll},
    {{"state", "The State in which the land lies", "भूमि का राज्य"}, kAll},
    {{"support_phone", "The telephone for questions", "प्रश्नों के लिए फ़ोन"}, kAll},
    {{"support_email", "The e-mail address for questions", "प्रश्नों के लिए ई-मेल"}, kAll},
    {{"website", "The developer's website", "विकासकर्ता की वेबसाइट"}, kAll},
    {{"booking_id", "The booking's id", "बुकिंग संख्या"}, kAll},
    {{"booked_on", "The day of the booking", "बुकिंग की तिथि"}, kAll},
    {{"plots", "The plots with their blocks", "प्लॉट और ब्लॉक"}, kAll},
    {{"area", "Their area in all", "कुल क्षेत्रफल"}, kAll},
    {{"applicants", "All applicants' names", "सभी आवेदकों के नाम"}, kAll},
    {{"first_applicant", "The first applicant's name", "पहले आवेदक का नाम"}, kAll},
    {{"applicant_address", "The first applicant's address", "पहले आवेदक का पता"}, kAll},
    {{"total_price", "The total price with tax", "कर सहित कुल मूल्य"}, kAll},
    {{"total_price_words", "The same in words", "वही शब्दों में"}, kAll},
    {{"paid", "What has been received", "प्राप्त राशि"}, kAll},
    {{"outstanding", "What remains", "शेष राशि"}, kAll},
    {{"portal_url", "The buyer's portal", "ख़रीदार का पोर्टल"}, kAll},
    {{"date", "The paper's date", "काग़ज़ की तिथि"}, kPapers},
    {{"document_no", "The paper's number", "काग़ज़ की संख्या"}, kPapers},
    {{"price_before_tax", "The price without tax", "कर से पहले का मूल्य"}, kContracts},
    {{"tax", "The tax in it", "उसमें कर"}, kContracts},
    {{"plan", "The payment plan's name", "भुगतान योजना का नाम"}, kContracts},
    {{"price_table", "The price, charge by charge", "मूल्य, मद-वार", true}, kContracts},
    {{"installment_table", "The installments", "किस्तें", true}, kContracts},
    {{"applicants_table", "The applicants and their shares", "आवेदक और उनके हिस्से", true}, kContracts},
    {{"signatures", "Places to sign", "हस्ताक्षर के स्थान", true}, kContracts},
    {{"page_break", "A new page", "नया पृष्ठ", true}, kPapers},
    {{"amount", "The amount received", "प्राप्त राशि"}, kReceipt},
    {{"amount_words", "The same in words", "वही शब्दों में"}, kReceipt},
    {{"mode", "How it was paid", "भुगतान का माध्यम"}, kReceipt},
    {{"reference", "UTR or other reference", "यूटीआर या अन्य संदर्भ"}, kReceipt},
    {{"value_date", "The value date", "मूल्य तिथि"}, kReceipt},
    {{"amount_due", "All that is to be paid", "कुल देय राशि"}, kDemand},
    {{"amount_due_words", "The same in words", "वही शब्दों में"}, kDemand},
    {{"pay_by", "The last day to pay", "भुगतान की अंतिम तिथि"}, kDemand},
    {{"milestone", "The stage of work that was reached, or empty", "पूरा हुआ चरण, या रिक्त"}, kDemand},
    {{"earlier_dues", "Carried from earlier letters, or empty", "पिछले पत्रों से शेष, या रिक्त"},
     kDemand},
    {{"interest", "Interest on delay, or empty", "विलंब पर ब्याज, या रिक्त"}, kDemand},
    {{"grace_days", "Days without interest", "ब्याज-रहित दिन"}, kDemand},
    {{"next_due_on", "When the next installment is due, or empty", "अगली किस्त की तिथि, या रिक्त"},
     kIntroduction},
    {{"next_due_amount", "How much it is, or empty", "उसकी राशि, या रिक्त"}, kIntroduction},
    {{"personal_url", "The buyer's permanent address", "ख़रीदार का स्थायी पता"}, kIntroduction},
});

std::vector<Placeholder> of_kind(TemplateKind kind) {
  std::vector<Placeholder> to;
  for (const auto& entry : kEntries)
    if ((entry.kinds & bit(kind)) != 0) to.push_back(entry.placeholder);
  return to;
}

}  // namespace

std::span<const Placeholder> placeholders(TemplateKind kind) {
  static const std::array<std::vector<Placeholder>, 5> lists{
      of_kind(TemplateKind::kAgreement), of_kind(TemplateKind::kAllotment),
      of_kind(TemplateKind::kReceipt), of_kind(TemplateKind::kDemand),
      of_kind(TemplateKind::kIntroduction)};
  return lists.at(static_cast<std::size_t>(kind));
}

}  // namespace ledger::paper
