// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/statistics/messy_journal.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>

#include "base/time_zone.hpp"

namespace wardcast::statistics {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr int kDays = 60;
constexpr int kItems = 80;
const WallTime kFirst = WallTime{sys_days{std::chrono::year{2018} / 1 / 1}} - hours{7};  // midnight in Hanoi

class Maker {
 public:
  explicit Maker(std::uint32_t seed) : random_(seed) {}

  std::vector<store::AsRun> make() {
    set_the_stage();
    for (int day = 0; day < kDays; ++day) {
      const int airings = below(5);
      for (int i = 0; i < airings; ++i) one_airing(day, i);
      if (chance(15)) imported(day);
    }
    if (!journal_.empty() && journal_.back().airing.programme != 0) journal_.back().end.reset();
    return std::move(journal_);
  }

 private:
  int below(int most) { return std::uniform_int_distribution<int>{0, most - 1}(random_); }
  bool chance(int percent) { return below(100) < percent; }
  template <std::size_t Count>
  std::string any(const std::array<const char*, Count>& words) {
    return words[static_cast<std::size_t>(below(static_cast<int>(Count)))];
  }

  /// Restarts and settings of the clock, anywhere in the two months.
  void set_the_stage() {
    for (int i = 0; i < 90; ++i) restarts_.push_back(kFirst + seconds{below(kDays * 86400)});
    for (int i = 0; i < 12; ++i)
      settings_.push_back({kFirst + seconds{below(kDays * 86400)}, seconds{below(7201) - 3600}});
    std::sort(restarts_.begin(), restarts_.end());
  }
  [[nodiscard]] std::int64_t run_at(WallTime true_time) const {
    return 1 + std::count_if(restarts_.begin(), restarts_.end(), [&](WallTime at) { return at <= true_time; });
  }
  /// Every run's steady clock begins anew.
  [[nodiscard]] std::int64_t steady_at(WallTime true_time) const {
    WallTime begun = kFirst;
    for (const auto at : restarts_) {
      if (at <= true_time) begun = at;
    }
    return nanoseconds{true_time - begun + seconds{5}}.count();
  }
  [[nodiscard]] WallTime wall_at(WallTime true_time) const {
    seconds wrong{0};
    for (const auto& [at, by] : settings_) {
      if (at <= true_time) wrong = by;
    }
    return true_time + wrong;
  }
  [[nodiscard]] std::optional<WallTime> restart_within(WallTime from, WallTime to) const {
    for (const auto at : restarts_) {
      if (at > from && at < to) return at;
    }
    return std::nullopt;
  }

  void one_airing(int day, int number) {
    store::AsRun run;
    auto& airing = run.airing;
    // Few starts, so that several airings lie on each other; some cross midnight.
    const WallTime start = kFirst + days{day} + hours{chance(10) ? 23 : 5 + 6 * below(3)} + minutes{10 * below(5)};
    airing.id = "a" + std::to_string(day) + "-" + std::to_string(number);
    airing.edition_id = airing.id.substr(1);
    airing.programme = 1 + below(9);
    airing.title = "Bản tin " + std::to_string(airing.programme);
    airing.origin = chance(70) ? "own" : any<3>({"relay", "notice", "emergency"});
    airing.drill = chance(6);
    airing.repeat = chance(10);
    airing.zones = {"z" + std::to_string(below(4))};
    airing.planned_start = airing.started_at = start;
    airing.planned_duration = minutes{30};
    airing.local_date = format_date(CivilDate{std::chrono::floor<days>(start + hours{7})});
    now_ = start;
    const int entries = below(7);
    for (int position = 0; position < entries; ++position) entry(run, position);
    run.end = store::AiringEnd{airing.id, now_, "full", "finished", ""};  // its word decides nothing
    journal_.push_back(std::move(run));
  }

  void entry(store::AsRun& run, int position) {
    store::Segment segment;
    segment.airing = run.airing.id;
    segment.position = position;
    segment.item = below(kItems) + 1;
    segment.role = position == 0 && chance(30) ? "opening" : "item";
    segment.kind = any<4>({"Tin hoạt động", "Bài chuyên sâu", "Phóng sự", ""});
    segment.theme = any<3>({"Y tế", "An ninh", "Gương người tốt"});
    segment.unit = any<3>({"UBND phường", "Trạm Y tế", ""});
    segment.item_packets = static_cast<std::uint32_t>(200 + 50 * below(400));
    if (chance(10)) {
      run.skips.push_back({run.airing.id, position, segment.item, "", "unreadable", now_, segment.role});
      if (chance(50)) return;  // else a restart found the file after all
    }
    const auto whole = segment.item_packets;
    auto wanted = whole;
    if (chance(25)) wanted = static_cast<std::uint32_t>(whole * static_cast<std::uint32_t>(930 + below(40)) / 1000);
    if (chance(10)) wanted = static_cast<std::uint32_t>(1 + below(static_cast<int>(whole)));
    play(run, segment, wanted);
    if (chance(5)) now_ += seconds{below(40)};
  }

  /// Sends `wanted` packets, in as many segments as restarts, pauses and relays make of it.
  void play(store::AsRun& run, store::Segment segment, std::uint32_t wanted) {
    while (wanted > 0) {
      auto packets = wanted;
      if (chance(20)) packets = static_cast<std::uint32_t>(1 + below(static_cast<int>(wanted)));
      const auto restart = restart_within(now_, now_ + frames_to_time(packets));
      if (restart) packets = static_cast<std::uint32_t>((*restart - now_) / kFrame);
      segment.confirmation = chance(80)
                                 ? store::Confirmation::confirmed
                                 : (chance(60) ? store::Confirmation::unconfirmed : store::Confirmation::not_heard);
      segment.packets = packets;
      // A send is written down a few ms early or late.
      const auto written = now_ + milliseconds{below(7) - 3};
      segment.run = run_at(now_);
      segment.steady_ns = steady_at(written);
      segment.started_at = wall_at(written);
      segment.end_reason = restart ? "crash" : "finished";
      if (packets > 0) run.segments.push_back(segment);
      segment.first_packet += packets;
      wanted -= packets;
      now_ += frames_to_time(packets);
      if (restart) {
        const auto silence = seconds{1 + below(20)};
        now_ = *restart + silence;
        const auto lost = static_cast<std::uint32_t>(std::min<std::int64_t>(wanted, silence / kFrame));
        segment.first_packet += lost;
        wanted -= lost;
      } else if (chance(5)) {
        now_ += seconds{below(30)};
      }
    }
  }

  /// What a paper log says of the day, of hours that the station may have aired too.
  void imported(int day) {
    store::AsRun run;
    auto& airing = run.airing;
    const WallTime start = kFirst + days{day} + hours{5 + below(15)};
    airing.id = "i" + std::to_string(day);
    airing.title = "Bản tin chép tay";
    airing.origin = chance(80) ? "own" : "relay";
    airing.planned_start = airing.started_at = start;
    airing.local_date = format_date(CivilDate{std::chrono::floor<days>(start + hours{7})});
    WallTime at = start;
    for (int position = 1; position < 5; ++position) {
      store::Segment segment;
      segment.airing = airing.id;
      segment.position = position;
      segment.item = -1 - below(30);
      segment.role = "item";
      segment.kind = "Tin hoạt động";
      segment.packets = static_cast<std::uint32_t>(50 * (60 + below(500)));
      segment.item_packets = chance(85) ? segment.packets : 0;
      segment.started_at = at;
      run.segments.push_back(segment);
      at += frames_to_time(segment.packets) - seconds{chance(20) ? 30 : 0};
    }
    run.end = store::AiringEnd{airing.id, at, "full", "imported", ""};
    journal_.push_back(std::move(run));
  }

  std::mt19937 random_;
  std::vector<WallTime> restarts_;
  std::vector<std::pair<WallTime, seconds>> settings_;
  std::vector<store::AsRun> journal_;
  WallTime now_{};
};

}  // namespace

std::vector<store::AsRun> messy_journal(std::uint32_t seed) { return Maker{seed}.make(); }

}  // namespace wardcast::statistics
