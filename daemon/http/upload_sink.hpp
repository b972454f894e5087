// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "daemon/http/core.hpp"

namespace wardcast::http {

/// Where an upload's bytes go: a file of the uploads folder, written part by part on the core's upload_writer thread.
/// Used on the io thread by one connection, each write awaited before the next. The file is removed unless somebody
/// keeps what finish() gave.
class UploadSink {
 public:
  static constexpr std::size_t kPart = 256 * 1024;
  /// A refusal, or nothing when all went well.
  using Outcome = std::optional<Response>;

  UploadSink(Core& core, std::optional<std::uint64_t> announced);
  ~UploadSink();
  UploadSink(const UploadSink&) = delete;
  UploadSink& operator=(const UploadSink&) = delete;

  /// Why not even to begin: too large, too little space, too many at once.
  [[nodiscard]] Outcome refusal() const;
  Awaited<Outcome> write(std::vector<char> part);
  /// After the last write: closes the file; its outcome tells of bytes that could not be written after all.
  Awaited<Outcome> finish();
  [[nodiscard]] std::shared_ptr<const Upload> upload() const;

 private:
  struct State;
  Core& core_;
  const std::optional<std::uint64_t> announced_;
  std::shared_ptr<State> state_;
};

}  // namespace wardcast::http
