// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/process/mono_mixer.hpp"

#include <algorithm>
#include <string>

#include "base/time.hpp"
#include "drivers/media/process/refusal.hpp"

extern "C" {
#include <libavutil/frame.h>
#include <libswresample/swresample.h>
}

namespace wardcast::media {
namespace {

constexpr int kMinRate = 4000;
constexpr int kMaxRate = 768000;
constexpr double kCancelled = 0.1;  // −10 dB

/// A float file may hold anything; one NaN would poison every filter after it.
float sane(float sample) { return sample > -64.0F && sample < 64.0F ? sample : 0.0F; }

void refuse_if(int error, const char* what) {
  if (error == AVERROR(ENOMEM)) throw std::bad_alloc();
  if (error < 0) throw Refusal(Verdict::unsupported, std::string("resampler: ") + what);
}

}  // namespace

void MonoMixer::Free::operator()(SwrContext* resampler) const { swr_free(&resampler); }

void MonoMixer::append(const AVFrame* frame, std::vector<float>& mono) {
  if (frame == nullptr) {
    if (resampler_) resample(nullptr, 0, mono);
    return;
  }
  if (!resampler_ || frame->sample_rate != rate_ || frame->format != format_ ||
      frame->ch_layout.nb_channels != channels_) {
    if (resampler_) resample(nullptr, 0, mono);
    open(*frame);
  }
  resample(const_cast<const std::uint8_t**>(frame->extended_data), frame->nb_samples, mono);
}

void MonoMixer::open(const AVFrame& frame) {
  if (frame.sample_rate < kMinRate || frame.sample_rate > kMaxRate || frame.ch_layout.nb_channels < 1) {
    throw Refusal(Verdict::unsupported, "sample rate " + std::to_string(frame.sample_rate));
  }
  rate_ = frame.sample_rate;
  format_ = frame.format;
  channels_ = frame.ch_layout.nb_channels;
  AVChannelLayout from{};
  AVChannelLayout to{};
  if (frame.ch_layout.order == AV_CHANNEL_ORDER_NATIVE) {
    refuse_if(av_channel_layout_copy(&from, &frame.ch_layout), "channel layout");
  } else {
    av_channel_layout_default(&from, channels_);
  }
  av_channel_layout_default(&to, channels_ == 1 ? 1 : 2);
  SwrContext* resampler = nullptr;
  // Float out: the library does not scale, and nothing clips.
  refuse_if(swr_alloc_set_opts2(&resampler, &to, AV_SAMPLE_FMT_FLTP, static_cast<int>(kSampleRate), &from,
                                static_cast<AVSampleFormat>(format_), rate_, 0, nullptr),
            "options");
  resampler_.reset(resampler);
  refuse_if(swr_init(resampler_.get()), "start");
}

void MonoMixer::resample(const std::uint8_t** data, int count, std::vector<float>& mono) {
  const int room = swr_get_out_samples(resampler_.get(), count);
  refuse_if(room, "length");
  for (auto& channel : channel_) channel.resize(static_cast<std::size_t>(room) + 1);
  std::array<std::uint8_t*, 2> to{reinterpret_cast<std::uint8_t*>(channel_[0].data()),
                                  reinterpret_cast<std::uint8_t*>(channel_[1].data())};
  const int got = swr_convert(resampler_.get(), to.data(), room, data, count);
  refuse_if(got, "convert");
  mix(static_cast<std::size_t>(got), mono);
}

void MonoMixer::mix(std::size_t count, std::vector<float>& mono) {
  for (std::size_t i = 0; i < count; ++i) {
    const float first = sane(channel_[0][i]);
    const float second = channels_ == 1 ? first : sane(channel_[1][i]);
    const float mean = 0.5F * (first + second);
    energy_first_ += double{first} * double{first};
    energy_second_ += double{second} * double{second};
    energy_mean_ += double{mean} * double{mean};
    mono.push_back(downmix_ == Downmix::both ? mean : downmix_ == Downmix::first ? first : second);
  }
}

Downmix MonoMixer::better_downmix() const {
  if (energy_mean_ >= kCancelled * std::max(energy_first_, energy_second_)) return Downmix::both;
  return energy_first_ >= energy_second_ ? Downmix::first : Downmix::second;
}

}  // namespace wardcast::media
