// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "drivers/media/packet_file.hpp"

namespace wardcast::media {

/// Writes one packet file to a seekable descriptor, packet by packet; keeps two bytes a packet in memory.
/// Throws std::system_error when a write fails (ENOSPC, EFBIG, …). One thread.
class PacketFileWriter {
 public:
  /// Empties `fd` and writes the head. `info.samples` must be known; its packet and level counts are worked out here.
  PacketFileWriter(int fd, const PacketFileInfo& info);
  ~PacketFileWriter();
  PacketFileWriter(const PacketFileWriter&) = delete;
  PacketFileWriter& operator=(const PacketFileWriter&) = delete;

  /// 1 … 1275 bytes, else std::invalid_argument.
  void add_packet(std::span<const std::byte> packet);
  /// RMS of the next 100 ms in dBFS.
  void add_level(double dbfs);
  /// Tables and checksum. std::logic_error when the counts are not those of the length.
  void finish();

 private:
  struct Hash;
  void put(std::span<const std::byte> bytes);
  void flush();

  const int fd_;
  PacketFileInfo info_;
  std::unique_ptr<Hash> hash_;
  std::vector<std::byte> buffer_;
  std::vector<std::byte> sizes_;
  std::vector<std::byte> levels_;
};

}  // namespace wardcast::media
