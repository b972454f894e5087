// SPDX-License-Identifier: GPL-3.0-or-later
// The real thread and real sockets on the loopback.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include "drivers/clock/system_clock.hpp"
#include "drivers/rtp/pacer.hpp"
#include "drivers/rtp/rtcp.hpp"
#include "drivers/rtp/rtcp_agent.hpp"
#include "tests/unit/rtp/rig.hpp"

namespace wardcast::rtp::test {
namespace {

/// An amplifier: two sockets and the packets that came.
class Receiver {
 public:
  Receiver() : sockets_(bind_pair()) {}
  [[nodiscard]] std::uint16_t port() const { return sockets_.rtp_port; }
  [[nodiscard]] int rtp() const { return sockets_.rtp.get(); }
  [[nodiscard]] int rtcp() const { return sockets_.rtcp.get(); }
  [[nodiscard]] AmplifierTarget target(const std::string& id) const {
    return {.id = id, .host = "127.0.0.1", .port = port(), .multicast_interface = {}, .base = {}};
  }

 private:
  SocketPair sockets_;
};

/// An even port that was free a moment ago, and the next.
std::uint16_t free_port() { return Receiver{}.port(); }

/// One datagram within ten seconds, or an empty string.
std::string receive(int fd) {
  pollfd wait{fd, POLLIN, 0};
  if (poll(&wait, 1, 10'000) != 1) return {};
  std::string data(2000, '\0');
  const ssize_t size = recv(fd, data.data(), data.size(), 0);
  data.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return data;
}

Packet receive_packet(int fd) {
  const std::string data = receive(fd);
  const auto bytes = std::as_bytes(std::span{data});
  if (bytes.size() < kRtpHeaderBytes) return {};
  return read_packet(bytes.first(kRtpHeaderBytes), bytes.subspan(kRtpHeaderBytes));
}

class PacerSockets : public ::testing::Test {
 protected:
  SteadyTime now() const { return clock.now().steady; }
  /// Drains until that stream is closed.
  void drain_until_closed(Pacer& pacer, StreamId stream) {
    bool closed = false;
    while (!closed) {
      pollfd wait{pacer.report_fd(), POLLIN, 0};
      ASSERT_EQ(poll(&wait, 1, 10'000), 1) << "no report for ten seconds";
      pacer.drain([&](const Report& report) {
        reports.push_back(report);
        const auto* dry = std::get_if<StreamDry>(&report);
        if (dry && dry->stream == stream && dry->closed) closed = true;
        if (dry && dry->stream == stream && !dry->closed) {
          EXPECT_TRUE(pacer.post(CloseStream{stream}));
        }
      });
    }
  }
  ClipEnded ended(ClipId clip) {
    for (const Report& report : reports) {
      if (const auto* end = std::get_if<ClipEnded>(&report); end && end->clip == clip) return *end;
    }
    ADD_FAILURE() << "clip " << clip << " has not ended";
    return {};
  }

  SystemClock clock;
  BootMoment boot{.boottime_ns = 1, .boot_id = "test"};
  std::vector<Report> reports;
};

TEST_F(PacerSockets, UnicastMulticastAndADeadOneFromOneSocket) {
  Receiver first, second;
  const Destination group = resolve("test", "239.192.77.1", free_port(), "lo");
  const Fd member = join_group(group.rtp, group.interface_index);
  AmplifierTarget multicast{
      .id = "m", .host = "239.192.77.1", .port = ntohs(group.rtp.sin_port), .multicast_interface = "lo", .base = {}};
  AmplifierTarget dead{
      .id = "d", .host = "255.255.255.255", .port = 5004, .multicast_interface = {}, .base = {}};  // not allowed
  Pacer pacer{{first.target("a"), dead, multicast, second.target("b")}, clock, boot};

  const auto recording = make_recording("x", 40);
  const std::weak_ptr<const media::Recording> watch = recording;
  ASSERT_TRUE(pacer.post(OpenStream{7, now() + milliseconds{20}, amplifiers({0, 1, 2, 3})}));
  ASSERT_TRUE(pacer.post(Enqueue{7, 70, recording, 0, 40}));
  drain_until_closed(pacer, 7);

  for (const int fd : {first.rtp(), member.get(), second.rtp()}) {
    Packet last = receive_packet(fd);
    EXPECT_EQ(last.payload, "x:0");
    EXPECT_TRUE(last.marker);
    EXPECT_EQ(last.payload_type, 111U);
    for (int i = 1; i < 40; ++i) {
      const Packet packet = receive_packet(fd);
      EXPECT_EQ(packet.payload, "x:" + std::to_string(i));
      EXPECT_EQ(packet.sequence, static_cast<std::uint16_t>(last.sequence + 1));
      EXPECT_EQ(packet.ssrc, last.ssrc);
      last = packet;
    }
  }
  EXPECT_EQ(ended(70).frames_sent, 40U);
  EXPECT_EQ(ended(70).why, ClipEnd::finished);
  EXPECT_EQ(pacer.status(1, now()).send_errors, 40U);
  EXPECT_EQ(pacer.status(0, now()).send_errors, 0U);
  EXPECT_EQ(pacer.status(0, now()).packets_sent, 40U);
  EXPECT_EQ(pacer.figures().packets, 120U);
  EXPECT_EQ(watch.use_count(), 1) << "the pacer let go of the recording when its clip ended";
}

TEST_F(PacerSockets, OneGivenByANameIsWithoutPacketsUntilItIsLocatedAndTheOthersAreNot) {
  Receiver known, named;
  auto target = named.target("n");
  target.host = "nowhere.invalid";
  AmplifierTarget behind{
      .id = "m", .host = "239.192.77.9", .port = 5004, .multicast_interface = "no-such0", .base = {}};
  Pacer pacer{{target, known.target("k"), behind}, clock, boot};
  EXPECT_FALSE(pacer.destination(0).known());
  EXPECT_TRUE(pacer.destination(1).known());
  EXPECT_FALSE(pacer.destination(2).known());

  const auto recording = make_recording("x", 20);
  ASSERT_TRUE(pacer.post(OpenStream{7, now(), amplifiers({0, 1, 2})}));
  ASSERT_TRUE(pacer.post(Enqueue{7, 70, recording, 0, 20}));
  drain_until_closed(pacer, 7);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(receive_packet(known.rtp()).payload, "x:" + std::to_string(i));
  EXPECT_EQ(pacer.status(0, now()).packets_sent, 0U);
  EXPECT_EQ(pacer.status(0, now()).send_errors, 20U);
  EXPECT_EQ(pacer.status(1, now()).send_errors, 0U);

  pacer.locate(0, resolve("n", "127.0.0.1", named.port(), ""));
  EXPECT_TRUE(pacer.destination(0).known());
  ASSERT_TRUE(pacer.post(OpenStream{8, now(), amplifiers({0, 1})}));
  ASSERT_TRUE(pacer.post(Enqueue{8, 80, make_recording("y", 5), 0, 5}));
  drain_until_closed(pacer, 8);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(receive_packet(named.rtp()).payload, "y:" + std::to_string(i));
  EXPECT_EQ(pacer.status(0, now()).packets_sent, 5U);
}

TEST_F(PacerSockets, AClosedPortDoesNotDisturbTheOthers) {
  Receiver alive;
  AmplifierTarget closed{.id = "c", .host = "127.0.0.1", .port = free_port(), .multicast_interface = {}, .base = {}};
  Pacer pacer{{closed, alive.target("a")}, clock, boot};
  ASSERT_TRUE(pacer.post(OpenStream{1, now(), amplifiers({0, 1})}));
  ASSERT_TRUE(pacer.post(Enqueue{1, 1, make_recording("x", 30), 0, 30}));
  drain_until_closed(pacer, 1);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(receive_packet(alive.rtp()).payload, "x:" + std::to_string(i));
}

TEST_F(PacerSockets, SessionsGoOnInTheNextProcess) {
  Receiver receiver;
  std::vector<SessionBase> stored;
  Packet before;
  {
    Pacer pacer{{receiver.target("a")}, clock, boot};
    ASSERT_TRUE(pacer.post(OpenStream{1, now(), amplifiers({0})}));
    ASSERT_TRUE(pacer.post(Enqueue{1, 1, make_recording("x", 5), 0, 5}));
    drain_until_closed(pacer, 1);
    stored = pacer.bases(clock.now(), boot);
    for (int i = 0; i < 5; ++i) before = receive_packet(receiver.rtp());
  }
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored[0].ssrc, before.ssrc);
  EXPECT_EQ(static_cast<std::uint16_t>(stored[0].sequence), before.sequence);
  AmplifierTarget target = receiver.target("a");
  target.base = stored[0];
  reports.clear();
  Pacer pacer{{target}, clock, BootMoment{boot.boottime_ns + 2'000'000'000, boot.boot_id}};
  ASSERT_TRUE(pacer.post(OpenStream{1, now(), amplifiers({0})}));
  ASSERT_TRUE(pacer.post(Enqueue{1, 1, make_recording("y", 1), 0, 1}));
  drain_until_closed(pacer, 1);
  const Packet after = receive_packet(receiver.rtp());
  EXPECT_EQ(after.payload, "y:0");
  EXPECT_EQ(after.ssrc, before.ssrc);
  EXPECT_EQ(static_cast<std::uint16_t>(after.sequence - before.sequence), 151) << "two seconds and a second's reserve";
  EXPECT_GE(after.timestamp - before.timestamp, 2 * 48'000 - samples_in(kDepartures / 2)) << "a packet may leave early";
}

TEST_F(PacerSockets, ManyCommandsFromTheIoThreadWhileItSends) {
  Receiver receiver;
  Pacer pacer{{receiver.target("a"), receiver.target("b")}, clock, boot};
  const auto recording = make_recording("x", 10);
  StreamId stream = 0;
  ClipId clip = 0;
  int closed = 0, ends = 0;
  const auto count = [&](const Report& report) {
    if (std::holds_alternative<ClipEnded>(report)) ++ends;
    if (const auto* dry = std::get_if<StreamDry>(&report); dry && dry->closed) ++closed;
  };
  for (int i = 0; i < 500; ++i) {
    ++stream;
    while (!pacer.post(OpenStream{stream, now() + milliseconds{i % 30}, amplifiers({stream % 2})})) pacer.drain(count);
    for (int k = 0; k < 3; ++k) {
      ++clip;
      while (!pacer.post(Enqueue{stream, clip, recording, 0, 10})) pacer.drain(count);
    }
    (void)pacer.status(0, now());
    (void)pacer.bases(clock.now(), boot);
    if (i >= 20) {
      while (!pacer.post(CloseStream{stream - 20})) pacer.drain(count);
    }
  }
  for (StreamId last = stream - 19; last <= stream; ++last) ASSERT_TRUE(pacer.post(CloseStream{last}));
  while (closed < 500) {
    pollfd wait{pacer.report_fd(), POLLIN, 0};
    ASSERT_EQ(poll(&wait, 1, 10'000), 1);
    pacer.drain(count);
  }
  EXPECT_EQ(ends, 1500) << "no end is ever lost";
  EXPECT_EQ(recording.use_count(), 1);
}

TEST_F(PacerSockets, IdsAreNeverUsedTwice) {
  Receiver receiver;
  Pacer pacer{{receiver.target("a")}, clock, boot};
  const auto recording = make_recording("x", 10);
  ASSERT_TRUE(pacer.post(OpenStream{1, now() + seconds{60}, {}}));
  EXPECT_THROW((void)pacer.post(OpenStream{1, now(), {}}), std::logic_error);
  ASSERT_TRUE(pacer.post(Enqueue{1, 5, recording, 0, 10}));
  EXPECT_THROW((void)pacer.post(Enqueue{1, 5, recording, 0, 10}), std::logic_error);
}

TEST(Resolving, ClearErrorsForUnknownHostsAndInterfaces) {
  const auto message = [](const std::string& what, const std::string& host, std::uint16_t port,
                          const std::string& interface) -> std::string {
    try {
      (void)resolve(what, host, port, interface);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "no error";
  };
  using ::testing::HasSubstr;
  EXPECT_THAT(message("amplifier a1", "no-such-host.invalid", 5004, ""),
              HasSubstr("amplifier a1: cannot find the host 'no-such-host.invalid'"));
  EXPECT_THAT(message("amplifier a2", "239.1.1.1", 5004, "nope0"),
              HasSubstr("amplifier a2: this machine has no network interface 'nope0'"));
  EXPECT_THAT(message("amplifier a3", "127.0.0.1", 65535, ""), HasSubstr("amplifier a3: the RTP port"));
}

TEST_F(PacerSockets, SenderReportsGoToThePortAboveAndAnswersAreKept) {
  Receiver receiver;
  const SocketPair own = bind_pair();
  const Destination destination = resolve("test", "127.0.0.1", receiver.port(), "");
  Sent sent{.sequence = 9, .timestamp = 1'000'000, .instant_ns = 100'000'000'000, .packets = 50, .octets = 6000};
  RtcpAgent agent{{{42, destination}}, own.rtcp.get(), "wardcast@test", [&](std::size_t) { return sent; }, 1};

  Now at{WallTime{seconds{2'000'000'000}}, SteadyTime{milliseconds{100'010}}};
  std::string report;
  for (int ticks = 0; ticks < 10 && report.empty(); ++ticks) {
    const SteadyTime next = agent.on_timer(at);
    if (agent.counters().sent > 0) {
      report = receive(receiver.rtcp());
      break;
    }
    at.wall += std::chrono::duration_cast<microseconds>(next - at.steady);
    at.steady = next;
  }
  ASSERT_GE(report.size(), 28U);
  const auto word = [&](std::size_t i) {
    return boost::endian::load_big_u32(reinterpret_cast<const unsigned char*>(report.data()) + i * 4);
  };
  EXPECT_EQ(word(1), 42U);
  EXPECT_EQ(word(2), static_cast<std::uint32_t>(to_ntp(at.wall) >> 32));
  EXPECT_EQ(word(4), 1'000'000 + samples_in(at.steady - SteadyTime{seconds{100}})) << "the media clock at that instant";
  EXPECT_EQ(word(5), 50U);
  EXPECT_EQ(word(6), 6000U);

  // Silent for long: no more reports.
  at.steady += seconds{60};
  const auto before = agent.counters().sent;
  for (int i = 0; i < 100; ++i) at.steady = agent.on_timer(at);
  EXPECT_EQ(agent.counters().sent, before);

  const unsigned char answer[]{0x81, 201, 0, 7, 0, 0, 0, 5,  0, 0, 0, 42, 0, 0, 0, 12,
                               0,    0,   0, 9, 0, 0, 0, 96, 0, 0, 0, 0,  0, 0, 0, 0};
  agent.on_datagram(std::as_bytes(std::span{answer}), at.steady);
  agent.on_datagram(std::as_bytes(std::span{answer}).first(20), at.steady);
  AmplifierStatus status;
  agent.fill(0, status);
  EXPECT_TRUE(status.receiver_heard);
  EXPECT_EQ(status.receiver_heard_at, at.steady);
  EXPECT_EQ(status.receiver_lost, 12);
  EXPECT_DOUBLE_EQ(status.receiver_jitter_ms, 2.0);
  EXPECT_EQ(agent.counters().malformed, 1U);
}

}  // namespace
}  // namespace wardcast::rtp::test
