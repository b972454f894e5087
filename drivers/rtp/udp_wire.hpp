// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sys/socket.h>

#include <array>
#include <span>
#include <vector>

#include "drivers/rtp/network.hpp"
#include "drivers/rtp/wire.hpp"

namespace wardcast::rtp {

/// Sends batches to all amplifiers, unicast and multicast, from one unconnected socket (a connected one would report
/// one receiver's ECONNREFUSED in the midst of the others' packets). Pacer thread only.
class UdpWire final : public Wire {
 public:
  /// Does not own the socket; gives it a send buffer for every amplifier's packet at once.
  UdpWire(int rtp_socket, std::span<const Destination> destinations);

  void send(std::span<Datagram> batch) override;

 private:
  int socket_;
  std::vector<Destination> destinations_;
  std::vector<InterfaceChoice> interfaces_;
  std::vector<std::array<iovec, 2>> parts_;
  std::vector<mmsghdr> messages_;
};

}  // namespace wardcast::rtp
