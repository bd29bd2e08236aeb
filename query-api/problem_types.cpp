#include <algorithm>
#include <array>

#include "query-api/problem.h"

namespace ledger {
namespace {

constexpr auto kTypes = std::to_array<ProblemType>({
    {"not-found", "There is no such thing", "Nothing is found at this address, or it is not yours.",
     "इस पते पर कुछ नहीं मिला, या वह आपका नहीं है।"},
    {"plot-unavailable", "The plot is not free",
     "Somebody else holds or owns the plot, or it is not for sale. Choose another plot; a held one "
     "may "
     "become free again.",
     "प्लॉट किसी और के पास है या बिक्री में नहीं है। दूसरा प्लॉट चुनें; रोका हुआ प्लॉट फिर खाली हो सकता है।"},
    {"plot-unknown", "There is no such plot", "The project has no plot of that number.",
     "इस परियोजना में इस नंबर का प्लॉट नहीं है।"},
    {"prices-not-set", "The plot has no price", "The plot cannot be sold before a price is set.",
     "मूल्य तय होने से पहले प्लॉट नहीं बिक सकता।"},
    {"too-many-holds", "Too many holds",
     "You already hold as many plots as one buyer may. Pay for one or release one.",
     "आप जितने प्लॉट रोक सकते हैं, उतने रोक चुके हैं। किसी एक का भुगतान करें या छोड़ें।"},
    {"hold-expired", "The hold is over", "The time of this hold has ended. Hold the plot again.",
     "रोकने का समय समाप्त हो गया है। प्लॉट फिर से रोकें।"},
    {"order-pending", "The payment order is being made",
     "The gateway has not answered yet. Nothing was charged. Ask again with the same key.",
     "भुगतान गेटवे ने अभी उत्तर नहीं दिया। कोई पैसा नहीं कटा। उसी कुंजी से फिर पूछें।"},
    {"idempotency-key-missing", "An Idempotency-Key is needed",
     "Send the header Idempotency-Key with a fresh random value, and the same one when you repeat "
     "the "
     "request.",
     "अनुरोध के साथ Idempotency-Key भेजें; दोहराते समय वही कुंजी भेजें।"},
    {"idempotency-key-malformed", "The Idempotency-Key cannot be used",
     "Without a sign-in the key must be a UUID or 32 hexadecimal digits; else 1 to 255 visible "
     "characters.",
     "साइन-इन के बिना कुंजी UUID या 32 हेक्साडेसिमल अंक होनी चाहिए।"},
    {"idempotency-key-reused", "The Idempotency-Key was used before",
     "The same key came with another request before. Use a new key for a new request.",
     "यही कुंजी पहले किसी और अनुरोध के साथ आई थी। नए अनुरोध के लिए नई कुंजी लें।"},
    {"projection-behind", "The answer is not ready yet",
     "The read model has not reached the position you asked for. Ask again.",
     "माँगी गई स्थिति तक विवरण अभी नहीं पहुँचा। फिर पूछें।"},
    {"outcome-unknown", "The outcome is not known yet",
     "It may have happened. Ask again with the same key: it never happens twice.",
     "परिणाम अभी ज्ञात नहीं। उसी कुंजी से फिर पूछें: काम दो बार नहीं होगा।"},
    {"invalid-signature", "The signature is wrong",
     "The message was not signed with the secret that was agreed on. Nothing was recorded.",
     "संदेश का हस्ताक्षर सही नहीं है। कुछ दर्ज नहीं हुआ।"},
    {"invalid-request", "The request is not right",
     "One or more fields are wrong; `errors` names each of them.",
     "अनुरोध में एक या अधिक गलत मान हैं; `errors` में हर एक का नाम है।"},
    {"malformed-json", "The body is not JSON",
     "Send one JSON text in UTF-8, at most 32 levels deep.", "अनुरोध का भाग सही JSON नहीं है।"},
    {"malformed-webhook", "The webhook cannot be read",
     "Its signature is right, but its body is not what the gateway is known to send.",
     "हस्ताक्षर सही है, पर संदेश पढ़ा नहीं जा सका।"},
    {"position-malformed", "The position cannot be read",
     "A position is written as partition-sequence, several with commas: 0-12,1-57.",
     "स्थिति इस रूप में लिखें: 0-12,1-57।"},
    {"credential-missing", "Who are you?", "Send an API key: Authorization: Bearer …",
     "इसके लिए API कुंजी चाहिए।"},
    {"credential-unknown", "The credential is not known",
     "The API key is not known, or no longer in force.", "यह API कुंजी मान्य नहीं है।"},
    {"forbidden", "Your role may not do this", "Ask an admin for a key with another role.",
     "आपकी भूमिका यह नहीं कर सकती।"},
    {"too-large", "The request is too large", "It is over a written limit; send less at once.",
     "अनुरोध सीमा से बड़ा है; कम भेजें।"},
    {"record-too-large", "One decision holds only so much", "Split the request into several.",
     "अनुरोध को कई भागों में बाँटें।"},
    {"unsupported-media-type", "The body has another form",
     "Send application/json, or application/geo+json for a layout.",
     "अनुरोध application/json में भेजें।"},
    {"too-many-requests", "Too many requests", "Wait a moment and try again.",
     "थोड़ा रुककर फिर प्रयास करें।"},
    {"layout-has-errors", "The layout cannot be imported",
     "Correct the errors that the preview lists, and upload the file again.",
     "पूर्वावलोकन में दिखी गलतियाँ सुधारकर फ़ाइल फिर भेजें।"},
    {"layout-changed", "This is not the layout that was previewed",
     "The file or the columns differ from the preview. Look at a new preview first.",
     "फ़ाइल पूर्वावलोकन वाली नहीं है। पहले नया पूर्वावलोकन देखें।"},
    {"clock-unsure", "The server's clock is not sure",
     "The server does not trust its clock, so nothing is decided until an operator has looked.",
     "सर्वर की घड़ी पर भरोसा नहीं, इसलिए अभी कोई निर्णय नहीं होगा।"},
    {"queue-full", "Too many requests wait", "Nothing happened. Try again with the same key.",
     "बहुत अनुरोध प्रतीक्षा में हैं। उसी कुंजी से फिर प्रयास करें।"},
    {"not-owner", "Another node decides this", "Nothing happened. Try again with the same key.",
     "यह निर्णय दूसरा सर्वर लेता है। उसी कुंजी से फिर प्रयास करें।"},
    {"log-unavailable", "The ledger's log cannot be reached",
     "Nothing happened that you were not told of. Try again with the same key.",
     "लेजर तक अभी पहुँचा नहीं जा सकता। उसी कुंजी से फिर प्रयास करें।"},
    {"no-queries-here", "This node answers no queries", "It only decides; ask another node.",
     "यह सर्वर केवल निर्णय लेता है; विवरण दूसरे सर्वर से माँगें।"},
    {"nodes-differ", "The nodes run different programs",
     "Nothing happened. An operator has to upgrade all nodes; then try again with the same key.",
     "सर्वरों के संस्करण अलग हैं। कुछ नहीं हुआ; बाद में उसी कुंजी से फिर प्रयास करें।"},
    {"node-refuses", "The deciding node does not take this",
     "An operator has to look at the nodes' cluster secret. Try again with the same key.",
     "निर्णय लेने वाला सर्वर उत्तर नहीं दे रहा। उसी कुंजी से फिर प्रयास करें।"},
    {"no-gateway", "There is no payment gateway", "This server was started without a gateway.",
     "इस सर्वर पर भुगतान गेटवे नहीं है।"},
    {"unavailable", "Not now", "The server cannot do this at the moment. Try again.",
     "अभी यह नहीं हो सकता। फिर प्रयास करें।"},
    {"internal-error", "Something is wrong on our side",
     "Nothing you did caused this. Your request may be repeated with the same key.",
     "गलती हमारी ओर से है। वही कुंजी लेकर अनुरोध दोहरा सकते हैं।"},
});

}  // namespace

const ProblemType* problem_type(std::string_view name) {
  for (const auto types : {std::span<const ProblemType>(kTypes), staff_problem_types(),
                           money_problem_types(), http_problem_types(), paper_problem_types(),
                           table_problem_types()}) {
    const auto found = std::ranges::find(types, name, &ProblemType::name);
    if (found != types.end()) return &*found;
  }
  return nullptr;
}

}  // namespace ledger
