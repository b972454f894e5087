// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>

#include "base/time_zone.hpp"
#include "daemon/statistics/figures.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int kAirings = 4;  // a day
constexpr int kItems = 5;    // in each, one of them aired before

Result<void> add_airing(Store& store, sys_days day, int number, ItemId& next_item) {
  auto airing = sample_airing("a" + std::to_string(number) + "-" + format_date(day));
  airing.local_date = format_date(day);
  airing.planned_start = airing.started_at = WallTime{day} + std::chrono::hours{number * 3};
  if (auto done = store.append(airing); !done) return done;
  for (int position = 0; position < kItems; ++position) {
    auto segment = sample_segment(airing.id, position);
    segment.item = position == 0 ? next_item : ++next_item;
    segment.item_packets = segment.packets = 18000;
    segment.first_packet = 0;
    segment.run = 1;
    segment.started_at = airing.started_at + position * std::chrono::minutes{6};
    segment.steady_ns = nanoseconds{segment.started_at.time_since_epoch()}.count();
    if (auto done = store.append(segment); !done) return done;
  }
  return store.append(AiringEnd{airing.id, airing.started_at + std::chrono::minutes{30}, "full", "finished", ""});
}

/// CPU time of this thread, in ms: the machine may have more to do than this.
double cpu_now() {
  timespec spent{};
  (void)::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

/// Median of five, the file being warm.
double milliseconds_of(const std::function<void()>& work) {
  std::vector<double> taken;
  for (int i = 0; i < 5; ++i) {
    const auto begun = cpu_now();
    work();
    taken.push_back(cpu_now() - begun);
  }
  std::sort(taken.begin(), taken.end());
  return taken[taken.size() / 2];
}

/// The quarter asked for is the second of the last year: what is before it must cost nothing.
TEST(LongHistory, AQuarterOutOfTenYears) {
  const char* asked = std::getenv("WARDCAST_HISTORY_YEARS");
  const int years = asked != nullptr ? std::atoi(asked) : 10;
  const TempFolder folder;
  const auto store = open_store(folder.path()).value();
  ItemId next_item = 0;
  const int last = 2026;
  for (int year = last - years + 1; year <= last; ++year) {
    const sys_days first{std::chrono::year{year} / 1 / 1};
    const sys_days next{std::chrono::year{year + 1} / 1 / 1};
    ASSERT_TRUE(store->atomically([&]() -> Result<void> {
      for (auto day = first; day < next; day += days{1}) {
        for (int number = 0; number < kAirings; ++number) {
          if (auto done = add_airing(*store, day, number, next_item); !done) return done;
        }
      }
      return {};
    }));
  }
  const statistics::Period quarter{CivilDate{std::chrono::year{last}, std::chrono::month{4}, std::chrono::day{1}},
                                   CivilDate{std::chrono::year{last}, std::chrono::month{6}, std::chrono::day{30}}};
  statistics::Figures figures;
  const auto read = milliseconds_of([&] { (void)store->as_run(quarter.from, quarter.to); });
  const auto all = milliseconds_of([&] { figures = statistics::figures_of(*store, quarter); });
  const auto unfinished = milliseconds_of([&] { EXPECT_TRUE(store->unfinished().empty()); });
  std::printf(
      "%d years, %lld item airings: quarter read in %.1f ms, counted in %.1f ms; unfinished in %.2f ms of CPU\n", years,
      static_cast<long long>(years) * 365 * kAirings * kItems, read, all, unfinished);

  EXPECT_EQ(figures.programmes, 91 * kAirings);
  EXPECT_EQ(figures.item_airings, 91 * kAirings * kItems);
  EXPECT_EQ(figures.items, 91 * kAirings * (kItems - 1)) << "the first of each was aired before, be it years ago";
  EXPECT_EQ(figures.on_air, std::chrono::minutes{91 * kAirings * 30});
}

}  // namespace
}  // namespace wardcast::store
