#pragma once

#include <string>

// Poppler's tools, by which a PDF is looked at from outside.
namespace ledger::test {

std::string pdf_text(const std::string& bytes);   // pdftotext -layout
std::string pdf_fonts(const std::string& bytes);  // pdffonts
int pdf_pages(const std::string& bytes);

// Runs of white space as one blank. Viewers guess blanks between Devanagari letters, so that Hindi
// is compared without any: see squeezed().
std::string single_spaced(const std::string& text);
std::string squeezed(const std::string& text);  // without any white space

}  // namespace ledger::test
