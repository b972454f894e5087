// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

// An upload in several requests, for phones at the edge of their network. Each PUT carries the same Upload-Id, which
// the client chooses, and Content-Range says which bytes of the whole it brings ("bytes 0-999/5000"). What arrived of a
// request that was cut is kept; "bytes */5000" without a body asks how much that is.
namespace wardcast::http {

/// What Content-Range and Upload-Id say. Pure.
struct ResumedUpload {
  std::string id;
  std::optional<std::uint64_t> from;  ///< none: only asks
  std::uint64_t length = 0;           ///< of this request's bytes
  std::uint64_t whole = 0;            ///< of the whole file
};

/// Error: invalid, its field is the header's name.
Result<ResumedUpload> read_resumed_upload(std::string_view upload_id, std::string_view content_range,
                                          std::optional<std::uint64_t> content_length);

/// The file that grows: one for each person, address and Upload-Id, and nobody can guess another's.
std::string resumed_file(std::string_view person, std::string_view path, std::string_view upload_id);

/// How long a file that nobody goes on with is kept, and how many of them at most.
constexpr std::chrono::hours kResumable{24};
constexpr std::size_t kMostResumable = 32;

/// Removes files of `folder` that are no longer kept; `all`: also those of uploads in one request, which a former run
/// left. Failures are ignored: only space is lost.
void sweep_uploads(const std::filesystem::path& folder, bool all);

}  // namespace wardcast::http
