// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/network.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace wardcast::rtp {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

void set_option(int fd, int level, int name, int value, const char* what) {
  if (setsockopt(fd, level, name, &value, sizeof value) != 0) fail(what);
}

Fd udp_socket() {
  Fd fd{socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  if (fd.get() < 0) fail("UDP socket");
  set_option(fd.get(), IPPROTO_IP, IP_MULTICAST_TTL, kMulticastTtl, "IP_MULTICAST_TTL");
  set_option(fd.get(), IPPROTO_IP, IP_MULTICAST_LOOP, 1, "IP_MULTICAST_LOOP");
  // Otherwise it would also hear groups that other programs of this machine joined.
  set_option(fd.get(), IPPROTO_IP, IP_MULTICAST_ALL, 0, "IP_MULTICAST_ALL");
  return fd;
}

const sockaddr* generic(const sockaddr_in& address) { return reinterpret_cast<const sockaddr*>(&address); }

/// Zero port: the kernel picks. False when the port is taken.
bool bind_any(int fd, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  address.sin_port = htons(port);
  if (bind(fd, generic(address), sizeof address) == 0) return true;
  if (errno != EADDRINUSE) fail("bind an RTP port");
  return false;
}

std::uint16_t port_of(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
  return ntohs(address.sin_port);
}

}  // namespace

Fd& Fd::operator=(Fd&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Fd::~Fd() {
  if (fd_ >= 0) close(fd_);
}

Destination resolve(const std::string& what, const std::string& host, std::uint16_t port,
                    const std::string& multicast_interface, Names names) {
  if (port == 0 || port == 0xffff) {
    throw std::runtime_error(what + ": the RTP port must be 1 to 65534, because RTCP takes the next one");
  }
  addrinfo hints{};
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = names == Names::addresses_only ? AI_NUMERICHOST : 0;
  addrinfo* found = nullptr;
  const int code = getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (code != 0) throw std::runtime_error(what + ": cannot find the host '" + host + "': " + gai_strerror(code));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner{found, &freeaddrinfo};

  Destination destination;
  std::memcpy(&destination.rtp, found->ai_addr, sizeof destination.rtp);
  destination.rtp.sin_port = htons(port);
  destination.rtcp = destination.rtp;
  destination.rtcp.sin_port = htons(static_cast<std::uint16_t>(port + 1));
  destination.multicast = IN_MULTICAST(ntohl(destination.rtp.sin_addr.s_addr));
  if (destination.multicast && !multicast_interface.empty()) {
    destination.interface_index = if_nametoindex(multicast_interface.c_str());
    if (destination.interface_index == 0) {
      throw std::runtime_error(what + ": this machine has no network interface '" + multicast_interface + "'");
    }
  }
  return destination;
}

SocketPair bind_pair() {
  constexpr int kAttempts = 200;
  for (int i = 0; i < kAttempts; ++i) {
    Fd first = udp_socket();
    (void)bind_any(first.get(), 0);
    const std::uint16_t port = port_of(first.get());
    const bool even = port % 2 == 0;
    const auto other = static_cast<std::uint16_t>(even ? port + 1 : port - 1);
    Fd second = udp_socket();
    if (other < 1024 || !bind_any(second.get(), other)) continue;
    return even ? SocketPair{std::move(first), std::move(second), port}
                : SocketPair{std::move(second), std::move(first), other};
  }
  errno = EADDRINUSE;
  fail("bind an even RTP port and the RTCP port above it");
}

Fd join_group(const sockaddr_in& group, unsigned interface_index) {
  Fd fd = udp_socket();
  set_option(fd.get(), SOL_SOCKET, SO_REUSEADDR, 1, "SO_REUSEADDR");
  if (bind(fd.get(), generic(group), sizeof group) != 0) fail("bind a multicast RTCP port");
  ip_mreqn membership{};
  membership.imr_multiaddr = group.sin_addr;
  membership.imr_ifindex = static_cast<int>(interface_index);
  if (setsockopt(fd.get(), IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership) != 0) {
    fail("join a multicast group");
  }
  return fd;
}

InterfaceChoice::InterfaceChoice(unsigned interface_index) {
  cmsghdr header{};
  header.cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
  header.cmsg_level = IPPROTO_IP;
  header.cmsg_type = IP_PKTINFO;
  in_pktinfo info{};
  info.ipi_ifindex = static_cast<int>(interface_index);
  std::memcpy(bytes, &header, sizeof header);
  std::memcpy(bytes + CMSG_LEN(0), &info, sizeof info);
}

}  // namespace wardcast::rtp
