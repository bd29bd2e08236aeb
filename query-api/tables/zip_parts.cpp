#include "query-api/tables/zip_parts.h"

#include <zip.h>

#include "query-api/tables/budget.h"

namespace ledger::tables {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10U;

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

tl::unexpected<Error> damaged() {
  return fail(ErrorCode::kInvalid, "workbook-damaged",
              "The workbook is damaged: open it in a spreadsheet and save it again.");
}

}  // namespace

struct ZipParts::State {
  std::unique_ptr<zip_t, CloseArchive> archive;
  std::size_t unpacked = 0;
};

Result<ZipParts> ZipParts::open(std::string_view bytes) {
  auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return damaged();
  auto* archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive == nullptr) {
    zip_source_free(source);
    return damaged();
  }
  auto state = std::make_unique<State>();
  state->archive.reset(archive);
  return ZipParts(std::move(state));
}

ZipParts::ZipParts(std::unique_ptr<State> state) : state_(std::move(state)) {}

ZipParts::ZipParts(ZipParts&&) noexcept = default;

ZipParts::~ZipParts() = default;

Result<std::optional<std::string>> ZipParts::read(const std::string& name) {
  auto* archive = state_->archive.get();
  const auto index = zip_name_locate(archive, name.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return std::nullopt;
  zip_stat_t stat;
  if (zip_stat_index(archive, static_cast<zip_uint64_t>(index), 0, &stat) != 0) return damaged();
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) {
    return fail(ErrorCode::kInvalid, "workbook-encrypted",
                "The workbook has a password: save it without one.");
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(
      zip_fopen_index(archive, static_cast<zip_uint64_t>(index), 0));
  if (!file) return damaged();
  std::string part;
  while (true) {
    const auto before = part.size();
    part.resize(before + kChunk);
    const auto got = zip_fread(file.get(), part.data() + before, kChunk);
    if (got < 0) return damaged();
    part.resize(before + static_cast<std::size_t>(got));
    state_->unpacked += static_cast<std::size_t>(got);
    if (part.size() > kMaxPartBytes || state_->unpacked > kMaxUnpackedBytes) {
      return too_large("The workbook is too large once it is unpacked.");
    }
    if (got == 0) return part;
  }
}

}  // namespace ledger::tables
