// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "daemon/statistics/minutes.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/statistics/airings.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::statistics {

/// A ward of three lines in March 2018: l1 (4 loudspeakers) and l2 (10) on amplifier a1, l3 (2, no meter) on a2.
inline site::Site checked_site() {
  site::Site site;
  site.station.name = "Đài truyền thanh phường Gia Thụy";
  site.buses.push_back({"bus", site::TcpBus{}});
  site.boards.push_back({"b1", 0, 1, {}});
  site.meters.push_back({"m1", 0, 2, {}});
  for (const auto* id : {"a1", "a2"}) {
    site::Amplifier amplifier;
    amplifier.id = id;
    site.amplifiers.push_back(amplifier);
  }
  site.zones.resize(2);
  const auto add = [&](std::size_t zone, const std::string& id, int speakers, bool meter) {
    site::Line line;
    line.id = id;
    line.name = "Tuyến " + id;
    line.relay = {0, static_cast<int>(site.zones[0].lines.size() + site.zones[1].lines.size())};
    if (meter) line.meter = site::ChannelRef{0, line.relay.channel};
    for (int i = 1; i <= speakers; ++i) {
      site::Speaker speaker;
      speaker.id = id + "s" + std::to_string(i);
      speaker.name = "Loa " + std::to_string(i);
      speaker.tap_watts = 15;
      line.speakers.push_back(speaker);
    }
    site.zones[zone].lines.push_back(line);
  };
  site.zones[0].id = "z1";
  site.zones[0].name = "Tổ 1";
  site.zones[0].amplifier = 0;
  site.zones[1].id = "z2";
  site.zones[1].name = "Tổ 2";
  site.zones[1].amplifier = 1;
  add(0, "l1", 4, true);
  add(0, "l2", 10, true);
  add(1, "l3", 2, false);
  site.zones[0].lines[0].length_m = 300;
  return site;
}

class CheckedWard : public ::testing::Test {
 protected:
  void session(const std::string& id, const std::string& date, const std::string& result,
               const std::string& origin = "planned", bool dry = false) {
    store::Sweep sweep;
    sweep.id = id;
    sweep.local_date = date;
    sweep.planned_start = sweep.started_at = hanoi(date, 8);
    sweep.planned_end = hanoi(date, 10);
    sweep.origin = origin;
    sweep.who = origin == "person" ? "tu" : "";
    sweep.dry = dry;
    sweep.lines = {"l1", "l2", "l3"};
    ASSERT_TRUE(store_->append(sweep));
    if (result.empty()) return;
    ASSERT_TRUE(store_->append(store::SweepEnd{id, hanoi(date, 8, 40), result, 1, 1, 1, 0, ""}));
  }
  /// Of the session kSession, at so many minutes past eight.
  void measured(const std::string& line, const std::string& verdict, int minute, double watts, double reference,
                const std::string& purpose = "sweep") {
    store::Measurement row;
    row.line = line;
    row.sweep = kSession;
    row.at = hanoi("2018-03-12", 8, minute);
    row.purpose = purpose;
    row.verdict = verdict;
    row.detail = "Measured.";
    if (watts > 0) {
      row.volts = 10;
      row.amps = watts / 1000;  // at 10 V on a line of 100 V
      row.watts = watts;
      row.reference_watts = reference;
      row.deviation = reference / watts - 1;
    }
    if (verdict == "partial") {
      row.lost_low = 1;
      row.lost_best = 2;
      row.lost_high = 3;
    }
    ASSERT_TRUE(store_->append(row));
  }
  void reference(const std::string& line, const std::string& date, double watts) {
    ASSERT_TRUE(store_->append(
        store::LineReference{0, line, hanoi(date, 9), "tu", "Đã nghe từng loa", watts, 10, watts / 1000, {}, 1000}));
  }
  void fault(std::int64_t id, const std::string& kind, const std::string& cause, WallTime at,
             const std::string& evidence = {}) {
    ASSERT_TRUE(store_->append(store::FaultOpened{id, kind, cause, at, "2018-03-01", "Found.", evidence}));
  }
  void fault_event(std::int64_t id, const std::string& what, WallTime at) {
    ASSERT_TRUE(store_->append(store::FaultEvent{id, at, what, "tu", ""}));
  }
  void wrote(const std::string& who, int minute, const std::string& fields) {
    ASSERT_TRUE(store_->append(store::SweepRemark{0, kSession, hanoi("2018-03-12", 9, minute), who, fields}));
  }
  Minutes made(const std::string& id = kSession) { return minutes_of(*store_, site_, id, now_).value(); }

  static constexpr auto kSession = "s2018-03-12";
  store::TempFolder folder_;
  TimeZone zone_ = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  WallTime now_ = hanoi("2018-04-02", 8, 30);
  site::Site site_ = checked_site();
  std::unique_ptr<store::Store> store_ = store::open_store(folder_.path()).value();
};

}  // namespace wardcast::statistics
