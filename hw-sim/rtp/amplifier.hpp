// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>

#include "hw-sim/model/packet_log.hpp"
#include "hw-sim/model/timeline.hpp"

namespace wardcast::sim {

/// One edge of a run of packets: the first, or the last before 200 ms of nothing.
struct RunEdge {
  bool first = false;
  SteadyTime at{};
  RtpHeader header;
};

/// One simulated amplifier without its sockets: what it received, when it plays it, what its RTCP says. Fed with
/// datagrams and times; one owner thread.
class Amplifier {
 public:
  Amplifier(Axis axis, nanoseconds latency, int payload_type) : payload_type_(payload_type), play_out_(axis, latency) {}

  /// An RTP datagram that arrived at `arrival`. Up to two edges come of it (the last of the run before, the first of
  /// this one).
  std::vector<RunEdge> on_datagram(Bytes datagram, SteadyTime arrival);
  /// Every packet that arrived before `now` has been handed in: did a run end?
  std::optional<RunEdge> on_tick(SteadyTime now);
  void on_sender_report(const SenderReport& report, SteadyTime arrival);

  /// Switched off as a whole: deaf and silent.
  void set_off(bool off, SteadyTime at) { running_.set(!off, at); }
  [[nodiscard]] const Timeline& running() const { return running_; }

  /// Its RTCP is mute: it still plays.
  void set_rtcp(bool speaks) { rtcp_ = speaks; }
  [[nodiscard]] bool speaks_rtcp() const { return rtcp_ && running_.value(); }
  /// The receiver report due now: with a block when RTP came within the last two intervals, else without.
  [[nodiscard]] std::optional<ReportBlock> take_report(SteadyTime now);

  [[nodiscard]] PacketSnapshot packets(std::int64_t from) const { return log_.snapshot(from); }
  void forget_before(SteadyTime horizon, std::int64_t sample);

  struct Figures {
    std::uint64_t sender_reports = 0;
    std::uint64_t receiver_reports = 0;
    std::uint64_t not_ours = 0;  ///< not RTP, another payload type, or not Opus
    std::optional<SteadyTime> first_packet_at, last_packet_at, run_began_at;
    std::uint64_t runs = 0;
  };
  [[nodiscard]] const Figures& figures() const { return figures_; }
  [[nodiscard]] const Reception& reception() const { return reception_; }
  [[nodiscard]] std::uint64_t late() const { return play_out_.late(); }
  /// A run of packets is under way.
  [[nodiscard]] bool in_run() const { return in_run_; }

  static constexpr nanoseconds kRunEnds = milliseconds{200};
  static constexpr nanoseconds kReportEvery = seconds{5};

 private:
  const int payload_type_;
  Reception reception_;
  PlayOut play_out_;
  PacketLog log_;
  Timeline running_{true};
  bool rtcp_ = true;
  Figures figures_;
  bool in_run_ = false;
  RtpHeader last_header_;
  std::optional<SenderReport> sender_report_;
  SteadyTime sender_report_at_{};
};

}  // namespace wardcast::sim
