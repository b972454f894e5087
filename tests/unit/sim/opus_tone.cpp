// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/sim/opus_tone.hpp"

#include <opus/opus.h>

#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <stdexcept>

namespace wardcast::sim {

std::vector<std::vector<std::uint8_t>> opus_tone(int count, double amplitude) {
  int error = OPUS_OK;
  const std::unique_ptr<OpusEncoder, decltype(&opus_encoder_destroy)> encoder{
      opus_encoder_create(48000, 1, OPUS_APPLICATION_AUDIO, &error), &opus_encoder_destroy};
  if (error != OPUS_OK) throw std::runtime_error("no encoder");
  (void)opus_encoder_ctl(encoder.get(), OPUS_SET_BITRATE_REQUEST, 48000);
  (void)opus_encoder_ctl(encoder.get(), OPUS_SET_PREDICTION_DISABLED_REQUEST, 1);
  std::vector<std::vector<std::uint8_t>> packets;
  for (int packet = 0; packet < count; ++packet) {
    std::array<float, 960> pcm{};
    for (int i = 0; i < 960; ++i) {
      const double phase = 2 * std::numbers::pi * 1000 * (packet * 960 + i) / 48000;
      pcm[static_cast<std::size_t>(i)] = static_cast<float>(amplitude * std::sin(phase));
    }
    std::vector<std::uint8_t> payload(1275);
    const int size = opus_encode_float(encoder.get(), pcm.data(), 960, payload.data(), 1275);
    if (size < 0) throw std::runtime_error(opus_strerror(size));
    payload.resize(static_cast<std::size_t>(size));
    packets.push_back(std::move(payload));
  }
  return packets;
}

std::vector<std::uint8_t> rtp_datagram(const RtpHeader& header, Bytes payload) {
  std::vector<std::uint8_t> out{0x80, static_cast<std::uint8_t>((header.marker ? 0x80U : 0U) | header.payload_type)};
  const auto put = [&out](std::uint32_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; --i)
      out.push_back(static_cast<std::uint8_t>(value >> (8U * static_cast<unsigned>(i)) & 0xFFU));
  };
  put(header.sequence, 2);
  put(header.timestamp, 4);
  put(header.ssrc, 4);
  out.insert(out.end(), payload.begin(), payload.end());
  return out;
}

RtpHeader nth_header(int k) {
  RtpHeader header;
  header.marker = k == 0;
  header.payload_type = 111;
  header.sequence = static_cast<std::uint16_t>(65'000 + k);
  header.timestamp = 1000U + static_cast<std::uint32_t>(k) * 960U;
  header.ssrc = 0xCAFE;
  return header;
}

}  // namespace wardcast::sim
