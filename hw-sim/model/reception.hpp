// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include "base/time.hpp"
#include "hw-sim/model/rtp.hpp"

namespace wardcast::sim {

/// How a packet stands to those before it.
enum class Order : std::uint8_t {
  forward,    ///< sequence and timestamp both advanced
  reordered,  ///< fills a hole left a moment ago
  duplicate,  ///< the very packet was here already
  backward,   ///< sequence or timestamp went back though nothing was missing there: the sender broke its session
  new_source  ///< first packet of all, or another SSRC
};

/// What a receiver counts of one RTP session: RFC 3550 appendix A.1 (sequence), A.3 (loss) and A.8 (jitter), and the
/// house rule that a session only goes forward. Pure; one owner thread.
class Reception {
 public:
  Order on_packet(const RtpHeader& header, Bytes payload);
  /// A.8, for packets in order within a talk-spurt. After a pause call restart_jitter() first: the pause is not jitter.
  void on_arrival(std::uint32_t timestamp, SteadyTime arrival);
  void restart_jitter() { previous_transit_.reset(); }

  [[nodiscard]] std::uint64_t packets() const { return packets_; }
  [[nodiscard]] std::int64_t lost() const;
  [[nodiscard]] std::uint64_t reordered() const { return reordered_; }
  [[nodiscard]] std::uint64_t duplicates() const { return duplicates_; }
  [[nodiscard]] std::uint64_t backward() const { return backward_; }
  [[nodiscard]] std::uint64_t sources() const { return sources_; }
  [[nodiscard]] double jitter_ms() const { return jitter_ / 48.0; }
  [[nodiscard]] std::uint32_t ssrc() const { return ssrc_; }
  [[nodiscard]] std::uint16_t last_sequence() const { return static_cast<std::uint16_t>(highest_); }
  [[nodiscard]] std::uint32_t last_timestamp() const { return timestamp_; }

  /// Source, loss since the last call, highest sequence and jitter; the SR fields are the caller's.
  ReportBlock take_report();

 private:
  struct Seen {
    bool valid = false;
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint64_t hash = 0;
  };
  Order order_of(const RtpHeader& header, std::uint64_t hash) const;
  void restart_sequence(std::uint16_t sequence);
  [[nodiscard]] std::int64_t expected() const { return highest_ - base_ + 1; }

  static constexpr std::uint16_t kReorderWindow = 128;
  std::array<Seen, kReorderWindow> seen_{};
  std::uint32_t ssrc_ = 0;
  std::uint32_t timestamp_ = 0;
  std::int64_t base_ = 0;      ///< extended sequence number the count of this run starts at
  std::int64_t highest_ = 0;   ///< extended
  std::int64_t received_ = 0;  ///< in this run
  std::int64_t lost_before_ = 0;
  std::uint64_t packets_ = 0, reordered_ = 0, duplicates_ = 0, backward_ = 0, sources_ = 0;
  std::int64_t reported_expected_ = 0, reported_received_ = 0, total_expected_before_ = 0, total_received_before_ = 0;
  double jitter_ = 0;  ///< timestamp units
  std::optional<double> previous_transit_;
};

}  // namespace wardcast::sim
