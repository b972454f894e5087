// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/modbus/rtu_wire.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::sim {

std::uint16_t modbus_crc(Bytes bytes) {
  unsigned crc = 0xFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? crc >> 1U ^ 0xA001U : crc >> 1U;
  }
  return static_cast<std::uint16_t>(crc);
}

std::vector<std::uint8_t> with_crc(std::vector<std::uint8_t> bytes) {
  const unsigned crc = modbus_crc(bytes);
  bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  bytes.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return bytes;
}

bool whole_frame(Bytes frame) {
  // The checksum of a frame with its own checksum behind it is nothing.
  return frame.size() >= 4 && frame.size() <= RtuWire::kLongest && modbus_crc(frame) == 0;
}

nanoseconds WireSpeed::silence() const {
  constexpr int kFastFrom = 19'200;
  constexpr nanoseconds kFast = microseconds{1'750};
  const nanoseconds silence = characters(7) / 2;
  return baud > kFastFrom ? std::max(silence, kFast) : silence;
}

std::optional<RtuWire::Unheard> RtuWire::on_bytes(Bytes bytes, SteadyTime at) {
  std::optional<Unheard> told;
  if (!under_way_) {
    under_way_ = true;
    ends_ = at;
    if (replying_until_) {
      told = Unheard{true, at - *replying_until_};
    } else if (replied_at_ && at < *replied_at_ + speed_.silence()) {
      told = Unheard{false, at - *replied_at_};
    }
    unheard_ = told.has_value();
  }
  ends_ = std::max(ends_, at) + speed_.characters(bytes.size());
  const std::size_t room = kLongest + 1 - std::min(frame_.size(), kLongest + 1);
  frame_.insert(frame_.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(std::min(room, bytes.size())));
  return told;
}

std::optional<SteadyTime> RtuWire::frame_over_at() const {
  if (!under_way_) return std::nullopt;
  return ends_ + speed_.silence();
}

std::vector<std::uint8_t> RtuWire::take_frame() {
  under_way_ = false;
  auto frame = std::exchange(frame_, {});
  if (std::exchange(unheard_, false)) frame.clear();
  return frame;
}

void RtuWire::replying(SteadyTime until) { replying_until_ = until; }

void RtuWire::replied(SteadyTime at) {
  if (replying_until_ && at >= *replying_until_) replying_until_.reset();  // another unit's may follow at once
  replied_at_ = at;
}

}  // namespace wardcast::sim
