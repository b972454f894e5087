// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/time_zone.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

class Records : public ::testing::Test {
 protected:
  void reopen() {
    store.reset();
    store = open_store(folder.path()).value();
  }
  TempFolder folder;
  std::unique_ptr<Store> store = open_store(folder.path()).value();
};

TEST_F(Records, UsersComeBackAsTheyWentIn) {
  User user;
  user.name = "dao.nt";
  user.role = Role::operator_;
  user.self_approve = true;
  user.password_hash = "$argon2id$…";
  const auto added = store->add_user(user).value();
  EXPECT_GT(added.id, 0);
  reopen();
  const auto read = store->user_by_name("dao.nt");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, added.id);
  EXPECT_EQ(read->role, Role::operator_);
  EXPECT_FALSE(read->disabled);
  EXPECT_TRUE(read->self_approve);
  EXPECT_EQ(read->password_hash, user.password_hash);
  EXPECT_FALSE(store->user_by_name("đào"));
  EXPECT_FALSE(store->user(added.id + 1));
}

TEST_F(Records, AUsersNameIsTakenOnlyOnce) {
  User user;
  user.name = "admin";
  ASSERT_TRUE(store->add_user(user));
  const auto second = store->add_user(user);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_EQ(second.error().field, "name");
  EXPECT_EQ(store->users().size(), 1U);
}

TEST_F(Records, AUserIsChanged) {
  User user;
  user.name = "admin";
  user = store->add_user(user).value();
  user.disabled = true;
  user.role = Role::board;
  ASSERT_TRUE(store->update_user(user));
  EXPECT_TRUE(store->user(user.id)->disabled);
  EXPECT_EQ(store->user(user.id)->role, Role::board);
  user.id = 99;
  EXPECT_EQ(store->update_user(user).error().code, ErrorCode::not_found);
}

TEST_F(Records, TokensAreListedAndRevoked) {
  Token token;
  token.name = "máy tính bàn trực";
  token.role = Role::editor;
  token.hash = "ab12";
  token.created = at(1515000000, 5);
  const auto added = store->add_token(token).value();
  const auto read = store->token_by_hash("ab12");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, added.id);
  EXPECT_EQ(read->name, token.name);
  EXPECT_EQ(read->created, token.created);
  EXPECT_FALSE(read->revoked);
  EXPECT_EQ(store->add_token(token).error().code, ErrorCode::conflict) << "the same secret twice";
  EXPECT_FALSE(store->token_by_hash("ab12")->last_used);
  ASSERT_TRUE(store->token_used(added.id, at(60)));
  EXPECT_EQ(store->token_by_hash("ab12")->last_used, at(60));
  ASSERT_TRUE(store->revoke_token(added.id));
  EXPECT_TRUE(store->token_by_hash("ab12")->revoked);
  EXPECT_EQ(store->tokens().size(), 1U);
  EXPECT_EQ(store->revoke_token(99).error().code, ErrorCode::not_found);
}

TEST_F(Records, SessionsComeAndGo) {
  User user;
  user.name = "dao";
  user = store->add_user(user).value();
  User other;
  other.name = "mai";
  other = store->add_user(other).value();
  const auto session = [](const std::string& number, UserId whose, WallTime expires) {
    return Session{"h" + number, whose, "csrf" + number, at(100), expires, 0, at(101), "192.0.2.1"};
  };
  ASSERT_TRUE(store->add_session(session("1", user.id, at(200))));
  ASSERT_TRUE(store->add_session(session("2", user.id, at(300))));
  ASSERT_TRUE(store->add_session(session("3", other.id, at(400))));
  EXPECT_EQ(store->add_session(session("4", 99, at(2))).error().code, ErrorCode::not_found);
  const auto read = store->session_by_hash("h2");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->user, user.id);
  EXPECT_EQ(read->csrf, "csrf2");
  EXPECT_EQ(read->created, at(100));
  EXPECT_EQ(read->expires, at(300));
  EXPECT_EQ(read->last_seen, at(101));
  EXPECT_EQ(read->peer, "192.0.2.1");
  ASSERT_TRUE(store->session_seen("h2", at(160)));
  EXPECT_EQ(store->session(read->id)->last_seen, at(160));
  ASSERT_EQ(store->user_sessions(user.id).size(), 2U);
  EXPECT_EQ(store->user_sessions(user.id)[1].hash, "h2");
  ASSERT_TRUE(store->remove_expired_sessions(at(200)));
  EXPECT_FALSE(store->session_by_hash("h1"));
  EXPECT_TRUE(store->session_by_hash("h2"));
  ASSERT_TRUE(store->remove_user_sessions(user.id));
  EXPECT_FALSE(store->session_by_hash("h2"));
  ASSERT_TRUE(store->remove_session("h3"));
  EXPECT_FALSE(store->session_by_hash("h3"));
}

TEST_F(Records, ItemsComeBackAsTheyWentIn) {
  auto item = store->add_item(sample_item()).value();
  auto twin = sample_item();
  twin.duplicate_of = item.id;
  twin.expires_on.reset();
  twin = store->add_item(twin).value();
  reopen();
  ASSERT_TRUE(store->item(item.id));
  EXPECT_TRUE(same(*store->item(item.id), item));
  EXPECT_TRUE(same(*store->item(twin.id), twin));
  item.status = ItemStatus::withdrawn;
  item.samples = 0xFFFFFFFFFFULL;
  item.title = "Tiêu đề mới";
  ASSERT_TRUE(store->update_item(item));
  EXPECT_TRUE(same(*store->item(item.id), item));
  item.id = 99;
  EXPECT_EQ(store->update_item(item).error().code, ErrorCode::not_found);
}

TEST_F(Records, ItemsAreFoundWithoutMarksAndInAnyCase) {
  auto item = sample_item();
  item.title = "Sửa Loa Phường ở ngõ Đông Tác";
  const auto id = store->add_item(item).value().id;
  item.title = "Tin khác";
  (void)store->add_item(item).value();
  for (const auto* sought : {"loa phuong", "LOA PHƯỜNG", "dong tac", "Đông Tác", "ngõ đông"}) {
    ItemFilter filter;
    filter.search = sought;
    const auto found = store->items(filter);
    ASSERT_EQ(found.size(), 1U) << sought;
    EXPECT_EQ(found[0].id, id);
  }
  ItemFilter filter;
  filter.search = "50%_";
  EXPECT_TRUE(store->items(filter).empty()) << "no character of a search is a wildcard";
  filter.search = "\xFF";
  EXPECT_TRUE(store->items(filter).empty()) << "not UTF-8";
  item.id = id;
  item.title = "Đổi tên";
  ASSERT_TRUE(store->update_item(item));
  filter.search = "loa phuong";
  EXPECT_TRUE(store->items(filter).empty()) << "the changed item is searched by its new words";
}

TEST_F(Records, ItemsAreFilteredAndPaged) {
  for (int i = 0; i < 6; ++i) {
    auto item = sample_item();
    item.status = i % 2 == 0 ? ItemStatus::draft : ItemStatus::submitted;
    item.owner = i < 3 ? 1 : 2;
    (void)store->add_item(item).value();
  }
  ItemFilter filter;
  filter.status = ItemStatus::draft;
  EXPECT_EQ(store->items(filter).size(), 3U);
  filter.owner = ItemOwner{1, {}};
  EXPECT_EQ(store->items(filter).size(), 2U);
  ItemFilter page;
  page.limit = 4;
  const auto first = store->items(page);
  ASSERT_EQ(first.size(), 4U);
  page.after = first.back().id;
  EXPECT_EQ(store->items(page).size(), 2U);
}

TEST_F(Records, ItemsNewestFirstByKindAndHowMany) {
  for (int i = 0; i < 6; ++i) {
    auto item = sample_item();
    item.kind = i % 3 == 0 ? "bài" : "tin";
    item.author = i == 5 ? "" : "Lan";
    item.owner = i < 3 ? 1 : 2;
    (void)store->add_item(item).value();
  }
  const auto ids = [this](const ItemFilter& filter) {
    std::vector<ItemId> all;
    for (const auto& item : store->items(filter)) all.push_back(item.id);
    return all;
  };
  ItemFilter filter;
  filter.newest_first = true;
  filter.limit = 4;
  EXPECT_EQ(ids(filter), (std::vector<ItemId>{6, 5, 4, 3}));
  filter.after = 3;
  EXPECT_EQ(ids(filter), (std::vector<ItemId>{2, 1}));
  EXPECT_EQ(store->count_items(filter), 6) << "on every page";
  filter.after = 0;
  filter.kind = "tin";
  filter.owner = ItemOwner{2, {}};
  EXPECT_EQ(ids(filter), (std::vector<ItemId>{6, 5}));
  EXPECT_EQ(store->count_items(filter), 2);
  filter.search = "\xFF";
  EXPECT_EQ(store->count_items(filter), 0);

  const auto words = [this](ItemField field, const std::optional<ItemOwner>& owner, int most) {
    std::vector<std::pair<std::string, int>> all;
    for (const auto& use : store->words_of_items(field, owner, most)) all.emplace_back(use.word, use.items);
    return all;
  };
  using Words = std::vector<std::pair<std::string, int>>;
  EXPECT_EQ(words(ItemField::kind, std::nullopt, 9), (Words{{"tin", 4}, {"bài", 2}}));
  EXPECT_EQ(words(ItemField::kind, std::nullopt, 1), (Words{{"tin", 4}}));
  EXPECT_EQ(words(ItemField::author, ItemOwner{2, {}}, 9), (Words{{"Lan", 2}})) << "nothing is no word";
}

TEST_F(Records, ItemsById) {
  const auto a = store->add_item(sample_item()).value();
  auto other = sample_item();
  other.media = "other";
  const auto b = store->add_item(other).value();
  const auto found = store->items_by_id({b.id, 99, a.id});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].id, b.id);
  EXPECT_EQ(found[1].id, a.id);
  (void)store->add_item(sample_item()).value();
  EXPECT_EQ(store->first_item_with_media(sample_item().media), a.id);
  EXPECT_EQ(store->first_item_with_media("none"), std::nullopt);
  EXPECT_EQ(store->first_item_with_media(""), std::nullopt);
}

TEST_F(Records, ProgrammesKeepTheirNumbersForEver) {
  const auto first = store->add_programme(R"({"title":"Bản tin sáng"})").value();
  EXPECT_EQ(store->programme(first.id)->document, R"({"title":"Bản tin sáng"})");
  EXPECT_EQ(store->programme(first.id)->version, 1);
  ASSERT_TRUE(store->update_programme({first.id, "{}", 2}));
  EXPECT_EQ(store->programme(first.id)->version, 2);
  ASSERT_TRUE(store->remove_programme(first.id));
  EXPECT_EQ(store->remove_programme(first.id).error().code, ErrorCode::not_found);
  EXPECT_EQ(store->update_programme(first).error().code, ErrorCode::not_found);
  reopen();
  EXPECT_GT(store->add_programme("{}").value().id, first.id) << "a removed programme's number is not given again";
  EXPECT_EQ(store->programmes().size(), 1U);
}

TEST_F(Records, HolidayCalendars) {
  EXPECT_TRUE(store->holiday_calendars().empty());
  const std::vector<CivilDate> off{parse_date("2026-02-16").value(), parse_date("2026-02-17").value()};
  ASSERT_TRUE(store->put_holiday_calendar({"vietnam", off, {}, "to be checked"}));
  ASSERT_TRUE(store->put_holiday_calendar({"school", {}, {off[1]}, ""}));
  auto all = store->holiday_calendars();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].name, "school");
  EXPECT_EQ(all[0].extra_working_days, std::vector{off[1]});
  EXPECT_EQ(all[1].days_off, off);
  EXPECT_EQ(all[1].note, "to be checked");
  ASSERT_TRUE(store->put_holiday_calendar({"vietnam", {}, off, ""}));
  EXPECT_EQ(store->holiday_calendars()[1].extra_working_days, off);
  ASSERT_TRUE(store->remove_holiday_calendar("school"));
  EXPECT_EQ(store->remove_holiday_calendar("school").error().code, ErrorCode::not_found);
  EXPECT_EQ(store->holiday_calendars().size(), 1U);
}

TEST_F(Records, EditionChanges) {
  ASSERT_TRUE(store->put_edition_change({"1-20180102T170000", std::vector<ItemId>{5, 3, 5}, false}));
  ASSERT_TRUE(store->put_edition_change({"1-20180103T170000", std::vector<ItemId>{}, true}));
  ASSERT_TRUE(store->put_edition_change({"1-20180104T170000", std::nullopt, true}));
  auto changes = store->edition_changes();
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[0].items, (std::vector<ItemId>{5, 3, 5}));
  EXPECT_FALSE(changes[0].cancelled);
  EXPECT_EQ(changes[1].items, std::vector<ItemId>{}) << "an empty rundown is not the programme's";
  EXPECT_TRUE(changes[1].cancelled);
  EXPECT_EQ(changes[2].items, std::nullopt);
  ASSERT_TRUE(store->put_edition_change({"1-20180102T170000", std::vector<ItemId>{8}, false}));
  ASSERT_TRUE(store->put_edition_change({"1-20180104T170000", std::nullopt, false}));
  changes = store->edition_changes();
  ASSERT_EQ(changes.size(), 2U) << "what is as planned again is no change";
  EXPECT_EQ(changes[0].items, std::vector<ItemId>{8});
}

TEST_F(Records, SettingsAndAudit) {
  EXPECT_EQ(store->setting("last_alive"), std::nullopt);
  ASSERT_TRUE(store->put_setting("last_alive", "1"));
  ASSERT_TRUE(store->put_setting("last_alive", "2"));
  EXPECT_EQ(store->setting("last_alive"), "2");
  for (int i = 0; i < 3; ++i) {
    AuditEntry entry;
    entry.at = at(1515000000 + i, 7);
    entry.who = "đào";
    entry.action = "item.approve";
    entry.target = "item/" + std::to_string(i);
    entry.after = R"({"status":"approved"})";
    ASSERT_TRUE(store->append(entry));
  }
  const auto entries = store->audit(0, 2);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[1].target, "item/1");
  EXPECT_EQ(entries[1].who, "đào");
  EXPECT_EQ(entries[1].at, at(1515000001, 7));
  EXPECT_EQ(entries[1].before, "");
  EXPECT_EQ(entries[1].after, R"({"status":"approved"})");
  EXPECT_EQ(store->audit(entries[1].id, 10).size(), 1U);
}

TEST_F(Records, SeveralChangesTogetherOrNotAtAll) {
  const auto failed = store->atomically([&]() -> Result<void> {
    if (auto put = store->put_setting("a", "1"); !put) return put;
    if (auto put = store->append(sample_airing()); !put) return put;
    return conflict("no");
  });
  EXPECT_EQ(failed.error().detail, "no");
  EXPECT_EQ(store->setting("a"), std::nullopt);
  EXPECT_FALSE(store->airing(sample_airing().id));
  EXPECT_THROW((void)store->atomically([&]() -> Result<void> {
    (void)store->put_setting("a", "1");
    throw std::logic_error{"a fault of ours"};
  }),
               std::logic_error);
  EXPECT_EQ(store->setting("a"), std::nullopt);
  ASSERT_TRUE(store->atomically([&]() -> Result<void> {
    (void)store->append(AiringEnd{"unknown", at(1), "full", "finished", ""});  // undone alone
    return store->put_setting("a", "2");
  }));
  EXPECT_EQ(store->setting("a"), "2");
}

TEST_F(Records, NobodyElseMayReadTheFile) {
  struct stat file {};
  ASSERT_EQ(::stat((folder.path() / "wardcast.db").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
  ASSERT_EQ(::stat((folder.path() / "wardcast.db-wal").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
}

TEST_F(Records, AFolderThatCannotBeMadeIsAnError) {
  const auto failed = open_store(folder.path() / "wardcast.db" / "data");  // below a file
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::unavailable);
  EXPECT_NE(failed.error().detail.find("data folder"), std::string::npos) << failed.error().detail;
}

}  // namespace
}  // namespace wardcast::store
