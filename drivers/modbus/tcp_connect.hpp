// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <variant>

#include "base/time.hpp"
#include "drivers/modbus/descriptor.hpp"
#include "drivers/modbus/frame.hpp"
#include "drivers/modbus/waker.hpp"

namespace wardcast::modbus {

struct NameLookup;

/// Opens TCP connections to one host and never waits longer than told: neither for a name server nor for a silent host.
class TcpConnector {
 public:
  TcpConnector(std::string host, std::uint16_t port);
  ~TcpConnector();
  TcpConnector(const TcpConnector&) = delete;
  TcpConnector& operator=(const TcpConnector&) = delete;

  /// A connected, non-blocking socket with TCP_NODELAY and TCP_USER_TIMEOUT, or why there is none. Tries each address
  /// of a name in turn. Ends early when the waker is stopped.
  std::variant<Descriptor, LinkFault> connect(SteadyTime until, Waker& waker, const Clock& clock);

 private:
  [[nodiscard]] LinkFault fault(LinkFault::Kind kind, const std::string& why) const;
  std::shared_ptr<const NameLookup> look_up(SteadyTime until, Waker& waker, const Clock& clock);

  const std::string host_;
  const std::uint16_t port_;
  std::shared_ptr<NameLookup> pending_;  ///< a name server that has not answered yet; asked again only when it has
};

}  // namespace wardcast::modbus
