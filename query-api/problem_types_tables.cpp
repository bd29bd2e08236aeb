#include <array>

#include "query-api/problem.h"

namespace ledger {
namespace {

// Tables that people upload, and what they say.
constexpr auto kTypes = std::to_array<ProblemType>({
    {"table-has-errors", "The file cannot be imported",
     "Nothing was imported. Correct what the preview lists, and upload the file again.",
     "कुछ भी आयात नहीं हुआ। पूर्वावलोकन में दिखी गलतियाँ सुधारकर फ़ाइल फिर भेजें।"},
    {"table-changed", "This is not the file that was previewed",
     "Look at a preview of this file first; it gives the digest that confirms.",
     "यह पूर्वावलोकन वाली फ़ाइल नहीं है। पहले इसका पूर्वावलोकन देखें।"},
    {"file-unknown", "There is no such file", "It is not this project's, or its key is gone.",
     "यह फ़ाइल इस परियोजना की नहीं है, या उसकी कुंजी नहीं रही।"},
    {"import-unknown", "There was no such import", "No booking came from this file.",
     "इस फ़ाइल से कोई बुकिंग आयात नहीं हुई।"},
    {"settlement-unknown", "There is no such settlement", "Name one that was imported.",
     "आयात किया हुआ निपटान चुनें।"},
    {"settlement-matched", "The settlement is matched with the bank",
     "Undo the match with the bank's row first.", "पहले बैंक पंक्ति से मिलान हटाएँ।"},
});

}  // namespace

std::span<const ProblemType> table_problem_types() {
  return kTypes;
}

}  // namespace ledger
