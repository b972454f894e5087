// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "drivers/modbus/profile.hpp"
#include "tests/support/meter_unit.hpp"
#include "tests/support/modbus_unit.hpp"

namespace wardcast::test {

/// The units of a simulated bus, whatever wire leads to them: what they hold, how they misbehave on command, what was
/// asked of them. All public functions may be called from any thread.
class SlaveUnits {
 public:
  enum class Trouble {
    late,               ///< does as told, replies after `delay`
    held,               ///< does as told, replies when it is released (serial lines)
    garbled,            ///< replies with bytes that mean nothing
    wrong_transaction,  ///< a good reply under another transaction
    wrong_unit,         ///< a good reply of another unit
    exception,          ///< refuses with `exception_code`
    silent,             ///< half-open: takes everything, says and does nothing
    deaf_after,         ///< does as told, never replies
    twice,              ///< replies twice
    drop                ///< closes the connection instead of replying
  };
  struct Fault {
    Trouble trouble = Trouble::silent;
    int times = -1;  ///< so many requests, −1: until mend()
    milliseconds delay{0};
    std::uint8_t exception_code = 4;
    std::optional<std::uint8_t> only_function = {};
  };
  /// A request as it came in.
  struct Frame {
    SteadyTime at{};
    int connection = 0;
    int unit = 0;
    std::vector<std::uint8_t> pdu;
    [[nodiscard]] int function() const { return pdu.empty() ? 0 : pdu[0]; }
  };
  using Frames = std::vector<Frame>;

  SlaveUnits(const std::map<int, modbus::RelayProfile>& units, const Clock& clock);
  SlaveUnits(const SlaveUnits&) = delete;
  SlaveUnits& operator=(const SlaveUnits&) = delete;

  void afflict(int unit, Fault fault);
  void mend(int unit);

  [[nodiscard]] std::uint64_t contacts(int unit) const;
  void set_contact(int unit, int channel, bool closed);
  void set_stuck(int unit, int channel, bool stuck);

  /// A line meter as one more unit; every value 0.
  void add_meter(int unit, const modbus::MeterProfile& profile);
  /// What the meter shows from now on, in the units of its profile.
  void set_values(int unit, int channel, const MeterUnit::Values& values);

  [[nodiscard]] Frames frames() const;
  [[nodiscard]] int count(int function) const;
  void forget_frames();
  /// Waits until the frames so far satisfy the predicate. False when they do not in time.
  bool wait_for(const std::function<bool(const Frames&)>& predicate, milliseconds at_most) const;
  bool wait_for_function(int function, int times, milliseconds at_most) const;

 protected:
  ~SlaveUnits() = default;

  /// What goes onto the wire for a request; mutex_ is held. Nothing: silence.
  struct Served {
    std::vector<std::uint8_t> pdu;
    std::optional<Fault> fault;
  };
  std::optional<Served> serve_units(int connection, int unit, const std::vector<std::uint8_t>& pdu);
  void power_cycle();
  [[nodiscard]] bool has_unit(int unit) const { return units_.contains(unit) || meters_.contains(unit); }
  static void spoil(std::vector<std::uint8_t>& bytes);  ///< Trouble::garbled

  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;

 private:
  std::map<int, ModbusUnit> units_;
  std::map<int, MeterUnit> meters_;
  std::map<int, Fault> faults_;
  Frames frames_;
};

}  // namespace wardcast::test
