// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/packet_file_writer.hpp"

#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <stdexcept>
#include <system_error>

#include "base/time.hpp"
#include "drivers/media/little_endian.hpp"

namespace wardcast::media {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{64} << 10;

std::int16_t hundredths(double value) {
  return static_cast<std::int16_t>(std::lround(std::clamp(value, -120.0, 120.0) * 100.0));
}

void write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw std::system_error(errno, std::generic_category(), "write");
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
}

}  // namespace

struct PacketFileWriter::Hash {
  crypto_generichash_state state;
};

PacketFileWriter::PacketFileWriter(int fd, const PacketFileInfo& info)
    : fd_(fd), info_(info), hash_(std::make_unique<Hash>()) {
  info_.packets = static_cast<std::uint32_t>((info.samples + kSamplesPerFrame - 1) / kSamplesPerFrame);
  info_.levels = static_cast<std::uint32_t>((info.samples + kSamplesPerLevel - 1) / kSamplesPerLevel);
  if (::lseek(fd_, 0, SEEK_SET) < 0 || ::ftruncate(fd_, 0) < 0) {
    throw std::system_error(errno, std::generic_category(), "rewind");
  }
  crypto_generichash_init(&hash_->state, nullptr, 0, kPacketFileChecksum);
  buffer_.reserve(kBufferBytes + kMaxOpusPacket);
  std::vector<std::byte> head(kPacketFileMagic.begin(), kPacketFileMagic.end());
  put_le<std::uint16_t>(head, kPacketFileVersion);
  put_le<std::uint16_t>(head, info_.limited ? 1 : 0);
  put_le<std::uint64_t>(head, info_.samples);
  put_le<std::uint32_t>(head, info_.packets);
  put_le<std::uint32_t>(head, info_.levels);
  put_le<std::int16_t>(head, hundredths(info_.input_lufs));
  put_le<std::int16_t>(head, hundredths(info_.gain_db));
  put_le<std::uint32_t>(head, 0);
  put(head);
}

PacketFileWriter::~PacketFileWriter() = default;

void PacketFileWriter::add_packet(std::span<const std::byte> packet) {
  if (packet.empty() || packet.size() > kMaxOpusPacket)
    throw std::invalid_argument("an Opus packet has 1 to 1275 bytes");
  put_le(sizes_, static_cast<std::uint16_t>(packet.size()));
  put(packet);
}

void PacketFileWriter::add_level(double dbfs) { put_le(levels_, std::max(hundredths(dbfs), kSilenceLevel)); }

void PacketFileWriter::finish() {
  if (sizes_.size() != 2 * std::size_t{info_.packets} || levels_.size() != 2 * std::size_t{info_.levels}) {
    throw std::logic_error("packets or levels do not match the length");
  }
  put(sizes_);
  put(levels_);
  flush();
  std::array<std::byte, kPacketFileChecksum> sum{};
  crypto_generichash_final(&hash_->state, reinterpret_cast<unsigned char*>(sum.data()), sum.size());
  write_all(fd_, sum);
}

void PacketFileWriter::put(std::span<const std::byte> bytes) {
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  if (buffer_.size() >= kBufferBytes) flush();
}

void PacketFileWriter::flush() {
  crypto_generichash_update(&hash_->state, reinterpret_cast<const unsigned char*>(buffer_.data()), buffer_.size());
  write_all(fd_, buffer_);
  buffer_.clear();
}

}  // namespace wardcast::media
