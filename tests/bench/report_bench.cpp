// SPDX-License-Identifier: GPL-3.0-or-later
// The quarter's figures and the board's report out of ten years of log, and out of two hundred: what is before the
// period must cost nothing. Both histories end at the same day, are asked in turn, and medians are compared.
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp is POSIX

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/time_zone.hpp"
#include "daemon/statistics/report.hpp"
#include "drivers/store/sqlite_store.hpp"

namespace wardcast::bench {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int kAirings = 4;      // a day
constexpr int kItems = 5;        // in each, the first of them aired before
constexpr int kLastYear = 2026;  // its second quarter is asked for
const statistics::Period kQuarter = statistics::period_of({.year = kLastYear, .number = 2});

/// What one call took, in ms: of this thread's processor, and by the clock on the wall, which others' work stretches.
struct Taken {
  double cpu = 0, wall = 0;
};

struct History {
  int years = 0;
  std::filesystem::path folder;
  std::unique_ptr<store::Store> store;
  std::vector<Taken> figures, report;
};

Result<void> add_airing(store::Store& store, sys_days day, int number, store::ItemId& next_item) {
  store::Airing airing;
  airing.id = "a" + std::to_string(number) + "-" + format_date(CivilDate{day});
  airing.edition_id = airing.id.substr(1);
  airing.programme = number + 1;
  airing.title = "Chương trình phát thanh buổi " + std::to_string(number);
  airing.origin = "own";
  airing.zones = {"khu-1", "khu-2", "khu-3"};
  airing.local_date = format_date(CivilDate{day});
  airing.planned_start = airing.started_at = WallTime{day} + std::chrono::hours{number * 3};
  airing.planned_duration = std::chrono::minutes{30};
  if (auto done = store.append(airing); !done) return done;
  for (int position = 0; position < kItems; ++position) {
    store::Segment segment;
    segment.airing = airing.id;
    segment.position = position;
    segment.item = position == 0 ? next_item : ++next_item;
    segment.role = "item";
    segment.title = "Tin số " + std::to_string(*segment.item);
    segment.kind = position == 0 ? "Bài chuyên sâu" : "Tin hoạt động";
    segment.theme = "Chỉ đạo điều hành cơ sở";
    segment.author = "Ban biên tập";
    segment.unit = "Ủy ban nhân dân phường";
    segment.item_packets = segment.packets = 18000;
    segment.started_at = airing.started_at + position * std::chrono::minutes{6};
    segment.run = 1;
    segment.steady_ns = nanoseconds{segment.started_at.time_since_epoch()}.count();
    segment.confirmation = store::Confirmation::confirmed;
    segment.end_reason = "finished";
    if (auto done = store.append(segment); !done) return done;
  }
  return store.append(
      store::AiringEnd{airing.id, airing.started_at + std::chrono::minutes{30}, "full", "finished", ""});
}

History make_history(const std::filesystem::path& folder, int years) {
  History history{.years = years, .folder = folder / std::to_string(years), .store = {}, .figures = {}, .report = {}};
  history.store = store::open_store(history.folder).value();
  store::ItemId next_item = 1;
  for (int year = kLastYear - years + 1; year <= kLastYear; ++year) {
    const sys_days first{std::chrono::year{year} / 1 / 1};
    const sys_days next{std::chrono::year{year + 1} / 1 / 1};
    const auto done = history.store->atomically([&]() -> Result<void> {
      for (auto day = first; day < next; day += days{1}) {
        for (int number = 0; number < kAirings; ++number) {
          if (auto added = add_airing(*history.store, day, number, next_item); !added) return added;
        }
      }
      return {};
    });
    if (!done) throw std::runtime_error{done.error().detail};
  }
  return history;
}

double cpu_now() {
  timespec spent{};
  (void)::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

Taken taken_by(const std::function<void()>& work) {
  const auto cpu = cpu_now();
  const auto begun = std::chrono::steady_clock::now();
  work();
  const auto wall = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
  return {.cpu = cpu_now() - cpu, .wall = wall};
}

double median(const std::vector<Taken>& all, double Taken::*which) {
  std::vector<double> values;
  values.reserve(all.size());
  for (const auto& taken : all) values.push_back(taken.*which);
  std::sort(values.begin(), values.end());
  return values.at(values.size() / 2);
}

void measure(History& history) {
  const auto now = WallTime{sys_days{kQuarter.to}} + days{1};
  statistics::Figures figures;
  history.figures.push_back(taken_by([&] { figures = statistics::figures_of(*history.store, kQuarter); }));
  history.report.push_back(
      taken_by([&] { (void)statistics::report_of(*history.store, "Đài truyền thanh", kQuarter, now); }));
  if (figures.item_airings != 91 * kAirings * kItems || figures.items != 91 * kAirings * (kItems - 1)) {
    throw std::runtime_error{"the figures are wrong: " + std::to_string(figures.items) + " items"};
  }
}

void print(const std::vector<History>& histories) {
  std::printf("%8s %14s %26s %26s   medians, ms: processor (wall clock)\n", "years", "item airings",
              "quarter's figures", "board's report");
  for (const auto& history : histories) {
    std::printf("%8d %14lld %16.2f (%7.2f) %16.2f (%7.2f)\n", history.years,
                static_cast<long long>(history.years) * 365 * kAirings * kItems, median(history.figures, &Taken::cpu),
                median(history.figures, &Taken::wall), median(history.report, &Taken::cpu),
                median(history.report, &Taken::wall));
  }
  const auto ratio = [&](std::vector<Taken> History::*what) {
    return median(histories.back().*what, &Taken::cpu) / median(histories.front().*what, &Taken::cpu);
  };
  std::printf("%8s %14s %16.2f %9s %16.2f %9s   bar: 10 ms, ratio 1.5\n", "ratio", "", ratio(&History::figures), "",
              ratio(&History::report), "");
}

int run(int argc, char** argv) {
  CLI::App app{"The quarter report out of short and long histories"};
  std::vector<int> years{10, 200};
  int rounds = 15;
  app.add_option("--years", years, "lengths of the histories");
  app.add_option("--rounds", rounds, "how often each is asked");
  CLI11_PARSE(app, argc, argv);
  std::string name = (std::filesystem::temp_directory_path() / "wardcast-report-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"cannot make a temporary folder"};
  const std::filesystem::path folder{name};
  std::vector<History> histories;
  for (const int length : years) {
    std::fprintf(stderr, "writing %d years of log …\n", length);
    histories.push_back(make_history(folder, length));
  }
  for (auto& history : histories) measure(history);  // warms the files
  for (auto& history : histories) {
    history.figures.clear();
    history.report.clear();
  }
  for (int round = 0; round < rounds; ++round) {
    for (auto& history : histories) measure(history);
  }
  print(histories);
  histories.clear();
  std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace wardcast::bench

int main(int argc, char** argv) {
  try {
    return wardcast::bench::run(argc, argv);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "wardcast-bench-report: %s\n", problem.what());
    return 1;
  }
}
