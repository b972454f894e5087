// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>

namespace wardcast {

/// A file in the data folder that only takes up room. On a disk filled to the last byte the database does not open, and
/// a daemon that does not start cannot raise an emergency either: it throws this off first, and has room for weeks of
/// its journal, while somebody makes more.
class Ballast {
 public:
  static constexpr std::uint64_t kBytes = std::uint64_t{8} << 20U;
  /// At start: with less than this there is hardly any room left.
  static constexpr std::uint64_t kTooLittle = std::uint64_t{2} << 20U;
  /// Taken on only where so much is left beside it.
  static constexpr std::uint64_t kPlenty = std::uint64_t{256} << 20U;

  /// `available`: bytes that this process may still write to the folder's disk.
  explicit Ballast(const std::filesystem::path& folder,
                   std::function<std::uint64_t(const std::filesystem::path&)> available = bytes_available);

  /// Makes room where there is hardly any. Before the database is opened.
  void throw_off() const;
  /// Blocks on the disk. When there is plenty of room and no ballast yet.
  void take_on() const;

  /// The most there can be when the disk does not say.
  static std::uint64_t bytes_available(const std::filesystem::path& folder);

 private:
  const std::filesystem::path folder_, file_;
  const std::function<std::uint64_t(const std::filesystem::path&)> available_;
};

}  // namespace wardcast
