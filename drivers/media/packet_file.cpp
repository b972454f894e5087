// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/packet_file.hpp"

#include <sodium.h>

#include <array>
#include <cstring>
#include <limits>

#include "base/time.hpp"
#include "drivers/media/little_endian.hpp"

namespace wardcast::media {
namespace {

Error corrupt(const char* what) {
  return Error{ErrorCode::corrupt, std::string("The prepared recording is damaged (") + what + "); upload it again."};
}

/// Where the tables are, once the head and the file's size agree.
struct Tables {
  PacketFileInfo info;
  std::span<const std::byte> payload;
  std::span<const std::byte> sizes;
  std::span<const std::byte> levels;
};

std::size_t table_bytes(const PacketFileInfo& info) { return 2 * (std::size_t{info.packets} + info.levels); }

Result<Tables> locate_tables(std::span<const std::byte> file) {
  auto info = check_packet_file_head(file, file.size());
  if (!info) return info.error();
  Tables tables;
  tables.info = *info;
  const std::size_t room = file.size() - kPacketFileHeader - kPacketFileChecksum;
  tables.payload = file.subspan(kPacketFileHeader, room - table_bytes(tables.info));
  tables.sizes = file.subspan(kPacketFileHeader + tables.payload.size(), 2 * std::size_t{tables.info.packets});
  tables.levels = file.subspan(kPacketFileHeader + tables.payload.size() + tables.sizes.size(),
                               2 * std::size_t{tables.info.levels});
  return tables;
}

Result<Tables> check(std::span<const std::byte> file) {
  auto tables = locate_tables(file);
  if (!tables) return tables;
  std::size_t sum = 0;
  for (std::size_t i = 0; i < tables->info.packets; ++i) {
    const std::size_t size = get_u16(tables->sizes, 2 * i);
    if (size == 0 || size > kMaxOpusPacket) return corrupt("packet size");
    sum += size;
  }
  if (sum != tables->payload.size()) return corrupt("payload size");

  const auto hashed = file.first(file.size() - kPacketFileChecksum);
  std::array<unsigned char, kPacketFileChecksum> sum_of_bytes{};
  crypto_generichash(sum_of_bytes.data(), sum_of_bytes.size(), reinterpret_cast<const unsigned char*>(hashed.data()),
                     hashed.size(), nullptr, 0);
  if (std::memcmp(sum_of_bytes.data(), file.data() + hashed.size(), sum_of_bytes.size()) != 0)
    return corrupt("checksum");
  return tables;
}

}  // namespace

Result<PacketFileInfo> check_packet_file_head(std::span<const std::byte> head, std::uint64_t file_size) {
  if (head.size() < kPacketFileHeader || file_size < kPacketFileHeader + kPacketFileChecksum)
    return corrupt("too short");
  if (std::memcmp(head.data(), kPacketFileMagic.data(), kPacketFileMagic.size()) != 0)
    return corrupt("not a packet file");
  if (get_u16(head, 4) != kPacketFileVersion) return corrupt("unknown version");
  if ((get_u16(head, 6) & ~1U) != 0 || get_u32(head, 28) != 0) return corrupt("unknown flags");

  const PacketFileInfo info{get_u64(head, 8),          get_u32(head, 16),         get_u32(head, 20),
                            get_i16(head, 24) / 100.0, get_i16(head, 26) / 100.0, (get_u16(head, 6) & 1U) != 0};
  // A packet takes at least three bytes, so a longer count cannot be true; this also keeps the sums below small.
  if (info.samples == 0 || info.samples > std::uint64_t{kSamplesPerFrame} * file_size) return corrupt("length");
  if (info.packets != (info.samples + kSamplesPerFrame - 1) / kSamplesPerFrame) return corrupt("packet count");
  if (info.levels != (info.samples + kSamplesPerLevel - 1) / kSamplesPerLevel) return corrupt("level count");
  const std::uint64_t room = file_size - kPacketFileHeader - kPacketFileChecksum;
  const std::uint64_t tables = table_bytes(info);
  if (tables > room || room - tables > std::numeric_limits<std::uint32_t>::max() - kPacketFileHeader)
    return corrupt("table sizes");
  return info;
}

Result<PacketFileInfo> check_packet_file(std::span<const std::byte> file) {
  auto tables = check(file);
  if (!tables) return tables.error();
  return tables->info;
}

Result<std::shared_ptr<const Recording>> read_packet_file(std::vector<std::byte> file) {
  auto tables = check(file);
  if (!tables) return tables.error();
  std::vector<std::uint32_t> offsets;
  offsets.reserve(std::size_t{tables->info.packets} + 1);
  offsets.push_back(static_cast<std::uint32_t>(kPacketFileHeader));
  for (std::size_t i = 0; i < tables->info.packets; ++i) {
    offsets.push_back(offsets.back() + get_u16(tables->sizes, 2 * i));
  }
  std::vector<float> levels(tables->info.levels);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    levels[i] = static_cast<float>(get_i16(tables->levels, 2 * i)) / 100.0F;
  }
  const std::uint64_t samples = tables->info.samples;
  file.resize(offsets.back());  // the tables live on in `offsets` and `levels`
  return std::make_shared<const Recording>(samples, std::move(offsets), std::move(file), std::move(levels));
}

}  // namespace wardcast::media
