#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "query-api/documents/body.h"
#include "query-api/documents/paper.h"
#include "query-api/documents/pdf.h"

// The page that all papers share: a head with project, developer and registration, parts that flow
// down and on to new pages, a foot with number, position and "page x of y". Each call adds one part
// below the one before.
namespace ledger::paper {

struct Fact {
  std::string label, value;
};

// A heading with lines under it; two or three stand side by side.
struct Column {
  std::string heading;
  std::vector<Run> lines;
};

class Sheet {
 public:
  // `title` names the kind of paper, as in "Receipt". kUnavailable "fonts-missing".
  static Result<Sheet> open(const Paper& paper, const std::string& title,
                            const std::string& subtitle = "");

  void columns(const std::vector<Column>& columns);
  void facts(
      const std::vector<Fact>& facts);  // label over value, up to four in a row; empty: left out
  void amount(const std::string& label, Money amount, const std::string& words);
  void heading(const std::string& text);
  void paragraph(const Runs& runs);
  void note(const std::string& text);  // small and grey
  void table(const Grid& grid);
  void body(const Body& body);
  // Where the paper ends: the code to verify it by on the left, the developer's signature on the
  // right.
  void closing();
  void verification();  // the code alone

  Result<std::string> finish();

 private:
  Sheet(std::unique_ptr<Pdf> pdf, Paper paper, std::string title);

  void head();
  void slim_head();
  void mark_line();
  void mark_page();
  void feet();
  void next_page();
  void need(double height);  // a new page, unless so much is left on this one
  [[nodiscard]] double left() const;

  double draw_text(const Runs& runs, const Type& type, double x, double y, double width);
  void facts_row(std::span<const Fact> facts, const std::vector<double>& widths);
  void flow(const SetText& text, double x);
  void hanging(const std::string& marker, const Runs& runs);
  void signatures(const std::vector<std::string>& names);
  double verify_box(double y);
  double signature_box(double y);

  std::unique_ptr<Pdf> pdf_;
  Paper paper_;
  std::string title_, subtitle_;
  double y_ = 0;
};

}  // namespace ledger::paper
