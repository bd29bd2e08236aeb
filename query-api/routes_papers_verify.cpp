#include <algorithm>

#include "projectors/directory.h"
#include "projectors/lookup.h"
#include "projectors/portal.h"
#include "projectors/portal_papers.h"
#include "query-api/html.h"
#include "query-api/paper_json.h"
#include "query-api/paper_press.h"
#include "query-api/routes.h"

// Where a paper's QR code leads: whether it is genuine, and still counts. Nothing about a person.
namespace ledger {
namespace {

// Papers by their numbers, a demand letter by its id: "<booking>/D<n>".
std::optional<lookup::Place> place_of(const Call& call, const std::string& number) {
  if (auto place = lookup::receipt(lookup_rows(call), number)) return place;
  const auto slash = number.rfind("/D");
  if (slash == std::string::npos) return std::nullopt;
  return lookup::booking(lookup_rows(call), number.substr(0, slash));
}

std::string_view state_of(const rows::PaperRowT& paper, const rows::BookingRowT& booking) {
  for (const auto& payment : booking.payments) {
    const bool about = paper.payment != nullptr && paper.payment->payment == payment->payment;
    if (about && payment->reversed) return "reversed";
  }
  return paper.voided ? "voided" : "valid";
}

std::vector<std::string> papers_citing(const std::string& number,
                                       const rows::BookingRowT& booking) {
  std::vector<std::string> citing;
  for (const auto& line : booking.papers) {
    if (line->paper->cites == number && !line->voided) citing.push_back(line->paper->number);
  }
  return citing;
}

std::optional<Verified> find(const Call& call, const std::string& number) {
  const auto place = place_of(call, number);
  if (!place) return std::nullopt;
  auto paper = portal::paper(portal_rows(call), place->booking, number);
  const auto booking = portal::booking(portal_rows(call), place->booking);
  const auto project = directory::project(directory_rows(call), place->project);
  if (!paper || !booking || !project) return std::nullopt;
  Verified verified;
  verified.state = state_of(*paper, *booking);
  verified.corrected_by = papers_citing(number, *booking);
  verified.project = project->name;
  verified.paper = std::move(*paper);
  return verified;
}

// A wrong code and an unknown number look alike: counting numbers up tells nothing.
std::optional<Verified> shown_paper(const ApiContext& context, const Call& call) {
  const auto& number = call.request.param("number");
  const auto code = call.request.query_value("c").value_or("");
  if (code != verify_code(context.services.vault, number)) return std::nullopt;
  return find(call, number);
}

// --- the page ---

struct Said {
  std::string_view state, english, hindi;
};

constexpr std::array<Said, 3> kStates{{
    {"valid", "Genuine, and valid.", "असली और मान्य।"},
    {"voided", "Genuine, but VOID: it was withdrawn and counts no more.",
     "असली, पर रद्द: इसे वापस लिया गया है और यह अब मान्य नहीं है।"},
    {"reversed", "Genuine, but REVERSED: the money did not arrive, the paper counts no more.",
     "असली, पर प्रतिवर्तित: राशि प्राप्त नहीं हुई, यह अब मान्य नहीं है।"},
}};

void add_fact(std::string& page, std::string_view label, std::string_view value) {
  page.append("<dt>").append(label).append("</dt><dd><strong>");
  page.append(escape_html(value)).append("</strong></dd>");
}

std::string joined(const auto& parts) {
  std::string text;
  for (const auto& part : parts) text.append(text.empty() ? "" : ", ").append(part);
  return text;
}

std::string verified_page(const Verified& verified) {
  const auto& row = verified.paper;
  const auto* said = std::ranges::find(kStates, verified.state, &Said::state);
  std::string body = "<h1>" + escape_html(row.number) + "</h1><p><strong>";
  body.append(said->english).append("</strong></p><p lang=\"hi\"><strong>");
  body.append(said->hindi).append("</strong></p><dl>");
  add_fact(body, "Amount · राशि", paper::rupees(row.amount));
  add_fact(body, "Date · दिनांक", paper::long_date(row.day, paper::Language::kEnglish));
  add_fact(body, "Project · परियोजना", verified.project);
  std::vector<std::string> plots;
  for (const auto& plot : row.booking->plots) plots.push_back(plot.str());
  add_fact(body, "Plot · प्लॉट", joined(plots));
  if (!verified.corrected_by.empty())
    add_fact(body, "Corrected by · संशोधन", joined(verified.corrected_by));
  add_fact(body, "Ledger position · बहीखाता क्रमांक", row.position);
  body +=
      "</dl><p>Compare number, date and amount with the paper in your hand.</p>"
      "<p lang=\"hi\">संख्या, दिनांक और राशि को अपने काग़ज़ से मिलाएँ।</p>";
  return plain_page(row.number, body);
}

std::string unknown_page() {
  return plain_page(
      "Not found",
      "<h1>No such paper</h1><p>This ledger has issued no paper with this number and code. If it "
      "was typed, type it again as it is printed under the QR code; if it was scanned, the paper "
      "is not genuine: call the developer.</p><p lang=\"hi\">इस संख्या और कोड का कोई काग़ज़ जारी नहीं "
      "हुआ है। टाइप किया हो तो क्यूआर कोड के नीचे छपा पता फिर से देखें; स्कैन किया हो तो काग़ज़ असली नहीं "
      "है: विकासकर्ता को फ़ोन करें।</p>");
}

Reply page_reply(int status, std::string page) {
  Reply reply = json_reply(status, std::move(page));
  reply.type = "text/html; charset=utf-8";
  return reply;
}

Result<Reply> verify(const ApiContext& context, Call& call) {
  const bool page = call.request.header("Accept").find("text/html") != std::string_view::npos;
  auto verified = shown_paper(context, call);
  if (!verified && page) return page_reply(404, unknown_page());
  if (!verified)
    return fail(ErrorCode::kNotFound, "paper-unknown",
                "there is no paper with this number and code");
  auto reply =
      page ? page_reply(200, verified_page(*verified)) : json_reply(200, verified_json(*verified));
  reply.headers.emplace_back("Cache-Control", "no-store");
  reply.headers.emplace_back("Vary", "Accept");
  return reply;
}

}  // namespace

void add_verify_routes(Routes& routes, ApiContext& context) {
  routes.add("GET", "/v1/verify/{number...}", [&](Call& call) { return verify(context, call); });
}

}  // namespace ledger
