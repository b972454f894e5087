// SPDX-License-Identifier: GPL-3.0-or-later
// Five hundred faults in a ward of 32 lines, found or honestly below what the line's meter and tolerance can show.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <random>

#include "tests/support/virtual_ward.hpp"

namespace wardcast::test {
namespace {

using health::Verdict;
using Kind = sim::LineFault::Kind;
using namespace std::chrono_literals;

constexpr int kLines = 32;
constexpr int kAmplifiers = 8;

/// What was broken, and what a sweep should say.
struct Planted {
  std::string what;
  std::size_t zone = 0;
  std::string expected;  ///< a verdict; "below" when the line's own resolution says that it may not be seen
  std::optional<int> lost;
  std::optional<double> short_at;
};

class Saboteur {
 public:
  Saboteur(VirtualWard& ward, unsigned seed) : ward_(ward), random_(seed) {}

  /// One fault on one line of each amplifier.
  std::vector<Planted> plant() {
    std::vector<Planted> all;
    for (std::size_t a = 0; a < kAmplifiers; ++a) all.push_back(break_something(a, a * 4 + pick(0, 3)));
    return all;
  }

 private:
  std::size_t pick(std::size_t low, std::size_t high) { return std::uniform_int_distribution{low, high}(random_); }

  const site::Line& line(std::size_t zone) const { return ward_.site_.zones[zone].lines[0]; }

  std::string seen_or_below(std::size_t zone, const std::set<std::size_t>& lost) {
    const auto facts = health::facts_of(ward_.site_, line(zone));
    if (!health::surely_seen(facts, lost)) return "below";
    return health::load_watts(facts, lost) < 0.1 * health::load_watts(facts) ? "open" : "partial";
  }

  Planted break_something(std::size_t amplifier, std::size_t zone) {
    Planted planted;
    planted.zone = zone;
    const auto& broken = line(zone);
    const auto count = broken.speakers.size();
    sim::LineFault fault;
    const auto k = pick(1, count);
    fault.at_speaker = static_cast<int>(k);
    switch (pick(0, 6)) {
      case 0: {
        planted.what = "open at k";
        fault.kind = Kind::open;
        std::set<std::size_t> lost;
        for (auto i = k - 1; i < count; ++i) lost.insert(i);
        planted.expected = seen_or_below(zone, lost);
        planted.lost = static_cast<int>(lost.size());
        break;
      }
      case 1:
        planted.what = "short at k";
        fault.kind = Kind::short_circuit;
        planted.expected = "short";
        planted.short_at = broken.speakers[k - 1].at_m;
        break;
      case 2:
        planted.what = "earth";
        fault.kind = Kind::earth;
        planted.expected = "earth";
        break;
      case 3: {
        planted.what = "loudspeakers gone";
        fault.kind = Kind::speakers_open;
        std::set<std::size_t> lost;
        const auto wanted = std::min(count, pick(1, 3));
        while (lost.size() < wanted) lost.insert(pick(0, count - 1));
        for (const auto i : lost) fault.speakers.push_back(static_cast<int>(i) + 1);
        planted.expected = seen_or_below(zone, lost);
        planted.lost = static_cast<int>(lost.size());
        break;
      }
      case 4:
        planted.what = "relay stuck";
        planted.expected = "relay_stuck";
        ward_.boards().relays(broken.relay.device).set_stuck(broken.relay.channel, true);
        return planted;
      case 5:
        planted.what = "welded";
        planted.expected = "welded";
        ward_.boards().relays(broken.relay.device).set_welded(broken.relay.channel, true, ward_.now().steady);
        return planted;
      default:
        planted.what = "no tone";
        planted.expected = "no_tone";
        ward_.meters().cut_amplifier(amplifier, true);
        return planted;
    }
    ward_.meters().break_line(broken.id, fault);
    return planted;
  }

  VirtualWard& ward_;
  std::mt19937 random_;
};

/// What the ward now says of that line.
std::string said(const VirtualWard& ward, const Planted& planted) {
  const auto& line = ward.site_.zones[planted.zone].lines[0];
  const auto faults = ward.open_faults();
  const auto contact = ward.site_.boards[line.relay.device].id + ":" + std::to_string(line.relay.channel + 1);
  std::vector<std::string> found;
  for (const auto* kind : {"partial", "open", "short", "earth", "overload", "drift", "welded"}) {
    if (faults.contains(std::string{kind} + ":line/" + line.id)) found.emplace_back(kind);
  }
  if (faults.contains("relay_stuck:" + contact)) found.emplace_back("relay_stuck");
  const auto& amplifier = ward.site_.amplifiers[ward.site_.zones[planted.zone].amplifier].id;
  if (faults.contains("no_tone:amplifier/" + amplifier)) found.emplace_back("no_tone");
  std::string words;
  for (const auto& word : found) words += (words.empty() ? "" : "+") + word;
  return words.empty() ? "ok" : words;
}

TEST(sweep_faults, five_hundred_are_found_or_stated_to_be_below_resolution) {
  std::map<std::string, std::map<std::string, int>> table;
  int planted_in_all = 0, below = 0, wrong = 0, judged = 0, held = 0, shorts = 0, near = 0, others = 0;
  for (unsigned batch = 0; planted_in_all < 500; ++batch) {
    VirtualWard ward{sample_site(kLines, 100 + batch), {.noise = 0.02, .seed = 1000 + batch}};
    ward.commission();
    ASSERT_EQ(ward.references.size(), std::size_t{kLines});
    ASSERT_TRUE(ward.open_faults().empty()) << "batch " << batch;
    Saboteur saboteur{ward, batch};
    const auto planted = saboteur.plant();
    ward.sweep();
    std::set<std::size_t> touched;
    for (const auto& one : planted) {
      ++planted_in_all;
      touched.insert(one.zone);
      const auto words = said(ward, one);
      ++table[one.what][words];
      if (one.expected == "below") {
        ++below;
        if (words != "ok" && words != "partial" && words != "open") ++wrong;
      } else if (words != one.expected) {
        ++wrong;
        ADD_FAILURE() << "batch " << batch << ": " << one.what << " on " << ward.site_.zones[one.zone].lines[0].id
                      << ": expected " << one.expected << ", said " << words;
      }
      const auto& latest = ward.book().lines()[one.zone].latest_measured;
      if (one.lost && latest && latest->lost_low && (words == "partial" || words == "open")) {
        ++judged;
        if (*latest->lost_low <= *one.lost && *one.lost <= *latest->lost_high) ++held;
      }
      if (one.short_at && words == "short") {
        ++shorts;
        const double length = *ward.site_.zones[one.zone].lines[0].length_m;
        if (latest && latest->distance_m &&
            std::abs(*latest->distance_m - *one.short_at) <= std::max(15.0, length / 10))
          ++near;
      }
    }
    for (std::size_t z = 0; z < ward.site_.zones.size(); ++z) {
      if (touched.contains(z)) continue;
      Planted healthy;
      healthy.zone = z;
      const auto words = said(ward, healthy);
      // Of an amplifier without tone nothing is known of any line.
      if (words != "ok" && words != "no_tone") {
        ++others;
        ADD_FAILURE() << "batch " << batch << ": healthy " << ward.site_.zones[z].lines[0].id << " is called " << words;
      }
    }
  }
  std::printf("%-20s said\n", "planted");
  for (const auto& [what, words] : table) {
    std::printf("%-20s", what.c_str());
    for (const auto& [word, count] : words) std::printf(" %s %d,", word.c_str(), count);
    std::printf("\n");
  }
  std::printf("%d faults, %d below the line's stated resolution, %d wrong, %d healthy lines called faulty\n",
              planted_in_all, below, wrong, others);
  std::printf(
      "lost loudspeakers within the stated range: %d of %d; shorts within 10 %% of the line or 15 m: %d of %d\n", held,
      judged, near, shorts);
  EXPECT_EQ(wrong, 0);
  EXPECT_GE(held * 100, judged * 95);
  EXPECT_EQ(near, shorts);
}

TEST(sweep_faults, a_dead_meter_says_nothing_of_its_lines) {
  VirtualWard ward{sample_site(kLines, 3), {}};
  ward.commission();
  ward.meters().kill_meter(0, true);
  const auto silent = "no_comm:meter/" + ward.site_.meters[0].id;
  ward.faults().raise("no_comm", silent, "as whoever watches the bus tells", ward.now());
  ward.sweep();
  for (std::size_t z = 0; z < ward.site_.zones.size(); ++z) {
    const auto& latest = ward.book().lines()[z].latest;
    EXPECT_EQ(latest->verdict, z < 16 ? "no_comm" : "ok") << z;
  }
  EXPECT_EQ(ward.open_faults(), std::set<std::string>{silent}) << "told once, by those who watch the bus";
}

TEST(sweep_faults, a_hundred_healthy_sweeps_raise_nothing) {
  VirtualWard ward{sample_site(kLines, 11), {.noise = 0.02, .seed = 5}};
  ward.commission();
  int faulty = 0;
  for (int sweep = 0; sweep < 100; ++sweep) {
    const auto end = ward.sweep();
    EXPECT_EQ(end.result, "complete");
    faulty += end.faulty;
  }
  EXPECT_TRUE(ward.open_faults().empty());
  EXPECT_EQ(faulty, 0);
  EXPECT_TRUE(ward.faults().all().empty());
}

}  // namespace
}  // namespace wardcast::test
