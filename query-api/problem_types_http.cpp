#include <array>

#include "query-api/problem.h"

namespace ledger {
namespace {

// What the HTTP layer refuses before a route is asked.
constexpr auto kTypes = std::to_array<ProblemType>({
    {"body-too-large", "The body is too large",
     "JSON may take 64 KiB, a webhook 256 KiB, a layout 25 MiB. Send less.",
     "अनुरोध बहुत बड़ा है: JSON 64 KiB, लेआउट 25 MiB तक। छोटा करके भेजें।"},
    {"request-too-slow", "The request came too slowly", "Send it again over a better connection.",
     "अनुरोध बहुत धीमे आया। बेहतर कनेक्शन से फिर भेजें।"},
    {"headers-too-large", "The headers are too large", "All headers together may take 16 KiB.",
     "सभी हेडर मिलाकर 16 KiB तक हो सकते हैं।"},
    {"target-too-long", "The address is too long", "An address may take 8 KiB.",
     "पता 8 KiB तक हो सकता है।"},
    {"malformed-request", "The request is malformed", "It is not HTTP/1.1 as RFC 9112 writes it.",
     "अनुरोध सही HTTP/1.1 नहीं है।"},
    {"malformed-target", "The address is malformed", "Check its percent-encoding.",
     "पते की एन्कोडिंग जाँचें।"},
    {"method-not-allowed", "Not with this method", "The header Allow says which methods there are.",
     "यह विधि यहाँ मान्य नहीं; Allow हेडर देखें।"},
    {"busy", "The server is full", "Nothing happened. Try again in a moment.",
     "सर्वर व्यस्त है। कुछ नहीं हुआ; थोड़ी देर में फिर प्रयास करें।"},
    {"ambiguous-length", "The body's length is ambiguous",
     "Send one Content-Length, or Transfer-Encoding: chunked, not both.",
     "या तो Content-Length भेजें या chunked, दोनों नहीं।"},
    {"encoded-body", "Compressed bodies are not taken", "Send the body without Content-Encoding.",
     "बिना Content-Encoding के भेजें।"},
    {"unknown-expectation", "The expectation is not known", "Only Expect: 100-continue is known.",
     "केवल Expect: 100-continue मान्य है।"},
    {"unknown-method", "The method is not known",
     "GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS are.", "यह HTTP विधि ज्ञात नहीं है।"},
    {"unknown-coding", "The transfer coding is not known", "Only chunked is known.",
     "केवल chunked मान्य है।"},
    {"unknown-version", "The HTTP version is not known", "Use HTTP/1.1.", "HTTP/1.1 का प्रयोग करें।"},
});

}  // namespace

std::span<const ProblemType> http_problem_types() {
  return kTypes;
}

}  // namespace ledger
