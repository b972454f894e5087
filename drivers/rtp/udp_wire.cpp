// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/udp_wire.hpp"

#include <algorithm>
#include <cerrno>

#include "drivers/rtp/audio_out.hpp"

namespace wardcast::rtp {
namespace {

// A queued packet is charged with its kernel overhead too: about 1.3 kB for 20 ms of Opus. Doubled for a batch in
// flight.
constexpr int kSendBuffer = 4 << 20;

}  // namespace

UdpWire::UdpWire(int rtp_socket, std::span<const Destination> destinations)
    : socket_(rtp_socket),
      destinations_(destinations.begin(), destinations.end()),
      late_(destinations.size()),
      parts_(kMaxAmplifiers),
      messages_(kMaxAmplifiers) {
  interfaces_.reserve(destinations_.size());
  for (const Destination& destination : destinations_) interfaces_.emplace_back(destination.interface_index);
  // The first needs a privilege and passes the system's limit; the second is cut to the limit. Both are only an aid.
  if (setsockopt(socket_, SOL_SOCKET, SO_SNDBUFFORCE, &kSendBuffer, sizeof kSendBuffer) != 0) {
    (void)setsockopt(socket_, SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof kSendBuffer);
  }
}

void UdpWire::locate(std::size_t amplifier, const Destination& destination) {
  late_[amplifier].destination = destination;
  late_[amplifier].there.store(true, std::memory_order_release);
}

void UdpWire::adopt(std::size_t amplifier) {
  if (!late_[amplifier].there.load(std::memory_order_acquire)) return;
  destinations_[amplifier] = late_[amplifier].destination;
  interfaces_[amplifier] = InterfaceChoice{destinations_[amplifier].interface_index};
}

void UdpWire::send(std::span<Datagram> batch) {
  while (batch.size() > messages_.size()) {
    send(batch.first(messages_.size()));
    batch = batch.subspan(messages_.size());
  }
  for (std::size_t i = 0; i < batch.size(); ++i) {
    Datagram& datagram = batch[i];
    datagram.accepted = false;
    parts_[i][0] = {datagram.header.data(), datagram.header.size()};
    // iovec is not const-correct; the kernel only reads.
    parts_[i][1] = {const_cast<std::byte*>(datagram.payload.data()), datagram.payload.size()};
    Destination& destination = destinations_[datagram.amplifier];
    if (!destination.known()) adopt(datagram.amplifier);
    msghdr& message = messages_[i].msg_hdr;
    message = msghdr{};
    message.msg_name = &destination.rtp;
    message.msg_namelen = sizeof destination.rtp;
    message.msg_iov = parts_[i].data();
    message.msg_iovlen = parts_[i].size();
    if (destination.multicast && destination.interface_index != 0) {
      message.msg_control = interfaces_[datagram.amplifier].bytes;
      message.msg_controllen = sizeof(InterfaceChoice::bytes);
    }
  }
  std::size_t next = 0;
  while (next < batch.size()) {
    const int sent = sendmmsg(socket_, &messages_[next], static_cast<unsigned>(batch.size() - next), 0);
    if (sent > 0) {
      for (int i = 0; i < sent; ++i) batch[next++].accepted = true;
    } else if (errno != EINTR) {
      ++next;  // the first of them cannot be sent; the others may
    }
  }
}

}  // namespace wardcast::rtp
