#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "events/result.h"
#include "projectors/store.h"

namespace ledger {

struct RocksFiles;

// The read model on disk: one RocksDB directory, a column family a view and one for the position.
// The log is the truth: the write-ahead log is not synced, what a power cut loses is applied again.
// Closing writes everything out.
class RocksStore final : public ViewStore {
 public:
  // Opens or creates. kConflict "rebuild-needed": it was folded by other views or versions.
  // kCorrupt "store-damaged": its files cannot be read, or could not be read before it was closed.
  // Either way: rebuild (read_model.h). To check every byte: check_files() of events/rocks_files.h.
  static Result<std::unique_ptr<RocksStore>> open(const std::string& directory, const Views& views);

  // Reads beside a running server; its snapshot stands still at the moment of opening. Nothing may
  // be written. `scratch` is a directory of its own for RocksDB's log, removed at the end.
  static Result<std::unique_ptr<RocksStore>> open_beside(const std::string& directory,
                                                         const std::string& scratch,
                                                         const Views& views);

  ~RocksStore() override;
  [[nodiscard]] Snapshot snapshot() const override;
  void write(Staged staged) override;

  // Everything written so far is in table files when it returns (for verify, backups, clean ends).
  void flush();

 private:
  explicit RocksStore(std::shared_ptr<RocksFiles> files);
  [[nodiscard]] Snapshot take(AppliedParts applied) const;

  std::shared_ptr<RocksFiles> files_;
  mutable std::mutex mutex_;
  Snapshot newest_;
};

}  // namespace ledger
