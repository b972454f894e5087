// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/opus_decoder.hpp"

#include <opus/opus.h>

#include <algorithm>
#include <stdexcept>

namespace wardcast::sim {
namespace {

constexpr opus_int32 kRate = static_cast<opus_int32>(kSampleRate);

class OpusVoice final : public Decoder {
 public:
  OpusVoice() {
    int error = OPUS_OK;
    state_.reset(opus_decoder_create(kRate, 1, &error));
    if (error != OPUS_OK) throw std::runtime_error(std::string{"libopus gives no decoder: "} + opus_strerror(error));
  }
  void reset() override { (void)opus_decoder_ctl(state_.get(), OPUS_RESET_STATE); }
  void decode(Bytes payload, std::span<std::int16_t> out) override {
    fill(payload.data(), static_cast<opus_int32>(payload.size()), out);
  }
  void conceal(std::span<std::int16_t> out) override {
    const std::size_t whole = out.size() / kConcealStep * kConcealStep;
    if (whole > 0) fill(nullptr, 0, out.first(whole));
    std::ranges::fill(out.subspan(whole), std::int16_t{0});
  }

 private:
  void fill(const unsigned char* data, opus_int32 size, std::span<std::int16_t> out) {
    const int made = opus_decode(state_.get(), data, size, out.data(), static_cast<int>(out.size()), 0);
    std::ranges::fill(out.subspan(static_cast<std::size_t>(std::max(made, 0))), std::int16_t{0});
  }
  static constexpr std::size_t kConcealStep = 120;  // libopus conceals in steps of 2.5 ms
  struct Free {
    void operator()(OpusDecoder* state) const { opus_decoder_destroy(state); }
  };
  std::unique_ptr<OpusDecoder, Free> state_;
};

}  // namespace

std::uint32_t opus_samples(Bytes payload) {
  if (payload.empty()) return 0;
  const int samples = opus_packet_get_nb_samples(payload.data(), static_cast<opus_int32>(payload.size()), kRate);
  return samples > 0 ? static_cast<std::uint32_t>(samples) : 0;
}

std::unique_ptr<Decoder> make_opus_decoder() { return std::make_unique<OpusVoice>(); }

}  // namespace wardcast::sim
