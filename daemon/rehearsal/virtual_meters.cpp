// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/rehearsal/virtual_meters.hpp"

#include <algorithm>
#include <utility>

#include "hw-sim/line_ladder.hpp"

namespace wardcast::rehearsal {
namespace {

constexpr double kAmplifierOhms = 0.1;
constexpr double kOverloaded = 1.2;  // an amplifier's limit, of its rating
constexpr double kUsualAmps = 4;     // of one whose rating is not known
constexpr seconds kRemembered{200};  // longer than any meter's window

}  // namespace

VirtualMeters::VirtualMeters(const site::Site& site, const VirtualBoards& boards, double noise, std::uint64_t seed,
                             SteadyTime start, Listener listener)
    : site_(site), boards_(boards), listener_(std::move(listener)), sounding_(site.amplifiers.size()), now_(start) {
  for (const auto& meter : site.meters) {
    sim::MeterModel::Options options;
    options.channels = meter.profile.channels;
    options.refresh = meter.profile.refresh;
    options.noise = noise;
    options.seed = seed + meters_.size();
    options.first = start;
    meters_.push_back({sim::MeterModel{options}, {}});
  }
  for (const auto& zone : site.zones) {
    for (const auto& line : zone.lines) {
      if (line.meter) meters_[line.meter->device].channels[line.meter->channel] = {&line, zone.amplifier};
    }
  }
}

void VirtualMeters::read(std::size_t index, int channel, std::uint64_t ticket) {
  auto& meter = meters_.at(index);
  meter.asked.push_back({channel, ticket});
  if (meter.answer_at == SteadyTime::max()) meter.answer_at = now_ + kReadTakes;
}

bool VirtualMeters::advance(SteadyTime now) {
  bool told = false;
  for (auto at = next(); at <= now; at = next()) {
    now_ = std::max(now_, at);
    for (std::size_t m = 0; m < meters_.size(); ++m) {
      if (meters_[m].answer_at > at) continue;
      answer(m, at);
      told = true;
    }
  }
  now_ = std::max(now_, now);
  return told;
}

SteadyTime VirtualMeters::next() const {
  SteadyTime first = SteadyTime::max();
  for (const auto& meter : meters_) first = std::min(first, meter.answer_at);
  return first;
}

void VirtualMeters::answer(std::size_t index, SteadyTime at) {
  auto& meter = meters_[index];
  const auto asked = meter.asked.front();
  meter.asked.pop_front();
  meter.answer_at = meter.asked.empty() ? SteadyTime::max() : at + kReadTakes;
  modbus::MeterReading reading;
  reading.ticket = asked.ticket;
  reading.meter = index;
  reading.channel = asked.channel;
  reading.at = at;
  const auto channel = meter.channels.find(asked.channel);
  if (meter.dead) {
    reading.problem = "no reply";
  } else if (channel != meter.channels.end()) {
    auto& load = meter.shown[asked.channel];
    if (!meter.frozen) {
      load = meter.model.read(asked.channel, at,
                              [&](int, SteadyTime from, SteadyTime to) { return truth(channel->second, from, to); });
    }
    const auto& profile = site_.meters[index].profile;
    if (profile.volts) reading.volts = load.volts;
    if (profile.amps) reading.amps = load.amps;
    if (profile.leakage_amps) reading.leakage_amps = load.leakage_amps;
    if (profile.ohms) reading.ohms = load.ohms();
  }
  listener_.reading(std::move(reading));
}

void VirtualMeters::tone(std::size_t amplifier, bool sounds, SteadyTime at) {
  auto& heard = sounding_.at(amplifier);
  heard.set(sounds, at + site_.amplifiers[amplifier].latency);
  heard.forget_before(at - kRemembered);
}

void VirtualMeters::kill_meter(std::size_t meter, bool dead) { meters_.at(meter).dead = dead; }

void VirtualMeters::cut_amplifier(std::size_t amplifier, bool cut) {
  if (cut) {
    cut_.insert(amplifier);
  } else {
    cut_.erase(amplifier);
  }
}

std::optional<sim::LineFault> VirtualMeters::fault_of(const std::string& line) const {
  const auto found = faults_.find(line);
  return found == faults_.end() ? std::nullopt : found->second;
}

double VirtualMeters::true_watts(const std::string& id) const {
  for (const auto& zone : site_.zones) {
    for (const auto& line : zone.lines)
      if (line.id == id) return line.voltage * line.voltage / sim::line_ohms(sim::ladder_of(line), fault_of(id));
  }
  return 0;
}

sim::LineLoad VirtualMeters::truth(const Channel& channel, SteadyTime from, SteadyTime to) const {
  if (cut_.contains(channel.amplifier)) return {};
  const auto& relay = channel.line->relay;
  const auto sounds = sounding_[channel.amplifier].true_during(from, to);
  const auto& contact = boards_.relays(relay.device).contact(relay.channel);
  nanoseconds driven{0};
  for (const auto& span : sim::intersect(sounds, contact.true_during(from, to))) driven += span.to - span.from;
  if (driven <= nanoseconds{0}) return {};
  const auto& amplifier = site_.amplifiers[channel.amplifier];
  sim::LineSource source;
  source.volts = site_.sweep.tone_volts;
  source.ohms = kAmplifierOhms;
  source.limit_amps =
      amplifier.rating_watts ? kOverloaded * *amplifier.rating_watts / channel.line->voltage : kUsualAmps;
  sim::RmsMean mean;
  mean.add(sim::drive(sim::ladder_of(*channel.line), fault_of(channel.line->id), source), driven);
  mean.add({}, (to - from) - driven);
  return mean.value();
}

}  // namespace wardcast::rehearsal
