// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace wardcast::media {

/// Little-endian numbers at a byte offset, whatever the machine's order. The caller has checked the bounds.
template <class T>
[[nodiscard]] inline T get_le(std::span<const std::byte> bytes, std::size_t at) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value =
        static_cast<T>(value | static_cast<T>(static_cast<T>(std::to_integer<std::uint8_t>(bytes[at + i])) << (8 * i)));
  }
  return value;
}
[[nodiscard]] inline std::uint16_t get_u16(std::span<const std::byte> b, std::size_t at) {
  return get_le<std::uint16_t>(b, at);
}
[[nodiscard]] inline std::uint32_t get_u32(std::span<const std::byte> b, std::size_t at) {
  return get_le<std::uint32_t>(b, at);
}
[[nodiscard]] inline std::uint64_t get_u64(std::span<const std::byte> b, std::size_t at) {
  return get_le<std::uint64_t>(b, at);
}
[[nodiscard]] inline std::int16_t get_i16(std::span<const std::byte> b, std::size_t at) {
  return static_cast<std::int16_t>(get_u16(b, at));
}

template <class T>
void put_le(std::vector<std::byte>& out, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out.push_back(static_cast<std::byte>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xFFU));
  }
}

}  // namespace wardcast::media
