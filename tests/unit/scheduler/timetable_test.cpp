// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <random>

#include "tests/unit/scheduler/support.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<Edition> day(const std::vector<Programme>& programmes, std::string_view date,
                         const std::vector<EditionChange>& changes = {}, const Zones& zones = ward(),
                         const TimeZone& zone = ho_chi_minh()) {
  const WallTime from = zone.to_wall(civil(std::string{date} + "T00:00"));
  return timetable(programmes, changes, zones, zone, from, from + hours{24});
}

std::vector<std::string> ids(const std::vector<Edition>& editions) {
  std::vector<std::string> result;
  for (const auto& edition : editions) result.push_back(edition.id);
  return result;
}

std::vector<std::string> met(const Edition& edition) {
  std::vector<std::string> result;
  for (const auto& clash : edition.clashes) result.push_back(clash.with);
  return result;
}

TEST(Timetable, EditionCarriesWhatTheProgrammeSays) {
  auto news = programme(7, "2026-11-22T17:00", "FREQ=DAILY", {"z1", "z3"});
  news.items = {1, 2, 2};
  news.opening_item = 8;
  news.closing_item = 9;
  news.origin = Origin::relay;
  news.priority = 128;
  news.on_busy = OnBusy::partial;
  news.repeat_of = 3;
  const auto editions = day({news}, "2026-11-23");
  ASSERT_THAT(editions, SizeIs(1));
  const auto& edition = editions.front();
  EXPECT_EQ(edition.id, "7-20261123T170000");
  EXPECT_EQ(edition.programme, 7);
  EXPECT_EQ(edition.title, news.title);
  EXPECT_EQ(edition.start, instant("2026-11-23T17:00:00+07:00"));
  EXPECT_EQ(edition.local_start, civil("2026-11-23T17:00"));
  EXPECT_EQ(edition.end() - edition.start, minutes{30});
  EXPECT_EQ(edition.zones, news.zones);
  EXPECT_EQ(edition.items, news.items);
  EXPECT_EQ(edition.opening_item, 8);
  EXPECT_EQ(edition.closing_item, 9);
  EXPECT_EQ(edition.origin, Origin::relay);
  EXPECT_EQ(edition.priority, 128);
  EXPECT_EQ(edition.on_busy, OnBusy::partial);
  EXPECT_EQ(edition.repeat_of, 3);
  EXPECT_FALSE(edition.cancelled);
  EXPECT_THAT(edition.clashes, IsEmpty());
  EXPECT_THAT(edition.refusals, IsEmpty());
}

TEST(Timetable, ChangesOfOneEditionTouchNoOther) {
  auto news = programme(7, "2026-11-22T17:00", "FREQ=DAILY");
  news.items = {1};
  const std::vector<EditionChange> changes{{"7-20261122T170000", std::vector<ItemId>{}, false},
                                           {"7-20261123T170000", std::nullopt, true},
                                           {"9-20261124T170000", std::nullopt, true}};
  EXPECT_THAT(day({news}, "2026-11-22", changes).front().items, IsEmpty());
  const auto cancelled = day({news}, "2026-11-23", changes).front();
  EXPECT_TRUE(cancelled.cancelled);
  EXPECT_EQ(cancelled.items, news.items);
  EXPECT_FALSE(day({news}, "2026-11-24", changes).front().cancelled);
}

TEST(Timetable, TakesInWhatOverlapsTheWindowAndOrdersByStartThenProgramme) {
  const std::vector<Programme> programmes{
      programme(3, "2026-11-22T12:00", "", {"z3"}), programme(2, "2026-11-22T06:00", "", {"z2"}),
      programme(1, "2026-11-22T12:00", "", {"z1"}), programme(4, "2026-11-21T23:45", "", {"z1"}),
      programme(5, "2026-11-21T23:30", "", {"z2"}), programme(6, "2026-11-23T00:00", "", {"z2"})};
  EXPECT_THAT(ids(day(programmes, "2026-11-22")),
              ElementsAre("4-20261121T234500", "2-20261122T060000", "1-20261122T120000", "3-20261122T120000"));
  EXPECT_THAT(timetable(programmes, {}, ward(), ho_chi_minh(), instant("2026-11-22T12:00:00+07:00"),
                        instant("2026-11-22T12:00:00+07:00")),
              IsEmpty());
}

TEST(Timetable, SkippedHourMovesForwardAndDoubledHourTakesTheFirst) {
  const std::vector<Programme> night{programme(1, "2026-03-01T02:30", "FREQ=DAILY")};
  const auto spring = day(night, "2026-03-29", {}, ward(), berlin());
  ASSERT_THAT(spring, SizeIs(1));
  EXPECT_EQ(spring.front().id, "1-20260329T023000");
  EXPECT_EQ(spring.front().start, instant("2026-03-29T03:30:00+02:00"));
  const auto autumn = day(night, "2026-10-25", {}, ward(), berlin());
  ASSERT_THAT(autumn, SizeIs(1));
  EXPECT_EQ(autumn.front().start, instant("2026-10-25T02:30:00+02:00"));
}

// Whatever windows the year is cut into, each edition is seen once, and by its instant.
TEST(Timetable, WindowsOverClockChangesNeitherMissNorDouble) {
  std::vector<Programme> programmes;
  for (int quarter = 0; quarter < 24; ++quarter) {
    auto each = programme(quarter + 1, "2025-12-01T00:00", "FREQ=DAILY", {"z1"}, seconds{60});
    each.start += minutes{quarter * 15};
    programmes.push_back(each);
  }
  for (const auto* name :
       {"Europe/Berlin", "Asia/Ho_Chi_Minh", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"}) {
    const auto zone = TimeZone::locate(name).value();
    for (const auto* around : {"2026-03-29T00:00:00Z", "2026-10-25T00:00:00Z", "2026-03-08T00:00:00Z",
                               "2026-04-05T00:00:00Z", "2026-10-04T00:00:00Z"}) {
      const WallTime from = instant(around) - hours{36};
      std::size_t seen = 0;
      for (int piece = 0; piece < 72 * 6; ++piece) {
        const WallTime start = from + minutes{10} * piece;
        for (const auto& edition : timetable(programmes, {}, ward(), zone, start, start + minutes{10})) {
          if (edition.start >= start) ++seen;
        }
      }
      std::size_t expected = 0;
      for (const auto& each : programmes) {
        for (CivilTime time = each.start; zone.to_wall(time) < from + hours{96}; time += hours{24}) {
          const WallTime start = zone.to_wall(time);
          if (start >= from && start < from + hours{72}) ++expected;
        }
      }
      EXPECT_EQ(seen, expected) << name << " around " << around;
    }
  }
}

TEST(Timetable, SkippedDayOfTheDateLine) {
  const auto apia = TimeZone::locate("Pacific/Apia").value();  // 30 December 2011 was left out
  const std::vector<Programme> daily{programme(1, "2011-12-28T17:00", "FREQ=DAILY")};
  const auto editions = timetable(daily, {}, ward(), apia, apia.to_wall(civil("2011-12-31T00:00")),
                                  apia.to_wall(civil("2012-01-01T00:00")));
  EXPECT_THAT(ids(editions), ElementsAre("1-20111230T170000", "1-20111231T170000"));
  EXPECT_THAT(met(editions.front()), ElementsAre("1-20111231T170000"));  // said, not hidden
}

TEST(Clashes, SameZoneOverlapping) {
  const auto editions =
      day({programme(1, "2026-11-22T17:00", "", {"z1", "z2"}), programme(2, "2026-11-22T17:29", "", {"z2", "z3"})},
          "2026-11-22");
  ASSERT_THAT(editions, SizeIs(2));
  ASSERT_THAT(editions[0].clashes, SizeIs(1));
  EXPECT_EQ(editions[0].clashes[0].with, editions[1].id);
  EXPECT_EQ(editions[0].clashes[0].title, "programme 2");
  EXPECT_THAT(editions[0].clashes[0].zones, ElementsAre("z2"));
  EXPECT_TRUE(editions[0].clashes[0].equal_priority);
  EXPECT_THAT(met(editions[1]), ElementsAre(editions[0].id));
}

TEST(Clashes, SharedAmplifierNamesEachSidesOwnZones) {
  auto high = programme(2, "2026-11-22T17:10", "", {"z4", "z1"});
  high.priority = 128;
  const auto editions = day({programme(1, "2026-11-22T17:00", "", {"z2", "z3"}), high}, "2026-11-22");
  ASSERT_THAT(editions[0].clashes, SizeIs(1));
  EXPECT_THAT(editions[0].clashes[0].zones, ElementsAre("z3"));
  EXPECT_FALSE(editions[0].clashes[0].equal_priority);
  ASSERT_THAT(editions[1].clashes, SizeIs(1));
  EXPECT_THAT(editions[1].clashes[0].zones, ElementsAre("z4"));
}

TEST(Clashes, NoneWhenApartInTimeOrPlaceOrCancelled) {
  for (const auto& edition :
       day({programme(1, "2026-11-22T17:00", ""), programme(2, "2026-11-22T17:30", ""),
            programme(3, "2026-11-22T17:00", "", {"z2"}), programme(4, "2026-11-22T17:00", "", {"nowhere"}),
            programme(5, "2026-11-22T17:00", "", {"nowhere"})},
           "2026-11-22")) {
    EXPECT_THAT(edition.clashes, IsEmpty()) << edition.id;
  }
  for (const auto& edition : day({programme(1, "2026-11-22T17:00", ""), programme(2, "2026-11-22T17:10", "")},
                                 "2026-11-22", {{"2-20261122T171000", std::nullopt, true}})) {
    EXPECT_THAT(edition.clashes, IsEmpty()) << edition.id;
  }
}

TEST(Clashes, SeriesAgainstItselfAcrossMidnight) {
  const std::vector<Programme> endless{programme(1, "2026-11-22T17:00", "FREQ=DAILY", {"z1"}, hours{24} + minutes{1})};
  const auto editions = day(endless, "2026-11-24");
  ASSERT_THAT(editions, SizeIs(2));
  EXPECT_THAT(met(editions[1]),
              ElementsAre("1-20261123T170000", "1-20261125T170000"));  // also the one beyond the window
}

TEST(Clashes, WithEditionsOutsideTheWindowAreTold) {
  const std::vector<Programme> two{programme(1, "2026-11-22T17:00", ""), programme(2, "2026-11-22T16:50", "")};
  const auto editions = timetable(two, {}, ward(), ho_chi_minh(), instant("2026-11-22T17:25:00+07:00"),
                                  instant("2026-11-22T18:00:00+07:00"));
  ASSERT_THAT(ids(editions), ElementsAre("1-20261122T170000"));
  EXPECT_THAT(met(editions[0]), ElementsAre("2-20261122T165000"));
}

TEST(Clashes, SweepAgreesWithComparingEveryPair) {
  std::mt19937 engine{7};
  const auto random = [&](int low, int high) { return std::uniform_int_distribution{low, high}(engine); };
  for (int round = 0; round < 60; ++round) {
    const Zones zones = ward();
    std::vector<Programme> programmes;
    std::vector<EditionChange> changes;
    for (int i = 1; i <= 40; ++i) {
      auto each = programme(i, "2026-11-22T00:00", "", {}, seconds{random(1, 7200)});
      each.start += minutes{random(0, 1200)};
      each.priority = random(63, 65);
      for (const auto& zone : zones) {
        if (random(0, 2) == 0) each.zones.push_back(zone.id);
      }
      if (random(0, 9) == 0) changes.push_back({edition_id(i, each.start), std::nullopt, true});
      programmes.push_back(each);
    }
    const auto editions = day(programmes, "2026-11-22", changes);
    const auto amplifier = [&](const std::string& id) {
      return std::ranges::find(zones, id, &ZoneInfo::id)->amplifier;
    };
    for (const auto& edition : editions) {
      std::vector<std::string> expected;
      for (const auto& other : editions) {
        const bool share = std::ranges::any_of(edition.zones, [&](const auto& a) {
          return std::ranges::any_of(other.zones, [&](const auto& b) { return amplifier(a) == amplifier(b); });
        });
        if (&other != &edition && share && !edition.cancelled && !other.cancelled && edition.start < other.end() &&
            other.start < edition.end()) {
          expected.push_back(other.id);
        }
      }
      ASSERT_EQ(met(edition), expected) << edition.id << " in round " << round;
    }
  }
}

TEST(Refusals, UnknownZone) {
  const auto edition = day({programme(1, "2026-11-22T17:00", "", {"z1", "z9"})}, "2026-11-22").front();
  ASSERT_THAT(edition.refusals, SizeIs(1));
  EXPECT_EQ(edition.refusals[0].zone, "z9");
  EXPECT_EQ(edition.refusals[0].reason, "not_a_zone");
  EXPECT_THAT(edition.refusals[0].detail, HasSubstr("'z9'"));
}

TEST(Refusals, AnyPartOutsideTheHours) {
  const Zones zones{{"day", 0, {{330, 1290}}},
                    {"two", 1, {{330, 660}, {780, 1290}}},
                    {"never", 2, {}},
                    {"night", 3, {{0, 120}, {1200, 1440}}}};
  const auto refused = [&](std::string_view zone, std::string_view start, seconds duration) {
    const auto edition = day({programme(1, start, "", {std::string{zone}}, duration)}, "2026-11-22", {}, zones).front();
    return edition.refusals.empty() ? std::string{}
                                    : edition.refusals.front().reason + ": " + edition.refusals.front().detail;
  };
  EXPECT_EQ(refused("day", "2026-11-22T05:30", hours{16}), "");
  EXPECT_EQ(refused("day", "2026-11-22T05:30", hours{16} + seconds{1}),
            "hours_guard: 2026-11-22 05:30-21:30 is not within the allowed hours of zone 'day' (05:30-21:30): it would "
            "be cut at 21:30; move or "
            "shorten it, or change allowed_hours in the site file");
  EXPECT_EQ(refused("day", "2026-11-22T03:15", minutes{20}),
            "hours_guard: 2026-11-22 03:15-03:35 is not within the allowed hours of zone 'day' (05:30-21:30); move or "
            "shorten it, or change "
            "allowed_hours in the site file");
  EXPECT_EQ(refused("two", "2026-11-22T10:30", minutes{30}), "");
  EXPECT_THAT(refused("two", "2026-11-22T10:30", hours{3}),
              HasSubstr("(05:30-11:00, 13:00-21:30): it would be cut at 11:00"));
  EXPECT_THAT(refused("never", "2026-11-22T12:00", minutes{30}), HasSubstr("no allowed hours at all"));
  EXPECT_EQ(refused("night", "2026-11-22T23:30", hours{2} + minutes{30}), "");
  EXPECT_THAT(refused("night", "2026-11-22T23:30", hours{3}), HasSubstr("cut at 02:00"));
}

TEST(EditionsOf, SameAsTheWholeTimetableGives) {
  std::mt19937 engine{11};
  const auto random = [&](int low, int high) { return std::uniform_int_distribution{low, high}(engine); };
  std::vector<Programme> programmes;
  for (int i = 1; i <= 60; ++i) {
    auto each = programme(i, "2026-03-20T00:00", i % 3 == 0 ? "FREQ=DAILY" : "FREQ=WEEKLY",
                          {"z" + std::to_string(random(1, 4))}, minutes{random(1, 200)});
    each.start += minutes{random(0, 5 * 1440)};
    programmes.push_back(each);
  }
  const WallTime from = instant("2026-03-27T00:00:00Z");
  const WallTime to = instant("2026-04-03T00:00:00Z");
  const auto all = timetable(programmes, {}, ward(), berlin(), from, to);
  for (const auto& subject : programmes) {
    const auto own = editions_of(subject, programmes, {}, ward(), berlin(), from, to);
    std::size_t i = 0;
    for (const auto& edition : all) {
      if (edition.programme != subject.id) continue;
      ASSERT_LT(i, own.size());
      EXPECT_EQ(own[i].id, edition.id);
      EXPECT_EQ(met(own[i]), met(edition));
      ++i;
    }
    EXPECT_EQ(i, own.size());
  }
}

}  // namespace
}  // namespace wardcast::scheduler
