// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/resumed_upload.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>
#include <vector>

namespace wardcast::http {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kPrefix = "resume-";
constexpr std::string_view kSuffix = ".part";

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool good_id(std::string_view id) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  return id.size() >= 8 && id.size() <= 64 && std::all_of(id.begin(), id.end(), plain);
}

}  // namespace

Result<ResumedUpload> read_resumed_upload(std::string_view upload_id, std::string_view content_range,
                                          std::optional<std::uint64_t> content_length) {
  if (!good_id(upload_id))
    return invalid("Upload-Id", "Choose 8 to 64 letters, digits, '-' or '_', such as a UUID, the same for each part.");
  const auto wrong = invalid("Content-Range",
                             "Write the bytes that this request brings and the size of the whole, such "
                             "as 'bytes 0-999/5000', or 'bytes */5000' to ask how much has arrived.");
  constexpr std::string_view kUnit = "bytes ";
  if (!content_range.starts_with(kUnit)) return wrong;
  content_range.remove_prefix(kUnit.size());
  const auto slash = content_range.find('/');
  if (slash == std::string_view::npos) return wrong;
  const auto whole = number(content_range.substr(slash + 1));
  if (!whole || *whole == 0) return wrong;
  ResumedUpload upload{.id = std::string{upload_id}, .from = {}, .length = 0, .whole = *whole};
  const auto part = content_range.substr(0, slash);
  if (part == "*") {
    if (content_length == 0U) return upload;
    return invalid("Content-Length", "A request that only asks how much has arrived has no body: Content-Length: 0.");
  }
  const auto dash = part.find('-');
  if (dash == std::string_view::npos) return wrong;
  const auto first = number(part.substr(0, dash)), last = number(part.substr(dash + 1));
  if (!first || !last || *first > *last || *last >= *whole) return wrong;
  upload.from = *first;
  upload.length = *last - *first + 1;
  if (!content_length) return invalid("Content-Length", "A part of an upload needs its length.");
  if (*content_length != upload.length)
    return invalid("Content-Range", "It names " + std::to_string(upload.length) + " bytes, but the body has " +
                                        std::to_string(*content_length) + ".");
  return upload;
}

std::string resumed_file(std::string_view person, std::string_view path, std::string_view upload_id) {
  std::string text;
  for (const auto part : {person, path, upload_id}) text.append(part).append(1, '\n');
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string name{kPrefix};
  for (const auto byte : digest) {
    name += kHex[byte >> 4U];
    name += kHex[byte & 15U];
  }
  return name.append(kSuffix);
}

void sweep_uploads(const fs::path& folder, bool all) {
  struct Left {
    fs::path path;
    fs::file_time_type touched;
  };
  std::vector<Left> resumable;
  std::error_code ignored;
  const auto oldest = fs::file_time_type::clock::now() - kResumable;
  for (const auto& entry : fs::directory_iterator{folder, ignored}) {
    const auto name = entry.path().filename().string();
    if (!name.ends_with(kSuffix)) continue;
    if (!name.starts_with(kPrefix)) {
      if (all) fs::remove(entry.path(), ignored);
      continue;
    }
    const auto touched = entry.last_write_time(ignored);
    if (touched < oldest) {
      fs::remove(entry.path(), ignored);
    } else {
      resumable.push_back({entry.path(), touched});
    }
  }
  std::sort(resumable.begin(), resumable.end(), [](const Left& a, const Left& b) { return a.touched > b.touched; });
  for (std::size_t i = kMostResumable; i < resumable.size(); ++i) fs::remove(resumable[i].path, ignored);
}

}  // namespace wardcast::http
