// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/control/recording_window.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/time_zone.hpp"
#include "hw-sim/sim_clock.hpp"

namespace wardcast::sim {
namespace {

constexpr double kUsualSeconds = 60;
/// A WAV file counts its bytes in 32 bits.
constexpr double kMostSeconds = 6 * 3600;

}  // namespace

Result<RecordingWindow> recording_window(const std::optional<std::string>& from,
                                         const std::optional<std::string>& length, Axis axis, seconds keep,
                                         const Now& now) {
  double wanted = from ? kMostSeconds : kUsualSeconds;
  if (length) {
    const auto [end, error] = std::from_chars(length->data(), length->data() + length->size(), wanted);
    if (error != std::errc{} || end != length->data() + length->size() || !(wanted > 0) || wanted > kMostSeconds)
      return invalid("seconds", "seconds must be a number above 0, at most 21600.");
  }
  const auto samples = static_cast<std::int64_t>(std::llround(wanted * kSampleRate));
  const std::int64_t end = axis.sample(now.steady);
  const std::int64_t oldest = std::max<std::int64_t>(0, axis.sample(now.steady - keep));
  RecordingWindow window{end - samples, end};
  if (from) {
    const auto instant = parse_rfc3339(*from);
    if (!instant.has_value()) return invalid("from", "from must be an RFC 3339 time.");
    window.from = axis.sample(steady_of(instant.value(), now));
    window.to = window.from + samples;
  }
  window.from = std::clamp(window.from, oldest, end);
  window.to = std::clamp(window.to, window.from, end);
  return window;
}

}  // namespace wardcast::sim
