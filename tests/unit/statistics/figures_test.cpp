// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/figures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/statistics/airings.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::statistics {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;

CivilDate date(const std::string& text) { return parse_date(text).value(); }
const Period kQuarter{date("2018-01-01"), date("2018-03-31")};

Figures figures(const std::vector<store::AsRun>& runs, Period period, const std::set<store::AiredItem>& before) {
  auto chosen = period_runs(runs, period);
  note_first_airings(chosen, {before.begin(), before.end()});
  return statistics::figures(chosen);
}

const Row* row(const std::vector<Row>& rows, const std::string& key) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& one) { return one.key == key; });
  return found == rows.end() ? nullptr : &*found;
}

bool day_off(sys_days day) {
  const std::chrono::weekday weekday{day};
  if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return true;
  const sys_days new_year{year{2018} / 1 / 1}, tet{year{2018} / 2 / 14}, after_tet{year{2018} / 2 / 20};
  return day == new_year || (day >= tet && day <= after_tet);
}

/// The real quarter: every working day half an hour; 51 editions of 4 items of 450 s, 8 of 5 items of 360 s.
std::vector<store::AsRun> golden_quarter() {
  std::vector<store::AsRun> runs;
  store::ItemId item = 0;
  int edition = 0;
  for (sys_days day = kQuarter.from; day <= sys_days{kQuarter.to}; day += days{1}) {
    if (day_off(day)) continue;
    Aired aired{format_date(day)};
    const bool five = edition % 7 == 0 && edition / 7 < 8;
    for (int i = 0; i < (five ? 5 : 4); ++i)
      aired.item(++item, five ? 360 * 50 : 450 * 50).is(i == 0 ? "bài" : "tin", "", "");
    runs.push_back(aired.done());
    ++edition;
  }
  return runs;
}

TEST(Figures, TheGoldenQuarterComesOutExactly) {
  const auto runs = golden_quarter();
  const auto counted = figures(runs, kQuarter, {});
  EXPECT_EQ(counted.programmes, 59);
  EXPECT_EQ(counted.programmes_partial, 0);
  EXPECT_EQ(counted.programmes_missed, 0);
  EXPECT_EQ(counted.on_air, seconds{106'200});  // 29h30'
  EXPECT_EQ(counted.unconfirmed, seconds{0});
  EXPECT_EQ(counted.items, 244);
  EXPECT_EQ(counted.item_airings, 244);
  ASSERT_EQ(counted.by_month.size(), 3U);
  const std::vector<std::tuple<std::string, int, int>> months{
      {"2018-01", 22, 39600}, {"2018-02", 15, 27000}, {"2018-03", 22, 39600}};
  int items = 0;
  for (std::size_t i = 0; i < months.size(); ++i) {
    EXPECT_EQ(counted.by_month[i].key, std::get<0>(months[i]));
    EXPECT_EQ(counted.by_month[i].programmes, std::get<1>(months[i]));
    EXPECT_EQ(counted.by_month[i].on_air, seconds{std::get<2>(months[i])});
    items += counted.by_month[i].items;
  }
  EXPECT_EQ(items, 244);
  EXPECT_EQ(row(counted.by_kind, "bài")->items, 59);
  EXPECT_EQ(row(counted.by_kind, "tin")->items, 185);
  EXPECT_EQ(row(counted.by_kind, "tin")->programmes, 59);
}

TEST(Figures, TheGoldenQuarterComesOutOfTheDatabaseAsExactly) {
  const store::TempFolder folder;
  const auto database = store::open_store(folder.path()).value();
  ASSERT_TRUE(database->atomically([&]() -> Result<void> {
    for (const auto& run : golden_quarter()) {
      if (auto done = database->append(run.airing); !done) return done;
      for (const auto& segment : run.segments) {
        if (auto done = database->append(segment); !done) return done;
      }
      if (auto done = database->append(*run.end); !done) return done;
    }
    return {};
  }));
  const auto quarter = figures_of(*database, kQuarter);
  EXPECT_EQ(quarter.programmes, 59);
  EXPECT_EQ(quarter.on_air, seconds{106'200});
  EXPECT_EQ(quarter.items, 244);
  // Three months one by one give the quarter.
  const std::vector<Period> months{{date("2018-01-01"), date("2018-01-31")},
                                   {date("2018-02-01"), date("2018-02-28")},
                                   {date("2018-03-01"), date("2018-03-31")}};
  const std::vector<int> expected{22, 15, 22};
  int items = 0;
  for (std::size_t i = 0; i < months.size(); ++i) {
    const auto part = figures_of(*database, months[i]);
    EXPECT_EQ(part.programmes, expected[i]);
    items += part.items;
  }
  EXPECT_EQ(items, 244);
  EXPECT_EQ(figures_of(*database, {date("2018-04-01"), date("2018-06-30")}).programmes, 0);
}

struct Case {
  const char* why;
  std::vector<store::AsRun> runs;
  std::set<store::AiredItem> before;
  int programmes, partial, missed, items, item_airings;
  double seconds;
};

TEST(Figures, CountingRules) {
  const std::string d = "2018-01-02";
  auto empty_end = Aired{d}.done("missed");
  const std::vector<Case> cases{
      {"nothing", {}, {}, 0, 0, 0, 0, 0, 0},
      {"a partial one counts", {Aired{d}.item(1, 1000).skip(2).done("partial")}, {}, 1, 1, 0, 1, 1, 20},
      {"a missed one does not", {empty_end}, {}, 0, 0, 1, 0, 0, 0},
      {"heard by nobody: missed",
       {Aired{d}.item(1, 9, 9, store::Confirmation::not_heard).done()},
       {},
       0,
       0,
       1,
       0,
       0,
       0},
      {"a repeat is an airing, no programme",
       {Aired{d}.item(1, 1000).done(), Aired{d, 20}.item(1, 1000).repeat().done()},
       {},
       1,
       0,
       0,
       1,
       2,
       40},
      {"a repeat that was missed is no missed programme", {Aired{d}.repeat().done("missed")}, {}, 0, 0, 0, 0, 0, 0},
      {"a drill is nothing", {Aired{d}.item(1, 1000).drill().done()}, {}, 0, 0, 0, 0, 0, 0},
      {"relay is kept apart", {Aired{d, 5, "relay"}.item(1, 1000).done()}, {}, 0, 0, 0, 0, 0, 0},
      {"notice is kept apart", {Aired{d, 5, "notice"}.item(1, 1000).done()}, {}, 0, 0, 0, 0, 0, 0},
      {"emergency is kept apart", {Aired{d, 5, "emergency"}.item(1, 1000).done()}, {}, 0, 0, 0, 0, 0, 0},
      {"a cut item gives seconds, no item", {Aired{d}.item(1, 500, 1000).done("partial")}, {}, 1, 1, 0, 0, 0, 10},
      {"two halves in two airings are no item",
       {Aired{d}.item(1, 500, 1000).done("partial"), Aired{d, 20}.item(1, 500, 1000).done("partial")},
       {},
       2,
       2,
       0,
       0,
       0,
       20},
      {"cut first, whole later",
       {Aired{d}.item(1, 500, 1000).done("partial"), Aired{"2018-01-03"}.item(1, 1000).done()},
       {},
       2,
       1,
       0,
       1,
       1,
       30},
      {"the same item twice in one rundown", {Aired{d}.item(1, 1000).item(1, 1000).done()}, {}, 1, 0, 0, 1, 2, 40},
      {"an item of an earlier period", {Aired{d}.item(1, 1000).item(2, 1000).done()}, {{1, "own"}}, 1, 0, 0, 1, 2, 40},
      {"aired before as a notice only", {Aired{d}.item(1, 1000).done()}, {{1, "notice"}}, 1, 0, 0, 1, 1, 20},
      {"tunes are seconds, not items",
       {Aired{d}.tune("opening", 250).item(1, 1000).tune("closing", 250).done()},
       {},
       1,
       0,
       0,
       1,
       1,
       30},
      {"on air just now", {Aired{d}.item(1, 1000).item(2, 300, 1000).going_on()}, {}, 1, 0, 0, 1, 1, 26},
      {"about to start", {Aired{d}.going_on()}, {}, 0, 0, 0, 0, 0, 0},
      {"the days around the period",
       {Aired{"2017-12-31"}.item(1, 1000).done(), Aired{"2018-04-01"}.item(2, 1000).done()},
       {},
       0,
       0,
       0,
       0,
       0,
       0},
      {"its first and last day",
       {Aired{"2018-01-01"}.item(1, 1000).done(), Aired{"2018-03-31"}.item(2, 1000).done()},
       {},
       2,
       0,
       0,
       2,
       2,
       40},
  };
  for (const auto& c : cases) {
    const auto counted = figures(c.runs, kQuarter, c.before);
    EXPECT_EQ(counted.programmes, c.programmes) << c.why;
    EXPECT_EQ(counted.programmes_partial, c.partial) << c.why;
    EXPECT_EQ(counted.programmes_missed, c.missed) << c.why;
    EXPECT_EQ(counted.items, c.items) << c.why;
    EXPECT_EQ(counted.item_airings, c.item_airings) << c.why;
    EXPECT_DOUBLE_EQ(in_seconds(counted.on_air), c.seconds) << c.why;
  }
}

TEST(Figures, OriginsStandBesideEachOther) {
  const std::string d = "2018-01-02";
  const auto counted =
      figures({Aired{d, 17}.item(1, 1000).done(), Aired{d, 5, "relay"}.item(2, 2000).done(),
               Aired{d, 18, "notice"}.item(1, 1000).done(), Aired{d, 19, "emergency"}.item(3, 500).drill().done()},
              kQuarter, {});
  ASSERT_EQ(counted.by_origin.size(), 3U);
  EXPECT_EQ(row(counted.by_origin, "own")->on_air, counted.on_air);
  EXPECT_EQ(row(counted.by_origin, "own")->programmes, counted.programmes);
  EXPECT_EQ(row(counted.by_origin, "own")->items, counted.items);
  EXPECT_EQ(row(counted.by_origin, "own")->item_airings, counted.item_airings);
  EXPECT_EQ(row(counted.by_origin, "relay")->on_air, seconds{40});
  EXPECT_EQ(row(counted.by_origin, "notice")->items, 1);
  EXPECT_EQ(row(counted.by_origin, "emergency"), nullptr);
}

TEST(Figures, UnconfirmedTimeIsCountedAndMarked) {
  const auto counted = figures(
      {Aired{"2018-01-02"}.item(1, 1000).item(2, 500, 500, store::Confirmation::unconfirmed).done()}, kQuarter, {});
  EXPECT_EQ(counted.on_air, seconds{30});
  EXPECT_EQ(counted.unconfirmed, seconds{10});
}

TEST(Figures, RowsByThemeAndUnitAddUp) {
  const auto counted = figures({Aired{"2018-01-02"}
                                    .item(1, 1000)
                                    .is("tin", "y tế", "Trạm Y tế")
                                    .item(2, 500)
                                    .is("bài", "môi trường", "Hội Phụ nữ")
                                    .done(),
                                Aired{"2018-02-02"}
                                    .item(1, 1000)
                                    .is("tin", "y tế", "Trạm Y tế")
                                    .item(3, 1500)
                                    .is("tin", "môi trường", "")
                                    .done()},
                               kQuarter, {});
  EXPECT_EQ(row(counted.by_theme, "y tế")->items, 1);
  EXPECT_EQ(row(counted.by_theme, "y tế")->item_airings, 2);
  EXPECT_EQ(row(counted.by_theme, "y tế")->programmes, 2);
  EXPECT_EQ(row(counted.by_theme, "môi trường")->on_air, seconds{40});
  EXPECT_EQ(row(counted.by_unit, "Hội Phụ nữ")->items, 1);
  EXPECT_EQ(row(counted.by_unit, "")->items, 1);
  EXPECT_EQ(row(counted.by_month, "2018-01")->items, 2);
  EXPECT_EQ(row(counted.by_month, "2018-02")->items, 1) << "item 1 was first aired in January";
  for (const auto* rows : {&counted.by_month, &counted.by_kind, &counted.by_theme, &counted.by_unit}) {
    int items = 0, airings = 0;
    microseconds on_air{0};
    for (const auto& one : *rows) {
      items += one.items;
      airings += one.item_airings;
      on_air += one.on_air;
    }
    EXPECT_EQ(items, counted.items);
    EXPECT_EQ(airings, counted.item_airings);
    EXPECT_EQ(on_air, counted.on_air);
  }
}

}  // namespace
}  // namespace wardcast::statistics
