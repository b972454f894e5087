// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/line_facts.hpp"

#include <algorithm>
#include <limits>

namespace wardcast::health {
namespace {

constexpr double kCopper = 0.0172;  // Ω·mm²/m at 20 °C
/// The meter errs, and a bolted short is not quite nothing.
constexpr double kFarthestSlack = 1.15;
constexpr double kDead = std::numeric_limits<double>::infinity();

double parallel(double a, double b) {
  if (a == kDead) return b;
  if (b == kDead) return a;
  return a + b > 0 ? a * b / (a + b) : 0;
}

/// Resistance at the head of a line that ends in `end_ohms` at `end_m`, with the loudspeakers before that place.
double head_ohms(const LineFacts& line, const std::set<std::size_t>& lost, double end_ohms, double end_m) {
  double ohms = end_ohms;
  double here = end_m;
  for (std::size_t i = line.speakers.size(); i-- > 0;) {
    const auto& speaker = line.speakers[i];
    if (speaker.at_m > end_m) continue;
    ohms += line.loop_ohms_per_m * (here - speaker.at_m);  // infinity stays
    here = speaker.at_m;
    if (lost.contains(i) || speaker.watts <= 0) continue;
    ohms = parallel(ohms, line.rated_volts * line.rated_volts / speaker.watts);
  }
  return ohms + line.loop_ohms_per_m * here;
}

}  // namespace

LineFacts facts_of(const site::Site& site, const site::Line& line) {
  LineFacts facts;
  facts.rated_volts = line.voltage;
  facts.length_m = line.length_m.value_or(0);
  if (line.length_m && line.wire_mm2) facts.loop_ohms_per_m = 2 * kCopper / *line.wire_mm2;
  facts.tolerance = line.tolerance.value_or(site.sweep.tolerance);
  facts.tone_volts = site.sweep.tone_volts;
  if (line.meter) facts.meter_accuracy = site.meters[line.meter->device].profile.accuracy;
  const auto count = static_cast<double>(line.speakers.size());
  for (std::size_t i = 0; i < line.speakers.size(); ++i) {
    const double evenly = facts.length_m * static_cast<double>(i + 1) / count;
    facts.speakers.push_back({line.speakers[i].tap_watts, line.speakers[i].at_m.value_or(evenly)});
  }
  return facts;
}

double load_watts(const LineFacts& line, const std::set<std::size_t>& lost) {
  const double end = line.speakers.empty() ? 0 : line.speakers.back().at_m;
  const double ohms = head_ohms(line, lost, kDead, end);
  return ohms == kDead ? 0 : line.rated_volts * line.rated_volts / ohms;
}

double ohms_shorted_at(const LineFacts& line, double at_m) { return head_ohms(line, {}, 0, at_m); }

std::optional<double> distance_to_short(const LineFacts& line, double ohms) {
  if (line.loop_ohms_per_m <= 0 || line.length_m <= 0 || ohms < 0) return std::nullopt;
  const double farthest = ohms_shorted_at(line, line.length_m);
  if (ohms > kFarthestSlack * farthest) return std::nullopt;
  double near = 0;
  double far = line.length_m;
  for (int i = 0; i < 40; ++i) {  // the resistance rises with the distance
    const double middle = (near + far) / 2;
    (ohms_shorted_at(line, middle) < ohms ? near : far) = middle;
  }
  return (near + far) / 2;
}

}  // namespace wardcast::health
