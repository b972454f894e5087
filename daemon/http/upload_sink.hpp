// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "daemon/http/core.hpp"
#include "daemon/http/resumed_upload.hpp"

namespace wardcast::http {

/// Where an upload's bytes go: a file of the uploads folder, written part by part on the core's upload_writer thread.
/// Used on the io thread by one connection, each write awaited before the next. The file is removed unless somebody
/// keeps what finish() gave, or it is that of a resumed upload, which grows until it is whole.
class UploadSink {
 public:
  static constexpr std::size_t kPart = 256 * 1024;
  /// A refusal, or nothing when all went well.
  using Outcome = std::optional<Response>;

  UploadSink(Core& core, std::optional<std::uint64_t> announced);
  /// `file` is its name in the uploads folder, see resumed_file.
  UploadSink(Core& core, const ResumedUpload& resumed, const std::string& file);
  ~UploadSink();
  UploadSink(const UploadSink&) = delete;
  UploadSink& operator=(const UploadSink&) = delete;

  /// Why not even to begin: too large, too little space, too many at once.
  [[nodiscard]] Outcome refusal() const;
  /// Of a resumed upload, before the first write: does it go on where it was cut? An answer, 200, when the request only
  /// asks; 409 when its bytes are not the next ones. A connection that still writes to the same file gets no further.
  Awaited<Outcome> resume();
  Awaited<Outcome> write(std::vector<char> part);
  /// After the last write: closes the file; its outcome tells of bytes that could not be written after all.
  Awaited<Outcome> finish();
  /// Whole, to be kept; null when more of it is to come.
  [[nodiscard]] std::shared_ptr<const Upload> upload() const;
  [[nodiscard]] bool resumed() const { return resumed_.has_value(); }
  /// 200: how much of a resumed upload there is.
  [[nodiscard]] Response progress() const;

 private:
  struct State;
  Awaited<Outcome> on_writer(std::function<Outcome(State&)> work);
  /// Of a resumed upload: has nobody else gone on with it since?
  [[nodiscard]] bool owns_file() const;

  Core& core_;
  const std::optional<std::uint64_t> announced_;
  const std::optional<ResumedUpload> resumed_;
  const std::filesystem::path resumed_file_;  ///< grows until it is whole
  const std::filesystem::path whole_file_;
  std::shared_ptr<State> state_;
  std::uint64_t owner_ = 0;  ///< of the file of a resumed upload: whoever came last
};

}  // namespace wardcast::http
