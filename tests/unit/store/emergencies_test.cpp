// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

class EmergencyRecords : public ::testing::Test {
 protected:
  void reopen() {
    store.reset();
    store = open_store(folder.path()).value();
  }
  static Emergency sample(const std::string& id, std::int64_t raised_at) {
    return {id, at(raised_at, 123), "đào", 7, {"khu-a", "đê La Thành"}, 3, seconds{5}, seconds{600}, true};
  }
  TempFolder folder;
  std::unique_ptr<Store> store = open_store(folder.path()).value();
};

TEST_F(EmergencyRecords, ComeBackAsTheyWentInTheNewestFirst) {
  ASSERT_TRUE(store->append(sample("e1-1", 1000)));
  ASSERT_TRUE(store->append(sample("e1-2", 2000)));
  ASSERT_TRUE(store->append(sample("e1-1", 3000))) << "a known id: nothing happens";
  reopen();
  const auto all = store->emergencies(10);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].emergency.id, "e1-2");
  const auto& read = all[1].emergency;
  EXPECT_EQ(read.raised_at, at(1000, 123));
  EXPECT_EQ(read.raised_by, "đào");
  EXPECT_EQ(read.item, 7);
  EXPECT_EQ(read.zones, (std::vector<std::string>{"khu-a", "đê La Thành"}));
  EXPECT_EQ(read.repeat, 3);
  EXPECT_EQ(read.interval, seconds{5});
  EXPECT_EQ(read.expires_in, seconds{600});
  EXPECT_TRUE(read.drill);
  EXPECT_FALSE(all[1].acknowledged);
  EXPECT_FALSE(all[1].end);
  EXPECT_EQ(store->emergencies(1).size(), 1U);
}

TEST_F(EmergencyRecords, TellWhoAcknowledgedFirstAndHowTheAiringEnded) {
  ASSERT_TRUE(store->append(sample("e1-1", 1000)));
  ASSERT_TRUE(store->append(EmergencyAcknowledgement{"e1-1", at(1001), "hoa"}));
  ASSERT_TRUE(store->append(EmergencyAcknowledgement{"e1-1", at(1002), "minh"}));
  auto airing = sample_airing("e1-1");
  airing.edition_id.clear();
  ASSERT_TRUE(store->append(airing));
  ASSERT_TRUE(store->append(AiringEnd{"e1-1", at(1005), "partial", "reset", "reset by hoa"}));
  reopen();
  const auto all = store->emergencies(10);
  ASSERT_EQ(all.size(), 1U);
  ASSERT_TRUE(all[0].acknowledged);
  EXPECT_EQ(all[0].acknowledged->who, "hoa");
  EXPECT_EQ(all[0].acknowledged->at, at(1001));
  ASSERT_TRUE(all[0].end);
  EXPECT_EQ(all[0].end->reason, "reset");
  EXPECT_EQ(all[0].end->detail, "reset by hoa");
}

TEST_F(EmergencyRecords, MessagesAreApprovedItemsTheKindEmergencyFirst) {
  const auto add = [this](const std::string& kind, ItemStatus status, std::uint32_t packets = 50) {
    auto item = sample_item();
    item.kind = kind;
    item.status = status;
    item.packets = packets;
    return store->add_item(item).value().id;
  };
  const auto first = add("emergency", ItemStatus::approved);
  const auto news = add("tin", ItemStatus::approved);
  (void)add("emergency", ItemStatus::draft);
  (void)add("tin", ItemStatus::withdrawn);
  (void)add("tin", ItemStatus::approved, 0);
  const auto second = add("emergency", ItemStatus::approved);
  const auto later = add("tin", ItemStatus::approved);
  std::vector<ItemId> ids;
  for (const auto& item : store->messages(10)) {
    ids.push_back(item.id);
    EXPECT_TRUE(item.script.empty());
    EXPECT_EQ(item.title, sample_item().title);
    EXPECT_EQ(item.packets, 50U);
  }
  EXPECT_EQ(ids, (std::vector<ItemId>{second, first, later, news}));
  EXPECT_EQ(store->messages(3).size(), 3U);
  EXPECT_TRUE(store->messages(0).empty());
}

}  // namespace
}  // namespace wardcast::store
