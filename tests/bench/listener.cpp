// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/listener.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace wardcast::bench {
namespace {

constexpr int kReceiveBuffer = 8 << 20;

std::int64_t read_clock(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

/// Kernel time stamps are CLOCK_REALTIME. The smallest of a few readings is the one nobody interrupted.
std::int64_t realtime_to_monotonic() {
  std::int64_t best = 0, shortest = INT64_MAX;
  for (int i = 0; i < 20; ++i) {
    const std::int64_t before = read_clock(CLOCK_MONOTONIC);
    const std::int64_t real = read_clock(CLOCK_REALTIME);
    const std::int64_t after = read_clock(CLOCK_MONOTONIC);
    if (after - before < shortest) {
      shortest = after - before;
      best = (before + after) / 2 - real;
    }
  }
  return best;
}

rtp::Fd listen_on(const char* host, std::uint16_t& port, bool stamps) {
  rtp::Fd fd{socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  inet_pton(AF_INET, host, &address.sin_addr);
  if (bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    throw std::system_error(errno, std::generic_category(), "bench: bind");
  }
  socklen_t size = sizeof address;
  getsockname(fd.get(), reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  if (setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUFFORCE, &kReceiveBuffer, sizeof kReceiveBuffer) != 0) {
    (void)setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  }
  const int on = 1;
  if (stamps) (void)setsockopt(fd.get(), SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
  return fd;
}

}  // namespace

Listener::Listener(std::size_t destinations) {
  std::uint16_t first_port = 0, last_port = 0, middle_port = 0;
  first_socket_ = listen_on("127.0.0.1", first_port, true);
  last_socket_ = listen_on("127.0.0.1", last_port, true);
  middle_socket_ = listen_on("0.0.0.0", middle_port, false);
  for (std::size_t i = 0; i < destinations; ++i) {
    if (i == 0) {
      destinations_.emplace_back("127.0.0.1", first_port);
    } else if (i + 1 == destinations) {
      destinations_.emplace_back("127.0.0.1", last_port);
    } else {  // all of 127/8 is this machine: distinct destinations, one socket
      destinations_.emplace_back("127.1." + std::to_string(i / 250) + "." + std::to_string(i % 250 + 1), middle_port);
    }
  }
  thread_ = std::thread{[this] { run(); }};
}

Listener::~Listener() {
  stopping_ = true;
  thread_.join();
}

void Listener::clear() {
  const std::lock_guard lock{mutex_};
  first_.clear();
  last_.clear();
  datagrams_ = 0;
}

std::vector<Arrival> Listener::first() const {
  const std::lock_guard lock{mutex_};
  return first_;
}

std::vector<Arrival> Listener::last() const {
  const std::lock_guard lock{mutex_};
  return last_.empty() ? first_ : last_;
}

void Listener::run() {
  std::array<pollfd, 3> sockets{{{first_socket_.get(), POLLIN, 0},  //
                                 {last_socket_.get(), POLLIN, 0},
                                 {middle_socket_.get(), POLLIN, 0}}};
  while (!stopping_) {
    if (poll(sockets.data(), sockets.size(), 100) <= 0) continue;
    if (sockets[0].revents != 0) read_stamped(first_socket_.get(), first_);
    if (sockets[1].revents != 0) read_stamped(last_socket_.get(), last_);
    if (sockets[2].revents != 0) drain(middle_socket_.get());
  }
}

void Listener::read_stamped(int fd, std::vector<Arrival>& arrivals) {
  const std::int64_t offset = realtime_to_monotonic();
  for (;;) {
    std::array<unsigned char, 2> start{};
    alignas(cmsghdr) std::array<unsigned char, 128> control{};
    iovec part{start.data(), start.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    if (recvmsg(fd, &message, 0) < 0) return;
    ++datagrams_;
    const cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (header == nullptr || header->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(header), sizeof stamp);
    const std::lock_guard lock{mutex_};
    arrivals.push_back({std::int64_t{stamp.tv_sec} * 1'000'000'000 + stamp.tv_nsec + offset, (start[1] & 0x80) != 0});
  }
}

void Listener::drain(int fd) {
  constexpr unsigned kBatch = 128;
  std::array<mmsghdr, kBatch> messages{};
  std::array<unsigned char, kBatch> bytes{};
  std::array<iovec, kBatch> parts{};
  for (unsigned i = 0; i < kBatch; ++i) {
    parts[i] = {&bytes[i], 1};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  for (;;) {
    const int count = recvmmsg(fd, messages.data(), kBatch, 0, nullptr);
    if (count <= 0) return;
    datagrams_ += static_cast<std::uint64_t>(count);
  }
}

}  // namespace wardcast::bench
