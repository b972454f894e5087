// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/message_shelf.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wardcast::playout {
namespace {
using testing::ElementsAre;

class Loads final : public MediaDoor {
 public:
  void load(const std::string& media) override { asked.push_back(media); }
  std::vector<std::string> asked;
};

PlanItem item(const std::string& media, std::uint32_t packets, const std::string& kind = "news") {
  PlanItem made;
  made.media = media;
  made.packets = packets;
  made.kind = kind;
  return made;
}

std::shared_ptr<const media::Recording> recording() {
  return std::make_shared<media::Recording>(960, std::vector<std::uint32_t>{0, 1}, std::vector<std::byte>(1),
                                            std::vector<float>{-20});
}

class Shelf : public testing::Test {
 protected:
  void loaded(const std::string& media) { shelf.media_loaded(media, recording()); }
  void lost(const std::string& media) { shelf.media_loaded(media, Error{ErrorCode::not_found, "gone"}); }
  Loads disk;
  MessageShelf shelf{disk, 100'000};  // about 770 packets
};

TEST_F(Shelf, AsksForOneAtATimeInTheOrderGiven) {
  shelf.update({item("e", 100, "emergency"), item("a", 100), item("b", 100)});
  EXPECT_THAT(disk.asked, ElementsAre("e"));
  loaded("e");
  loaded("a");
  loaded("b");
  EXPECT_THAT(disk.asked, ElementsAre("e", "a", "b"));
  EXPECT_TRUE(shelf.find("e"));
  EXPECT_TRUE(shelf.find("b"));
  EXPECT_FALSE(shelf.find("c"));
}

TEST_F(Shelf, KeepsEmergencyMessagesBeyondTheBudgetAndOthersWhileTheyFit) {
  shelf.update({item("e1", 700, "emergency"), item("e2", 700, "emergency"), item("a", 100)});
  loaded("e1");
  loaded("e2");
  EXPECT_THAT(disk.asked, ElementsAre("e1", "e2"));
  shelf.update({item("e1", 500, "emergency"), item("long", 400), item("short", 100)});
  loaded("short");
  EXPECT_THAT(disk.asked, ElementsAre("e1", "e2", "short"));
  EXPECT_FALSE(shelf.find("e2")) << "what is no longer among the messages is let go";
}

TEST_F(Shelf, NeverGrowsBeyondTwiceTheBudget) {
  shelf.update({item("e1", 700, "emergency"), item("e2", 700, "emergency"), item("e3", 700, "emergency")});
  loaded("e1");
  loaded("e2");
  EXPECT_THAT(disk.asked, ElementsAre("e1", "e2"));
}

TEST_F(Shelf, WhatCannotBeReadIsPassedOverUntilTheNextPlan) {
  const std::vector<PlanItem> messages{item("a", 100), item("b", 100)};
  shelf.update(messages);
  lost("a");
  loaded("b");
  EXPECT_THAT(disk.asked, ElementsAre("a", "b"));
  shelf.update(messages);
  EXPECT_THAT(disk.asked, ElementsAre("a", "b", "a"));
}

TEST_F(Shelf, TakesNoNoticeOfOtherRecordings) {
  shelf.update({item("a", 100)});
  loaded("programme");
  EXPECT_FALSE(shelf.find("programme"));
  EXPECT_THAT(disk.asked, ElementsAre("a"));
}

}  // namespace
}  // namespace wardcast::playout
