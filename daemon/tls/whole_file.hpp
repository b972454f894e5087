// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wardcast::tls {

/// Readable for everybody, or for the daemon alone.
enum class Privacy : std::uint8_t { open, secret };

/// Writes the file so that a power cut leaves the old one or the new one, never a part. Error: unavailable or no_space,
/// a sentence.
Result<void> write_whole(const std::filesystem::path& file, std::string_view text, Privacy privacy);
/// nullopt when there is no such file. Error: unavailable.
Result<std::optional<std::string>> read_whole(const std::filesystem::path& file);

}  // namespace wardcast::tls
