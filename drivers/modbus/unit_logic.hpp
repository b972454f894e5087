// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "drivers/modbus/frame.hpp"

namespace wardcast::modbus {

/// What one device needs of its bus and when. Pure: no thread, no clock, no socket; time comes in. Driven by BusLogic.
class UnitLogic {
 public:
  /// Most urgent first.
  enum class Urgency {
    write,    ///< a contact is not as wanted
    confirm,  ///< somebody waits for this reading, or a watchdog for its feed
    measure,  ///< somebody waits for a line's volts and amperes
    poll,     ///< supervision and keep-alive
    probe     ///< is a silent device back?
  };
  struct Due {
    SteadyTime at{};
    Urgency urgency = Urgency::poll;
  };

  virtual ~UnitLogic() = default;

  /// The most urgent thing due at `now`; if nothing is, the first that will be.
  [[nodiscard]] virtual Due due(SteadyTime now) const = 0;
  /// The request for what is due. Exactly one of the four below follows.
  virtual Request begin(SteadyTime now) = 0;
  virtual void answered(SteadyTime now, const Reply& reply) = 0;
  virtual void failed(SteadyTime now, const LinkFault& fault) = 0;
  virtual void unsent() = 0;  ///< the request never left: nothing happened
  /// A probe was cut short by other work. It proved nothing, so it is made again soon: on a busy bus the whole back-off
  /// each time would keep what was repaired out of use for long.
  virtual void yielded(SteadyTime now) = 0;

  /// No connection to the bus: the device is as silent as its bus.
  virtual void bus_lost(SteadyTime now, const std::string& why) = 0;
  /// A new connection after the peer closed the former one or after bus_lost(): the device may have restarted.
  virtual void bus_back(SteadyTime now) = 0;
  /// Another device of the bus is back: look now instead of at the end of the back-off.
  virtual void hurry(SteadyTime now) = 0;
  /// What the device may still say to a former request must be over first: nothing is asked of it before.
  virtual void rest_until(SteadyTime at) = 0;

  [[nodiscard]] virtual bool reachable() const = 0;

 protected:
  UnitLogic() = default;
  UnitLogic(const UnitLogic&) = default;
  UnitLogic(UnitLogic&&) = default;
  UnitLogic& operator=(const UnitLogic&) = default;
  UnitLogic& operator=(UnitLogic&&) = default;
};

/// The device itself speaks, and refuses. A gateway's "no answer from the unit" is silence of the device instead.
bool is_refusal(const LinkFault& fault);
/// "Still working" and "busy": the same request may be taken in a moment.
bool is_passing(const LinkFault& fault);

}  // namespace wardcast::modbus
