#include "query-api/documents/sheet.h"

#include <algorithm>

#include "query-api/documents/look.h"
#include "query-api/documents/texts.h"

namespace ledger::paper {
namespace {

using look::kLeft, look::kRight, look::kWidth;

constexpr double kRightColumn = 170;  // title, number and date, at least
constexpr double kQrSide = 66;
constexpr double kSignatureWidth = 190;
constexpr double kClosingHeight = 100;

// "RERA: P52…   GSTIN: 27…", of what is there.
std::string registration(const Issuer& issuer, Language language) {
  std::string text;
  const auto add = [&text](const std::string& label, const std::string& value) {
    if (value.empty()) return;
    text.append(text.empty() ? "" : "    ").append(label).append(" ").append(value);
  };
  add(say(Text::kReraNo, language), issuer.rera_no);
  add(say(Text::kGstin, language), issuer.gstin);
  return text;
}

std::string contact(const Issuer& issuer) {
  std::string text;
  for (const auto* part : {&issuer.phone, &issuer.email, &issuer.website}) {
    if (part->empty()) continue;
    text.append(text.empty() ? "" : "  ·  ").append(*part);
  }
  return text;
}

std::string word_of(Mark mark, Language language) {
  switch (mark) {
    case Mark::kNone:
      return "";
    case Mark::kDraft:
      return say(Text::kDraft, language);
    case Mark::kDuplicate:
      return say(Text::kDuplicate, language);
    case Mark::kVoid:
      return say(Text::kVoid, language);
    case Mark::kSample:
      return say(Text::kSample, language);
  }
  return "";
}

}  // namespace

Result<Sheet> Sheet::open(const Paper& paper, const std::string& title,
                          const std::string& subtitle) {
  const auto name = paper.number.empty() ? paper.booking.id : paper.number;
  auto pdf = Pdf::open({title + " " + name, paper.issuer.developer, paper.recorded_at});
  if (!pdf) return fail(pdf.error());
  Sheet sheet(std::move(*pdf), paper, title);
  sheet.subtitle_ = subtitle;
  sheet.head();
  sheet.mark_line();
  return sheet;
}

Sheet::Sheet(std::unique_ptr<Pdf> pdf, Paper paper, std::string title)
    : pdf_(std::move(pdf)), paper_(std::move(paper)), title_(std::move(title)), y_(look::kTop) {}

double Sheet::left() const {
  return look::kBottom - y_;
}

double Sheet::draw_text(const Runs& runs, const Type& type, double x, double y, double width) {
  const auto text = pdf_->set(runs, type, width);
  pdf_->place(text, x, y);
  return text.height();
}

void Sheet::mark_page() {
  if (paper_.mark == Mark::kNone) return;
  pdf_->watermark(word_of(paper_.mark, paper_.language),
                  paper_.mark == Mark::kVoid ? look::kAlarm : look::kMuted);
}

void Sheet::head() {
  const auto& issuer = paper_.issuer;
  const auto language = paper_.language;
  const double beside_width =
      std::clamp(pdf_->set({{title_}}, look::kTitle, kWidth).width() + 1, kRightColumn, kWidth / 2);
  const double width = kWidth - beside_width - 16;
  double y = look::kTop;
  y += draw_text({{issuer.project}}, look::kProject, kLeft, y, width) + 1;
  if (!issuer.developer.empty() && issuer.developer != issuer.project)
    y += draw_text({{issuer.developer}}, look::kStrong, kLeft, y, width) + 1;
  for (const auto& line : {issuer.address, contact(issuer), registration(issuer, language)}) {
    if (!line.empty()) y += draw_text({{line}}, look::kSmall, kLeft, y, width);
  }
  const double right = kRight - beside_width;
  double beside = look::kTop - 3;
  beside += draw_text({{title_}}, look::kTitle, right, beside, beside_width) + 2;
  if (!subtitle_.empty()) {
    beside += draw_text({{subtitle_}}, look::right(look::kSmall), right, beside, beside_width);
  }
  if (!paper_.number.empty()) {
    beside += draw_text({{say(Text::kNumber, language) + " "}, {paper_.number, true}},
                        look::right(look::kText), right, beside, beside_width);
  }
  beside += draw_text({{long_date(paper_.date, language)}}, look::right(look::kText), right, beside,
                      beside_width);
  y_ = std::max(y, beside) + 9;
  pdf_->fill(kLeft, y_, kWidth, 1.4, look::kAccent);
  y_ += look::kGap + 2;
}

// In words too: what stands across the page is not read aloud, nor found by a search.
void Sheet::mark_line() {
  if (paper_.mark == Mark::kNone) return;
  const auto colour = paper_.mark == Mark::kVoid ? look::kAlarm : look::kMuted;
  const auto text = pdf_->set({{word_of(paper_.mark, paper_.language), true},
                               {paper_.mark_reason.empty() ? "" : ": " + paper_.mark_reason}},
                              {.size = 10, .colour = colour}, kWidth - 20);
  pdf_->fill(kLeft, y_, 3, text.height() + 8, colour);
  pdf_->place(text, kLeft + 12, y_ + 4);
  y_ += text.height() + 8 + look::kGap;
}

void Sheet::slim_head() {
  const auto name = paper_.number.empty() ? paper_.booking.id : paper_.number;
  const double height =
      draw_text({{paper_.issuer.project, true}}, look::kSmall, kLeft, look::kTop - 8, kWidth / 2);
  draw_text({{title_ + "  ·  " + name}}, look::right(look::kSmall), kLeft + kWidth / 2,
            look::kTop - 8, kWidth / 2);
  y_ = look::kTop - 8 + height + 4;
  pdf_->line(kLeft, y_, kRight, y_, look::kRule);
  y_ += look::kGap;
}

void Sheet::next_page() {
  pdf_->add_page();
  slim_head();
}

void Sheet::need(double height) {
  if (height > left()) next_page();
}

void Sheet::feet() {
  const auto language = paper_.language;
  const double top = look::kBottom + 11;
  for (std::size_t page = 0; page < pdf_->pages(); ++page) {
    pdf_->choose_page(page);
    mark_page();
    pdf_->line(kLeft, top, kRight, top, look::kRule);
    std::string origin = say(Text::kRecorded, language,
                             {moment(paper_.recorded_at, paper_.zone, language), paper_.position});
    if (!paper_.booking.id.empty()) origin = paper_.booking.id + "  ·  " + origin;
    draw_text({{origin}}, look::kSmall, kLeft, top + 5, kWidth - 90);
    draw_text(
        {{say(Text::kPageOf, language, {std::to_string(page + 1), std::to_string(pdf_->pages())})}},
        look::right(look::kSmall), kRight - 88, top + 5, 88);
  }
}

double Sheet::verify_box(double y) {
  if (paper_.verify_url.empty()) return 0;
  const auto language = paper_.language;
  pdf_->qr(qr_code(paper_.verify_url), kLeft, y + 2, kQrSide);
  const double x = kLeft + kQrSide + 12;
  const double width = kWidth - kQrSide - 24 - kSignatureWidth;
  double below = y;
  below += draw_text({{say(Text::kVerifyTitle, language)}}, look::kStrong, x, below, width) + 1;
  below += draw_text({{say(Text::kVerifyHow, language)}}, look::kSmall, x, below, width) + 2;
  const auto url = pdf_->set({{paper_.verify_url}}, {.size = 7.5, .colour = look::kAccent}, width);
  pdf_->place(url, x, below);
  pdf_->link(kLeft, y, x + width - kLeft, std::max(kQrSide + 4, below + url.height() - y),
             paper_.verify_url);
  return std::max(kQrSide + 4, below + url.height() - y);
}

double Sheet::signature_box(double y) {
  const auto& issuer = paper_.issuer;
  const auto type = look::right(look::kText);
  const double x = kRight - kSignatureWidth;
  double below = y;
  below += draw_text({{say(Text::kForIssuer, paper_.language, {issuer.developer})}}, type, x, below,
                     kSignatureWidth);
  below += 26;
  pdf_->line(x + 40, below, kRight, below, look::kRule);
  below += 3;
  auto who = issuer.signatory;
  if (!issuer.signatory_office.empty()) who += (who.empty() ? "" : ", ") + issuer.signatory_office;
  if (!who.empty())
    below += draw_text({{who}}, look::right(look::kSmall), x, below, kSignatureWidth);
  below += draw_text({{say(Text::kSignatory, paper_.language)}}, look::right(look::kSmall), x,
                     below, kSignatureWidth);
  return below - y;
}

void Sheet::closing() {
  need(kClosingHeight);
  y_ += 5;
  pdf_->line(kLeft, y_, kRight, y_, look::kRule);
  y_ += 12;
  y_ += std::max(verify_box(y_), signature_box(y_)) + 5;
  note(say(Text::kComputerMade, paper_.language));
}

void Sheet::verification() {
  if (paper_.verify_url.empty()) return;
  need(80);
  y_ += 12;
  y_ += verify_box(y_) + 8;
}

Result<std::string> Sheet::finish() {
  feet();
  return pdf_->finish();
}

}  // namespace ledger::paper
