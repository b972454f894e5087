// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace wardcast::http {

struct StaticFile {
  std::string content_type;
  std::string body;
  std::string etag;          ///< quoted, of the content
  std::string brotli, gzip;  ///< the same compressed, from FILE.br and FILE.gz beside it; empty where there is none
  bool hashed = false;       ///< the name carries a hash of the content (app.3f9a01bc.js): may be kept for ever
};

/// The files of one folder, read once at start. Only what was found then is ever served, so no path can lead outside.
class StaticFiles {
 public:
  StaticFiles() = default;
  /// Throws when the folder cannot be read (start-up). Hidden files and symbolic links are left out.
  explicit StaticFiles(const std::filesystem::path& folder);
  /// "/app.js"; "/" is index.html. Null when there is none, and for the compressed forms of others.
  [[nodiscard]] const StaticFile* find(std::string_view path) const;

 private:
  std::string take_compressed(const std::string& path);

  std::map<std::string, StaticFile, std::less<>> files_;
};

}  // namespace wardcast::http
