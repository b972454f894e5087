// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/slave_units.hpp"

#include <algorithm>

namespace wardcast::test {

SlaveUnits::SlaveUnits(const std::map<int, modbus::RelayProfile>& units, const Clock& clock) : clock_(clock) {
  for (const auto& [unit, profile] : units) units_.emplace(unit, ModbusUnit{profile});
}

void SlaveUnits::afflict(int unit, Fault fault) {
  const std::lock_guard lock{mutex_};
  faults_[unit] = fault;
}

void SlaveUnits::mend(int unit) {
  const std::lock_guard lock{mutex_};
  faults_.erase(unit);
}

std::uint64_t SlaveUnits::contacts(int unit) const {
  const std::lock_guard lock{mutex_};
  return units_.at(unit).contacts();
}

void SlaveUnits::set_contact(int unit, int channel, bool closed) {
  const std::lock_guard lock{mutex_};
  units_.at(unit).set_contact(channel, closed);
}

void SlaveUnits::set_stuck(int unit, int channel, bool stuck) {
  const std::lock_guard lock{mutex_};
  units_.at(unit).set_stuck(channel, stuck);
}

void SlaveUnits::add_meter(int unit, const modbus::MeterProfile& profile) {
  const std::lock_guard lock{mutex_};
  meters_.emplace(unit, MeterUnit{profile});
}

void SlaveUnits::set_values(int unit, int channel, const MeterUnit::Values& values) {
  const std::lock_guard lock{mutex_};
  meters_.at(unit).set(channel, values);
}

SlaveUnits::Frames SlaveUnits::frames() const {
  const std::lock_guard lock{mutex_};
  return frames_;
}

int SlaveUnits::count(int function) const {
  const std::lock_guard lock{mutex_};
  return static_cast<int>(
      std::count_if(frames_.begin(), frames_.end(), [&](const Frame& f) { return f.function() == function; }));
}

void SlaveUnits::forget_frames() {
  const std::lock_guard lock{mutex_};
  frames_.clear();
}

bool SlaveUnits::wait_for(const std::function<bool(const Frames&)>& predicate, milliseconds at_most) const {
  std::unique_lock lock{mutex_};
  return changed_.wait_for(lock, at_most, [&] { return predicate(frames_); });
}

bool SlaveUnits::wait_for_function(int function, int times, milliseconds at_most) const {
  return wait_for(
      [&](const Frames& frames) {
        return std::count_if(frames.begin(), frames.end(), [&](const Frame& f) { return f.function() == function; }) >=
               times;
      },
      at_most);
}

std::optional<SlaveUnits::Served> SlaveUnits::serve_units(int connection, int unit,
                                                          const std::vector<std::uint8_t>& pdu) {
  frames_.push_back(Frame{clock_.now().steady, connection, unit, pdu});
  changed_.notify_all();

  std::optional<Fault> fault;
  if (const auto at = faults_.find(unit); at != faults_.end()) {
    if (!at->second.only_function || *at->second.only_function == pdu[0]) {
      fault = at->second;
      if (at->second.times > 0 && --at->second.times == 0) faults_.erase(at);
    }
  }
  if (fault && fault->trouble == Trouble::silent) return std::nullopt;
  if (fault && fault->trouble == Trouble::drop) return Served{{}, fault};
  if (fault && fault->trouble == Trouble::exception)
    return Served{{static_cast<std::uint8_t>(pdu[0] | 0x80U), fault->exception_code}, fault};
  Served served{{}, fault};
  if (const auto board = units_.find(unit); board != units_.end()) served.pdu = board->second.serve(pdu);
  if (const auto meter = meters_.find(unit); meter != meters_.end()) served.pdu = meter->second.serve(pdu);
  if (fault && fault->trouble == Trouble::deaf_after) return std::nullopt;
  return served;
}

void SlaveUnits::power_cycle() {
  for (auto& [number, unit] : units_) unit.power_cycle();
}

void SlaveUnits::spoil(std::vector<std::uint8_t>& bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(bytes[i] * 31U + 7 * i + 85U);
}

}  // namespace wardcast::test
