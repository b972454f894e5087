// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sys/types.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/result.hpp"
#include "daemon/tls/source.hpp"

namespace wardcast::tls {

/// The certificate and key that the site file names, read again when they change. A pair that cannot serve is told in
/// the log and left; the one before stays in use.
class GivenFiles final : public Source {
 public:
  /// Says whether the two files can serve, each and together.
  using Check = std::function<Result<void>(const std::filesystem::path& certificate, const std::filesystem::path& key)>;

  /// Throws std::runtime_error when they cannot be used now.
  GivenFiles(std::filesystem::path certificate, std::filesystem::path key, Check check);

  [[nodiscard]] const KeyPair& current() const override { return pair_; }
  /// A change is used once it has stood for two looks, or `at_once`: whoever copies two files takes a moment.
  bool look(WallTime now, bool at_once) override;

 private:
  /// Tells one state of a file from another without reading it.
  struct Trace {
    ino_t inode = 0;
    off_t size = -1;
    std::int64_t changed_ns = 0;
    bool operator==(const Trace&) const = default;
  };
  using Traces = std::array<Trace, 2>;
  [[nodiscard]] static Trace trace(const std::filesystem::path& file);
  [[nodiscard]] Result<KeyPair> read() const;

  const std::filesystem::path certificate_, key_;
  const Check check_;
  KeyPair pair_;
  Traces judged_, seen_;  ///< last taken or refused; at the last look
};

}  // namespace wardcast::tls
