// SPDX-License-Identifier: GPL-3.0-or-later
// A prepared recording on the disk. Its checksum would keep every change out: the first byte says whether to put it
// right.
#include <sodium.h>

#include <algorithm>
#include <vector>

#include "base/time.hpp"
#include "drivers/media/ogg_file.hpp"
#include "drivers/media/packet_file.hpp"
#include "tests/fuzz/must.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wardcast;
  using namespace wardcast::media;
  if (size == 0) return 0;
  const auto bytes = std::as_bytes(std::span{data, size}).subspan(1);
  std::vector<std::byte> file{bytes.begin(), bytes.end()};
  if (data[0] % 2 == 0 && file.size() >= kPacketFileChecksum) {
    const std::size_t hashed = file.size() - kPacketFileChecksum;
    auto* const first = reinterpret_cast<unsigned char*>(file.data());
    crypto_generichash(first + hashed, kPacketFileChecksum, first, hashed, nullptr, 0);
  }

  const auto head = check_packet_file_head(file, file.size());
  const auto info = check_packet_file(file);
  const auto recording = read_packet_file(file);
  fuzz::must(info.has_value() == recording.has_value(), "what is checked can be read");
  if (!info) return 0;
  fuzz::must(head.has_value() && head->samples == info->samples, "the head of a sound file is sound");

  const Recording& sound = **recording;
  fuzz::must(sound.samples() == info->samples, "the length is that of the head");
  fuzz::must(sound.packet_count() == (sound.samples() + kSamplesPerFrame - 1) / kSamplesPerFrame, "packets fill it");
  fuzz::must(sound.levels().size() == info->levels, "levels as the head says");
  for (std::uint32_t i = 0; i < sound.packet_count(); ++i) {
    const auto packet = sound.packet(i);
    fuzz::must(!packet.empty() && packet.size() <= kMaxOpusPacket, "a packet's size");
    fuzz::must(std::equal(packet.begin(), packet.end(), &packet.front()), "a packet lies in memory");
  }
  const auto ogg = write_ogg(sound, 1);
  fuzz::must(ogg.has_value() && ogg->size() > file.size() / 4, "there is a copy to listen to");
  return 0;
}
