// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace wardcast::modbus {

/// What is known of one contact. Unknown until read, and again whenever the board stops answering.
enum class RelayState : std::uint8_t { unknown, open, closed };

/// What a board's contacts should be. Channels outside `managed` belong to nobody here and keep what was read from
/// them.
struct WantedRelays {
  std::uint64_t managed = 0;  ///< bit c = channel c (0-based) is ours
  std::uint64_t closed = 0;   ///< subset of managed
  bool operator==(const WantedRelays&) const = default;
};

/// One look at one board: sent after every read-back that changed something, after every write (once it is read back),
/// at every change of reachability or of the problem, and once in answer to each want() that changed the picture.
struct BoardReport {
  std::size_t board = 0;  ///< index in the site's list
  bool reachable = false;
  std::vector<RelayState>
      channels;             ///< by 0-based channel; all unknown when not reachable or when it refuses to be read
  bool settled = false;     ///< every managed channel was read back as last wanted; false before the first want()
  SteadyTime read_at{};     ///< of the last successful reading; zero when there was none yet
  std::string problem;      ///< empty when all is well; else one sentence
  std::uint64_t stuck = 0;  ///< managed channels that did not follow although they were written more than once
};

/// The door to the relay boards. Behind it one worker thread per bus.
class RelayBoards {
 public:
  /// Called on a bus's worker thread; must not block. The composition posts it to the io thread.
  using Listener = std::function<void(BoardReport)>;

  virtual ~RelayBoards() = default;
  /// Any thread, never blocks. The newest picture wins; an unsent older one is dropped (that is the overflow rule).
  /// Before the first call nothing is written to a board: it is only read.
  virtual void want(std::size_t board, WantedRelays wanted) = 0;
};

}  // namespace wardcast::modbus
