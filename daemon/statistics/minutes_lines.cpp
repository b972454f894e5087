// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/minutes_lines.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "daemon/health/judgement.hpp"
#include "daemon/health/sweeper.hpp"

namespace wardcast::statistics {
namespace {
using health::Verdict;

struct Described {
  const site::Zone* zone = nullptr;
  const site::Line* line = nullptr;
};

Described described(const site::Site& site, std::string_view id) {
  for (const auto& zone : site.zones)
    for (const auto& line : zone.lines)
      if (line.id == id) return {&zone, &line};
  return {};
}

std::string name_of(const std::string& name, const std::string& id) { return name.empty() ? id : name; }

/// A minor trouble is watched; a major one means that the line is broken.
Standing standing_of(const store::Measurement& row, Verdict verdict) {
  if (verdict == Verdict::ok) return Standing::good;
  if (verdict == Verdict::relay_stuck || verdict == Verdict::welded) return Standing::broken;
  if (!health::is_judged(verdict)) return Standing::not_measured;
  const auto severity = health::severity_of(row.verdict, health::evidence_of(row));
  return severity >= health::Severity::major ? Standing::broken : Standing::watch;
}

/// What the measurement lets hope for, before anybody listened.
std::optional<Sounding> measured_sounding(const site::Site& site, const site::Line& line, const store::Measurement& row,
                                          Verdict verdict) {
  const int all = static_cast<int>(line.speakers.size());
  switch (verdict) {
    case Verdict::ok:
    case Verdict::drift: {
      // So many may be gone without its meter showing it.
      const auto seen = health::resolution_of(health::facts_of(site, line)).lost_seen;
      return Sounding{seen ? std::max(all - (*seen - 1), 0) : 0, all, all};
    }
    case Verdict::partial:
    case Verdict::open:
      if (!row.lost_best || !row.lost_low || !row.lost_high) return std::nullopt;
      return Sounding{std::max(all - *row.lost_high, 0), std::max(all - *row.lost_best, 0),
                      std::max(all - *row.lost_low, 0)};
    case Verdict::short_circuit:
      return Sounding{};  // it is latched off
    default:
      return std::nullopt;
  }
}

/// A person's ear is surer than any meter.
void hear(MinutesLine& line) {
  const int all = static_cast<int>(line.speakers.size());
  const int clear = line.heard[0];
  const int bad = line.heard_at_all - clear;
  if (!line.sounding) {
    if (all > 0 && line.heard_at_all == all) line.sounding = Sounding{clear, clear, clear};
    return;
  }
  auto& sounding = *line.sounding;
  sounding.high = std::min(sounding.high, all - bad);
  sounding.low = std::max(std::min(sounding.low, sounding.high), clear);
  sounding.high = std::max(sounding.high, sounding.low);
  sounding.best = std::clamp(sounding.best, sounding.low, sounding.high);
}

void take_speakers(MinutesLine& out, const site::Line& line, const Remarks& remarks) {
  for (const auto& speaker : line.speakers) {
    const auto field = "speaker/" + speaker.id;
    HeardSpeaker one{speaker.id, name_of(speaker.name, speaker.id), remark(remarks, field),
                     remark(remarks, field + "/note")};
    const auto* const how = one.heard ? std::ranges::find(kHearings, one.heard->text) : kHearings.end();
    if (how != kHearings.end()) {
      ++out.heard.at(static_cast<std::size_t>(how - kHearings.begin()));
      ++out.heard_at_all;
    }
    out.speakers.push_back(std::move(one));
  }
}

void take_reference(MinutesLine& out, const std::vector<store::LineReference>& references) {
  const store::LineReference* valid = nullptr;  // when it was measured
  for (const auto& reference : references)
    if (!out.measured || reference.at <= out.measured->at) valid = &reference;
  if (valid != nullptr) {
    out.reference_watts = valid->watts;
    if (valid->amps > 0) out.reference_ohms = valid->volts / valid->amps;
  }
  if (out.measured && out.measured->reference_watts) out.reference_watts = out.measured->reference_watts;
}

void take_marks(MinutesLine& out, const store::Measurement& row, Verdict verdict) {
  if (row.volts && row.amps)
    out.ohms = *row.amps > 0 ? *row.volts / *row.amps : std::numeric_limits<double>::infinity();
  if (!health::is_judged(verdict)) return;
  out.open = verdict == Verdict::open;
  out.shorted = verdict == Verdict::short_circuit;
  if (verdict == Verdict::earth) out.leaks = true;
  // Of a line that is open or shorted, nobody looked at the leakage.
  if (row.leakage_amps && !*out.open && !*out.shorted) out.leaks = verdict == Verdict::earth;
}

Standing standing_of(const site::Amplifier& amplifier, const MinutesAmplifier& found,
                     const std::vector<MinutesLine>& lines, const std::vector<health::Fault>& faults) {
  if (found.state) {
    if (found.state->text == kConditions[0]) return Standing::good;
    return found.state->text == kConditions[1] ? Standing::watch : Standing::broken;
  }
  const auto about = ":amplifier/" + amplifier.id;
  if (std::ranges::any_of(faults, [&](const auto& fault) { return fault.cause.ends_with(about); }))
    return Standing::broken;
  bool silent = false;
  for (const auto& line : lines) {
    if (line.amplifier != amplifier.id) continue;
    const auto verdict = health::verdict_of(line.verdict).value_or(Verdict::not_tested);
    if (health::is_judged(verdict) || verdict == Verdict::no_reference) return Standing::good;  // the tone came through
    silent = silent || verdict == Verdict::no_tone;
  }
  return silent ? Standing::broken : Standing::not_measured;
}

}  // namespace

std::string_view word(Standing standing) {
  constexpr std::array<std::string_view, 4> kWords{"good", "watch", "broken", "not_measured"};
  return kWords.at(static_cast<std::size_t>(standing));
}

MinutesLine minutes_line(const site::Site& site, std::string_view id, std::optional<store::Measurement> measured,
                         const std::vector<store::LineReference>& references, const Remarks& remarks) {
  MinutesLine out;
  out.id = out.name = std::string{id};
  out.measured = std::move(measured);
  const auto [zone, line] = described(site, id);
  if (line != nullptr) {
    out.name = name_of(line->name, line->id);
    out.zone = name_of(zone->name, zone->id);
    out.amplifier = site.amplifiers[zone->amplifier].id;
    out.length_m = line->length_m;
    take_speakers(out, *line, remarks);
  }
  take_reference(out, references);
  if (out.measured) {
    const auto& row = *out.measured;
    out.verdict = row.verdict;
    const auto verdict = health::verdict_of(row.verdict).value_or(Verdict::not_tested);
    out.standing = standing_of(row, verdict);
    take_marks(out, row, verdict);
    if (line != nullptr) out.sounding = measured_sounding(site, *line, row, verdict);
  }
  hear(out);
  return out;
}

void note_welded(MinutesLine& line) {
  line.verdict = health::word(Verdict::welded);
  line.standing = Standing::broken;
}

void note_latched(MinutesLine& line) {
  line.verdict = health::word(Verdict::short_circuit);
  line.standing = Standing::broken;
  line.shorted = true;
  line.open = false;
  if (!line.sounding) line.sounding = Sounding{};
}

std::vector<MinutesAmplifier> minutes_amplifiers(const site::Site& site, const std::vector<MinutesLine>& lines,
                                                 const std::vector<health::Fault>& faults, const Remarks& remarks) {
  std::vector<MinutesAmplifier> all;
  for (const auto& amplifier : site.amplifiers) {
    if (std::ranges::find(lines, amplifier.id, &MinutesLine::amplifier) == lines.end()) continue;
    const auto field = [&](const char* name) { return remark(remarks, "amplifier/" + amplifier.id + "/" + name); };
    MinutesAmplifier one;
    one.id = amplifier.id;
    one.name = name_of(amplifier.name, amplifier.id);
    one.state = field("state");
    one.volts = field("volts");
    one.amps = field("amps");
    one.celsius = field("celsius");
    one.note = field("note");
    one.standing = standing_of(amplifier, one, lines, faults);
    all.push_back(std::move(one));
  }
  return all;
}

MinutesTotals totals_of(const std::vector<MinutesLine>& lines, const std::vector<MinutesAmplifier>& amplifiers) {
  MinutesTotals totals;
  for (const auto& line : lines) {
    ++totals.lines;
    totals.lines_good += line.standing == Standing::good ? 1 : 0;
    totals.lines_not_measured += line.standing == Standing::not_measured ? 1 : 0;
    const int speakers = static_cast<int>(line.speakers.size());
    totals.speakers += speakers;
    if (!line.sounding) {
      totals.speakers_unknown += speakers;
      continue;
    }
    totals.speakers_good.low += line.sounding->low;
    totals.speakers_good.best += line.sounding->best;
    totals.speakers_good.high += line.sounding->high;
  }
  for (const auto& amplifier : amplifiers) {
    ++totals.amplifiers;
    totals.amplifiers_good += amplifier.standing == Standing::good ? 1 : 0;
    totals.amplifiers_not_measured += amplifier.standing == Standing::not_measured ? 1 : 0;
  }
  return totals;
}

}  // namespace wardcast::statistics
