// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/meter_model.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace wardcast::sim {
namespace {

double in_seconds(nanoseconds time) { return static_cast<double>(time.count()) * 1e-9; }

/// splitmix64: one well-mixed number for each place of a sequence.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ value >> 30U) * 0xBF58476D1CE4E5B9U;
  value = (value ^ value >> 27U) * 0x94D049BB133111EBU;
  return value ^ value >> 31U;
}

/// In (0, 1].
double unit_of(std::uint64_t value) { return (static_cast<double>(value >> 11U) + 1) * 0x1p-53; }

/// Standard normal, the same for the same key (Box and Muller).
double normal(std::uint64_t key) {
  const std::uint64_t one = mixed(key);
  const std::uint64_t two = mixed(one ^ key);
  return std::sqrt(-2 * std::log(unit_of(one))) * std::cos(2 * std::numbers::pi * unit_of(two));
}

}  // namespace

void RmsMean::add(const LineLoad& load, nanoseconds lasted) {
  const double time = in_seconds(std::max(lasted, nanoseconds{0}));
  volts_ += load.volts * load.volts * time;
  amps_ += load.amps * load.amps * time;
  leakage_ += load.leakage_amps * load.leakage_amps * time;
  seconds_ += time;
}

LineLoad RmsMean::value() const {
  if (seconds_ <= 0) return {};
  return {std::sqrt(volts_ / seconds_), std::sqrt(amps_ / seconds_), std::sqrt(leakage_ / seconds_)};
}

MeterModel::MeterModel(const Options& options) : options_(options) {
  options_.refresh = std::max(options_.refresh, nanoseconds{milliseconds{1}});
  held_.resize(static_cast<std::size_t>(std::max(options_.channels, 0)));
}

MeterModel::Window MeterModel::window(SteadyTime at) const {
  const nanoseconds since = at - options_.first;
  std::int64_t refreshes = since / options_.refresh;
  if (since < refreshes * options_.refresh) --refreshes;  // before `first`
  const SteadyTime to = options_.first + refreshes * options_.refresh;
  return {to - options_.refresh, to};
}

LineLoad MeterModel::read(int channel, SteadyTime at, const Truth& truth) {
  Held& held = held_[static_cast<std::size_t>(channel)];
  const Window now = window(at);
  if (held.valid && held.to == now.to) return held.load;
  held = {true, now.to, with_noise(channel, at, truth(channel, now.from, now.to))};
  return held.load;
}

LineLoad MeterModel::with_noise(int channel, SteadyTime at, const LineLoad& value) const {
  const auto refresh = static_cast<std::uint64_t>((window(at).to - options_.first) / options_.refresh);
  const std::uint64_t place = mixed(options_.seed) ^ mixed(refresh ^ mixed(static_cast<std::uint64_t>(channel) + 1));
  const auto shown = [&](double truth, std::uint64_t quantity) {
    return std::max(0.0, truth * (1 + options_.noise * normal(place + quantity)));
  };
  return {shown(value.volts, 1), shown(value.amps, 2), shown(value.leakage_amps, 3)};
}

}  // namespace wardcast::sim
