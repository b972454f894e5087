// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/before_air.hpp"

#include <gmock/gmock.h>

#include <map>

namespace wardcast::scheduler {
namespace {
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr WallTime kStart{seconds{1'795'316'400}};

class BeforeAir : public ::testing::Test {
 protected:
  ItemId item(seconds length, const std::string& refused = {}) {
    const ItemId id = static_cast<ItemId>(items.size()) + 1;
    items[id] = {"Tin " + std::to_string(id), length / kFrame, refused, std::nullopt, {}};
    return id;
  }
  Edition edition(seconds slot, std::vector<ItemId> rundown) {
    Edition made;
    made.start = kStart;
    made.duration = slot;
    made.items = std::move(rundown);
    return made;
  }
  std::vector<Warning> told(const Edition& edition) {
    return judge(edition, [this](ItemId id) -> const ItemFacts* {
      const auto found = items.find(id);
      return found == items.end() ? nullptr : &found->second;
    });
  }
  std::vector<std::string> reasons(const Edition& edition) {
    std::vector<std::string> words;
    for (const auto& warning : told(edition)) words.push_back(warning.reason);
    return words;
  }
  std::map<ItemId, ItemFacts> items;
};

TEST_F(BeforeAir, AFullRundownGivesNoWarning) {
  EXPECT_THAT(told(edition(1800s, {item(450s), item(450s), item(450s), item(450s)})), IsEmpty());
  EXPECT_THAT(told(edition(1800s, {item(1710s)})), IsEmpty()) << "a twentieth short is nothing to speak of";
  EXPECT_THAT(told(edition(30s, {item(25s)})), IsEmpty()) << "nor are five seconds";
}

TEST_F(BeforeAir, AnEmptyOneIsToBeMissed) {
  const auto warnings = told(edition(1800s, {}));
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].reason, "empty");
  EXPECT_THAT(warnings[0].detail, HasSubstr("missed"));
}

TEST_F(BeforeAir, ShortAndLongAreMeasured) {
  const auto shorter = told(edition(1800s, {item(900s)}));
  ASSERT_EQ(shorter.size(), 1U);
  EXPECT_EQ(shorter[0].reason, "underfull");
  EXPECT_EQ(shorter[0].by, 900s);
  EXPECT_THAT(shorter[0].detail, HasSubstr("15:00"));

  const auto first = item(1700s), straddling = item(200s), never = item(60s);
  const auto longer = told(edition(1800s, {first, straddling, never}));
  ASSERT_EQ(longer.size(), 1U);
  EXPECT_EQ(longer[0].reason, "overfull");
  EXPECT_EQ(longer[0].by, 160s);
  EXPECT_THAT(longer[0].items, ElementsAre(straddling, never));
}

TEST_F(BeforeAir, OpeningAndClosingCount) {
  auto made = edition(1800s, {item(1700s)});
  made.opening_item = item(50s);
  made.closing_item = item(50s);
  EXPECT_THAT(told(made), IsEmpty());
  made.closing_item = item(60s);
  EXPECT_THAT(reasons(made), ElementsAre("overfull"));
}

TEST_F(BeforeAir, WhatMayNotAirIsNamedAndTakesNoTime) {
  const auto good = item(900s), draft = item(450s, "unapproved"), other = item(450s, "unapproved");
  const auto gone = item(10s, "withdrawn"), silent = item(10s, "no_audio"), broken = item(10s);
  items[broken].unreadable = "the file is missing";
  const auto warnings = told(edition(1800s, {good, draft, other, draft, gone, silent, broken, 99}));
  std::vector<std::string> words;
  for (const auto& warning : warnings) words.push_back(warning.reason);
  EXPECT_THAT(words, ElementsAre("underfull", "unapproved", "withdrawn", "no_audio", "unknown_item", "unreadable"));
  EXPECT_EQ(warnings[0].by, 900s);
  EXPECT_THAT(warnings[1].items, ElementsAre(draft, other)) << "each once";
  EXPECT_EQ(warnings[1].detail, "'Tin 2' (item 2), 'Tin 3' (item 3) are not approved.");
  EXPECT_THAT(warnings[5].detail, HasSubstr("the file is missing"));
}

TEST_F(BeforeAir, NothingThatMayAirIsAsGoodAsEmpty) {
  EXPECT_THAT(reasons(edition(1800s, {item(1800s, "unapproved")})), ElementsAre("empty", "unapproved"));
}

TEST_F(BeforeAir, ExpiryIsJudgedAtTheItemsOwnPlace) {
  const auto first = item(900s), second = item(900s);
  items[second].expires_at = kStart + 1800s;
  EXPECT_THAT(told(edition(1800s, {first, second})), IsEmpty()) << "over exactly then";
  items[second].expires_at = kStart + 1000s;
  const auto warnings = told(edition(1800s, {first, second}));
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].reason, "underfull");
  EXPECT_EQ(warnings[0].by, 800s) << "it is cut where it expires";
  EXPECT_EQ(warnings[1].reason, "expired");
  EXPECT_THAT(warnings[1].items, ElementsAre(second));
}

TEST_F(BeforeAir, CancelledEditionsAndOtherSourcesAreLeftAlone) {
  auto made = edition(1800s, {});
  made.cancelled = true;
  EXPECT_THAT(told(made), IsEmpty());
  made.cancelled = false;
  made.source = SourceKind::stream;
  EXPECT_THAT(told(made), IsEmpty());
}

TEST(BeforeAirStages, ADayAndAnHourBefore) {
  EXPECT_EQ(stage_at(kStart, kStart - 24h - 1us), std::nullopt);
  EXPECT_EQ(stage_at(kStart, kStart - 24h), Stage::day);
  EXPECT_EQ(stage_at(kStart, kStart - 60min - 1us), Stage::day);
  EXPECT_EQ(stage_at(kStart, kStart - 60min), Stage::hour);
  EXPECT_EQ(stage_at(kStart, kStart), std::nullopt);
  EXPECT_EQ(word(Stage::day), "24h");
  EXPECT_EQ(word(Stage::hour), "60min");
}

}  // namespace
}  // namespace wardcast::scheduler
