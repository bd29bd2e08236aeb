#include <array>

#include "query-api/problem.h"

namespace ledger {
namespace {

// Papers, templates and uploaded tables.
constexpr auto kTypes = std::to_array<ProblemType>({
    {"table-format", "The file is of another kind",
     "Open it in a spreadsheet and save it as .xlsx or as CSV (UTF-8).",
     "फ़ाइल को स्प्रेडशीट में खोलकर .xlsx या CSV (UTF-8) के रूप में सहेजें।"},
    {"table-empty", "The table is empty", "Nothing was found in the file. Is it the right one?",
     "फ़ाइल में कुछ नहीं मिला। क्या यही सही फ़ाइल है?"},
    {"table-not-utf8", "The file is not UTF-8 text",
     "In Excel, save it as \"CSV UTF-8 (comma delimited)\", or as .xlsx.",
     "एक्सेल में \"CSV UTF-8\" या .xlsx के रूप में सहेजें।"},
    {"table-too-large", "The table is too large",
     "At most 25 MiB, 200,000 rows and 500 columns. Split it into several files.",
     "तालिका सीमा से बड़ी है। उसे कई फ़ाइलों में बाँटें।"},
    {"csv-quote-open", "A quote is not closed", "The detail names the line where it was opened.",
     "एक उद्धरण चिह्न बंद नहीं हुआ; विवरण में उसकी पंक्ति है।"},
    {"workbook-damaged", "The workbook is damaged", "Open it in a spreadsheet and save it again.",
     "फ़ाइल ख़राब है। उसे स्प्रेडशीट में खोलकर फिर सहेजें।"},
    {"workbook-encrypted", "The workbook has a password", "Save it without a password.",
     "फ़ाइल को बिना पासवर्ड के सहेजें।"},
    {"workbook-too-large", "The answer does not fit a workbook",
     "Ask for less at once, or for CSV.", "एक बार में कम माँगें, या CSV लें।"},
    {"workbook-failed", "The workbook could not be made",
     "Try again; if it stays, tell the operator.", "फिर प्रयास करें; न हो तो संचालक को बताएँ।"},
    {"paper-unknown", "There is no such paper",
     "This ledger has issued no paper with this number and code. Type both as they are printed "
     "under "
     "the QR code; if the code was scanned, the paper is not genuine.",
     "इस संख्या और कोड का कोई काग़ज़ जारी नहीं हुआ है। दोनों वैसे ही लिखें जैसे क्यूआर कोड के नीचे छपे हैं।"},
    {"range-invalid", "The range of days cannot be read",
     "Write two days as from=2026-04-01&to=2027-03-31, the earlier one first.",
     "दो तिथियाँ from=2026-04-01&to=2027-03-31 की तरह लिखें, पहली तिथि पहले।"},
    {"financial-year-invalid", "This is no financial year",
     "A financial year runs from April to March; write it as 2026-27.",
     "वित्तीय वर्ष अप्रैल से मार्च तक होता है; उसे 2026-27 की तरह लिखें।"},
    {"template-invalid", "The template has faults", "`errors` names each of them with its line.",
     "`errors` में हर गलती उसकी पंक्ति के साथ है।"},
    {"template-too-long", "The template is too long", "A template may have 128 KiB.",
     "टेम्पलेट 128 KiB तक हो सकता है।"},
    {"template-value-missing", "A value for the template is missing",
     "The detail names the placeholder that this paper knows nothing of.",
     "विवरण में वह नाम है जिसका मान इस काग़ज़ में नहीं है।"},
    {"paper-does-not-add", "The paper does not add up",
     "Its parts are not its total, so it was not made. Finance should look at the booking.",
     "भाग कुल के बराबर नहीं हैं, इसलिए काग़ज़ नहीं बना। वित्त विभाग बुकिंग देखे।"},
    {"paper-failed", "The paper could not be made", "Try again; if it stays, tell the operator.",
     "फिर प्रयास करें; न हो तो संचालक को बताएँ।"},
    {"fonts-missing", "Fonts are missing on the server",
     "An operator must install Debian's package fonts-noto-core.",
     "संचालक को सर्वर पर fonts-noto-core स्थापित करना होगा।"},
});

}  // namespace

std::span<const ProblemType> paper_problem_types() {
  return kTypes;
}

}  // namespace ledger
