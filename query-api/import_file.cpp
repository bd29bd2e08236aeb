#include "query-api/import_file.h"

#include "events/hash.h"
#include "query-api/uuid.h"

namespace ledger {
namespace {

// "plotledger-upload\n<project>\n<person>\n", then the box.
constexpr std::string_view kMark = "plotledger-upload\n";

std::string_view line_of(std::string_view& rest) {
  const auto end = rest.find('\n');
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

tl::unexpected<Error> unknown() {
  return fail(ErrorCode::kNotFound, "file-unknown", "there is no such file");
}

}  // namespace

Result<KeptFile> keep_file(Services& services, const ProjectId& project, std::string_view bytes) {
  const PersonId person("upload-" + uuid_v7(services.clock.now()));
  auto sealed = services.vault.seal_new(person, bytes);
  std::string stored(kMark);
  stored.append(project.str()).append("\n").append(person.str()).append("\n");
  stored.append(sealed.sealed.box.begin(), sealed.sealed.box.end());
  KeptFile kept{Digest(hex(sha256(stored))), std::move(sealed.key)};
  if (auto put = services.log.documents().put(kept.document, stored); !put)
    return fail(put.error());
  return kept;
}

Result<std::string> kept_file(Services& services, const ProjectId& project,
                              const Digest& document) {
  const auto stored = services.log.documents().get(document);
  if (!stored && stored.error().code == ErrorCode::kNotFound) return unknown();
  if (!stored) return fail(stored.error());
  std::string_view rest = *stored;
  if (!rest.starts_with(kMark)) return unknown();
  rest.remove_prefix(kMark.size());
  if (line_of(rest) != project.str()) return unknown();
  Sealed sealed;
  sealed.person = PersonId(std::string(line_of(rest)));
  sealed.box.assign(rest.begin(), rest.end());
  auto opened = services.vault.open_box(sealed);
  if (!opened && opened.error().code == ErrorCode::kNotFound) return unknown();
  return opened;
}

}  // namespace ledger
