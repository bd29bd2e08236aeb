#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "events/instant.h"
#include "events/result.h"
#include "query-api/documents/qr.h"

// Text, lines and QR codes on A4 pages, and the PDF that they make. This is the only place that
// knows Pango and Cairo. Lengths are PostScript points (1/72 inch), from the page's top left
// corner.
//
// The same calls give the same bytes, in every process that has the same libraries and fonts: the
// creation date is the caller's, nothing is random, and only the Noto fonts of kFontDirectory are
// used, whatever else the machine has; they are embedded. Text is shaped (Devanagari and the other
// Indian scripts of fonts-noto-core), and can be searched and copied.
//
// A Pdf holds the library's lock while it lives: in one process papers are drawn one after another,
// from any thread. A thread that holds one must not make a second.
namespace ledger::paper {

inline constexpr double kPageWidth = 595.28;  // A4
inline constexpr double kPageHeight = 841.89;

struct Colour {
  std::uint8_t red = 0, green = 0, blue = 0;
};

enum class Align : std::uint8_t { kLeft, kRight, kCentre };

struct Type {
  double size = 9;
  bool bold = false;
  Colour colour = {};
  Align align = Align::kLeft;
  double leading = 1.0;   // a factor on the font's own line height
  double tracking = 0.0;  // points between letters
};

// A piece of a paragraph. Its text is taken as it stands: nothing in it is markup.
struct Run {
  std::string text;
  bool bold = false;
};

using Runs = std::vector<Run>;

// Text that has been set in a width. Cheap to copy; must not outlive its Pdf.
class SetText {
 public:
  [[nodiscard]] double height() const;
  [[nodiscard]] double width() const;  // of the longest line
  [[nodiscard]] std::size_t lines() const;
  [[nodiscard]] double line_height(std::size_t line) const;

  struct Layout;  // Pango's; known to pdf.cpp alone

 private:
  friend class Pdf;
  std::shared_ptr<Layout> layout_;
};

// What the file says of itself. No personal data: viewers show and index it.
struct PdfInfo {
  std::string title;
  std::string author;
  Instant created_at;
};

// Whether the fonts that papers need are there; kUnavailable "fonts-missing" names the package.
Result<void> check_fonts();

class Pdf {
 public:
  // Opens with one empty page. kUnavailable "fonts-missing".
  static Result<std::unique_ptr<Pdf>> open(PdfInfo info);
  ~Pdf();
  Pdf(const Pdf&) = delete;
  Pdf& operator=(const Pdf&) = delete;

  [[nodiscard]] SetText set(const Runs& runs, const Type& type, double width) const;

  // Everything is drawn on the chosen page, in the order of the calls. A new page is chosen at
  // once.
  void add_page();
  void choose_page(std::size_t page);  // from 0
  [[nodiscard]] std::size_t pages() const;

  void place(const SetText& text, double x, double y);
  void place_lines(const SetText& text, std::size_t first, std::size_t count, double x, double y);
  void line(double x1, double y1, double x2, double y2, Colour colour, double width = 0.5);
  void fill(double x, double y, double width, double height, Colour colour);
  void qr(const QrCode& code, double x, double y, double side);  // `side` without quiet zone
  void link(double x, double y, double width, double height, const std::string& url);
  // Letters from corner to corner, so thin a colour that everything stays readable through them.
  void watermark(const std::string& text, Colour colour);

  // The file. Called once, last. kUnavailable "paper-failed" if Cairo could not write it.
  Result<std::string> finish();

 private:
  struct State;
  explicit Pdf(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ledger::paper
