// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/meters.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "hw-sim/model/shared_load.hpp"

namespace wardcast::sim {
namespace {

bool same_window(const Meters::Heard& heard, std::size_t amplifier, const MeterModel::Window& window) {
  return heard.amplifier == amplifier && heard.from == window.from && heard.to == window.to;
}

const Meters::Heard* find_window(const std::vector<Meters::Heard>& all, std::size_t amplifier,
                                 const MeterModel::Window& window) {
  const auto found =
      std::ranges::find_if(all, [&](const Meters::Heard& heard) { return same_window(heard, amplifier, window); });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Meters::Meters(Ward& ward, double noise) : ward_(ward) {
  for (const Ward::Meter& meter : ward.meters()) {
    MeterModel::Options options;
    options.channels = meter.description->profile.channels;
    options.refresh = meter.description->profile.refresh;
    options.noise = noise;
    options.seed = std::hash<std::string>{}(meter.description->id);
    options.first = ward.axis().epoch;
    models_.emplace_back(options);
  }
}

std::optional<std::size_t> Meters::at(std::size_t bus, int unit) const {
  const auto& meters = ward_.meters();
  for (std::size_t i = 0; i < meters.size(); ++i) {
    if (meters[i].description->bus == bus && meters[i].description->unit == unit) return i;
  }
  return std::nullopt;
}

std::optional<std::size_t> Meters::line_at(std::size_t meter, int channel) const {
  const auto& lines = ward_.lines();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].description->meter == site::ChannelRef{meter, channel}) return i;
  }
  return std::nullopt;
}

bool Meters::frozen(std::size_t meter) const {
  const site::LineMeter& described = *ward_.meters()[meter].description;
  const auto& fault = ward_.buses()[described.bus].model->find(described.unit)->fault;
  return fault && fault->kind == FaultKind::stuck;
}

Meters::Look Meters::wanted(std::vector<std::size_t> meters, SteadyTime at) {
  Look look{at, std::move(meters), {}, {}, {}};
  const Axis axis = ward_.axis();
  const auto& lines = ward_.lines();
  for (const std::size_t meter : look.meters) {
    const MeterModel::Window window = models_[meter].window(at);
    for (const Ward::Line& line : lines) {
      if (!line.description->meter || line.description->meter->device != meter) continue;
      // A line that was open all along reads nothing, whatever its amplifier played.
      if (ward_.contact(line.description->relay).true_during(window.from, window.to).empty()) continue;
      const std::size_t amplifier = line.zone->amplifier;
      if (find_window(look.known, amplifier, window) != nullptr) continue;
      if (find_window(look.unknown, amplifier, window) != nullptr) continue;
      const auto latest = latest_.find(amplifier);
      if (latest != latest_.end() && same_window(latest->second, amplifier, window)) {
        look.known.push_back(latest->second);
        continue;
      }
      Heard heard = cut(amplifier, window.from, window.to);
      LevelJob job;
      job.render = ward_.amplifier_job(ward_.amplifiers()[amplifier], axis.sample(window.from), axis.sample(window.to));
      for (const Piece& piece : heard.pieces) job.cuts.push_back(axis.sample(piece.span.from));
      job.cuts.push_back(axis.sample(window.to));
      look.jobs.push_back(std::move(job));
      look.unknown.push_back(std::move(heard));
    }
  }
  return look;
}

Meters::Heard Meters::cut(std::size_t amplifier, SteadyTime from, SteadyTime to) const {
  Heard heard{amplifier, from, to, {}};
  const auto& lines = ward_.lines();
  std::map<std::size_t, std::vector<Interval>> closed;
  std::set<SteadyTime> edges{from, to};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].zone->amplifier != amplifier) continue;
    closed[i] = ward_.contact(lines[i].description->relay).true_during(from, to);
    for (const Interval& span : closed[i]) edges.insert({span.from, span.to});
  }
  for (auto edge = edges.begin(); std::next(edge) != edges.end(); ++edge) {
    Piece piece{{*edge, *std::next(edge)}, {}, 0};
    for (const auto& [line, spans] : closed) {
      if (!intersect(spans, {piece.span}).empty()) piece.closed.push_back(line);
    }
    heard.pieces.push_back(std::move(piece));
  }
  return heard;
}

LineLoad Meters::truth(std::size_t line, const Heard& heard) const {
  const double limit = ward_.limit_watts_of(heard.amplifier);
  RmsMean mean;
  for (const Piece& piece : heard.pieces) {
    std::vector<ConnectedLine> connected;
    for (const std::size_t one : piece.closed)
      connected.push_back({&ward_.lines()[one].ladder, &ward_.lines()[one].fault});
    const auto loads = drive_together(connected, piece.level, limit);
    const auto mine = std::ranges::find(piece.closed, line);
    const LineLoad load =
        mine == piece.closed.end() ? LineLoad{} : loads[static_cast<std::size_t>(mine - piece.closed.begin())];
    mean.add(load, piece.span.to - piece.span.from);
  }
  return mean.value();
}

void Meters::show(Look look, const std::vector<std::vector<double>>& levels) {
  for (std::size_t i = 0; i < look.unknown.size(); ++i) {
    Heard& heard = look.unknown[i];
    for (std::size_t k = 0; k < heard.pieces.size(); ++k) heard.pieces[k].level = levels[i][k];
    latest_[heard.amplifier] = heard;
    look.known.push_back(std::move(heard));
  }
  for (const std::size_t meter : look.meters) {
    if (frozen(meter)) continue;
    const MeterModel::Window window = models_[meter].window(look.at);
    const auto true_load = [&](int channel, SteadyTime, SteadyTime) {
      const auto line = line_at(meter, channel);
      const auto* heard = line ? find_window(look.known, ward_.lines()[*line].zone->amplifier, window) : nullptr;
      return heard != nullptr ? truth(*line, *heard) : LineLoad{};
    };
    std::vector<LineLoad> readings;
    for (int channel = 0; channel < ward_.meters()[meter].description->profile.channels; ++channel)
      readings.push_back(models_[meter].read(channel, look.at, true_load));
    ward_.meters()[meter].slave->show(std::move(readings));
  }
}

}  // namespace wardcast::sim
