// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/process/opus_writer.hpp"

#include <opus.h>

#include <algorithm>
#include <new>
#include <string>

#include "drivers/media/packet_file.hpp"
#include "drivers/media/process/refusal.hpp"

namespace wardcast::media {
namespace {

constexpr opus_int32 kBitsPerSecond = 48000;

void check(int result, const char* what) {
  if (result < 0) throw Refusal(Verdict::failed, std::string("opus ") + what + ": " + opus_strerror(result));
}

}  // namespace

void OpusWriter::Free::operator()(OpusEncoder* encoder) const { opus_encoder_destroy(encoder); }
void OpusWriter::Free::operator()(OpusDecoder* decoder) const { opus_decoder_destroy(decoder); }

OpusWriter::OpusWriter(std::uint64_t samples, Sink sink)
    : frames_((samples + kSamplesPerFrame - 1) / kSamplesPerFrame + 1), sink_(std::move(sink)) {
  int error = OPUS_OK;
  encoder_.reset(opus_encoder_create(static_cast<opus_int32>(kSampleRate), 1, OPUS_APPLICATION_AUDIO, &error));
  check(error, "encoder");
  decoder_.reset(opus_decoder_create(static_cast<opus_int32>(kSampleRate), 1, &error));
  check(error, "decoder");
  if (!encoder_ || !decoder_) throw std::bad_alloc();
  check(opus_encoder_ctl(encoder_.get(), OPUS_SET_BITRATE(kBitsPerSecond)), "bit rate");
  check(opus_encoder_ctl(encoder_.get(), OPUS_SET_COMPLEXITY(10)), "complexity");
  check(opus_encoder_ctl(encoder_.get(), OPUS_SET_DTX(0)), "no silence suppression");
  check(opus_encoder_ctl(encoder_.get(), OPUS_SET_PREDICTION_DISABLED(1)), "independent packets");
  // Not about the content: it keeps the encoder in its MDCT mode. The speech mode (SILK) carries filter memory from
  // packet to packet even without prediction, and a listener who joins there hears a wrong level.
  check(opus_encoder_ctl(encoder_.get(), OPUS_SET_SIGNAL(OPUS_SIGNAL_MUSIC)), "mode");
  opus_int32 look_ahead = 0;
  check(opus_encoder_ctl(encoder_.get(), OPUS_GET_LOOKAHEAD(&look_ahead)), "look-ahead");
  filled_ = kSamplesPerFrame - static_cast<std::size_t>(look_ahead) % kSamplesPerFrame;
}

void OpusWriter::add(std::span<const float> samples) {
  while (!samples.empty()) {
    const std::size_t count = std::min(samples.size(), frame_.size() - filled_);
    std::ranges::copy(samples.first(count), frame_.begin() + static_cast<std::ptrdiff_t>(filled_));
    filled_ += count;
    samples = samples.subspan(count);
    if (filled_ == frame_.size()) encode();
  }
}

void OpusWriter::finish() {
  while (encoded_ < frames_) {
    std::fill(frame_.begin() + static_cast<std::ptrdiff_t>(filled_), frame_.end(), 0.0F);
    encode();
  }
}

void OpusWriter::encode() {
  std::array<unsigned char, kMaxOpusPacket> packet{};
  const opus_int32 size = opus_encode_float(encoder_.get(), frame_.data(), static_cast<int>(kSamplesPerFrame),
                                            packet.data(), static_cast<opus_int32>(packet.size()));
  check(size, "encode");
  filled_ = 0;
  if (encoded_++ == 0) return;
  check(opus_decode_float(decoder_.get(), packet.data(), size, heard_.data(), static_cast<int>(kSamplesPerFrame), 0),
        "decode");
  sink_(std::as_bytes(std::span{packet}.first(static_cast<std::size_t>(size))), heard_);
}

}  // namespace wardcast::media
