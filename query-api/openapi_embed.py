"""openapi.yaml → a C++ source that holds it as JSON. Called by the build: openapi_embed.py IN OUT."""
import json
import sys

import yaml

source, target = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    text = json.dumps(yaml.safe_load(file), ensure_ascii=False, separators=(",", ":"))
# Pieces, because a string literal may be only so long.
pieces = [text[at:at + 8000] for at in range(0, len(text), 8000)]
literals = "\n".join('    R"json(' + piece + ')json"' for piece in pieces)
with open(target, "w", encoding="utf-8") as file:
    file.write('#include "query-api/openapi.h"\n\nnamespace ledger {\n\n'
               "std::string_view openapi_json() {\n  static constexpr std::string_view kText =\n"
               + literals + ";\n  return kText;\n}\n\n}  // namespace ledger\n")
