// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/time.hpp"
#include "drivers/media/media_library.hpp"
#include "drivers/media/packet_file.hpp"
#include "drivers/media/unique_fd.hpp"

namespace wardcast::media {

struct MediaFolderOptions {
  std::filesystem::path program = {};                      ///< wardcast-media; empty: beside this program
  std::uint64_t reserve_bytes = std::uint64_t{128} << 20;  ///< never filled up: the journal needs it
  seconds max_length{4 * 3600};                            ///< of one recording
  milliseconds deadline{2 * 3600 * 1000};                  ///< for preparing one; four hours of sound take minutes
};

/// `FOLDER/ab/<id>.wop`, one packet file per distinct upload. Any number of threads, and other processes reading
/// beside.
class MediaFolder : public MediaLibrary {
 public:
  /// Makes the folder, and removes what a killed predecessor left half written. Throws std::runtime_error when the
  /// folder cannot be used or the media program is not there.
  explicit MediaFolder(std::filesystem::path folder, MediaFolderOptions options = {});

  Result<Prepared> prepare(const std::filesystem::path& upload) override;
  Result<std::shared_ptr<const Recording>> open(const MediaId& id) override;
  Result<void> check(const MediaId& id, Look look) override;
  Result<std::string> ogg(const MediaId& id) override;
  [[nodiscard]] std::uint64_t free_bytes() const override;
  /// Any thread, for good: ends the preparation that is running, and every later one fails at once (unavailable). Else
  /// a station that is told to stop would wait for hours of sound to be prepared.
  void stop();

 private:
  [[nodiscard]] std::filesystem::path path_of(const MediaId& id) const;
  Result<Prepared> prepare_new(const MediaId& id, int upload, std::uint64_t upload_bytes);
  void remove_leftovers() const;

  /// Tells two states of one file apart without reading it.
  struct FileState {
    std::uint64_t inode = 0, size = 0;
    std::int64_t modified_ns = 0, changed_ns = 0;
    bool operator==(const FileState&) const = default;
  };
  struct Finding {
    FileState of;
    std::optional<Error> error;
  };
  static Result<FileState> state_of(int fd, const std::filesystem::path& path);
  void remember(const MediaId& id, const FileState& state, std::optional<Error> error);
  std::optional<Finding> remembered(const MediaId& id) const;

  const std::filesystem::path folder_;
  const MediaFolderOptions options_;
  const UniqueFd stop_;  ///< an eventfd, readable from stop() on
  std::atomic<bool> stopping_ = false;
  std::atomic<std::uint32_t> temporaries_ = 0;
  mutable std::mutex findings_mutex_;
  std::unordered_map<MediaId, Finding> findings_;  // guarded by findings_mutex_; one for each file read
};

/// What the head of a recording in such a folder says, and whether its file is as long as that; its sound and checksum
/// are not looked at. Errors as of MediaFolder::open. Any thread.
Result<PacketFileInfo> look_at(const std::filesystem::path& folder, const MediaId& id);

}  // namespace wardcast::media
