// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of lines, on what nobody needs.
#include <algorithm>
#include <utility>

#include "daemon/playout/engine.hpp"
#include "daemon/playout/timing.hpp"
#include "scheduler/hours_guard.hpp"

namespace wardcast::playout {
namespace {

/// From powering an amplifier until its contact has surely closed.
constexpr milliseconds kPowerLead{100};
/// A test is given up that long before its amplifier is woken for somebody else, so that what it sounded has faded.
constexpr milliseconds kGiveBack{500};

std::string owner(const scheduler::Edition& edition) { return "'" + edition.title + "'"; }

}  // namespace

SteadyTime Engine::wakes_at(const scheduler::Edition& edition, std::size_t amplifier, Now now) const {
  return steady_of(edition.start, now) - kRelayLead - site_.amplifiers[amplifier].warm_up - kGiveBack;
}

bool Engine::uses(const std::vector<std::size_t>& zones, std::size_t amplifier) const {
  return std::ranges::any_of(zones, [&](std::size_t zone) { return site_.zones[zone].amplifier == amplifier; });
}

TestOffer Engine::test_offer(std::size_t zone, Now now) const {
  const auto refuse = [](std::string why) { return TestOffer{std::move(why), {}}; };
  if (shutting_down_ || !plan_) return refuse("the station is starting or stopping");
  if (hold_) return refuse("the station is held silent");
  if (clock_.wrong()) return refuse("the clock cannot be right");
  if (!scheduler::allowed_at(zones_[zone].hours, time_zone_, now.wall))
    return refuse("the hours guard wants silence; allowed are " + scheduler::format_hours(zones_[zone].hours));
  const auto amplifier = site_.zones[zone].amplifier;
  if (std::ranges::any_of(tests_, [&](const TestRun& test) { return test.amplifier == amplifier; }))
    return refuse("another line of its amplifier is being tested");
  if (now.steady < amplifier_tail_[amplifier].until) return refuse("what its amplifier sends has not died away");

  TestOffer offer;
  offer.until = now.steady + std::chrono::hours{1};
  const auto until = scheduler::allowed_until(zones_[zone].hours, time_zone_, now.wall);
  if (until) offer.until = std::min(offer.until, steady_of(*until, now));
  for (const auto& airing : airings_) {
    if (airing->phase == AiringRun::Phase::over || !uses(airing->zones, amplifier)) continue;
    if (airing->phase == AiringRun::Phase::opened) {
      if (uses(airing->holding.zones, amplifier)) return refuse(owner(airing->edition) + " is on air there");
      continue;
    }
    offer.until = std::min(offer.until, wakes_at(airing->edition, amplifier, now));
  }
  for (const auto& edition : plan_->editions) {
    if (edition.cancelled || done_.contains(edition.id) || edition.start <= now.wall) continue;
    if (wakes_at(edition, amplifier, now) >= offer.until || !uses(indices_of(edition.zones), amplifier)) continue;
    offer.until = wakes_at(edition, amplifier, now);
  }
  if (offer.until <= now.steady) return refuse("its amplifier is about to be woken");
  for (std::size_t z = 0; z < site_.zones.size(); ++z) {
    if (site_.zones[z].amplifier == amplifier && now.steady < zone_hold_[z])
      return refuse("what its amplifier sends has not died away");
  }
  return offer;
}

TestId Engine::begin_test(std::size_t zone, std::size_t line, Now now) {
  if (!test_offer(zone, now).refused.empty()) return 0;
  TestRun test;
  test.id = next_id_++;
  test.zone = zone;
  test.line = line;
  test.amplifier = site_.zones[zone].amplifier;
  tests_.push_back(test);
  advance(now);
  doors_.changed();
  return test.id;
}

Engine::TestRun* Engine::test_by_id(TestId id) {
  const auto found = std::ranges::find(tests_, id, &TestRun::id);
  return found == tests_.end() ? nullptr : &*found;
}

SteadyTime Engine::test_warm_at(TestId id) const {
  const auto found = std::ranges::find(tests_, id, &TestRun::id);
  if (found == tests_.end()) return SteadyTime::max();
  const auto& amplifier = site_.amplifiers[found->amplifier];
  return amplifier.power ? powered_at_[found->amplifier] + kPowerLead + amplifier.warm_up : SteadyTime{};
}

SteadyTime Engine::sound_test(TestId id, std::shared_ptr<const media::Recording> tone, nanoseconds at_most, Now now) {
  auto* test = test_by_id(id);
  if (test == nullptr || test->stream != 0 || tone->packet_count() < 3) return SteadyTime::max();
  test->stream = next_id_++;
  test->tone = std::move(tone);
  rtp::AmplifierSet amplifiers;
  amplifiers.set(test->amplifier);
  const auto epoch = now.steady + milliseconds{2};  // as an emergency: the pacer has it all before the first frame
  send(rtp::OpenStream{test->stream, epoch, amplifiers});
  const auto steady_frames = test->tone->packet_count() - 2;
  auto wanted = static_cast<std::uint64_t>(at_most / kFrame) + 1;
  for (std::uint32_t first = 0; wanted > 0; first = 1) {
    const auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(wanted, steady_frames + 1 - first));
    test->clips.push_back(next_id_++);
    send(rtp::Enqueue{test->stream, test->clips.back(), test->tone, first, count});
    wanted -= count;
  }
  doors_.changed();
  return epoch + kFrame + site_.amplifiers[test->amplifier].latency;
}

SteadyTime Engine::fade_test(TestId id, Now now) {
  auto* test = test_by_id(id);
  if (test == nullptr || test->stream == 0) return now.steady;
  if (!test->clips.empty()) {
    for (auto clip = test->clips.rbegin(); clip != test->clips.rend(); ++clip)
      send(rtp::CutClip{test->stream, *clip});  // those to come first: none of them may begin
    test->clips.clear();
    send(rtp::Enqueue{test->stream, next_id_++, test->tone, test->tone->packet_count() - 1, 1});
    test->silent_at = now.steady + 2 * kFrame + site_.amplifiers[test->amplifier].latency;
  }
  return test->silent_at;
}

void Engine::switch_test(TestId id, bool closed, Now now) {
  auto* test = test_by_id(id);
  if (test == nullptr || test->closed == closed) return;
  test->closed = closed;
  advance(now);
}

void Engine::end_test(TestId id, Now now) {
  auto* test = test_by_id(id);
  if (test == nullptr) return;
  silence(*test, now);
  const auto amplifier = test->amplifier;
  std::erase_if(tests_, [id](const TestRun& one) { return one.id == id; });
  power_hold_[amplifier] = std::max(power_hold_[amplifier], now.steady + kPowerTail);
  advance(now);
  doors_.changed();
}

/// Nothing more is sent; what was sent may still come out of the amplifier for a while.
void Engine::silence(TestRun& test, Now now) {
  if (test.stream == 0) return;
  send(rtp::CloseStream{test.stream});
  const auto heard_until =
      test.clips.empty() ? test.silent_at : now.steady + kFrame + site_.amplifiers[test.amplifier].latency;
  if (now.steady < heard_until) amplifier_tail_[test.amplifier] = {heard_until, test.id};
  test.stream = 0;
}

void Engine::lose_tests(const std::function<bool(const TestRun&)>& which, const std::string& why, Now now) {
  for (auto& test : tests_) {
    if (!which(test)) continue;
    silence(test, now);
    power_hold_[test.amplifier] = std::max(power_hold_[test.amplifier], now.steady + kPowerTail);
    lost_tests_.emplace_back(test.id, why);
    test.id = 0;
  }
  std::erase_if(tests_, [](const TestRun& test) { return test.id == 0; });
}

void Engine::tell_lost_tests() {
  for (const auto& [id, why] : std::exchange(lost_tests_, {})) {
    if (doors_.test_lost) doors_.test_lost(id, why);
  }
}

void Engine::latch(std::size_t zone, std::size_t line, bool latched, Now now) {
  if (relays_.latch(zone, line, latched)) {
    advance(now);
    doors_.changed();
  }
}

}  // namespace wardcast::playout
