// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

#include "base/time.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::playout {

/// Turns what the pacer says of one clip into segments: unbroken runs of packets that were really sent, under one state
/// of confirmation. Pure.
class Tally {
 public:
  /// `blank` carries what all segments of the clip share (airing, position, item, texts, item_packets, run); `first` is
  /// the clip's first packet within the recording.
  Tally(store::Segment blank, std::uint32_t first, store::Confirmation confirmation);

  /// The clip stands at frames_played, of which frames_sent left; the newest left at `at`. Returns a segment that ended
  /// because nobody hears it from here on, or because nothing was sent since the last call.
  std::optional<store::Segment> progress(std::uint32_t frames_played, std::uint32_t frames_sent, SteadyTime at, Now now,
                                         bool heard = true);
  /// From now on counts under another state. Returns the segment that ends here, if one was open.
  std::optional<store::Segment> confirm(store::Confirmation confirmation);
  /// The clip is over.
  std::optional<store::Segment> finish(const std::string& reason);
  /// The open segment so far, for the checkpoint.
  [[nodiscard]] std::optional<store::Segment> so_far() const { return open_; }
  [[nodiscard]] std::uint32_t frames_played() const { return played_; }

 private:
  std::optional<store::Segment> close(const std::string& reason);

  store::Segment blank_;
  std::uint32_t first_;
  store::Confirmation confirmation_;
  std::uint32_t played_ = 0;
  std::uint32_t sent_ = 0;
  std::optional<store::Segment> open_;
};

}  // namespace wardcast::playout
