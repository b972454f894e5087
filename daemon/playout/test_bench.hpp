// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/time.hpp"
#include "drivers/media/recording.hpp"
#include "drivers/modbus/relay_boards.hpp"

namespace wardcast::playout {

using TestId = std::uint64_t;

/// May a line be tested now, and how long?
struct TestOffer {
  std::string refused;  ///< why not: one clause; empty when it may be
  SteadyTime until{};   ///< then somebody needs the amplifier, or the hours guard wants silence
};

/// Lends single lines and idle amplifiers to those who test them. A test never delays anything else: whoever needs the
/// amplifier gets it at once, and the borrower is told that its test is lost. Tests count nowhere. io thread only.
class TestBench {
 public:
  virtual ~TestBench() = default;
  /// By index in the site's list. Refused while anything sounds, is about to, or has just sounded on the amplifier,
  /// another test has it, the station is held, the clock is wrong or the hours guard forbids the zone.
  [[nodiscard]] virtual TestOffer test_offer(std::size_t zone, Now now) const = 0;
  /// Closes the line's contact, even a latched one, and powers its amplifier. What test_offer() refuses is not begun:
  /// 0.
  virtual TestId begin_test(std::size_t zone, std::size_t line, Now now) = 0;
  /// The amplifier is powered and warm from then on.
  [[nodiscard]] virtual SteadyTime test_warm_at(TestId test) const = 0;
  /// Sends the tone from now on, for at most so long; gives the instant at which it begins to be heard. Of the
  /// recording the first packet rises, the last falls, and those between may follow each other in any order.
  virtual SteadyTime sound_test(TestId test, std::shared_ptr<const media::Recording> tone, nanoseconds at_most,
                                Now now) = 0;
  /// Lets the tone fall; gives the instant from which nothing is heard.
  virtual SteadyTime fade_test(TestId test, Now now) = 0;
  /// Opens the line's contact, and closes it again.
  virtual void switch_test(TestId test, bool closed, Now now) = 0;
  /// Over: contact open, tone off. Unknown tests are no matter.
  virtual void end_test(TestId test, Now now) = 0;
  /// As last read back.
  [[nodiscard]] virtual modbus::RelayState contact(std::size_t zone, std::size_t line) const = 0;
};

}  // namespace wardcast::playout
