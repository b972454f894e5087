// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string_view>

namespace wardcast::media {

/// How wardcast-media ended, as the word it prints (`result=WORD`). The helper handles foreign bytes and may be taken
/// over by them, so the folder trusts nothing but one of these words, and reads all else from the verified packet file.
enum class Verdict {
  ok,
  empty,          ///< not one byte
  not_audio,      ///< no allowed format fits, or its head is damaged or cut
  no_track,       ///< a container without an audio track
  unsupported,    ///< an audio codec that is not on the list, or an absurd sample rate
  no_samples,     ///< a track of which nothing could be decoded, or of length zero
  damaged,        ///< most of it does not decode
  too_long,       ///< longer than allowed
  out_of_memory,  ///< it wanted more than the bound
  no_space,       ///< the disk filled up while writing
  failed          ///< anything else
};

[[nodiscard]] std::string_view word(Verdict verdict);
/// Reads "result=WORD …" (what follows the word is for people). Empty when there is no such word.
[[nodiscard]] std::optional<Verdict> parse_verdict(std::string_view line);

}  // namespace wardcast::media
