// SPDX-License-Identifier: GPL-3.0-or-later
// Rehearsals count sound instead of sending it: the engine must write the same journal over both.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/support/virtual_station.hpp"

namespace wardcast::test {
namespace {

/// A day's end with programmes of all priorities in all zones, overlapping, short and long, one in progress withdrawn.
std::vector<std::string> journal_of(Sound sound, unsigned seed) {
  std::mt19937 dice{seed};
  VirtualStation station{"2026-11-22T16:59:00", sound};
  std::vector<std::int64_t> items;
  for (int i = 0; i < 12; ++i) items.push_back(station.item(static_cast<std::uint32_t>(50 + dice() % 9000)));
  for (int minute = 0; minute < 60; minute += 1 + static_cast<int>(dice() % 6)) {
    std::vector<std::string> zones;
    for (const auto* zone : {"z1", "z2", "z3", "z4"}) {
      if (dice() % 2 == 0) zones.emplace_back(zone);
    }
    if (zones.empty()) zones.emplace_back("z1");
    std::vector<std::int64_t> rundown;
    for (std::size_t i = 0; i < dice() % 5; ++i) rundown.push_back(items[dice() % items.size()]);
    const auto start = "2026-11-22T17:" + std::string{minute < 10 ? "0" : ""} + std::to_string(minute) + ":00";
    auto& edition = station.edition(zones, start, 60 * static_cast<int>(1 + dice() % 15), rundown);
    const int priorities[]{32, 64, 64, 128};
    edition.priority = priorities[dice() % 4];
    edition.on_busy = dice() % 2 == 0 ? scheduler::OnBusy::partial : scheduler::OnBusy::reject;
  }
  station.lose_file(items[3]);
  station.publish();
  station.run_until("2026-11-22T17:25:00");
  station.run_for(milliseconds{static_cast<int>(dice() % 1000)});
  station.plan_item(items[5]).refused = "withdrawn";
  station.publish();
  station.run_until("2026-11-22T17:40:00");
  station.run_for(milliseconds{static_cast<int>(dice() % 1000)});
  station.engine().stop_all("somebody", false, station.now());
  station.run_until("2026-11-22T18:20:00");

  std::vector<std::string> lines;
  for (const auto& [id, row] : station.journal.rows) {
    lines.push_back(id + " " + std::to_string(row.airing.started_at.time_since_epoch().count()));
    for (const auto& segment : row.segments) {
      lines.push_back("  " + std::to_string(segment.position) + ": " + std::to_string(segment.first_packet) + "+" +
                      std::to_string(segment.packets) + " at " + std::to_string(segment.steady_ns) + " " +
                      std::to_string(static_cast<int>(segment.confirmation)) + " " + segment.end_reason);
    }
    for (const auto& skip : row.skips)
      lines.push_back("  skipped " + std::to_string(skip.position) + " " + skip.reason);
    if (row.end) {
      lines.push_back("  ended " + std::to_string(row.end->ended_at.time_since_epoch().count()) + " " +
                      row.end->result + " " + row.end->reason);
    }
  }
  return lines;
}

class CountedSound : public ::testing::TestWithParam<unsigned> {};

TEST_P(CountedSound, LeavesTheJournalThatPacketsLeave) {
  const auto sent = journal_of(Sound::packets, GetParam());
  EXPECT_GT(sent.size(), 20U);
  EXPECT_EQ(journal_of(Sound::counted, GetParam()), sent);
}

INSTANTIATE_TEST_SUITE_P(Seeds, CountedSound, ::testing::Range(1U, 6U));

}  // namespace
}  // namespace wardcast::test
