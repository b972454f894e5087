// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/session.hpp"

#include <algorithm>
#include <boost/endian/conversion.hpp>
#include <random>

namespace wardcast::rtp {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::uint64_t kLargestSequenceJump = 16000;
constexpr std::uint64_t kSequenceReserve = 50;  // one second of packets: bases are stored once a second

// A grid 20 ms apart may be off by a late start of another stream; only more than half a frame of nothing is a pause.
constexpr nanoseconds kPause = kFrame + kFrame / 2;

unsigned char* bytes_at(RtpHeader& header, std::size_t at) {
  return reinterpret_cast<unsigned char*>(header.data() + at);
}

}  // namespace

std::uint64_t samples_in(nanoseconds span) {
  if (span <= nanoseconds::zero()) return 0;
  // 48 000 / 10^9 = 6 / 125 000; split so that it cannot overflow.
  const auto count = static_cast<std::uint64_t>(span.count());
  return count / 125'000 * 6 + count % 125'000 * 6 / 125'000;
}

SessionBase resume(const SessionBase& stored, WallTime wall, const BootMoment& boot) {
  nanoseconds elapsed = stored.boot_id == boot.boot_id ? nanoseconds{boot.boottime_ns - stored.boottime_ns}
                                                       : nanoseconds{wall - stored.wall};
  elapsed = std::max(elapsed, nanoseconds::zero());
  const auto packets = static_cast<std::uint64_t>((elapsed + kFrame - nanoseconds{1}) / nanoseconds{kFrame});

  SessionBase now = stored;
  now.sequence += std::min(packets + kSequenceReserve, kLargestSequenceJump);
  now.timestamp += std::max<std::uint64_t>(samples_in(elapsed), kSamplesPerFrame);
  now.wall = wall;
  now.boottime_ns = boot.boottime_ns;
  now.boot_id = boot.boot_id;
  return now;
}

std::uint64_t position_at(const SessionBase& start, nanoseconds elapsed, std::uint64_t last, nanoseconds due_in) {
  const std::uint64_t ahead = samples_in(due_in);
  return std::max(last, start.timestamp + samples_in(elapsed) + ahead) - ahead;  // so that it cannot go below 0
}

SessionBase random_session() {
  static_assert(std::random_device::min() == 0 && std::random_device::max() == 0xffffffffU);
  std::random_device random;
  SessionBase base;
  base.ssrc = random();
  base.sequence = random() & 0xffff;
  base.timestamp = random();
  return base;
}

RtpSession::RtpSession(const SessionBase& base, std::uint8_t payload_type, SteadyTime at)
    : ssrc_(base.ssrc),
      payload_type_(payload_type),
      sequence_(base.sequence),
      timestamp_(base.timestamp),
      base_timestamp_(base.timestamp),
      base_at_(at) {}

RtpHeader RtpSession::next(StreamId stream, std::int64_t frame, SteadyTime instant) {
  bool marker = true;
  if (started_ && stream == last_stream_ && frame > last_frame_) {
    timestamp_ += static_cast<std::uint64_t>(frame - last_frame_) * kSamplesPerFrame;
    marker = frame != last_frame_ + 1;
  } else {
    const std::uint64_t by_clock = base_timestamp_ + samples_in(instant - base_at_);
    // Nothing has used the base itself: a frame added to it would add up with every restart.
    timestamp_ = started_ ? std::max(timestamp_ + kSamplesPerFrame, by_clock) : by_clock;
    marker = !started_ || instant - last_instant_ > kPause;
  }
  ++sequence_;
  started_ = true;
  last_stream_ = stream;
  last_frame_ = frame;
  last_instant_ = instant;

  RtpHeader header;
  header[0] = std::byte{0x80};  // version 2, no padding, extension or contributors
  header[1] = static_cast<std::byte>((marker ? 0x80U : 0U) | (payload_type_ & 0x7fU));
  boost::endian::store_big_u16(bytes_at(header, 2), static_cast<std::uint16_t>(sequence_ & 0xffff));
  boost::endian::store_big_u32(bytes_at(header, 4), static_cast<std::uint32_t>(timestamp_ & 0xffffffffU));
  boost::endian::store_big_u32(bytes_at(header, 8), ssrc_);
  return header;
}

}  // namespace wardcast::rtp
