// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>

namespace wardcast {

/// The station's data folder, held by one daemon at a time (an advisory lock on `data`/daemon.lock, gone with the
/// process however it ends). Command-line tools may use the database beside it.
class DataFolder {
 public:
  /// Makes the folder when missing, and room in it when there is hardly any (ballast.hpp). Throws std::runtime_error
  /// when it cannot be used or another daemon holds it.
  explicit DataFolder(const std::filesystem::path& folder);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

 private:
  int lock_ = -1;
};

}  // namespace wardcast
