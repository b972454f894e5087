// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/refusal_text.hpp"

#include <csignal>
#include <string>

namespace wardcast::media {
namespace {

constexpr const char* kField = "audio";

std::string minutes(seconds length) {
  if (length.count() % 60 != 0) return std::to_string(length.count()) + " seconds";
  return std::to_string(length.count() / 60) + " minutes";
}

std::string megabytes(std::uint64_t bytes) { return std::to_string((bytes + 999'999) / 1'000'000) + " MB"; }

}  // namespace

Error refusal_of(Verdict verdict, seconds max_length) {
  switch (verdict) {
    case Verdict::empty:
      return invalid(kField, "The file is empty; choose the recording again.");
    case Verdict::not_audio:
      return invalid(
          kField,
          "The file is not a recording that can be read, or its beginning is damaged; send wav, mp3, m4a, aac, ogg, "
          "opus, flac, amr, 3gp or webm.");
    case Verdict::no_track:
      return invalid(kField, "The file holds no audio, only other tracks; send the sound recording itself.");
    case Verdict::unsupported:
      return invalid(
          kField, "The sound in this file is coded in a way that cannot be read; save it as mp3 or wav and send that.");
    case Verdict::no_samples:
      return invalid(kField, "The file holds no audio: nothing in it could be decoded; record or export it again.");
    case Verdict::damaged:
      return invalid(kField,
                     "Most of the file is damaged and cannot be decoded; send it again from where it was recorded.");
    case Verdict::too_long:
      return invalid(kField,
                     "The recording is longer than the " + minutes(max_length) + " allowed; split it into parts.");
    case Verdict::out_of_memory:
      return invalid(kField,
                     "Decoding the file needs more memory than is allowed; save it as mp3 or wav and send that.");
    case Verdict::no_space:
      return Error{ErrorCode::no_space,
                   "The disk filled up while the recording was prepared; delete something and send it again."};
    case Verdict::ok:
    case Verdict::failed:
      break;
  }
  return Error{ErrorCode::internal, "Preparing the recording failed; the log has the details."};
}

Error no_space_for(std::uint64_t need_bytes, std::uint64_t free_bytes) {
  return Error{ErrorCode::no_space, "The disk is too full: preparing this recording may need " + megabytes(need_bytes) +
                                        " and " + std::to_string(free_bytes / 1'000'000) +
                                        " MB may still be used; delete something first."};
}

std::optional<Error> why_refused(const HelperEnd& end, seconds max_length, milliseconds deadline) {
  if (end.how == HelperEnd::How::out_of_time || (end.how == HelperEnd::How::killed_by_signal && end.code == SIGXCPU)) {
    return invalid(kField,
                   "Preparing the file took too long (" +
                       std::to_string(std::chrono::duration_cast<seconds>(deadline).count()) +
                       " seconds allowed) and was stopped; save it as mp3 or wav, or in shorter parts, and send that.");
  }
  if (end.how == HelperEnd::How::killed_by_signal) {
    return invalid(kField, "The file made the decoder fail (signal " + std::to_string(end.code) +
                               "); save it as mp3 or wav and send that.");
  }
  const auto verdict = parse_verdict(end.output);
  if (!verdict || (*verdict == Verdict::ok) != (end.code == 0)) return refusal_of(Verdict::failed, max_length);
  if (*verdict == Verdict::ok) return std::nullopt;
  return refusal_of(*verdict, max_length);
}

}  // namespace wardcast::media
