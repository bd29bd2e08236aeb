#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "query-api/documents/words.h"
#include "query-api/routes.h"

namespace ledger {

enum class PaperFormat : std::uint8_t { kJson, kPdf, kCsv, kXlsx };

std::string_view media_type(PaperFormat format);

// ?lang=en|hi; English unless said. kInvalid "invalid-request".
Result<paper::Language> language_of(const Call& call);

// By Accept; JSON where it names none of them.
PaperFormat accepted_format(const HttpRequest& request);

// A file of the caller's own, shown by the browser under `name` (what a file's name cannot hold
// becomes a dash); with an ETag of its bytes, and 304 for who has them already.
Reply file_reply(const HttpRequest& request, PaperFormat format, std::string_view name,
                 std::string body);

// A report that is had by Accept under `path`, and by suffix (.json, .csv, .xlsx, .pdf).
void add_report(Routes& routes, const std::string& path,
                const std::function<Result<Reply>(Call&, PaperFormat)>& answer);

}  // namespace ledger
