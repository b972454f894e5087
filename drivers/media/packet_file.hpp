// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "drivers/media/recording.hpp"

namespace wardcast::media {

// The packet file (`<id>.wop`): a recording ready to send. All numbers are little-endian.
//
//   offset      bytes         what
//   0           4             'W' 'C' 'O' 'P'
//   4           2             version, 1
//   6           2             flags; bit 0: the limiter had to work; the others are 0
//   8           8             samples at 48 kHz, at least 1
//   16          4             packets = ceil(samples / 960)
//   20          4             levels = ceil(samples / 4800)
//   24          2 (signed)    loudness of the upload, hundredths of LUFS (EBU R128 integrated); −7000 or less: silence
//   26          2 (signed)    gain applied, hundredths of dB
//   28          4             0
//   32          P             payload: mono Opus packets of 20 ms, back to back
//   32+P        2 * packets   size of each packet in bytes, 1 … 1275
//   …           2 * levels    (signed) RMS of each 100 ms, hundredths of dBFS, −12000 for digital silence
//   …           32            BLAKE2b-256 of every byte before
//
// P is what is left of the file's size, and must be the sum of the packets' sizes. The tables come after the payload so
// that the file is written in one go while nothing but two bytes a packet is kept in memory.
inline constexpr std::array kPacketFileMagic{std::byte{'W'}, std::byte{'C'}, std::byte{'O'}, std::byte{'P'}};
inline constexpr std::uint16_t kPacketFileVersion = 1;
inline constexpr std::size_t kPacketFileHeader = 32;
inline constexpr std::size_t kPacketFileChecksum = 32;
inline constexpr std::size_t kMaxOpusPacket = 1275;  ///< RFC 6716 §3.4: the largest frame
inline constexpr std::uint32_t kSamplesPerLevel = 4800;
inline constexpr std::int16_t kSilenceLevel = -12000;

/// What the head of a packet file says.
struct PacketFileInfo {
  std::uint64_t samples = 0;
  std::uint32_t packets = 0;
  std::uint32_t levels = 0;
  double input_lufs = 0;
  double gain_db = 0;
  bool limited = false;
};

/// Checks the head, and that a file of so many bytes can hold what it says. Error: corrupt. Pure; any thread.
Result<PacketFileInfo> check_packet_file_head(std::span<const std::byte> head, std::uint64_t file_size);
/// Checks everything: head, table, sizes, checksum. Error: corrupt. Pure; any thread.
Result<PacketFileInfo> check_packet_file(std::span<const std::byte> file);
/// The recording in a packet file; keeps `file` as its memory instead of copying the payload. Error: corrupt.
Result<std::shared_ptr<const Recording>> read_packet_file(std::vector<std::byte> file);

}  // namespace wardcast::media
