// SPDX-License-Identifier: GPL-3.0-or-later
// How long saving one programme looks for clashes among 10 000 others, 28 years ahead.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "scheduler/first_clash.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr int kProgrammes = 10'000;
constexpr int kZones = 100;
constexpr int kRounds = 15;

struct Ward {
  Zones zones;
  std::vector<Programme> programmes;
};

/// Every zone has an amplifier and a hundred slots of 14 minutes. In each slot one series, of every kind there is; none
/// meets another.
Ward ward(std::mt19937& random) {
  Ward all;
  for (int z = 0; z < kZones; ++z) all.zones.push_back({"z" + std::to_string(z), static_cast<std::size_t>(z), {{}}});
  const std::vector<std::string> weekdays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  const auto pick = [&](int most) { return std::uniform_int_distribution{1, most}(random); };
  for (int i = 0; i < kProgrammes; ++i) {
    Programme each;
    each.id = i + 1;
    each.title = "programme " + std::to_string(each.id);
    each.zones = {"z" + std::to_string(i % kZones)};
    each.start =
        CivilTime{std::chrono::local_days{std::chrono::year{2026} / 1 / pick(28)}} + minutes{14 * (i / kZones)};
    each.duration = minutes{10};
    switch (i % 7) {
      case 0:
        break;  // once
      case 1:
        each.rrule = "FREQ=DAILY";
        break;
      case 2:
        each.rrule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
        break;
      case 3:
        each.rrule = "FREQ=WEEKLY;INTERVAL=" + std::to_string(pick(4)) +
                     ";BYDAY=" + weekdays[static_cast<std::size_t>(pick(7) - 1)];
        break;
      case 4:
        each.rrule = "FREQ=MONTHLY;BYMONTHDAY=" + std::to_string(pick(28));
        break;
      case 5:
        each.rrule = "FREQ=MONTHLY;BYDAY=" + std::to_string(pick(4)) + weekdays[static_cast<std::size_t>(pick(7) - 1)];
        break;
      default:
        each.rrule = "FREQ=YEARLY;BYMONTH=" + std::to_string(pick(12)) + ";BYMONTHDAY=" + std::to_string(pick(28));
        break;
    }
    all.programmes.push_back(std::move(each));
  }
  return all;
}

void measure(const char* what, const Ward& ward, const Programme& subject, const TimeZone& zone) {
  const WallTime from = zone.to_wall(CivilTime{std::chrono::local_days{std::chrono::year{2026} / 11 / 24}});
  std::vector<double> took, worked;
  bool found = false;
  for (int round = 0; round < kRounds; ++round) {
    const std::clock_t work = std::clock();
    const auto begin = std::chrono::steady_clock::now();
    found = first_clash(subject, {ward.programmes, {}, {}, ward.zones, zone, from, from + days{10227}, {}}).has_value();
    took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    worked.push_back(1000.0 * static_cast<double>(std::clock() - work) / CLOCKS_PER_SEC);
  }
  std::ranges::sort(took);
  std::ranges::sort(worked);
  std::printf("%-58s %-20s %8.2f %8.2f %8.2f  %s\n", what, zone.name().c_str(), took[took.size() / 2], took.back(),
              worked[worked.size() / 2], found ? "clash" : "free");
}

}  // namespace
}  // namespace wardcast::scheduler

int main() {
  using namespace wardcast;
  using namespace wardcast::scheduler;
  std::mt19937 random{1};
  const Ward all = ward(random);
  std::printf("Clash check on saving among %d programmes in %d zones, 28 years ahead (bar: 50 ms)\n", kProgrammes,
              kZones);
  std::printf("%-58s %-20s %8s %8s %8s\n", "subject", "zone", "median", "max", "CPU ms");
  for (const auto* name : {"Asia/Ho_Chi_Minh", "Europe/Berlin"}) {
    const auto zone = TimeZone::locate(name).value();
    Programme subject;
    subject.id = 20'000;
    subject.start = parse_civil("2026-11-24T07:10").value();  // between two slots
    subject.duration = minutes{4};
    subject.zones = {"z3"};
    measure("once, one zone, free", all, subject, zone);
    subject.rrule = "FREQ=DAILY";
    measure("daily, one zone, free", all, subject, zone);
    for (int z = 0; z < kZones; ++z)
      if (z != 3) subject.zones.push_back("z" + std::to_string(z));
    measure("daily, all zones, free", all, subject, zone);
    subject.rrule = "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR";
    measure("Friday the 13th, all zones, free", all, subject, zone);
    subject.rrule = "FREQ=DAILY";
    subject.duration = minutes{10};
    measure("daily, all zones, in the way of many", all, subject, zone);
    subject.zones = {"z5"};
    subject.rrule = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29";
    subject.duration = minutes{120};
    measure("29 February, one zone, two hours", all, subject, zone);
  }
}
