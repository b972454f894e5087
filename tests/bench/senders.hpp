// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace wardcast::bench {

/// What a sender process is asked to do.
struct SenderJob {
  std::string destinations_file;  ///< a "HOST PORT" a line
  std::string starts_file;        ///< the pacer writes the epoch (CLOCK_MONOTONIC ns) of each start there
  int streams = 1;                ///< the pacer: so many programmes, destinations divided among them
  bool apart = false;             ///< the pacer: those begin at instants of their own, 1.7 ms apart
  int starts = 0;                 ///< the pacer: so many short programmes one after the other, instead of one long one
};

inline constexpr std::size_t kPayloadBytes = 160;  ///< 64 kb/s at 20 ms

/// The real pacer, until killed (or all starts are done).
int run_pacer(const SenderJob& job);
/// The least that does it: an absolute clock at SCHED_FIFO and sendmmsg of ready packets. Until killed.
int run_floor(const SenderJob& job);

}  // namespace wardcast::bench
