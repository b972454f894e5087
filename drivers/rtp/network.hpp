// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <netinet/in.h>

#include <cstdint>
#include <string>
#include <vector>

namespace wardcast::rtp {

/// A file descriptor with one owner.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(other.release()) {}
  Fd& operator=(Fd&& other) noexcept;
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd();
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() {
    const int fd = fd_;
    fd_ = -1;
    return fd;
  }

 private:
  int fd_ = -1;
};

/// Where an amplifier listens, resolved. As made, it is not known: the kernel sends nothing to port 0.
struct Destination {
  sockaddr_in rtp{};
  sockaddr_in rtcp{};  ///< the same host, one port up
  bool multicast = false;
  unsigned interface_index = 0;  ///< 0: the kernel's choice
  [[nodiscard]] bool known() const { return rtp.sin_port != 0; }
};

/// IPv4 address of `host` (name or address) with `port`. Throws std::runtime_error naming `what` ("amplifier a1") when
/// the host is unknown or a multicast interface does not exist. Asking blocks for as long as the name server is silent.
enum class Names { ask, addresses_only };
Destination resolve(const std::string& what, const std::string& host, std::uint16_t port,
                    const std::string& multicast_interface, Names names = Names::ask);

/// Two unconnected, non-blocking UDP sockets on an even port and the next one up (RFC 3550 §11), ready for multicast
/// (TTL 16, heard on this machine too).
struct SocketPair {
  Fd rtp;
  Fd rtcp;
  std::uint16_t rtp_port = 0;
};
/// Throws std::system_error when no such pair is free.
SocketPair bind_pair();

/// A socket that hears what receivers report to the multicast group `group` (they need not know our address).
/// Throws std::system_error.
Fd join_group(const sockaddr_in& group, unsigned interface_index);

inline constexpr int kMulticastTtl = 16;

/// Control message that picks the interface a multicast datagram leaves by.
struct InterfaceChoice {
  alignas(cmsghdr) unsigned char bytes[CMSG_SPACE(sizeof(in_pktinfo))]{};
  explicit InterfaceChoice(unsigned interface_index = 0);
};

}  // namespace wardcast::rtp
