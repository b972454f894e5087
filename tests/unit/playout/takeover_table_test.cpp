// SPDX-License-Identifier: GPL-3.0-or-later
// Every pair of policies, at five levels each, over zones that are separate, the same, overlapping, or on one
// amplifier: what each amplifier got and what the journal says, against a model of docs/arbitration.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "tests/support/virtual_station.hpp"
#include "tests/unit/playout/takeover_model.hpp"

namespace wardcast::test {
namespace {

using scheduler::OnBusy, scheduler::OnInterrupt;

constexpr std::array kLevels{16, 64, 128, 160, 223};
constexpr std::array kBusy{OnBusy::reject, OnBusy::queue, OnBusy::partial};
constexpr std::array kInterrupt{OnInterrupt::continue_, OnInterrupt::stop, OnInterrupt::resume};
// The table is whole in a plain build. The sanitizers look for mistakes of the language, which every fourth pair of
// policies reaches too, at a tenth of the speed.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kEvery = 4;
#else
constexpr int kEvery = 1;
#endif
const std::map<std::string, std::string> kAmplifierOf{
    {"z1", "a1"}, {"z2", "a1"}, {"z3", "a2"}, {"z4", "a3"}, {"z5", "a4"}};

struct Layout {
  const char* name;
  std::set<std::string> first, second, strongest;
};
void PrintTo(const Layout& layout, std::ostream* out) { *out << layout.name; }

std::string at_second(int second) {
  const int frame_zero = 16 * 3600 + 59 * 60 + 58;
  const int time = frame_zero + second;
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return "2026-11-22T" + two(time / 3600) + ":" + two(time / 60 % 60) + ":" + two(time % 60);
}

Part part(std::string name, std::set<std::string> zones, int start_s, int slot_s, std::vector<int> items) {
  Part made;
  made.name = std::move(name);
  made.zones = std::move(zones);
  made.start = start_s * 50;
  made.slot_end = (start_s + slot_s) * 50;
  made.items = std::move(items);
  return made;
}

class TakeoverTable : public testing::TestWithParam<std::tuple<Layout, int>> {
 protected:
  /// A bystander at the lowest level, two who meet, and one at the top who comes over both for a second.
  static std::vector<Part> parts(const Layout& layout) {
    return {part("bystander", {"z5"}, 0, 20, {700}), part("first", layout.first, 2, 14, {80, 120}),
            part("second", layout.second, 3, 13, {60, 40}), part("strongest", layout.strongest, 4, 1, {50})};
  }

  static void check(const std::vector<Part>& parts) {
    VirtualStation ward{"2026-11-22T16:59:50"};
    std::map<std::int64_t, std::pair<std::string, int>> place_of;  // item → part and its first packet in the rundown
    std::map<std::string, std::string> edition_of;
    for (const auto& each : parts) {
      std::vector<std::int64_t> items;
      int place = 0;
      for (const int packets : each.items) {
        items.push_back(ward.item(static_cast<std::uint32_t>(packets)));
        place_of[items.back()] = {each.name, place};
        place += packets;
      }
      auto& edition = ward.edition({each.zones.begin(), each.zones.end()}, at_second(each.start / 50),
                                   (each.slot_end - each.start) / 50, items);
      edition.priority = each.priority;
      edition.on_busy = each.on_busy;
      edition.on_interrupt = each.on_interrupt;
      edition_of[each.name] = edition.id;
    }
    ward.publish();
    ward.run_until(at_second(22));

    const auto expected = expect(parts, kAmplifierOf);
    const auto zero = ward.local(at_second(0));
    for (std::size_t a = 0; a < 4; ++a) {
      std::map<int, Sent> heard;
      for (const auto& packet : ward.heard(a)) {
        const auto since = packet.wall - zero;
        EXPECT_EQ(since % kFrame, microseconds{0});
        const auto& [name, first] = place_of.at(packet.item);
        const bool alone =
            heard.emplace(static_cast<int>(since / kFrame), Sent{name, first + static_cast<int>(packet.packet)}).second;
        EXPECT_TRUE(alone) << "two packets at once";
      }
      const auto amplifier = expected.on_amplifier.find("a" + std::to_string(a + 1));
      EXPECT_EQ(heard, amplifier == expected.on_amplifier.end() ? (std::map<int, Sent>{}) : amplifier->second)
          << "amplifier a" << a + 1;
    }
    for (const auto& each : parts) {
      SCOPED_TRACE(each.name);
      const auto& as_run = ward.as_run(edition_of.at(each.name));
      const auto& fate = expected.fates.at(each.name);
      ASSERT_TRUE(as_run.end.has_value());
      EXPECT_EQ(as_run.end->reason, fate.reason);
      EXPECT_EQ(as_run.end->result == "missed", fate.sent.empty());
      std::set<int> sent;
      for (const auto& segment : as_run.segments) {
        for (std::uint32_t i = 0; i < segment.packets; ++i) {
          const auto packet = place_of.at(*segment.item).second + static_cast<int>(segment.first_packet + i);
          EXPECT_TRUE(sent.insert(packet).second) << packet << " is counted twice";
        }
      }
      EXPECT_EQ(sent, fate.sent);
      std::vector<Change> changes;
      for (const auto& change : as_run.zone_changes) {
        changes.push_back({change.standing,
                           {change.zones.begin(), change.zones.end()},
                           {change.given_up.begin(), change.given_up.end()}});
      }
      EXPECT_EQ(changes, fate.changes);
    }
    // Who is not fought over never notices.
    EXPECT_EQ(ward.heard(3).size(), 700U);
    const auto touched = std::ranges::count_if(
        ward.relay_log, [](const auto& line) { return line.ends_with(" 5 closed") || line.ends_with(" 5 open"); });
    EXPECT_EQ(touched, 2);
  }
};

TEST_P(TakeoverTable, IsKept) {
  const auto& [layout, first_level] = GetParam();
  auto all = parts(layout);
  all[0].priority = 0;
  all[3].priority = 223;
  int cases = 0;
  for (const int second_level : kLevels) {
    for (int policies = 0; policies < 81; policies += kEvery) {
      all[1].priority = first_level;
      all[2].priority = second_level;
      all[1].on_busy = kBusy[static_cast<std::size_t>(policies % 3)];
      all[1].on_interrupt = kInterrupt[static_cast<std::size_t>(policies / 3 % 3)];
      all[2].on_busy = kBusy[static_cast<std::size_t>(policies / 9 % 3)];
      all[2].on_interrupt = kInterrupt[static_cast<std::size_t>(policies / 27)];
      check(all);
      ++cases;
      if (HasFailure()) {
        FAIL() << layout.name << ": level " << first_level << " met by " << second_level << ", policies " << policies
               << " (on_busy, on_interrupt of the first; then of the second; base 3)";
      }
    }
  }
  RecordProperty("cases", cases);
}

INSTANTIATE_TEST_SUITE_P(
    Zones, TakeoverTable,
    testing::Combine(testing::Values(Layout{"separate", {"z1"}, {"z3", "z4"}, {"z3"}},
                                     Layout{"same", {"z3"}, {"z3", "z4"}, {"z3"}},
                                     Layout{"overlapping", {"z1", "z3"}, {"z3", "z4"}, {"z3"}},
                                     Layout{"one_amplifier", {"z1"}, {"z2"}, {"z2"}},
                                     Layout{"one_amplifier_and_more", {"z1", "z3"}, {"z2", "z4"}, {"z2"}}),
                     testing::ValuesIn(kLevels)),
    [](const auto& each) { return std::get<0>(each.param).name + ("_" + std::to_string(std::get<1>(each.param))); });

}  // namespace
}  // namespace wardcast::test
