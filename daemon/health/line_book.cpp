// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/line_book.hpp"

namespace wardcast::health {

LineBook::LineBook(const site::Site& site, const std::vector<store::LineReference>& references,
                   const std::vector<store::Measurement>& latest) {
  for (std::size_t z = 0; z < site.zones.size(); ++z) {
    for (std::size_t l = 0; l < site.zones[z].lines.size(); ++l) {
      const auto& described = site.zones[z].lines[l];
      LineState line;
      line.place = {z, l};
      line.id = described.id;
      line.name = described.name;
      line.zone = site.zones[z].id;
      line.facts = facts_of(site, described);
      line.resolution = resolution_of(line.facts);
      line.measurable = described.meter.has_value();
      by_place_[line.place] = lines_.size();
      by_id_[line.id] = lines_.size();
      lines_.push_back(std::move(line));
    }
  }
  for (const auto& reference : references) note(reference);
  for (const auto& measurement : latest) note(measurement);
}

LineState& LineBook::at(LineId place) { return lines_.at(by_place_.at(place)); }

LineState* LineBook::find(std::string_view id) {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &lines_[found->second];
}

const LineState* LineBook::find(std::string_view id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &lines_[found->second];
}

void LineBook::note(const store::Measurement& measurement) {
  auto* line = find(measurement.line);
  if (line == nullptr) return;  // it is no longer in the site file
  line->latest = measurement;
  if (measurement.watts) line->latest_measured = measurement;
  if (measurement.purpose != "sweep" && measurement.purpose != "confirm") return;
  if (measurement.verdict == word(Verdict::ok) || measurement.verdict == word(Verdict::drift)) {
    ++line->in_order_in_a_row;
    line->sweep_watts.push_back(measurement.watts.value_or(0));
    if (line->sweep_watts.size() > kDriftSweeps) line->sweep_watts.erase(line->sweep_watts.begin());
  } else if (const auto verdict = verdict_of(measurement.verdict); verdict && is_judged(*verdict)) {
    line->in_order_in_a_row = 0;
    line->sweep_watts.clear();
  }
}

void LineBook::note(const store::LineReference& reference) {
  auto* line = find(reference.line);
  if (line == nullptr) return;
  line->reference = reference;
  line->sweep_watts.clear();  // a trend is against one reference
  line->in_order_in_a_row = 0;
}

store::Measurement measurement_row(const LineState& line, const TestResult& result, const Judgement& judgement) {
  store::Measurement row;
  row.line = line.id;
  row.verdict = word(judgement.verdict);
  row.detail = judgement.detail;
  if (!result.measured) return row;
  row.volts = result.measured->volts;
  row.amps = result.measured->amps;
  row.leakage_amps = result.measured->leakage_amps;
  row.watts = judgement.watts;
  if (line.reference) row.reference_watts = line.reference->watts;
  row.deviation = judgement.deviation;
  if (judgement.lost) {
    row.lost_low = judgement.lost->low;
    row.lost_best = judgement.lost->best;
    row.lost_high = judgement.lost->high;
    row.lost_watts = judgement.lost->watts;
    row.lost_watts_pm = judgement.lost->watts_uncertainty;
  }
  row.distance_m = judgement.distance_m;
  return row;
}

}  // namespace wardcast::health
