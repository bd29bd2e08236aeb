#include "query-api/paper_reply.h"

#include <array>

#include "query-api/tagged_reply.h"

namespace ledger {
namespace {

struct Kind {
  PaperFormat format;
  std::string_view suffix, type;
};

constexpr std::array<Kind, 4> kKinds{{
    {PaperFormat::kJson, ".json", "application/json"},
    {PaperFormat::kPdf, ".pdf", "application/pdf"},
    {PaperFormat::kCsv, ".csv", "text/csv; charset=utf-8"},
    {PaperFormat::kXlsx, ".xlsx",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
}};

const Kind& kind_of(PaperFormat format) {
  return kKinds.at(static_cast<std::size_t>(format));
}

std::string file_name(std::string_view name, PaperFormat format) {
  std::string to;
  for (const char c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    to += plain ? c : '-';
  }
  return to.append(kind_of(format).suffix);
}

}  // namespace

std::string_view media_type(PaperFormat format) {
  return kind_of(format).type;
}

Result<paper::Language> language_of(const Call& call) {
  const auto text = call.request.query_value("lang").value_or("en");
  if (text == "en") return paper::Language::kEnglish;
  if (text == "hi") return paper::Language::kHindi;
  return fail(Error{ErrorCode::kInvalid,
                    "invalid-request",
                    "papers are in English (lang=en) or in Hindi (lang=hi)",
                    {{"lang", "is neither en nor hi"}}});
}

PaperFormat accepted_format(const HttpRequest& request) {
  const auto accept = request.header("Accept");
  for (const auto& kind : kKinds) {
    const auto type = kind.type.substr(0, kind.type.find(';'));
    if (accept.find(type) != std::string_view::npos) return kind.format;
  }
  return PaperFormat::kJson;
}

Reply file_reply(const HttpRequest& request, PaperFormat format, std::string_view name,
                 std::string body) {
  auto reply = tagged_reply(request, std::move(body));
  reply.headers.emplace_back("Vary", "Accept");
  if (reply.status == 304) return reply;
  reply.type = media_type(format);
  if (format != PaperFormat::kJson) {
    const auto* how = format == PaperFormat::kPdf ? "inline" : "attachment";
    reply.headers.emplace_back("Content-Disposition",
                               std::string(how) + "; filename=\"" + file_name(name, format) + "\"");
  }
  return reply;
}

void add_report(Routes& routes, const std::string& path,
                const std::function<Result<Reply>(Call&, PaperFormat)>& answer) {
  routes.add("GET", path,
             [answer](Call& call) { return answer(call, accepted_format(call.request)); });
  for (const auto& kind : kKinds) {
    routes.add("GET", path + std::string(kind.suffix),
               [answer, format = kind.format](Call& call) { return answer(call, format); });
  }
}

}  // namespace ledger
