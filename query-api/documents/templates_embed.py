"""templates/*.txt → a C++ source that holds them. Called by the build: templates_embed.py FOLDER OUT."""
import pathlib
import sys

folder, target = pathlib.Path(sys.argv[1]), sys.argv[2]
KINDS = ("agreement", "allotment", "receipt", "demand", "introduction")
rows = []
for kind in KINDS:
    for language in ("en", "hi"):
        text = (folder / f"{kind}.{language}.txt").read_text(encoding="utf-8")
        # Pieces, because a string literal may be only so long.
        pieces = [text[at:at + 4000] for at in range(0, len(text), 4000)]
        rows.append("    " + "\n    ".join('R"text(' + piece + ')text"' for piece in pieces) + ",\n")
with open(target, "w", encoding="utf-8") as file:
    file.write('#include <array>\n\n#include "query-api/documents/template.h"\n\nnamespace ledger::paper {\n\n'
               "std::string_view default_template(TemplateKind kind, Language language) {\n"
               f"  static constexpr std::array<std::string_view, {len(rows)}> kTexts{{{{\n" + "".join(rows) + "  }};\n"
               "  return kTexts.at(2 * static_cast<std::size_t>(kind) + static_cast<std::size_t>(language));\n"
               "}\n\n}  // namespace ledger::paper\n")
