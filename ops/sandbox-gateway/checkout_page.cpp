#include "ops/sandbox-gateway/checkout_page.h"

#include "ops/sandbox-gateway/url.h"

namespace ledger::sandbox {
namespace {

constexpr std::string_view kStyle = R"css(
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,"Noto Sans","Noto Sans Devanagari",sans-serif;margin:0;
  background:#eef1f5;color:#17202b}
main{max-width:26rem;margin:2rem auto;padding:1.5rem;background:#fff;border-radius:.75rem;
  box-shadow:0 1px 4px #0003}
h1{font-size:1.1rem;margin:0}
.amount{font-size:2rem;font-weight:650;margin:.25rem 0}
.small{color:#55606e;font-size:.875rem;overflow-wrap:anywhere}
.note{background:#fff4d6;color:#4a3500;border-radius:.5rem;padding:.5rem .75rem;font-size:.875rem}
form{display:grid;gap:.5rem;margin-top:1rem}
button{font:inherit;padding:.65rem 1rem;border-radius:.5rem;border:1px solid #aab4c0;
  background:#f7f9fb;color:inherit;text-align:start;cursor:pointer}
button[value=pay]{background:#0b5d3b;border-color:#0b5d3b;color:#fff;font-weight:650}
button:focus-visible,a:focus-visible{outline:3px solid #2f6fed;outline-offset:2px}
h2{font-size:.95rem;margin:.75rem 0 0}
@media(prefers-color-scheme:dark){body{background:#11161d;color:#e6ebf1}
  main{background:#1a212b}.small{color:#a5b0bd}button{background:#242d39;border-color:#465364}}
)css";

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

// Indian grouping: the last three digits, then pairs.
std::string grouped(const std::string& digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t left = digits.size() - i;
    if (i > 0 && left >= 3 && left % 2 == 1) text += ',';
    text += digits[i];
  }
  return text;
}

std::string head(std::string_view language, std::string_view title) {
  return "<!doctype html><html lang=\"" + std::string(language) +
         "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width,initial-scale=1\"><title>" +
         std::string(title) + "</title><style>" + std::string(kStyle) +
         "</style></head><body><main>";
}

std::string button(const ChoiceText& choice, bool hindi) {
  return "<button name=\"choice\" value=\"" + std::string(choice.name) + "\">" +
         std::string(hindi ? choice.hindi : choice.english) + "</button>";
}

std::string other_language(const Order& order, const std::string& return_url, bool hindi) {
  const std::string link = "/v1/checkout/" + order.id + "?lang=" + (hindi ? "en" : "hi") +
                           "&return=" + percent_encoded(return_url);
  return "<p class=\"small\"><a lang=\"" + std::string(hindi ? "en" : "hi") + "\" href=\"" +
         escaped(link) + "\">" + (hindi ? "English" : "हिन्दी") + "</a></p>";
}

}  // namespace

const std::vector<ChoiceText>& choices() {
  static const std::vector<ChoiceText> kChoices{
      {Choice::kPay, "pay", "Pay", "भुगतान करें"},
      {Choice::kFail, "fail", "Fail", "विफल करें"},
      {Choice::kClose, "close", "Close", "बंद करें"},
      {Choice::kSilent, "silent", "Pay, tell nobody", "भुगतान करें, किसी को न बताएँ"},
      {Choice::kLater, "later", "Confirm after 5 s", "5 सेकंड बाद पुष्टि करें"},
      {Choice::kTriple, "triple", "Duplicate x3", "तीन बार सूचना दें"},
      {Choice::kReversed, "reversed", "Out of order", "उल्टे क्रम में सूचना दें"},
      {Choice::kLost, "lost", "Pay, lose the webhook", "भुगतान करें, वेबहुक खो जाए"},
      {Choice::kForged, "forged", "Pay, forge the webhook's signature",
       "भुगतान करें, वेबहुक पर ग़लत हस्ताक्षर"},
  };
  return kChoices;
}

std::string amount_text(Paise amount, const std::string& currency) {
  const std::string fraction = std::to_string(amount % 100);
  return (currency == "INR" ? "₹" : currency + " ") + grouped(std::to_string(amount / 100)) + "." +
         (fraction.size() < 2 ? "0" : "") + fraction;
}

std::string checkout_page(const Order& order, const std::string& return_url, bool hindi) {
  const std::string title = hindi ? "परीक्षण भुगतान" : "Test payment";
  const Paise due = order.amount > order.amount_paid ? order.amount - order.amount_paid : 0;
  std::string page =
      head(hindi ? "hi" : "en", title) + "<h1>" + title + "</h1><p class=\"amount\">" +
      escaped(amount_text(order.amount, order.currency)) + "</p><p class=\"small\">" +
      escaped(order.id) + "<br>" + escaped(order.receipt) + "</p><p class=\"note\">" +
      (hindi ? "यह एक अभ्यास पृष्ठ है: कोई असली पैसा नहीं लिया जाता।"
             : "This is a practice page: no real money is taken.") +
      "</p>";
  if (due == 0) {
    page += std::string("<p class=\"note\" role=\"status\">") +
            (hindi ? "इस ऑर्डर का भुगतान हो चुका है। दोबारा भुगतान करना संभव है।"
                   : "This order is paid already. It can be paid again.") +
            "</p>";
  }
  page += "<form method=\"post\" action=\"/v1/checkout/" + escaped(order.id) +
          "\"><input type=\"hidden\" name=\"return\" value=\"" + escaped(return_url) + "\">";
  for (const ChoiceText& choice : choices()) {
    if (choice.choice == Choice::kSilent) {
      page += std::string("<h2>") + (hindi ? "जब कुछ गड़बड़ हो" : "When things go wrong") + "</h2>";
    }
    page += button(choice, hindi);
  }
  return page + "</form>" + other_language(order, return_url, hindi) + "</main></body></html>";
}

std::string message_page(std::string_view message) {
  return head("en", "Test payment") + "<h1>Test payment</h1><p class=\"note\" role=\"alert\">" +
         escaped(message) + "</p></main></body></html>";
}

}  // namespace ledger::sandbox
