// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wardcast::editorial {

/// Pictures that people send, in one folder, each under the hash of its bytes: the same picture is kept once, and none
/// is ever changed. Desk thread.
class Pictures {
 public:
  static constexpr std::uint64_t kMostBytes = std::uint64_t{10} << 20;

  explicit Pictures(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Takes the file, which must lie on the same disk, when it is a JPEG, PNG or WebP picture by its first bytes. Its
  /// name: the hash in hex and the ending of its kind. invalid when it is none or too large; no_space, unavailable.
  [[nodiscard]] Result<std::string> keep(const std::filesystem::path& file) const;
  /// not_found also for what cannot be a name.
  [[nodiscard]] Result<std::string> read(std::string_view name) const;
  /// Its size; nothing where read() would find none.
  [[nodiscard]] std::optional<std::uint64_t> bytes(std::string_view name) const;
  /// Whether it was there or not.
  void remove(std::string_view name) const;
  /// The hash in a name that keep() gave.
  static std::string_view version(std::string_view name);
  /// "image/jpeg", by the ending.
  static std::string_view content_type(std::string_view name);

 private:
  const std::filesystem::path folder_;
};

}  // namespace wardcast::editorial
