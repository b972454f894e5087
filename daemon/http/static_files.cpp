// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/static_files.hpp"

#include <openssl/sha.h>

#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace wardcast::http {
namespace fs = std::filesystem;
namespace {

std::string_view type_of(const fs::path& file) {
  const auto ext = file.extension().string();
  if (ext == ".html") return "text/html; charset=utf-8";
  if (ext == ".js" || ext == ".mjs") return "text/javascript; charset=utf-8";
  if (ext == ".css") return "text/css; charset=utf-8";
  if (ext == ".json") return "application/json";
  if (ext == ".svg") return "image/svg+xml";
  if (ext == ".png") return "image/png";
  if (ext == ".ico") return "image/x-icon";
  if (ext == ".woff2") return "font/woff2";
  if (ext == ".webmanifest") return "application/manifest+json";
  if (ext == ".txt") return "text/plain; charset=utf-8";
  return "application/octet-stream";
}

std::string etag_of(const std::string& body) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest.data());
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string etag = "\"";
  for (std::size_t i = 0; i < 12; ++i) {
    etag += kHex[digest[i] >> 4U];
    etag += kHex[digest[i] & 15U];
  }
  return etag + '"';
}

/// "app.3f9a01bc.js": eight or more hexadecimal digits between the last two dots.
bool has_hash(const fs::path& file) {
  const auto hash = file.stem().extension().string();
  if (hash.size() < 9) return false;
  for (const char c : hash.substr(1))
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return false;
  return true;
}

}  // namespace

StaticFiles::StaticFiles(const fs::path& folder) {
  for (const auto& entry : fs::recursive_directory_iterator{folder}) {
    if (entry.is_symlink() || !entry.is_regular_file()) continue;
    const auto relative = entry.path().lexically_relative(folder);
    bool hidden = false;
    for (const auto& part : relative) hidden = hidden || part.string().starts_with('.');
    if (hidden) continue;
    std::ifstream in{entry.path(), std::ios::binary};
    if (!in) throw std::runtime_error("cannot read " + entry.path().string());
    StaticFile file;
    file.body.assign(std::istreambuf_iterator<char>{in}, {});
    file.content_type = type_of(relative);
    file.etag = etag_of(file.body);
    file.hashed = has_hash(relative);
    files_.emplace("/" + relative.generic_string(), std::move(file));
  }
  for (auto& [path, file] : files_) {
    file.brotli = take_compressed(path + ".br");
    file.gzip = take_compressed(path + ".gz");
  }
}

std::string StaticFiles::take_compressed(const std::string& path) {
  auto found = files_.extract(path);
  return found ? std::move(found.mapped().body) : std::string{};
}

const StaticFile* StaticFiles::find(std::string_view path) const {
  const auto found = files_.find(path == "/" ? std::string_view{"/index.html"} : path);
  return found == files_.end() ? nullptr : &found->second;
}

}  // namespace wardcast::http
