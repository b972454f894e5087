// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct AVFilterContext;
struct AVFilterGraph;
struct AVFrame;

namespace wardcast::media {

/// Gain, then a look-ahead limiter on the four times oversampled signal, so that true peaks stay below the ceiling; 48
/// kHz mono in and out. FFmpeg's volume, aresample and alimiter do it. Neither delays nor trims: sample n out is sample
/// n in (a few samples at the very end may be missing or too many; the caller knows the length).
class Limiter {
 public:
  Limiter(double gain_db, double ceiling_dbtp);
  ~Limiter();
  Limiter(const Limiter&) = delete;
  Limiter& operator=(const Limiter&) = delete;

  /// Returns what is ready, valid until the next call. An empty span ends the input and returns the rest.
  std::span<const float> process(std::span<const float> samples);

 private:
  struct FreeGraph {
    void operator()(AVFilterGraph* graph) const;
  };
  struct FreeFrame {
    void operator()(AVFrame* frame) const;
  };

  std::unique_ptr<AVFilterGraph, FreeGraph> graph_;
  std::unique_ptr<AVFrame, FreeFrame> frame_;
  AVFilterContext* source_ = nullptr;  // owned by the graph
  AVFilterContext* sink_ = nullptr;    // owned by the graph
  std::int64_t position_ = 0;
  std::vector<float> ready_;
};

}  // namespace wardcast::media
