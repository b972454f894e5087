// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/modbus_slave.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace wardcast::test {

ModbusSlave::ModbusSlave(const std::map<int, modbus::RelayProfile>& units, const Clock& clock)
    : SlaveUnits(units, clock), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  listen_again();
  thread_ = std::thread([this] { run(); });
}

ModbusSlave::~ModbusSlave() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  poke();
  thread_.join();
  for (const Connection& connection : connections_) ::close(connection.fd);
  if (listener_ >= 0) ::close(listener_);
  ::close(wake_);
}

void ModbusSlave::listen_again() {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int yes = 1;
  (void)::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port_);
  socklen_t size = sizeof address;
  void* const raw = &address;
  auto* const generic = static_cast<sockaddr*>(raw);
  if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 16) != 0) throw std::runtime_error("cannot listen");
  (void)::getsockname(listener_, generic, &size);
  port_ = ntohs(address.sin_port);
}

void ModbusSlave::poke() const {
  const std::uint64_t one = 1;
  (void)!::write(wake_, &one, sizeof one);
}

void ModbusSlave::kill() {
  std::unique_lock lock{mutex_};
  alive_ = false;
  poke();
  changed_.wait(lock, [this] { return listener_ < 0 && connections_.empty(); });
}

void ModbusSlave::revive(bool power_cycled) {
  const std::lock_guard lock{mutex_};
  if (power_cycled) power_cycle();
  listen_again();
  alive_ = true;
  poke();
}

void ModbusSlave::close_connections() {
  std::unique_lock lock{mutex_};
  closing_all_ = true;
  poke();
  changed_.wait(lock, [this] { return !closing_all_; });
}

void ModbusSlave::close_idle_after(milliseconds limit) {
  const std::lock_guard lock{mutex_};
  idle_limit_ = limit;
  poke();
}

int ModbusSlave::connections() const {
  const std::lock_guard lock{mutex_};
  return accepted_;
}

void ModbusSlave::run() {
  std::unique_lock lock{mutex_};
  while (!stopping_) {
    std::vector<int> dead;
    const SteadyTime now = clock_.now().steady;
    for (Connection& connection : connections_) {
      const bool idle = idle_limit_ && now - connection.last >= *idle_limit_ && connection.out.empty();
      if (!alive_ || closing_all_ || idle || !flush(connection, now)) dead.push_back(connection.fd);
    }
    drop_dead(dead);
    if (!alive_ && listener_ >= 0) {
      ::close(listener_);
      listener_ = -1;
    }
    closing_all_ = false;
    changed_.notify_all();

    std::vector<pollfd> polled{pollfd{wake_, POLLIN, 0}, pollfd{listener_, POLLIN, 0}};
    for (const Connection& connection : connections_) polled.push_back(pollfd{connection.fd, POLLIN, 0});
    const int wait_ms = patience();
    lock.unlock();
    (void)::poll(polled.data(), polled.size(), wait_ms);
    std::uint64_t pokes = 0;
    (void)!::read(wake_, &pokes, sizeof pokes);
    lock.lock();
    if (alive_ && polled[1].revents != 0) accept_one();
    dead.clear();
    for (std::size_t i = 2; i < polled.size(); ++i)
      if (polled[i].revents != 0 && !read_from(connections_[i - 2])) dead.push_back(polled[i].fd);
    drop_dead(dead);
  }
}

int ModbusSlave::patience() const {
  const SteadyTime now = clock_.now().steady;
  std::optional<SteadyTime> first;
  const auto by = [&](SteadyTime at) { first = first ? std::min(*first, at) : at; };
  for (const Connection& connection : connections_) {
    for (const Reply& reply : connection.out) by(reply.due);
    if (idle_limit_) by(connection.last + *idle_limit_);
  }
  if (!first) return -1;
  return static_cast<int>(std::max<std::int64_t>(0, std::chrono::ceil<milliseconds>(*first - now).count()));
}

void ModbusSlave::accept_one() {
  const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd < 0) return;
  const int yes = 1;
  (void)::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  connections_.push_back(Connection{fd, ++accepted_, clock_.now().steady, {}, {}});
}

bool ModbusSlave::read_from(Connection& connection) {
  std::array<std::uint8_t, 1024> buffer{};
  const auto size = ::recv(connection.fd, buffer.data(), buffer.size(), 0);
  if (size <= 0) return size < 0 && errno == EAGAIN;
  connection.last = clock_.now().steady;
  std::vector<std::uint8_t>& in = connection.in;
  in.insert(in.end(), buffer.begin(), buffer.begin() + size);
  for (;;) {
    if (in.size() < 8) return true;
    const std::size_t whole = 6U + ((static_cast<std::size_t>(in[4]) << 8U) | in[5]);
    if (whole < 8 || whole > 260) return false;
    if (in.size() < whole) return true;
    std::vector<std::uint8_t> adu(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(whole));
    in.erase(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(whole));
    if (!serve(connection, std::move(adu))) return false;
  }
}

bool ModbusSlave::serve(Connection& connection, std::vector<std::uint8_t> adu) {
  const SteadyTime now = clock_.now().steady;
  const int unit = adu[6];
  const std::vector<std::uint8_t> pdu(adu.begin() + 7, adu.end());
  auto served = serve_units(connection.number, unit, pdu);
  if (!served) return true;
  const std::optional<Fault>& fault = served->fault;
  if (fault && fault->trouble == Trouble::drop) return false;
  // Behind a gateway a unit that is not there is an exception.
  if (!fault && !has_unit(unit)) served->pdu = {static_cast<std::uint8_t>(pdu[0] | 0x80U), 0x0B};

  std::vector<std::uint8_t> out{adu[0], adu[1], 0, 0, 0, static_cast<std::uint8_t>(served->pdu.size() + 1), adu[6]};
  for (const std::uint8_t byte : served->pdu) out.push_back(byte);
  SteadyTime due = now;
  if (fault && fault->trouble == Trouble::late) due = now + fault->delay;
  if (fault && fault->trouble == Trouble::garbled) spoil(out);
  if (fault && fault->trouble == Trouble::wrong_transaction) out[1] = static_cast<std::uint8_t>(out[1] + 1U);
  if (fault && fault->trouble == Trouble::wrong_unit) out[6] = static_cast<std::uint8_t>(out[6] + 1U);
  connection.out.push_back(Reply{due, out});
  if (fault && fault->trouble == Trouble::twice) connection.out.push_back(Reply{due, out});
  return flush(connection, now);
}

bool ModbusSlave::flush(Connection& connection, SteadyTime now) {
  while (!connection.out.empty() && connection.out.front().due <= now) {
    const std::vector<std::uint8_t>& adu = connection.out.front().adu;
    const auto sent = ::send(connection.fd, adu.data(), adu.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(adu.size())) return false;
    connection.out.erase(connection.out.begin());
  }
  return true;
}

void ModbusSlave::drop_dead(const std::vector<int>& dead) {
  for (const int fd : dead) {
    ::close(fd);
    std::erase_if(connections_, [&](const Connection& connection) { return connection.fd == fd; });
  }
}

}  // namespace wardcast::test
