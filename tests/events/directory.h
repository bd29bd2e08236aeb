#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

namespace ledger {

// A directory of a test's own, gone with it; in memory where the machine has such a place.
class TestDirectory {
 public:
  TestDirectory() {
    namespace fs = std::filesystem;
    const bool memory = fs::is_directory("/dev/shm");
    std::string name = (memory ? "/dev/shm" : fs::temp_directory_path().string());
    name += "/plotledger-XXXXXX";
    path_ = mkdtemp(name.data());
  }

  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;

  ~TestDirectory() { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::string path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// The directory's files that end with `suffix` and hold anything, in order of their names. Files
// may come and go meanwhile.
inline std::vector<std::string> files_of(const std::string& dir, const std::string& suffix) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(dir)) {
    const auto path = entry.path().string();
    std::error_code gone;
    const auto size = entry.file_size(gone);
    if (path.ends_with(suffix) && !gone && size > 0) files.push_back(path);
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The files of `dir` that hold `text` anywhere.
inline std::vector<std::string> files_with(const std::string& dir, const std::string& text) {
  std::vector<std::string> found;
  for (const auto& path : files_of(dir, "")) {
    if (bytes_of(path).find(text) != std::string::npos) found.push_back(path);
  }
  return found;
}

// Copies a directory of files, which may come and go meanwhile.
inline void copy_directory(const std::string& from, const std::string& to) {
  namespace fs = std::filesystem;
  fs::remove_all(to);
  fs::create_directory(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    std::error_code gone;
    fs::copy_file(entry.path(), fs::path(to) / entry.path().filename(), gone);
  }
}

}  // namespace ledger
