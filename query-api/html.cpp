#include "query-api/html.h"

#include "query-api/problem.h"

namespace ledger {

std::string escape_html(std::string_view text) {
  std::string to;
  for (const char c : text) {
    switch (c) {
      case '&':
        to += "&amp;";
        break;
      case '<':
        to += "&lt;";
        break;
      case '>':
        to += "&gt;";
        break;
      case '"':
        to += "&quot;";
        break;
      case '\'':
        to += "&#39;";
        break;
      default:
        to += c;
    }
  }
  return to;
}

std::string plain_page(std::string_view title, std::string_view body) {
  std::string page =
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light dark\"><title>";
  page.append(escape_html(title)).append("</title></head><body><main>");
  return page.append(body).append("</main></body></html>\n");
}

std::string problem_page(const ProblemType& type) {
  std::string body = "<h1>" + escape_html(type.title) + "</h1><p>" + escape_html(type.english);
  body += "</p><p lang=\"hi\">" + escape_html(type.hindi) + "</p><p><code>";
  body += escape_html(type.name) + "</code></p>";
  return plain_page(type.title, body);
}

}  // namespace ledger
