// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "hw-sim/model/bytes.hpp"

namespace wardcast::sim {

/// Modbus' checksum over the bytes; on the wire its low byte goes first.
std::uint16_t modbus_crc(Bytes bytes);
/// The bytes with their checksum behind them.
std::vector<std::uint8_t> with_crc(std::vector<std::uint8_t> bytes);
/// At least a unit, a function and a right checksum.
bool whole_frame(Bytes frame);

/// How long things last on a serial line of `baud` with `bits` bits a character (start, 8 data, parity, stops).
struct WireSpeed {
  int baud = 9600;
  int bits = 10;

  [[nodiscard]] nanoseconds characters(std::size_t count) const {
    return nanoseconds{static_cast<std::int64_t>(count) * bits * 1'000'000'000 / baud};
  }
  /// The silence between frames: 3.5 characters, above 19200 baud never less than 1.75 ms.
  [[nodiscard]] nanoseconds silence() const;
};

/// A serial line as a slave hears it. A pty hands over in one moment what takes its time on a real wire: this says when
/// each frame would really have ended, and which requests came too soon after a reply to be heard. Pure.
class RtuWire {
 public:
  explicit RtuWire(WireSpeed speed) : speed_(speed) {}
  [[nodiscard]] const WireSpeed& speed() const { return speed_; }

  /// A request that is not heard. during_reply: it began before the reply was out; else in the silence after it.
  struct Unheard {
    bool during_reply = false;
    nanoseconds gap{0};  ///< from the reply's end to the request
  };
  /// Bytes of the master that were read at `at`. Tells once of a frame that is not going to be heard.
  std::optional<Unheard> on_bytes(Bytes bytes, SteadyTime at);
  /// When the frame under way is over, should nothing follow: its last character and the silence behind it.
  [[nodiscard]] std::optional<SteadyTime> frame_over_at() const;
  /// Ends the frame under way and hands it over; empty when it was not heard.
  std::vector<std::uint8_t> take_frame();

  /// A reply is on the wire until `until`.
  void replying(SteadyTime until);
  /// The reply was handed over: requests are heard again from `at` + silence on.
  void replied(SteadyTime at);
  /// The wire is free of replies from here on.
  [[nodiscard]] std::optional<SteadyTime> busy_until() const { return replying_until_; }

  /// The longest frame of Modbus RTU; what is longer is noise and is not kept.
  static constexpr std::size_t kLongest = 256;

 private:
  WireSpeed speed_;
  std::vector<std::uint8_t> frame_;
  bool under_way_ = false, unheard_ = false;
  SteadyTime ends_{};  ///< of the frame under way: its last character
  std::optional<SteadyTime> replying_until_, replied_at_;
};

}  // namespace wardcast::sim
