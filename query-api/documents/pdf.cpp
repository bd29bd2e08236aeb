#include "query-api/documents/pdf.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <mutex>
#include <numbers>

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include "events/civil.h"

namespace ledger::paper {
namespace {

constexpr const char* kFamilies = "Noto Sans,Noto Sans Devanagari";
// The first two are needed; the others only where a name is written in that script.
constexpr std::array<const char*, 10> kScripts{"",         "Devanagari", "Bengali",   "Gujarati",
                                               "Gurmukhi", "Kannada",    "Malayalam", "Oriya",
                                               "Tamil",    "Telugu"};
constexpr std::size_t kNeededScripts = 2;
// Parts of the type's size: room for Noto's tallest marks above and below.
constexpr double kLineHeight = 1.38;
constexpr double kAscent = 1.03;
constexpr double kWatermarkLength = 460;
constexpr double kWatermarkAlpha = 0.13;

template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* thing) const {
    kFree(thing);
  }
};

using FontMap = std::unique_ptr<PangoFontMap, Freed<g_object_unref>>;
using Context = std::unique_ptr<PangoContext, Freed<g_object_unref>>;
using Layout = std::unique_ptr<PangoLayout, Freed<g_object_unref>>;
using Iterator = std::unique_ptr<PangoLayoutIter, Freed<pango_layout_iter_free>>;
using Font = std::unique_ptr<PangoFontDescription, Freed<pango_font_description_free>>;
using Attributes = std::unique_ptr<PangoAttrList, Freed<pango_attr_list_unref>>;
using Surface = std::unique_ptr<cairo_surface_t, Freed<cairo_surface_destroy>>;
using Painter = std::unique_ptr<cairo_t, Freed<cairo_destroy>>;
using Mark = std::function<void(cairo_t*)>;

double points(int pango_units) {
  return pango_units / static_cast<double>(PANGO_SCALE);
}

int units(double length) {
  return static_cast<int>(length * PANGO_SCALE);
}

std::filesystem::path font_file(const char* script, const char* weight) {
  return std::filesystem::path(PLOTLEDGER_FONT_DIR) /
         ("NotoSans" + std::string(script) + "-" + weight + ".ttf");
}

// A font map that knows our fonts and no others.
FontMap make_font_map() {
  auto* config = FcConfigCreate();
  for (const auto* script : kScripts) {
    for (const auto* weight : {"Regular", "Bold"}) {
      const auto file = font_file(script, weight).string();
      FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(file.c_str()));
    }
  }
  FontMap map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), config);
  FcConfigDestroy(config);
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map.get()), 72);
  return map;
}

// Held by the one Pdf that lives; the font map and all that comes from it are used under it alone.
std::mutex& drawing_lock() {
  static std::mutex lock;
  return lock;
}

// Lives as long as the process.
PangoFontMap* shared_font_map() {
  static PangoFontMap* const map = make_font_map().release();
  return map;
}

Context make_context() {
  Context context(pango_font_map_create_context(shared_font_map()));
  const std::unique_ptr<cairo_font_options_t, Freed<cairo_font_options_destroy>> options(
      cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context.get(), options.get());
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  return context;
}

Font make_font(const Type& type) {
  Font font(pango_font_description_from_string(kFamilies));
  pango_font_description_set_absolute_size(font.get(), type.size * PANGO_SCALE);
  if (type.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
  return font;
}

PangoAlignment alignment(Align align) {
  switch (align) {
    case Align::kLeft:
      return PANGO_ALIGN_LEFT;
    case Align::kRight:
      return PANGO_ALIGN_RIGHT;
    case Align::kCentre:
      return PANGO_ALIGN_CENTER;
  }
  return PANGO_ALIGN_LEFT;
}

void add_attribute(PangoAttrList* list, PangoAttribute* attribute, std::size_t from,
                   std::size_t to) {
  attribute->start_index = static_cast<guint>(from);
  attribute->end_index = static_cast<guint>(to);
  pango_attr_list_insert(list, attribute);
}

void set_text(PangoLayout* layout, const Runs& runs, const Type& type) {
  std::string text;
  const Attributes attributes(pango_attr_list_new());
  for (const auto& run : runs) {
    const auto from = text.size();
    text += run.text;
    if (run.bold) {
      add_attribute(attributes.get(), pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, text.size());
    }
  }
  if (type.tracking != 0) {
    add_attribute(attributes.get(), pango_attr_letter_spacing_new(units(type.tracking)), 0,
                  text.size());
  }
  const std::unique_ptr<char, Freed<g_free>> valid(
      g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
  pango_layout_set_text(layout, valid.get(), -1);
  pango_layout_set_attributes(layout, attributes.get());
}

void set_colour(cairo_t* painter, Colour colour) {
  cairo_set_source_rgb(painter, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
}

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

// Cairo reads a link's target between single quotes.
std::string quoted(const std::string& url) {
  std::string text;
  for (const char c : url) {
    if (c == '\'') {
      text += "%27";
    } else if (c == '\\') {
      text += "%5C";
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace

struct SetText::Layout {
  struct Line {
    PangoLayoutLine* line = nullptr;  // the layout's own
    double x = 0, baseline = 0, height = 0;
  };

  paper::Layout layout;
  std::vector<Line> lines;
  Colour colour;
  double height = 0, width = 0;
};

namespace {

using Line = SetText::Layout::Line;

// Lines are equally high whatever scripts are in them, so that a Hindi cell stands on the same line
// as the Latin figures beside it.
std::vector<Line> measured(PangoLayout* layout, const Type& type) {
  std::vector<Line> lines;
  const double height = kLineHeight * type.size * type.leading;
  const Iterator at(pango_layout_get_iter(layout));
  do {
    PangoRectangle extents;
    pango_layout_iter_get_line_extents(at.get(), nullptr, &extents);
    lines.push_back({pango_layout_iter_get_line_readonly(at.get()), points(extents.x),
                     kAscent * type.size, height});
  } while (pango_layout_iter_next_line(at.get()));
  return lines;
}

}  // namespace

double SetText::height() const {
  return layout_->height;
}

double SetText::width() const {
  return layout_->width;
}

std::size_t SetText::lines() const {
  return layout_->lines.size();
}

double SetText::line_height(std::size_t line) const {
  return layout_->lines.at(line).height;
}

struct Pdf::State {
  std::unique_lock<std::mutex> lock;
  PdfInfo info;
  Context context;
  std::vector<std::vector<Mark>> pages;
  std::size_t page = 0;

  void draw(Mark mark) { pages[page].push_back(std::move(mark)); }
};

Result<void> check_fonts() {
  for (std::size_t i = 0; i < kNeededScripts; ++i) {
    for (const auto* weight : {"Regular", "Bold"}) {
      std::error_code error;
      const auto file = font_file(kScripts.at(i), weight);
      if (std::filesystem::exists(file, error)) continue;
      return fail(ErrorCode::kUnavailable, "fonts-missing",
                  file.string() + " is missing: install Debian's package fonts-noto-core.");
    }
  }
  return {};
}

Result<std::unique_ptr<Pdf>> Pdf::open(PdfInfo info) {
  if (auto fonts = check_fonts(); !fonts) return fail(fonts.error());
  auto state = std::make_unique<State>();
  state->lock = std::unique_lock(drawing_lock());
  state->info = std::move(info);
  state->context = make_context();
  state->pages.emplace_back();
  return std::unique_ptr<Pdf>(new Pdf(std::move(state)));
}

Pdf::Pdf(std::unique_ptr<State> state) : state_(std::move(state)) {}

Pdf::~Pdf() = default;

SetText Pdf::set(const Runs& runs, const Type& type, double width) const {
  auto made = std::make_shared<SetText::Layout>();
  made->layout.reset(pango_layout_new(state_->context.get()));
  auto* layout = made->layout.get();
  pango_layout_set_font_description(layout, make_font(type).get());
  pango_layout_set_width(layout, units(width));
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment(layout, alignment(type.align));
  set_text(layout, runs, type);
  made->lines = measured(layout, type);
  made->colour = type.colour;
  for (const auto& line : made->lines) made->height += line.height;
  PangoRectangle extents;
  pango_layout_get_extents(layout, nullptr, &extents);
  made->width = points(extents.width);
  SetText text;
  text.layout_ = std::move(made);
  return text;
}

void Pdf::add_page() {
  state_->pages.emplace_back();
  state_->page = state_->pages.size() - 1;
}

void Pdf::choose_page(std::size_t page) {
  state_->page = page;
}

std::size_t Pdf::pages() const {
  return state_->pages.size();
}

void Pdf::place(const SetText& text, double x, double y) {
  place_lines(text, 0, text.lines(), x, y);
}

void Pdf::place_lines(const SetText& text, std::size_t first, std::size_t count, double x,
                      double y) {
  state_->draw([layout = text.layout_, first, count, x, y](cairo_t* painter) {
    set_colour(painter, layout->colour);
    double top = y;
    for (std::size_t i = first; i < first + count; ++i) {
      const auto& line = layout->lines.at(i);
      cairo_move_to(painter, x + line.x, top + line.baseline);
      pango_cairo_show_layout_line(painter, line.line);
      top += line.height;
    }
  });
}

void Pdf::line(double x1, double y1, double x2, double y2, Colour colour, double width) {
  state_->draw([=](cairo_t* painter) {
    set_colour(painter, colour);
    cairo_set_line_width(painter, width);
    cairo_move_to(painter, x1, y1);
    cairo_line_to(painter, x2, y2);
    cairo_stroke(painter);
  });
}

void Pdf::fill(double x, double y, double width, double height, Colour colour) {
  state_->draw([=](cairo_t* painter) {
    set_colour(painter, colour);
    cairo_rectangle(painter, x, y, width, height);
    cairo_fill(painter);
  });
}

void Pdf::qr(const QrCode& code, double x, double y, double side) {
  if (code.side == 0) return;
  state_->draw([=](cairo_t* painter) {
    const double module = side / code.side;
    set_colour(painter, {});
    for (int row = 0; row < code.side; ++row) {
      for (int column = 0; column < code.side; ++column) {
        if (!code.at(row, column)) continue;
        cairo_rectangle(painter, x + column * module, y + row * module, module, module);
      }
    }
    cairo_fill(painter);
  });
}

void Pdf::link(double x, double y, double width, double height, const std::string& url) {
  std::array<char, 120> rectangle{};
  std::snprintf(rectangle.data(), rectangle.size(), "rect=[%.2f %.2f %.2f %.2f] ", x, y, width,
                height);
  state_->draw([attributes = rectangle.data() + ("uri='" + quoted(url) + "'")](cairo_t* painter) {
    cairo_tag_begin(painter, CAIRO_TAG_LINK, attributes.c_str());
    cairo_tag_end(painter, CAIRO_TAG_LINK);
  });
}

void Pdf::watermark(const std::string& text, Colour colour) {
  const auto letters = set({{text, true}}, {.size = 100, .bold = true, .colour = colour}, 5000);
  state_->draw([letters](cairo_t* painter) {
    const auto& layout = *letters.layout_;
    const double scale = kWatermarkLength / std::max(layout.width, kWatermarkLength / 2);
    cairo_save(painter);
    cairo_translate(painter, kPageWidth / 2, kPageHeight / 2);
    cairo_rotate(painter, -std::numbers::pi / 4);
    cairo_scale(painter, scale, scale);
    cairo_set_source_rgba(painter, layout.colour.red / 255.0, layout.colour.green / 255.0,
                          layout.colour.blue / 255.0, kWatermarkAlpha);
    cairo_move_to(painter, -layout.width / 2, layout.lines.front().baseline - layout.height / 2);
    pango_cairo_show_layout_line(painter, layout.lines.front().line);
    cairo_restore(painter);
  });
}

Result<std::string> Pdf::finish() {
  std::string bytes;
  const Surface surface(
      cairo_pdf_surface_create_for_stream(&append, &bytes, kPageWidth, kPageHeight));
  const auto say = [&surface](cairo_pdf_metadata_t what, const std::string& text) {
    if (!text.empty()) cairo_pdf_surface_set_metadata(surface.get(), what, text.c_str());
  };
  say(CAIRO_PDF_METADATA_TITLE, state_->info.title);
  say(CAIRO_PDF_METADATA_AUTHOR, state_->info.author);
  say(CAIRO_PDF_METADATA_CREATOR, "Plotledger");
  say(CAIRO_PDF_METADATA_CREATE_DATE, rfc3339(state_->info.created_at).substr(0, 19) + "Z");
  const Painter painter(cairo_create(surface.get()));
  for (const auto& page : state_->pages) {
    for (const auto& mark : page) mark(painter.get());
    cairo_show_page(painter.get());
  }
  cairo_surface_finish(surface.get());
  const auto status = cairo_surface_status(surface.get());
  if (status == CAIRO_STATUS_SUCCESS) return bytes;
  return fail(ErrorCode::kUnavailable, "paper-failed",
              std::string("The paper could not be drawn: ") + cairo_status_to_string(status));
}

}  // namespace ledger::paper
