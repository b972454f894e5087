// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "drivers/modbus/frame.hpp"

namespace wardcast::modbus {

/// One Modbus connection, owned and used by one thread; only wake() and stop() may come from another.
///
/// The rule that keeps a TCP connection in step: after any fault but an exception it is closed. What then arrives late
/// dies with the old socket, so no answer can ever be taken for that of a later request.
class Link {
 public:
  enum class Idle { time_up, woken, closed };

  virtual ~Link() = default;
  /// Opens the connection, closing a former one first. Returns within the connect deadline, whatever the host does.
  virtual std::optional<LinkFault> connect() = 0;
  virtual void close() = 0;
  [[nodiscard]] virtual bool connected() const = 0;
  /// Before this the unit may still answer a former request, and must not be asked. Long past where that cannot be.
  [[nodiscard]] virtual SteadyTime rest_until(std::uint8_t unit) const = 0;
  /// One request and its reply, at most request.reply_timeout.
  virtual Answer transact(const Request& request) = 0;
  /// Sleeps until then, or until wake() or stop(), or until the peer closes or says something unasked (which closes).
  virtual Idle wait(SteadyTime until) = 0;

  /// Any thread, never blocks: ends wait(), and a transact() whose request yields.
  virtual void wake() = 0;
  /// Any thread, never blocks: ends whatever is running, for good. Every later call returns at once.
  virtual void stop() = 0;
};

/// Modbus TCP over libmodbus. `host` is an address or a name. Throws when no descriptor can be reserved.
std::unique_ptr<Link> make_tcp_link(std::string host, std::uint16_t port, milliseconds connect_deadline,
                                    const Clock& clock);

enum class Parity { none, even, odd };
struct SerialSettings {
  std::string device;  ///< a path; opened anew each time, so a name under /dev/serial/by-id survives another plug
  int baud = 9600;     ///< one of those libmodbus knows, else it is 9600
  Parity parity = Parity::none;
  int stop_bits = 1;
};

/// Modbus RTU on a serial line (or a pseudo terminal), alone there: docs/decisions/0016. Throws when no descriptor can
/// be reserved. It stays connected through the faults of its units; a vanished device alone closes it.
std::unique_ptr<Link> make_rtu_link(const SerialSettings& settings, const Clock& clock);

}  // namespace wardcast::modbus
