// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

#include "drivers/rtp/network.hpp"
#include "drivers/rtp/wire.hpp"

namespace wardcast::rtp {

/// Sends batches to all amplifiers, unicast and multicast, from one unconnected socket (a connected one would report
/// one receiver's ECONNREFUSED in the midst of the others' packets). Pacer thread only, except locate().
class UdpWire final : public Wire {
 public:
  /// Does not own the socket; gives it a send buffer for every amplifier's packet at once.
  UdpWire(int rtp_socket, std::span<const Destination> destinations);

  void send(std::span<Datagram> batch) override;
  /// Any thread, once for an amplifier whose destination was not known: until then its packets are not accepted.
  void locate(std::size_t amplifier, const Destination& destination);

 private:
  struct Late {
    Destination destination;  ///< written before and read after
    std::atomic<bool> there{false};
  };
  void adopt(std::size_t amplifier);

  int socket_;
  std::vector<Destination> destinations_;
  std::vector<Late> late_;
  std::vector<InterfaceChoice> interfaces_;
  std::vector<std::array<iovec, 2>> parts_;
  std::vector<mmsghdr> messages_;
};

}  // namespace wardcast::rtp
