// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/tcp_connect.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace wardcast::modbus {
namespace {

// Data the peer never acknowledges (an unplugged cable) breaks the connection after this long; without it, sending
// "succeeds" for a quarter of an hour.
constexpr milliseconds kUserTimeout{2000};

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

std::vector<Address> addresses_of(const addrinfo* list) {
  std::vector<Address> found;
  for (const addrinfo* at = list; at != nullptr; at = at->ai_next) {
    Address address;
    std::memcpy(&address.storage, at->ai_addr, at->ai_addrlen);
    address.size = at->ai_addrlen;
    found.push_back(address);
  }
  return found;
}

int resolve(const std::string& host, const std::string& service, int flags, std::vector<Address>& found) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(host.c_str(), service.c_str(), &hints, &list);
  if (error != 0) return error;
  found = addresses_of(list);
  ::freeaddrinfo(list);
  return 0;
}

void set_option(int fd, int option, int value) {
  (void)::setsockopt(fd, IPPROTO_TCP, option, &value, sizeof value);  // a comfort: works without
}

}  // namespace

/// Shared with the thread that asks the name server; whoever is last frees it.
struct NameLookup {
  Descriptor answered{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  std::atomic<bool> done{false};  ///< the two below are written before and read after
  int error = 0;
  std::vector<Address> addresses;
};

TcpConnector::TcpConnector(std::string host, std::uint16_t port) : host_(std::move(host)), port_(port) {}
TcpConnector::~TcpConnector() = default;

LinkFault TcpConnector::fault(LinkFault::Kind kind, const std::string& why) const {
  return LinkFault{kind, 0, "no connection to " + host_ + ":" + std::to_string(port_) + ": " + why};
}

std::shared_ptr<const NameLookup> TcpConnector::look_up(SteadyTime until, Waker& waker, const Clock& clock) {
  const std::string service = std::to_string(port_);
  if (!pending_) {
    auto lookup = std::make_shared<NameLookup>();
    if (resolve(host_, service, AI_NUMERICHOST, lookup->addresses) == 0) return lookup;
    // getaddrinfo() blocks for as long as the name server is silent and cannot be cancelled: it gets a thread that
    // nobody waits for and that touches only what it shares ownership of.
    std::thread asking([lookup, host = host_, service] {
      (void)pthread_setname_np(pthread_self(), "bus-name-lookup");
      lookup->error = resolve(host, service, 0, lookup->addresses);
      lookup->done.store(true, std::memory_order_release);
      const std::uint64_t one = 1;
      (void)!::write(lookup->answered.get(), &one, sizeof one);
    });
    asking.detach();
    pending_ = std::move(lookup);
  }
  while (!pending_->done.load(std::memory_order_acquire)) {
    if (waker.stopping()) return nullptr;
    if (waker.wait(pending_->answered.get(), POLLIN, until, clock) == Waker::Woken::time_up) return nullptr;
  }
  return std::exchange(pending_, nullptr);
}

std::variant<Descriptor, LinkFault> TcpConnector::connect(SteadyTime until, Waker& waker, const Clock& clock) {
  using Kind = LinkFault::Kind;
  const std::shared_ptr<const NameLookup> lookup = look_up(until, waker, clock);
  if (waker.stopping()) return fault(Kind::interrupted, "stopping");
  if (!lookup) return fault(Kind::closed, "the name server does not answer");
  if (lookup->error != 0) return fault(Kind::closed, ::gai_strerror(lookup->error));

  std::string why = "it has no address";
  for (const Address& address : lookup->addresses) {
    Descriptor socket{::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!socket.valid()) return fault(Kind::closed, std::generic_category().message(errno));
    set_option(socket.get(), TCP_NODELAY, 1);
    set_option(socket.get(), TCP_USER_TIMEOUT, static_cast<int>(kUserTimeout.count()));
    sockaddr_storage to = address.storage;
    void* const target = &to;
    int error = ::connect(socket.get(), static_cast<sockaddr*>(target), address.size) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      Waker::Woken woken = Waker::Woken::woken;
      while (woken == Waker::Woken::woken && !waker.stopping()) woken = waker.wait(socket.get(), POLLOUT, until, clock);
      if (waker.stopping()) return fault(Kind::interrupted, "stopping");
      if (woken == Waker::Woken::time_up) return fault(Kind::timeout, "the host does not answer");
      socklen_t size = sizeof error;
      if (::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
    }
    if (error == 0) return socket;
    why = std::generic_category().message(error);
  }
  return fault(Kind::closed, why);
}

}  // namespace wardcast::modbus
