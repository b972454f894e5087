// SPDX-License-Identifier: GPL-3.0-or-later
// RTCP on a real event loop beside the real pacer: unicast and multicast receivers report, and are heard.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>

#include "drivers/clock/system_clock.hpp"
#include "drivers/rtp/rtcp_service.hpp"
#include "tests/unit/rtp/rig.hpp"

namespace wardcast::rtp::test {
namespace {

void send_receiver_report(int fd, const sockaddr_in& to, unsigned interface_index, std::uint32_t ssrc) {
  unsigned char answer[32]{0x81, 201, 0, 7, 0, 0, 0, 5};
  boost::endian::store_big_u32(answer + 8, ssrc);
  answer[15] = 3;  // lost
  const ip_mreqn choice{{}, {}, static_cast<int>(interface_index)};
  ASSERT_EQ(setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &choice, sizeof choice), 0);
  ASSERT_EQ(sendto(fd, answer, sizeof answer, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to), 32);
}

TEST(RtcpService, HearsReceiversOfUnicastAndMulticastSessions) {
  const SystemClock clock;
  const SocketPair receiver = bind_pair();
  const std::uint16_t group_port = bind_pair().rtp_port;
  const auto target = [&](const char* id, const char* host, std::uint16_t port, const char* interface) {
    return AmplifierTarget{.id = id, .host = host, .port = port, .multicast_interface = interface, .base = {}};
  };
  Pacer pacer{
      {target("u", "127.0.0.1", receiver.rtp_port, ""), target("m", "239.192.77.2", group_port, "lo")}, clock, {}};
  boost::asio::io_context io;
  RtcpService service{io.get_executor(), clock, pacer, "wardcast@test"};

  sockaddr_in own = pacer.destination(0).rtp;
  own.sin_port = htons(static_cast<std::uint16_t>(pacer.rtp_port() + 1));
  send_receiver_report(receiver.rtcp.get(), own, 0, pacer.ssrc(0));
  const Destination& group = pacer.destination(1);
  send_receiver_report(receiver.rtcp.get(), group.rtcp, group.interface_index, pacer.ssrc(1));

  const SteadyTime deadline = clock.now().steady + seconds{10};
  const auto heard = [&](std::size_t i) { return service.status(i).receiver_heard; };
  while (!(heard(0) && heard(1)) && clock.now().steady < deadline) io.run_one_for(milliseconds{100});
  EXPECT_TRUE(heard(0));
  EXPECT_TRUE(heard(1));
  EXPECT_EQ(service.status(1).receiver_lost, 3);
  EXPECT_EQ(service.counters().malformed, 0U);
  service.stop();
  io.run();  // ends by itself: nothing is left waiting
}

}  // namespace
}  // namespace wardcast::rtp::test
