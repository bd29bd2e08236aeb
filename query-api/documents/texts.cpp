#include "query-api/documents/texts.h"

#include <array>

namespace ledger::paper {
namespace {

constexpr auto kSayings = std::to_array<Saying>({
    {Text::kReraNo, "RERA no.", "रेरा सं."},
    {Text::kGstin, "GSTIN", "जीएसटीआईएन"},
    {Text::kPan, "PAN", "पैन"},
    {Text::kNumber, "No.", "सं."},
    {Text::kDate, "Date", "दिनांक"},
    {Text::kDraft, "DRAFT", "प्रारूप"},
    {Text::kDuplicate, "DUPLICATE", "प्रतिलिपि"},
    {Text::kVoid, "VOID", "रद्द"},
    {Text::kSample, "SAMPLE", "नमूना"},
    {Text::kRecorded, "Recorded {0}, ledger position {1}", "दर्ज {0}, बहीखाता क्रमांक {1}"},
    {Text::kPageOf, "Page {0} of {1}", "पृष्ठ {0} / {1}"},
    {Text::kVerifyTitle, "Is this paper genuine?", "क्या यह काग़ज़ असली है?"},
    {Text::kVerifyHow,
     "Scan the code or open the address below. It shows number, date and amount, and whether the "
     "paper was withdrawn.",
     "कोड स्कैन करें या नीचे का पता खोलें। वहाँ संख्या, दिनांक और राशि दिखती है, और यह भी कि काग़ज़ वापस तो नहीं "
     "लिया गया।"},
    {Text::kForIssuer, "For {0}", "{0} की ओर से"},
    {Text::kSignatory, "Authorised signatory", "अधिकृत हस्ताक्षरकर्ता"},
    {Text::kComputerMade, "Made by computer from the developer's ledger.",
     "विकासकर्ता के बहीखाते से कंप्यूटर द्वारा तैयार।"},
    {Text::kNotAFiling, "Tax figures are for your CA, not a filing.",
     "कर के आँकड़े आपके सीए के लिए हैं, यह विवरणी नहीं है।"},
    {Text::kBookingHeading, "Booking", "बुकिंग"},
    {Text::kPlotNamed, "Plot {0}", "प्लॉट {0}"},
    {Text::kPlotInBlock, "Plot {0}, block {1}", "प्लॉट {0}, ब्लॉक {1}"},
    {Text::kShare, "share {0}", "हिस्सा {0}"},
    {Text::kTotal, "Total", "कुल"},
    {Text::kAmount, "Amount", "राशि"},
    {Text::kDescription, "Description", "विवरण"},
    {Text::kDueOn, "Due on", "देय तिथि"},
    {Text::kInstallment, "Installment", "किस्त"},
    {Text::kMode, "Paid by", "भुगतान का माध्यम"},
    {Text::kReference, "Reference", "संदर्भ"},
    {Text::kValueDate, "Value date", "मूल्य तिथि"},
    {Text::kReceipt, "Receipt", "रसीद"},
    {Text::kReceivedFrom, "Received from", "प्राप्त हुआ"},
    {Text::kAmountReceived, "Amount received", "प्राप्त राशि"},
    {Text::kAppliedTo, "What this payment was applied to", "यह भुगतान किसमें जोड़ा गया"},
    {Text::kKeptAsCredit, "Kept as your credit on this booking", "इस बुकिंग पर आपके खाते में जमा"},
    {Text::kPriceWithTax, "Total price with tax", "कर सहित कुल मूल्य"},
    {Text::kPaidSoFar, "Paid so far", "अब तक भुगतान"},
    {Text::kOutstanding, "Outstanding", "बकाया"},
    {Text::kReceiptVoucher, "Receipt voucher", "प्राप्ति वाउचर"},
    {Text::kRefundVoucher, "Refund voucher", "प्रतिदाय वाउचर"},
    {Text::kTaxInvoice, "Tax invoice", "कर बीजक"},
    {Text::kCreditNote, "Credit note", "जमा पत्र"},
    {Text::kDebitNote, "Debit note", "नामे पत्र"},
    {Text::kBilledTo, "Recipient", "प्राप्तकर्ता"},
    {Text::kPlaceOfSupply, "Place of supply", "आपूर्ति का स्थान"},
    {Text::kReverseCharge, "Tax on reverse charge", "प्रतिलोम प्रभार पर कर"},
    {Text::kYes, "Yes", "हाँ"},
    {Text::kNo, "No", "नहीं"},
    {Text::kSac, "SAC", "एसएसी"},
    {Text::kTaxable, "Taxable value", "कर योग्य मूल्य"},
    {Text::kRate, "Rate", "दर"},
    {Text::kCgst, "CGST", "सीजीएसटी"},
    {Text::kSgst, "SGST", "एसजीएसटी"},
    {Text::kIgst, "IGST", "आईजीएसटी"},
    {Text::kOutsideGst, "non-GST", "जीएसटी नहीं"},
    {Text::kLandOutsideGst, "Sale of land is outside GST (CGST Act, Schedule III, paragraph 5).",
     "भूमि का विक्रय जीएसटी से बाहर है (सीजीएसटी अधिनियम, अनुसूची III, पैरा 5)।"},
    {Text::kRoundOff, "Round off", "पूर्णांकन"},
    {Text::kAdvanceReceived, "Advance received, tax included", "कर सहित प्राप्त अग्रिम"},
    {Text::kInvoiceTotal, "Invoice total", "बीजक का कुल"},
    {Text::kAdvancesAdjusted, "Advances adjusted", "समायोजित अग्रिम"},
    {Text::kVoucher, "Voucher", "वाउचर"},
    {Text::kBalancePayable, "Balance payable", "देय शेष"},
    {Text::kAgainstReceipt, "Receipt", "रसीद"},
    {Text::kAgainstVoucher, "Against receipt voucher", "प्राप्ति वाउचर के विरुद्ध"},
    {Text::kAgainstInvoice, "Against invoice", "बीजक के विरुद्ध"},
    {Text::kNumberOfDate, "{0} of {1}", "{0}, दिनांक {1}"},
    {Text::kReason, "Reason", "कारण"},
    {Text::kCredited, "Credited to you", "आपके खाते में जमा"},
    {Text::kDebited, "Charged to you", "आपके नाम"},
    {Text::kRefunded, "Refunded", "लौटाई गई राशि"},
    {Text::kRefundedTo, "Refunded to", "किसे लौटाया गया"},
    {Text::kRefundedBy, "Refunded by", "लौटाने का माध्यम"},
    {Text::kDemandLetter, "Demand letter", "माँग पत्र"},
    {Text::kTo, "To", "सेवा में"},
    {Text::kPayBy, "Please pay by {0}", "कृपया {0} तक भुगतान करें"},
    {Text::kAmountDue, "Amount due", "देय राशि"},
    {Text::kAlreadyPaid, "Paid", "चुकाया गया"},
    {Text::kToPay, "To pay", "देय"},
    {Text::kDueNow, "Due with this letter", "इस पत्र के साथ देय"},
    {Text::kDueEarlier, "Carried from earlier letters", "पिछले पत्रों से शेष"},
    {Text::kInterestOnDelay, "Interest on delay", "विलंब पर ब्याज"},
    {Text::kGraceNote, "Payment within {0} days of this letter bears no interest.",
     "इस पत्र के {0} दिनों के भीतर भुगतान पर ब्याज नहीं लगता।"},
    {Text::kPayOnline, "Pay in your portal", "अपने पोर्टल में भुगतान करें"},
    {Text::kNoBankAccounts,
     "We never write a bank account on paper. If a letter or message asks you to pay into an "
     "account, do not pay: ask us first.",
     "हम काग़ज़ पर कभी बैंक खाता नहीं लिखते। यदि कोई पत्र या संदेश किसी खाते में भुगतान माँगे तो भुगतान न करें, पहले "
     "हमसे पूछें।"},
    {Text::kStatement, "Statement of account", "खाता विवरण"},
    {Text::kPeriod, "Period", "अवधि"},
    {Text::kFromTo, "{0} to {1}", "{0} से {1}"},
    {Text::kAsIssued, "As issued then", "तब जैसा जारी हुआ"},
    {Text::kAsCorrected, "As corrected now", "अब जैसा सुधारा गया"},
    {Text::kView, "View", "दृश्य"},
    {Text::kOpeningBalance, "Opening balance", "प्रारंभिक शेष"},
    {Text::kClosingBalance, "Closing balance", "अंतिम शेष"},
    {Text::kRecordedOn, "Recorded on", "दर्ज तिथि"},
    {Text::kParticulars, "Particulars", "विवरण"},
    {Text::kDebit, "Debit", "नामे"},
    {Text::kCredit, "Credit", "जमा"},
    {Text::kBalance, "Balance", "शेष"},
    {Text::kCorrection, "correction", "सुधार"},
    {Text::kBalanceMeaning,
     "A balance is what you owe; with a minus sign it stands to your credit.",
     "शेष वह राशि है जो आपको देनी है; ऋण चिह्न हो तो वह आपके खाते में जमा है।"},
    {Text::kNoMovement, "No movement in this period.", "इस अवधि में कोई लेन-देन नहीं।"},
    {Text::kAgeing, "How old the open amounts are", "बकाया राशि की आयु"},
    {Text::kNotYetDue, "Not yet due", "अभी देय नहीं"},
    {Text::kDays1To30, "1 to 30 days", "1 से 30 दिन"},
    {Text::kDays31To60, "31 to 60 days", "31 से 60 दिन"},
    {Text::kDays61To90, "61 to 90 days", "61 से 90 दिन"},
    {Text::kDaysOver90, "Over 90 days", "90 दिन से अधिक"},
    {Text::kFyReport, "Financial year report", "वित्तीय वर्ष विवरण"},
    {Text::kFinancialYear, "Financial year", "वित्तीय वर्ष"},
    {Text::kMonth, "Month", "माह"},
    {Text::kPrincipal, "Principal", "मूल राशि"},
    {Text::kTax, "Tax (GST)", "कर (जीएसटी)"},
    {Text::kInterest, "Interest", "ब्याज"},
    {Text::kPaidInYear, "Paid in the year", "वर्ष में भुगतान"},
    {Text::kPaidByMonth, "What you paid, month by month", "माह-दर-माह आपका भुगतान"},
    {Text::kOutstandingAt, "Outstanding on {0}", "{0} को बकाया"},
    {Text::kCommissionStatement, "Commission statement", "कमीशन विवरण"},
    {Text::kPartner, "Channel partner", "चैनल पार्टनर"},
    {Text::kAgentReraNo, "Agent's RERA no.", "अभिकर्ता रेरा सं."},
    {Text::kPlotHeading, "Plot", "प्लॉट"},
    {Text::kMoneyReceived, "Received from buyer", "ख़रीदार से प्राप्त"},
    {Text::kCommissionRate, "Rate", "दर"},
    {Text::kCommission, "Commission", "कमीशन"},
    {Text::kState, "State", "स्थिति"},
    {Text::kAccrued, "accrued", "उपार्जित"},
    {Text::kApproved, "approved", "स्वीकृत"},
    {Text::kPaidState, "paid", "भुगतान हुआ"},
    {Text::kClawedBack, "clawed back", "वापस लिया गया"},
    {Text::kCommissionPayable, "Payable on {0}", "{0} को देय"},
    {Text::kOpeningPayable, "Payable at the start", "आरंभ में देय"},
    {Text::kCommissionRule,
     "Commission is earned in proportion to money received from the buyer and taken back when "
     "money is refunded.",
     "कमीशन ख़रीदार से मिली राशि के अनुपात में बनता है और राशि लौटाने पर वापस लिया जाता है।"},
    {Text::kAllotmentLetter, "Allotment letter", "आवंटन पत्र"},
    {Text::kAgreement, "Agreement for sale", "विक्रय अनुबंध"},
    {Text::kAllottee, "Allottee", "आवंटी"},
    {Text::kWitness, "Witness {0}", "साक्षी {0}"},
    {Text::kHead, "Charge", "मद"},
    {Text::kAnd, "and", "और"},
    {Text::kByMilestone, "by milestone", "निर्माण चरण के अनुसार"},
    {Text::kAddress, "Address", "पता"},
    {Text::kShareHeading, "Share", "हिस्सा"},
    {Text::kOriginal, "Original for recipient", "प्राप्तकर्ता के लिए मूल प्रति"},
});

constexpr bool in_order() {
  for (std::size_t i = 0; i < kSayings.size(); ++i)
    if (kSayings[i].key != static_cast<Text>(i)) return false;
  return kSayings.back().key == Text::kOriginal;
}

static_assert(in_order(), "a saying is missing, or stands in another order than Text");

}  // namespace

std::span<const Saying> sayings() {
  return kSayings;
}

std::string say(Text text, Language language, std::initializer_list<std::string> values) {
  const auto& saying = kSayings.at(static_cast<std::size_t>(text));
  const auto form = language == Language::kHindi ? saying.hindi : saying.english;
  std::string said;
  for (std::size_t at = 0; at < form.size(); ++at) {
    if (form[at] != '{') {
      said += form[at];
      continue;
    }
    const auto which = static_cast<std::size_t>(form[at + 1] - '0');
    if (which < values.size()) said += values.begin()[which];
    at += 2;
  }
  return said;
}

}  // namespace ledger::paper
