// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace wardcast::rtp {

/// What one amplifier's session has sent, as one consistent reading.
struct Sent {
  std::uint64_t sequence = 0;   ///< last used, extended
  std::uint64_t timestamp = 0;  ///< of the last packet the network accepted, extended
  std::int64_t instant_ns = 0;  ///< steady instant which that timestamp stands for; 0 when nothing was sent yet
  std::uint64_t packets = 0;    ///< accepted by the network
  std::uint64_t octets = 0;     ///< payload of those
  std::uint64_t errors = 0;     ///< refused by the network
};

/// `Sent`, written by the pacer and read by any thread without a lock (a seqlock whose fields are all atomics, so that
/// the memory model and TSan agree with it).
class SentBoard {
 public:
  /// Pacer thread.
  void write(const Sent& sent) {
    const std::uint32_t version = version_.load(std::memory_order_relaxed);
    version_.store(version + 1, std::memory_order_relaxed);
    sequence_.store(sent.sequence, std::memory_order_release);
    timestamp_.store(sent.timestamp, std::memory_order_release);
    instant_ns_.store(sent.instant_ns, std::memory_order_release);
    packets_.store(sent.packets, std::memory_order_release);
    octets_.store(sent.octets, std::memory_order_release);
    errors_.store(sent.errors, std::memory_order_release);
    version_.store(version + 2, std::memory_order_release);
  }
  /// Any thread. Waits out a write in progress, which is a few stores long.
  [[nodiscard]] Sent read() const {
    for (;;) {
      const std::uint32_t before = version_.load(std::memory_order_acquire);
      Sent sent;
      sent.sequence = sequence_.load(std::memory_order_acquire);
      sent.timestamp = timestamp_.load(std::memory_order_acquire);
      sent.instant_ns = instant_ns_.load(std::memory_order_acquire);
      sent.packets = packets_.load(std::memory_order_acquire);
      sent.octets = octets_.load(std::memory_order_acquire);
      sent.errors = errors_.load(std::memory_order_acquire);
      if (before % 2 == 0 && version_.load(std::memory_order_relaxed) == before) return sent;
    }
  }

 private:
  std::atomic<std::uint32_t> version_{0};
  std::atomic<std::uint64_t> sequence_{0}, timestamp_{0};
  std::atomic<std::int64_t> instant_ns_{0};
  std::atomic<std::uint64_t> packets_{0}, octets_{0}, errors_{0};
};

/// How late frames left, in buckets that grow by a quarter: good to ±12 % from 1 µs to 16 s.
/// One writer, any readers.
class LatenessHistogram {
 public:
  void add(nanoseconds late) {
    const auto us = static_cast<std::uint64_t>(late.count() > 0 ? late.count() / 1000 : 0);
    add_one(buckets_[bucket_of(us)]);
    if (us > max_us_.load(std::memory_order_relaxed)) max_us_.store(us, std::memory_order_relaxed);
  }
  /// Upper edge of the bucket in which the share `quantile` (0 … 1) of the frames is reached.
  [[nodiscard]] microseconds quantile(double quantile) const {
    std::uint64_t total = 0;
    for (const auto& bucket : buckets_) total += bucket.load(std::memory_order_relaxed);
    const double wanted = quantile * static_cast<double>(total);
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      seen += buckets_[i].load(std::memory_order_relaxed);
      if (seen > 0 && static_cast<double>(seen) >= wanted) return microseconds{upper_edge(i)};
    }
    return microseconds{0};
  }
  [[nodiscard]] microseconds max() const {
    return microseconds{static_cast<std::int64_t>(max_us_.load(std::memory_order_relaxed))};
  }
  /// `atomic += 1` for a single writer, without the locked instruction.
  static void add_one(std::atomic<std::uint64_t>& counter) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }

 private:
  static constexpr std::size_t kBuckets = 96;
  static std::size_t bucket_of(std::uint64_t us) {
    if (us < 4) return static_cast<std::size_t>(us);
    const auto power = static_cast<std::size_t>(std::bit_width(us)) - 1;           // 2^power <= us
    const std::size_t quarter = static_cast<std::size_t>(us >> (power - 2)) & 3U;  // which quarter of the octave
    const std::size_t bucket = (power - 1) * 4 + quarter;
    return bucket < kBuckets ? bucket : kBuckets - 1;
  }
  static std::int64_t upper_edge(std::size_t bucket) {
    if (bucket < 4) return static_cast<std::int64_t>(bucket) + 1;
    const std::size_t power = bucket / 4 + 1;
    return static_cast<std::int64_t>((bucket % 4 + 5) << (power - 2));
  }

  std::array<std::atomic<std::uint64_t>, kBuckets> buckets_{};
  std::atomic<std::uint64_t> max_us_{0};
};

/// Counters of the pacer, for /metrics. Written by its thread alone, read by any.
struct PacerFigures {
  std::atomic<std::uint64_t> frames{0};          ///< stream frames played
  std::atomic<std::uint64_t> skipped_frames{0};  ///< of those, not sent because the thread woke too late
  std::atomic<std::uint64_t> late_frames{0};     ///< left more than 5 ms after their instant
  std::atomic<std::uint64_t> packets{0};         ///< accepted by the network, over all amplifiers
  std::atomic<std::uint64_t> send_errors{0};     ///< packets the network refused
  std::atomic<std::int64_t> heartbeat_ns{0};     ///< steady time of the thread's last turn
  LatenessHistogram lateness;
};

}  // namespace wardcast::rtp
