// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/process/limiter.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <new>
#include <string>

#include "base/time.hpp"
#include "drivers/media/process/refusal.hpp"

extern "C" {
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/frame.h>
}

namespace wardcast::media {
namespace {

void check(int error, const char* what) {
  if (error == AVERROR(ENOMEM)) throw std::bad_alloc();
  if (error < 0) throw Refusal(Verdict::failed, std::string("limiter: ") + what);
}

/// level=0: no make-up gain of its own. latency=1: its look-ahead is taken off again, so nothing moves.
std::string description(double gain_db, double ceiling_dbtp) {
  return fmt::format(
      "abuffer@in=sample_rate={0}:sample_fmt=fltp:channel_layout=mono:time_base=1/{0},"
      "volume={1:.4f}dB:precision=float,aresample={2},alimiter=limit={3:.6f}:attack=5:release=100:level=0:latency=1,"
      "aresample={0},aformat=sample_fmts=fltp:channel_layouts=mono,abuffersink@out",
      kSampleRate, gain_db, 4 * kSampleRate, std::pow(10.0, ceiling_dbtp / 20.0));
}

}  // namespace

void Limiter::FreeGraph::operator()(AVFilterGraph* graph) const { avfilter_graph_free(&graph); }
void Limiter::FreeFrame::operator()(AVFrame* frame) const { av_frame_free(&frame); }

Limiter::Limiter(double gain_db, double ceiling_dbtp) : graph_(avfilter_graph_alloc()), frame_(av_frame_alloc()) {
  if (!graph_ || !frame_) throw std::bad_alloc();
  graph_->nb_threads = 1;
  AVFilterInOut* inputs = nullptr;
  AVFilterInOut* outputs = nullptr;
  const int parsed = avfilter_graph_parse2(graph_.get(), description(gain_db, ceiling_dbtp).c_str(), &inputs, &outputs);
  avfilter_inout_free(&inputs);
  avfilter_inout_free(&outputs);
  check(parsed, "graph");
  check(avfilter_graph_config(graph_.get(), nullptr), "graph links");
  source_ = avfilter_graph_get_filter(graph_.get(), "abuffer@in");
  sink_ = avfilter_graph_get_filter(graph_.get(), "abuffersink@out");
  if (source_ == nullptr || sink_ == nullptr) throw Refusal(Verdict::failed, "limiter: graph ends");
}

Limiter::~Limiter() = default;

std::span<const float> Limiter::process(std::span<const float> samples) {
  if (samples.empty()) {
    check(av_buffersrc_add_frame_flags(source_, nullptr, 0), "end");
  } else {
    frame_->format = AV_SAMPLE_FMT_FLTP;
    frame_->sample_rate = static_cast<int>(kSampleRate);
    frame_->nb_samples = static_cast<int>(samples.size());
    frame_->pts = position_;
    av_channel_layout_default(&frame_->ch_layout, 1);
    check(av_frame_get_buffer(frame_.get(), 0), "frame");
    std::ranges::copy(samples, reinterpret_cast<float*>(frame_->data[0]));
    position_ += frame_->nb_samples;
    check(av_buffersrc_add_frame_flags(source_, frame_.get(), 0), "input");  // takes the reference, empties frame_
  }
  ready_.clear();
  while (true) {
    const int got = av_buffersink_get_frame(sink_, frame_.get());
    if (got == AVERROR(EAGAIN) || got == AVERROR_EOF) return ready_;
    check(got, "output");
    const auto* data = reinterpret_cast<const float*>(frame_->data[0]);
    ready_.insert(ready_.end(), data, data + frame_->nb_samples);
    av_frame_unref(frame_.get());
  }
}

}  // namespace wardcast::media
