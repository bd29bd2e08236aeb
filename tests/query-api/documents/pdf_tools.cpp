#include "tests/query-api/documents/pdf_tools.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <unistd.h>

namespace ledger::test {
namespace {

std::string answer_of(const std::string& command) {
  std::string answer;
  auto* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
  std::array<char, 4096> part{};
  for (std::size_t got = 0; (got = fread(part.data(), 1, part.size(), pipe)) > 0;) {
    answer.append(part.data(), got);
  }
  if (pclose(pipe) != 0) throw std::runtime_error(command + " failed; is poppler-utils installed?");
  return answer;
}

// The file lives as long as the command runs.
std::string look(const std::string& bytes, const std::string& tool, const std::string& rest) {
  static int count = 0;
  const auto path = std::filesystem::temp_directory_path() /
                    ("paper-" + std::to_string(getpid()) + "-" + std::to_string(++count) + ".pdf");
  std::ofstream(path, std::ios::binary) << bytes;
  const auto answer = answer_of(tool + " " + path.string() + rest);
  std::filesystem::remove(path);
  return answer;
}

bool is_space(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

}  // namespace

std::string pdf_text(const std::string& bytes) {
  return look(bytes, "pdftotext -layout", " -");
}

std::string pdf_fonts(const std::string& bytes) {
  return look(bytes, "pdffonts", "");
}

int pdf_pages(const std::string& bytes) {
  const auto info = look(bytes, "pdfinfo", "");
  const auto at = info.find("Pages:");
  return std::stoi(info.substr(at + 6));
}

std::string single_spaced(const std::string& text) {
  std::string to;
  for (const char c : text) {
    if (!is_space(c))
      to += c;
    else if (!to.empty() && to.back() != ' ')
      to += ' ';
  }
  return to;
}

std::string squeezed(const std::string& text) {
  std::string to;
  for (const char c : text)
    if (!is_space(c)) to += c;
  return to;
}

}  // namespace ledger::test
