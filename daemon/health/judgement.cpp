// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/judgement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace wardcast::health {
namespace {

constexpr double kNoTone = 0.7;  // of the tone's voltage
constexpr double kShort = 0.5;   // of the reference's ohms
constexpr double kOpen = 0.1;    // of the reference's watts
constexpr double kEarthAmps = 0.030;
constexpr double kEarthOhms = 50'000;
/// Less leakage than that is noise of the meter and the capacity of kilometres of wire.
constexpr double kLeakageFloor = 0.0002;
/// Variance of the median of three (of nine) readings against that of one, normal noise.
constexpr double kMedianOfThree = 0.449;
constexpr double kMedianOfNine = 0.166;
constexpr double kSure = 3.0;        // σ
constexpr double kNinetyFive = 2.0;  // σ, rounded up

struct Word {
  Verdict verdict;
  std::string_view text;
};
constexpr std::array kWords{Word{Verdict::ok, "ok"},
                            Word{Verdict::partial, "partial"},
                            Word{Verdict::open, "open"},
                            Word{Verdict::short_circuit, "short"},
                            Word{Verdict::overload, "overload"},
                            Word{Verdict::earth, "earth"},
                            Word{Verdict::drift, "drift"},
                            Word{Verdict::no_tone, "no_tone"},
                            Word{Verdict::no_comm, "no_comm"},
                            Word{Verdict::relay_stuck, "relay_stuck"},
                            Word{Verdict::welded, "welded"},
                            Word{Verdict::no_reference, "no_reference"},
                            Word{Verdict::not_measured, "not_measured"},
                            Word{Verdict::not_tested, "not_tested"}};

std::string rounded(double value, int decimals = 0) {
  const double scale = std::pow(10, decimals);
  auto text = std::to_string(std::round(value * scale) / scale);
  const auto point = text.find('.');
  return text.substr(0, decimals == 0 ? point : point + 1 + static_cast<std::size_t>(decimals));
}

std::string percent(double share) { return rounded(share * 100, 1) + " %"; }

bool leaks(const Measured& measured) {
  if (!measured.leakage_amps) return false;
  const double amps = *measured.leakage_amps;
  return amps > kEarthAmps || (amps > kLeakageFloor && measured.volts / amps < kEarthOhms);
}

/// The loads that are left when n loudspeakers are gone: the least and the most, by n.
struct Remaining {
  std::vector<double> least, most;
};

Remaining remaining(const LineFacts& line) {
  const auto count = line.speakers.size();
  const double whole = load_watts(line);
  std::vector<std::size_t> by_effect(count);
  std::iota(by_effect.begin(), by_effect.end(), 0U);
  std::vector<double> effect(count);
  for (std::size_t i = 0; i < count; ++i) effect[i] = whole - load_watts(line, {i});
  std::ranges::sort(by_effect, {}, [&](std::size_t i) { return effect[i]; });
  Remaining loads{{whole}, {whole}};
  std::set<std::size_t> small, large;
  for (std::size_t n = 0; n < count; ++n) {
    small.insert(by_effect[n]);
    large.insert(by_effect[count - 1 - n]);
    loads.most.push_back(load_watts(line, small));
    loads.least.push_back(load_watts(line, large));
  }
  return loads;
}

Lost estimate(const LineFacts& line, double watts, double reference) {
  const double sum = std::accumulate(line.speakers.begin(), line.speakers.end(), 0.0,
                                     [](double total, const auto& speaker) { return total + speaker.watts; });
  const double share = watts / reference;
  const double spread = kNinetyFive * uncertainty(line) * share;
  Lost lost;
  lost.watts = std::clamp(1 - share, 0.0, 1.0) * sum;
  lost.watts_uncertainty = spread * sum;
  const auto loads = remaining(line);
  const double whole = loads.most.front();
  if (whole <= 0) return lost;
  double nearest = std::numeric_limits<double>::infinity();
  bool any = false;
  for (std::size_t n = 1; n < loads.most.size(); ++n) {
    const double most = loads.most[n] / whole;
    const double least = loads.least[n] / whole;
    const double away = std::abs(share - (most + least) / 2);
    if (away < nearest) {
      nearest = away;
      lost.best = static_cast<int>(n);
    }
    if (share + spread < least || share - spread > most) continue;
    if (!std::exchange(any, true)) lost.low = static_cast<int>(n);
    lost.high = static_cast<int>(n);
  }
  if (!any) lost.low = lost.high = lost.best;
  lost.best = std::clamp(lost.best, lost.low, lost.high);
  return lost;
}

std::string lost_text(const Lost& lost, std::size_t speakers) {
  const auto range = lost.low == lost.high ? std::to_string(lost.best)
                                           : std::to_string(lost.best) + " (" + std::to_string(lost.low) + " to " +
                                                 std::to_string(lost.high) + ")";
  return "about " + range + " of " + std::to_string(speakers) + " loudspeakers, " + rounded(lost.watts) + " ± " +
         rounded(lost.watts_uncertainty) + " W";
}

}  // namespace

std::string_view word(Verdict verdict) { return std::ranges::find(kWords, verdict, &Word::verdict)->text; }

std::optional<Verdict> verdict_of(std::string_view text) {
  const auto found = std::ranges::find(kWords, text, &Word::text);
  if (found == kWords.end()) return std::nullopt;
  return found->verdict;
}

bool is_fault(Verdict verdict) {
  return verdict != Verdict::ok && verdict != Verdict::no_reference && verdict != Verdict::not_measured &&
         verdict != Verdict::not_tested;
}

bool is_judged(Verdict verdict) {
  return verdict == Verdict::ok || verdict == Verdict::partial || verdict == Verdict::open ||
         verdict == Verdict::short_circuit || verdict == Verdict::overload || verdict == Verdict::earth ||
         verdict == Verdict::drift;
}

double Measured::ohms() const { return amps > 0 ? volts / amps : std::numeric_limits<double>::infinity(); }

double Measured::watts(double rated_volts) const { return volts > 0 ? rated_volts * rated_volts * amps / volts : 0; }

double uncertainty(const LineFacts& line) {
  return line.meter_accuracy * std::sqrt(2 * (kMedianOfThree + kMedianOfNine));
}

Judgement judge(const LineFacts& line, const Measured& measured, std::optional<double> reference, bool was_faulty) {
  Judgement result;
  result.watts = measured.watts(line.rated_volts);
  const bool collapsed = measured.volts < kNoTone * line.tone_volts;
  if (!reference || *reference <= 0) {  // against nothing, any load would be a short
    result.verdict = collapsed ? Verdict::no_tone : Verdict::no_reference;
    result.detail =
        collapsed ? "The tone does not reach the line: " + rounded(measured.volts, 2) + " V of " +
                        rounded(line.tone_volts, 1) + " V."
                  : "Measured " + rounded(result.watts) + " W; nobody has confirmed yet what is right for this line.";
    return result;
  }
  const double reference_ohms = line.rated_volts * line.rated_volts / *reference;
  const double ohms = measured.ohms();
  const double expected_amps = line.tone_volts / reference_ohms;
  if (collapsed && (ohms >= kShort * reference_ohms || measured.amps < expected_amps)) {
    result.verdict = Verdict::no_tone;
    result.detail = "The tone does not reach the line: " + rounded(measured.volts, 2) + " V of " +
                    rounded(line.tone_volts, 1) + " V, " + rounded(measured.amps * 1000) +
                    " mA. Look at the amplifier and what feeds it.";
    return result;
  }
  const double deviation = std::isinf(ohms) ? std::numeric_limits<double>::infinity() : ohms / reference_ohms - 1;
  if (!std::isinf(deviation)) result.deviation = deviation;
  // Half of a fine tolerance would be lost in the meter's noise, and a mended line could never show that it is.
  const double mended = std::max(line.tolerance / 2, std::min(line.tolerance, kSure * uncertainty(line)));
  const double tolerance = was_faulty ? mended : line.tolerance;
  const auto against = rounded(result.watts) + " W against " + rounded(*reference) + " W";
  if (ohms < kShort * reference_ohms) {
    result.verdict = Verdict::short_circuit;
    result.distance_m = distance_to_short(line, ohms);
    result.detail = "Short circuit: " + rounded(ohms, 1) + " Ω against " + rounded(reference_ohms, 1) + " Ω" +
                    (result.distance_m ? ", about " + rounded(*result.distance_m) + " m down the wire." : ".");
  } else if (result.watts < kOpen * *reference) {
    result.verdict = Verdict::open;
    result.lost = estimate(line, result.watts, *reference);
    result.detail = "The line is open: " + against + ".";
  } else if (leaks(measured)) {
    result.verdict = Verdict::earth;
    result.detail = "The line leaks to earth: " + rounded(*measured.leakage_amps * 1000, 1) + " mA.";
  } else if (deviation < -tolerance) {
    result.verdict = Verdict::overload;
    result.detail = "More hangs on the line than should: " + against + ".";
  } else if (deviation > tolerance) {
    result.verdict = Verdict::partial;
    result.lost = estimate(line, result.watts, *reference);
    result.detail = "Silent: " + lost_text(*result.lost, line.speakers.size()) + " (" + against + ").";
  } else {
    result.verdict = Verdict::ok;
    result.detail = "In order: " + against + " (" + (deviation > 0 ? "+" : "") + percent(deviation) + ").";
  }
  return result;
}

std::string no_reference_because(const LineFacts& line, double watts) {
  const double named = load_watts(line);
  if (watts > kOpen * named && watts > 0 && (named <= 0 || watts < named / kShort)) return {};
  return "Measured " + rounded(watts, 1) + " W; the loudspeakers that the site file names make " + rounded(named, 1) +
         " W. Mend the line or the site file first.";
}

bool drifts(const LineFacts& line, double reference, std::span<const double> watts) {
  if (watts.size() < kDriftSweeps || reference <= 0) return false;
  const auto last = watts.last(kDriftSweeps);
  // Least squares over equal steps; the change from the first to the last sweep along that line.
  const double middle = (kDriftSweeps - 1) / 2.0;
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 0; i < kDriftSweeps; ++i) {
    const double x = static_cast<double>(i) - middle;
    sum += x * last[i] / reference;
    squares += x * x;
  }
  const double change = std::abs(sum / squares) * (kDriftSweeps - 1);
  const double noise = line.meter_accuracy * std::sqrt(2 * kMedianOfThree) * (kDriftSweeps - 1) / std::sqrt(squares);
  return change > std::max(line.tolerance / 2, 4 * noise);
}

bool surely_seen(const LineFacts& line, const std::set<std::size_t>& lost) {
  const double left = load_watts(line, lost);
  const double whole = load_watts(line);
  if (left <= kOpen * whole) return true;
  return whole / left - 1 > line.tolerance + kSure * uncertainty(line) * whole / left;
}

LineResolution resolution_of(const LineFacts& line) {
  LineResolution result;
  result.speakers = static_cast<int>(line.speakers.size());
  result.tolerance = line.tolerance;
  result.sure_deviation = line.tolerance + kSure * uncertainty(line);
  if (line.speakers.empty()) {
    result.detail = "The site file names no loudspeakers of this line.";
    return result;
  }
  const auto loads = remaining(line);
  const double whole = loads.most.front();
  for (std::size_t n = 1; n < loads.most.size() && !result.lost_seen; ++n) {
    const double left = loads.most[n];
    const bool seen =
        left <= kOpen * whole || whole / left - 1 > line.tolerance + kSure * uncertainty(line) * whole / left;
    if (seen) result.lost_seen = static_cast<int>(n);
  }
  result.one_lost_shows = result.lost_seen == 1;
  if (result.one_lost_shows) {
    result.detail = "Any single lost loudspeaker shows here.";
    return result;
  }
  const double ratio = whole / loads.most[1];
  const double tolerance = std::floor((ratio - 1 - kSure * uncertainty(line) * ratio) * 1000) / 1000;
  // Nearer to the noise than that, a line in order would be called faulty now and then.
  if (tolerance >= kSure * uncertainty(line)) result.tolerance_for_one = tolerance;
  result.detail =
      "One lost loudspeaker cannot be seen here with a tolerance of " + percent(line.tolerance) +
      (result.lost_seen ? "; " + std::to_string(*result.lost_seen) + " are seen." : ".") +
      (result.tolerance_for_one ? " A tolerance of " + percent(*result.tolerance_for_one) + " would show one."
                                : " No tolerance would show one with this meter; divide the line.");
  return result;
}

}  // namespace wardcast::health
