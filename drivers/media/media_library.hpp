// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "drivers/media/recording.hpp"

namespace wardcast::media {

/// What is known of a recording after preparing it.
struct Prepared {
  MediaId id;
  std::uint64_t samples = 0;
  std::uint32_t packets = 0;
  double input_lufs = 0;       ///< integrated loudness of the upload (EBU R128); −70 or below means silence
  double gain_db = 0;          ///< what was applied
  bool limited = false;        ///< the limiter had to work
  bool already_there = false;  ///< the same bytes had been prepared before; nothing was done
};

/// The door to prepared recordings: a content-addressed folder, filled by the separate process wardcast-media.
/// All calls block on disk or on that process: call from a worker thread.
class MediaLibrary {
 public:
  virtual ~MediaLibrary() = default;
  /// Decodes, levels and encodes `upload` unless the same bytes are there already. The file stays where it is.
  /// Errors: invalid (not audio, too long, …, with what the user can do), no_space (checked first), internal.
  virtual Result<Prepared> prepare(const std::filesystem::path& upload) = 0;
  /// Whole in memory, checksum verified. Errors: not_found, corrupt, unavailable.
  virtual Result<std::shared_ptr<const Recording>> open(const MediaId& id) = 0;
  /// Is the recording there and whole? Errors: as open(). A glance looks whether the file is there and what was found
  /// when this state of it was last read; a full check reads and verifies it unless that was done before.
  enum class Look { glance, full };
  virtual Result<void> check(const MediaId& id, Look look) = 0;
  /// The recording as an Ogg Opus file (RFC 7845), for listening before approval.
  virtual Result<std::string> ogg(const MediaId& id) = 0;
  /// Bytes that may still be written to the folder before it counts as full.
  virtual std::uint64_t free_bytes() const = 0;
};

}  // namespace wardcast::media
