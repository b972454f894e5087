// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <variant>

#include "drivers/rtp/audio_out.hpp"

namespace wardcast::rtp {

/// `Enqueue` as it crosses to the pacer thread: the recording is kept alive on the io thread's side until ClipEnded.
struct EnqueueRaw {
  StreamId stream = 0;
  ClipId clip = 0;
  const media::Recording* recording = nullptr;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};
/// Fixed-size values only: making, copying and dropping one never allocates.
using EngineCommand = std::variant<OpenStream, EnqueueRaw, SetAmplifiers, CutClip, EndStreamAt, CloseStream>;
static_assert(std::is_trivially_destructible_v<EngineCommand>);

/// Where the stream table's reports go. Pacer thread only; must not allocate, lock or block.
class ReportOutlet {
 public:
  virtual ~ReportOutlet() = default;
  /// Never lost.
  virtual void report(const Report& report) = 0;
  /// May be dropped: the next one says the same and more.
  virtual void progress(const ClipProgress& report) = 0;
};

}  // namespace wardcast::rtp
