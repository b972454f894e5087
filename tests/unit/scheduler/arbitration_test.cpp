// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/arbitration.hpp"

#include <gmock/gmock.h>

#include <random>
#include <set>

#include "tests/unit/scheduler/support.hpp"

namespace wardcast::scheduler {
namespace {

using testing::ElementsAre;
using Owners = std::vector<std::size_t>;
using Indices = std::vector<std::size_t>;

constexpr std::size_t kA = 0, kB = 1, kNone = kNobody;

Claim claim(int priority, Indices zones) { return {static_cast<std::uint64_t>(priority), priority, std::move(zones)}; }

struct Case {
  const char* name;
  Indices a, b;                    ///< zones of the first and of the later claim, in ward(): 2 and 3 share an amplifier
  Owners first_keeps, later_wins;  ///< owners by priority: later is lower or equal; later is higher
};

class TwoClaims : public testing::TestWithParam<Case> {};

TEST_P(TwoClaims, AreArbitratedByNumber) {
  const auto& [name, a, b, first_keeps, later_wins] = GetParam();
  const auto owners = [&, zones_a = a, zones_b = b](int priority_a, int priority_b) {
    const std::vector<Claim> claims{claim(priority_a, zones_a), claim(priority_b, zones_b)};
    return arbitrate(claims, ward());
  };
  for (const auto& [first, later] :
       {std::pair{64, 63}, {64, 64}, {0, 0}, {128, 31}, {223, 223}, {224, 224}, {254, 254}, {255, 254}}) {
    EXPECT_EQ(owners(first, later), first_keeps) << name << ' ' << first << ' ' << later;
  }
  for (const auto& [first, later] : {std::pair{63, 64}, {0, 255}, {160, 224}, {254, 255}, {255, 255}}) {
    EXPECT_EQ(owners(first, later), later_wins) << name << ' ' << first << ' ' << later;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, TwoClaims,
    testing::Values(
        Case{"separate", {0}, {1}, {kA, kB, kNone, kNone}, {kA, kB, kNone, kNone}},
        Case{"same zone", {0}, {0}, {kA, kNone, kNone, kNone}, {kB, kNone, kNone, kNone}},
        Case{"overlapping", {0, 1}, {1, 2}, {kA, kA, kB, kNone}, {kA, kB, kB, kNone}},
        Case{"inside", {0, 1, 2}, {1}, {kA, kA, kA, kNone}, {kA, kB, kA, kNone}},
        Case{"other zone of one amplifier", {2}, {3}, {kNone, kNone, kA, kNone}, {kNone, kNone, kNone, kB}},
        Case{"one zone of an amplifier held whole", {2, 3}, {3}, {kNone, kNone, kA, kA}, {kNone, kNone, kNone, kB}},
        Case{"shared amplifier and more", {0, 2}, {1, 3}, {kA, kB, kA, kNone}, {kA, kB, kNone, kB}},
        Case{"all against one", {0, 1, 2, 3}, {3}, {kA, kA, kA, kA}, {kA, kA, kNone, kB}},
        Case{"beyond the station", {0, 99}, {99}, {kA, kNone, kNone, kNone}, {kA, kNone, kNone, kNone}}),
    [](const auto& each) {
      std::string name{each.param.name};
      std::ranges::replace(name, ' ', '_');
      return name;
    });

TEST(Arbitration, NobodyWithoutClaims) { EXPECT_THAT(arbitrate({}, ward()), ElementsAre(kNone, kNone, kNone, kNone)); }

TEST(Arbitration, HeldBackClaimGetsItsZonesBack) {
  const std::vector<Claim> three{claim(64, {0, 1}), claim(128, {1}), claim(64, {1})};
  EXPECT_THAT(arbitrate(three, ward()), ElementsAre(0, 1, kNone, kNone));
  const std::vector<Claim> two{three[0], three[2]};
  EXPECT_THAT(arbitrate(two, ward()), ElementsAre(0, 0, kNone, kNone));
}

TEST(MayStart, ByOnBusy) {
  const std::vector<Claim> on_air{claim(64, {0, 2})};
  const auto may = [&](int priority, Indices zones, OnBusy on_busy) {
    return may_start(claim(priority, std::move(zones)), on_busy, on_air, ward());
  };
  EXPECT_TRUE(may(64, {1}, OnBusy::reject));
  EXPECT_FALSE(may(64, {0, 1}, OnBusy::reject));
  EXPECT_FALSE(may(64, {1, 3}, OnBusy::reject));  // 3 hangs on the amplifier of 2
  EXPECT_FALSE(may(64, {0, 1}, OnBusy::queue));
  EXPECT_TRUE(may(64, {0, 1}, OnBusy::partial));
  EXPECT_FALSE(may(64, {0, 3}, OnBusy::partial));
  EXPECT_TRUE(may(65, {0, 1, 3}, OnBusy::reject));
  EXPECT_TRUE(may(65, {0, 1, 3}, OnBusy::queue));
  EXPECT_FALSE(may(255, {}, OnBusy::reject));
  EXPECT_FALSE(may(255, {0, 99}, OnBusy::reject));
  EXPECT_TRUE(may(255, {0, 99}, OnBusy::partial));
}

TEST(AtStart, ByOnBusy) {
  const std::vector<Claim> on_air{claim(64, {0})};
  const auto decided = [&](Indices zones, OnBusy on_busy, bool slot_over = false) {
    return at_start(claim(64, std::move(zones)), on_busy, slot_over, on_air, ward());
  };
  EXPECT_EQ(decided({1}, OnBusy::reject), Start::now);
  EXPECT_EQ(decided({0, 1}, OnBusy::reject), Start::miss);
  EXPECT_EQ(decided({0, 1}, OnBusy::partial), Start::now);
  EXPECT_EQ(decided({0}, OnBusy::partial), Start::miss);
  EXPECT_EQ(decided({1}, OnBusy::queue), Start::now);
  EXPECT_EQ(decided({0, 1}, OnBusy::queue), Start::wait);
  EXPECT_EQ(decided({0, 1}, OnBusy::queue, true), Start::miss);
  EXPECT_EQ(decided({1}, OnBusy::queue, true), Start::miss);
}

TEST(After, ByOnInterrupt) {
  const Holding both{{0, 1}};
  struct Row {
    Holding before;
    OnInterrupt on_interrupt;
    Indices gets, asked;
    Holding then;
  };
  using enum OnInterrupt;
  const std::vector<Row> rows{
      {both, continue_, {1}, {0, 1}, {{1}, {}, Standing::on_air}},
      {both, continue_, {}, {0, 1}, {{}, {}, Standing::muted}},
      {{{}, {}, Standing::muted}, continue_, {0}, {0, 1}, {{0}, {}, Standing::on_air}},
      {both, resume, {1}, {0, 1}, {{1}, {}, Standing::on_air}},
      {both, resume, {}, {0, 1}, {{}, {}, Standing::paused}},
      {{{}, {}, Standing::paused}, resume, {0, 1}, {0, 1}, both},
      {both, stop, {1}, {0, 1}, {{1}, {0}, Standing::on_air}},
      {{{1}, {0}}, stop, {}, {1}, {{}, {0, 1}, Standing::over}},
      {{{1}}, stop, {0, 1}, {0, 1}, both},                  // partial: what it never had may still come
      {both, stop, {1}, {1}, {{1}, {}, Standing::on_air}},  // by the hours guard: nobody took it
      {{{0}}, stop, {}, {}, {{}, {}, Standing::muted}},     // likewise
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(after(rows[i].before, rows[i].on_interrupt, rows[i].gets, rows[i].asked), rows[i].then) << "row " << i;
  }
}

class RandomClaims : public testing::Test {
 protected:
  int random(int low, int high) { return std::uniform_int_distribution{low, high}(engine_); }

  Zones random_ward() {
    Zones zones;
    for (int i = random(1, 12); i > 0; --i)
      zones.push_back({"z" + std::to_string(i), static_cast<std::size_t>(random(0, 5)), {{}}});
    return zones;
  }
  std::vector<Claim> random_claims(const Zones& zones) {
    std::vector<Claim> claims;
    for (int i = random(0, 8); i > 0; --i) {
      Claim each{static_cast<std::uint64_t>(i), random(0, 3) == 0 ? 255 : random(60, 66), {}};
      for (std::size_t zone = 0; zone < zones.size(); ++zone) {
        if (random(0, 2) == 0) each.zones.push_back(zone);
      }
      claims.push_back(each);
    }
    return claims;
  }

 private:
  std::mt19937 engine_{42};
};

TEST_F(RandomClaims, KeepTheRules) {
  for (int round = 0; round < 5000; ++round) {
    const Zones zones = random_ward();
    const auto claims = random_claims(zones);
    const auto owner = arbitrate(claims, zones);
    ASSERT_EQ(owner.size(), zones.size());
    std::vector<std::set<std::size_t>> owners_of(6), wanting(6);
    for (std::size_t i = 0; i < claims.size(); ++i) {
      for (const auto zone : claims[i].zones) wanting[zones[zone].amplifier].insert(i);
    }
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
      if (owner[zone] == kNobody) continue;
      ASSERT_EQ(std::ranges::count(claims[owner[zone]].zones, zone), 1);  // nobody gets what it did not ask for
      owners_of[zones[zone].amplifier].insert(owner[zone]);
    }
    for (std::size_t amplifier = 0; amplifier < 6; ++amplifier) {
      ASSERT_EQ(owners_of[amplifier].size(),
                wanting[amplifier].empty() ? 0U : 1U);  // never two sources, never idle when wanted
    }
    // Whoever is above all others gets all it asks for.
    std::size_t top = kNobody;
    for (std::size_t i = 0; i < claims.size(); ++i) {
      if (top == kNobody || claims[i].priority > claims[top].priority ||
          (claims[i].priority == 255 && claims[top].priority == 255))
        top = i;
    }
    if (top != kNobody) {
      for (const auto zone : claims[top].zones) ASSERT_EQ(owner[zone], top);
    }
  }
}

TEST_F(RandomClaims, DoNotDependOnUnrelatedOnes) {
  for (int round = 0; round < 3000; ++round) {
    const Zones zones = random_ward();
    auto claims = random_claims(zones);
    if (claims.empty()) continue;
    const auto before = arbitrate(claims, zones);
    const auto removed = static_cast<std::size_t>(random(0, static_cast<int>(claims.size()) - 1));
    std::set<std::size_t> touched;
    for (const auto zone : claims[removed].zones) touched.insert(zones[zone].amplifier);
    claims.erase(claims.begin() + static_cast<std::ptrdiff_t>(removed));
    const auto after = arbitrate(claims, zones);
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
      if (touched.contains(zones[zone].amplifier)) continue;
      const auto shifted = before[zone] == kNobody || before[zone] < removed ? before[zone] : before[zone] - 1;
      ASSERT_EQ(after[zone], shifted);
    }
  }
}

}  // namespace
}  // namespace wardcast::scheduler
