// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "daemon/editorial/item_rules.hpp"
#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using store::ItemStatus;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Items : public Newsroom {
 protected:
  static std::string at(std::int64_t id, const std::string& rest = "") {
    return "/api/v1/items/" + std::to_string(id) + rest;
  }
};

TEST_F(Items, ADraftShowsEveryField) {
  const auto made = post("operator", "/api/v1/items",
                         R"({"title": " Tin sáng ", "kind": "tin", "theme": "y tế", "author": "Lan", "unit": "TDP 4",
                             "script": "một\nhai", "expires_on": "2026-11-30"})");
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.header("Location"), "/api/v1/items/" + std::to_string(made.id()));
  EXPECT_EQ(made.text("title"), "Tin sáng");
  EXPECT_EQ(made.text("script"), "một\nhai");
  EXPECT_EQ(made.text("status"), "draft");
  EXPECT_EQ(made.text("expires_on"), "2026-11-30");
  EXPECT_EQ(made.text("audio_state"), "none");
  EXPECT_TRUE(made.body.at("duration").is_null());
  EXPECT_TRUE(made.body.at("duplicate_of").is_null());
  EXPECT_FALSE(made.body.at("not_classified").as_bool());
  EXPECT_EQ(made.text("owner"), "operator");
  EXPECT_EQ(made.text("created_at"), "2026-11-22T10:00:00+07:00");
  EXPECT_EQ(get("board", at(made.id())).body, made.body);
}

TEST_F(Items, GoFromDraftToApproved) {
  const auto id = post("contributor", "/api/v1/items", R"({"title": "Bài", "kind": "bài"})").id();
  const auto early = post("contributor", at(id, "/submit"));
  EXPECT_EQ(early.status, 422);
  EXPECT_THAT(early.fields(), ElementsAre("audio"));
  const auto prepared = send_audio("contributor", id, "90 giây");
  ASSERT_EQ(prepared.status, 200);
  EXPECT_EQ(prepared.body.at("duration").as_double(), 90.0);
  EXPECT_EQ(prepared.body.at("packets").as_int64(), 4500);
  EXPECT_EQ(prepared.text("audio_state"), "ready");
  EXPECT_EQ(post("contributor", at(id, "/submit")).text("status"), "submitted");
  const auto unticked = post("editor", at(id, "/approve"));
  EXPECT_EQ(unticked.status, 422);
  EXPECT_THAT(unticked.fields(), ElementsAre("not_classified"));
  EXPECT_EQ(stored(id).status, ItemStatus::submitted);
  EXPECT_EQ(patch("contributor", at(id), R"({"not_classified": true})").text("status"), "submitted");
  EXPECT_EQ(post("editor", at(id, "/approve")).text("status"), "approved");
  EXPECT_GT(plans_, 0);
  std::vector<std::string> actions;
  for (const auto& entry : audit()) actions.push_back(entry.who + " " + entry.action);
  EXPECT_THAT(actions, ElementsAre("contributor item.create", "contributor item.audio", "contributor item.submit",
                                   "contributor item.edit", "editor item.approve"));
  const auto last = audit().back();
  EXPECT_EQ(last.target, "item/" + std::to_string(id));
  EXPECT_THAT(last.before, HasSubstr(R"("status":"submitted")"));
  EXPECT_THAT(last.after, HasSubstr(R"("status":"approved")"));
}

TEST_F(Items, WhoApprovesMayTickWhatTheOwnerForgot) {
  const auto id = post("contributor", "/api/v1/items", R"({"title": "Bài", "kind": "bài"})").id();
  ASSERT_EQ(send_audio("contributor", id, "90 giây").status, 200);
  ASSERT_EQ(post("contributor", at(id, "/submit")).status, 200);
  EXPECT_EQ(post("editor", at(id, "/approve"), R"({"not_classified": "yes"})").status, 422);
  EXPECT_EQ(post("editor", at(id, "/approve"), R"({"not_classified": false})").status, 422);
  const auto approved = post("editor", at(id, "/approve"), R"({"not_classified": true})");
  EXPECT_EQ(approved.text("status"), "approved");
  EXPECT_TRUE(stored(id).not_classified);
  const auto last = audit().back();
  EXPECT_EQ(last.who + " " + last.action, "editor item.approve");
  EXPECT_THAT(last.before, HasSubstr(R"("not_classified":false)"));
  EXPECT_THAT(last.after, HasSubstr(R"("not_classified":true)"));
}

TEST_F(Items, StepsOutOfOrderAreConflictsAndChangeNothing) {
  const auto draft = item(ItemStatus::draft);
  const auto submitted = item(ItemStatus::submitted);
  const auto approved = item(ItemStatus::approved);
  const auto returned = item(ItemStatus::returned);
  const auto withdrawn = item(ItemStatus::withdrawn);
  const auto before = audit().size();
  EXPECT_EQ(post("editor", at(draft, "/approve")).status, 409);
  EXPECT_EQ(post("editor", at(draft, "/return")).status, 409);
  EXPECT_EQ(post("operator", at(submitted, "/submit")).status, 409);
  EXPECT_EQ(post("operator", at(approved, "/submit")).status, 409);
  EXPECT_EQ(post("editor", at(approved, "/approve")).status, 409);
  EXPECT_EQ(post("editor", at(approved, "/return")).status, 409);
  EXPECT_EQ(post("editor", at(returned, "/approve")).status, 409);
  for (const auto* step : {"/submit", "/approve", "/return", "/withdraw"})
    EXPECT_EQ(post("admin", at(withdrawn, step)).status, 409) << step;
  EXPECT_EQ(patch("admin", at(withdrawn), R"({"title": "x"})").status, 409);
  EXPECT_EQ(send_audio("admin", withdrawn, "5").status, 409);
  EXPECT_EQ(audit().size(), before);
  EXPECT_EQ(post("operator", at(returned, "/submit")).text("status"), "submitted");
}

TEST_F(Items, ReturningTellsWhy) {
  const auto id = item(ItemStatus::submitted);
  const auto told = post("editor", at(id, "/return"), R"({"note": "Thiếu nguồn tin.\nXem lại."})");
  EXPECT_EQ(told.text("status"), "returned");
  EXPECT_EQ(told.text("note"), "Thiếu nguồn tin.\nXem lại.");
  EXPECT_EQ(post("operator", at(id, "/submit")).text("note"), "") << "what was asked for is answered";
}

TEST_F(Items, TextOrAudioChangedAfterApprovalNeedsANewOne) {
  const auto id = item(ItemStatus::approved);
  const auto plans = plans_.load();
  const auto same = patch("operator", at(id), R"({"title": "Tin", "expires_on": "2026-12-01"})");
  EXPECT_EQ(same.text("status"), "approved") << "neither the same title nor a last day changes what is heard";
  EXPECT_FALSE(same.body.as_object().contains("reopened"));
  const auto changed = patch("operator", at(id), R"({"script": "khác"})");
  EXPECT_EQ(changed.text("status"), "draft");
  EXPECT_TRUE(changed.body.at("reopened").as_bool());
  EXPECT_GT(plans_, plans);
  const auto other = item(ItemStatus::approved, "Hai");
  const auto sent = send_audio("operator", other, "20 another");
  EXPECT_EQ(sent.text("status"), "draft");
  EXPECT_TRUE(sent.body.at("reopened").as_bool());
  const auto unticked = item(ItemStatus::approved, "Ba");
  EXPECT_EQ(patch("operator", at(unticked), R"({"not_classified": false})").text("status"), "draft");
}

TEST_F(Items, ApprovedWhileALaterRecordingWasStillPreparedIsReopened) {
  const auto id = item(ItemStatus::draft);
  media_.hold();
  EXPECT_EQ(send_audio("operator", id, "5 first", "").status, 202);
  EXPECT_EQ(post("operator", at(id, "/submit")).status, 200) << "the recording is on its way";
  const auto early = post("editor", at(id, "/approve"));
  EXPECT_EQ(early.status, 422);
  EXPECT_THAT(early.fields(), ElementsAre("audio"));
  EXPECT_EQ(send_audio("operator", id, "6 second", "").status, 202);
  // The first has been prepared and approved before the second is.
  on_desk([this, id] {
    auto between = *store_->item(id);
    between.status = ItemStatus::approved;
    between.audio_state = "ready";
    between.media = "5 first";
    return store_->update_item(between).has_value();
  });
  media_.let_go();
  const auto last = send_audio("operator", item(ItemStatus::draft, "waits its turn"), "1 turn");
  ASSERT_EQ(last.status, 200) << "by now both are prepared";
  EXPECT_EQ(stored(id).media, "6 second");
  EXPECT_EQ(stored(id).status, ItemStatus::draft);
}

TEST_F(Items, WhatIsNoAudioIsToldAndKeptAsProblem) {
  const auto id = post("operator", "/api/v1/items", R"({"title": "Tin", "kind": "news"})").id();
  const auto bad = send_audio("operator", id, "a text file");
  EXPECT_EQ(bad.status, 422);
  EXPECT_THAT(bad.fields(), ElementsAre("audio"));
  const auto now = get("operator", at(id));
  EXPECT_EQ(now.text("audio_state"), "failed");
  EXPECT_EQ(now.text("audio_problem"), "The file is not audio; send a recording.");
  EXPECT_TRUE(now.body.at("duration").is_null());
  EXPECT_THAT(post("operator", at(id, "/submit")).fields(), ElementsAre("audio"));
  EXPECT_EQ(send_audio("operator", id, "7 good").text("audio_state"), "ready");
  EXPECT_TRUE(get("operator", at(id)).body.at("audio_problem").is_null());
}

TEST_F(Items, ABrokenFileLeavesTheRecordingThatWasApproved) {
  const auto id = item(ItemStatus::approved);
  const auto before = stored(id);
  media_.hold();
  EXPECT_EQ(send_audio("operator", id, "a text file", "").status, 202);
  EXPECT_EQ(stored(id).media, before.media) << "it may air while the new file is looked at";
  EXPECT_EQ(stored(id).status, ItemStatus::approved);
  media_.let_go();
  const auto bad = send_audio("operator", id, "another text file");
  EXPECT_EQ(bad.status, 422);
  EXPECT_THAT(bad.fields(), ElementsAre("audio"));
  EXPECT_THAT(bad.text("detail"), HasSubstr("earlier recording stays"));
  const auto now = get("operator", at(id));
  EXPECT_EQ(now.text("status"), "approved");
  EXPECT_EQ(now.text("audio_state"), "ready");
  EXPECT_THAT(now.text("audio_problem"), HasSubstr("The file is not audio"));
  EXPECT_EQ(stored(id).media, before.media);
  EXPECT_EQ(stored(id).samples, before.samples);
  EXPECT_EQ(stored(id).packets, before.packets);
  EXPECT_EQ(get("editor", at(id, "/audio")).status, 200);
  const auto again = send_audio("operator", id, before.media);
  EXPECT_EQ(again.text("status"), "approved") << "the same recording sent again is what was approved";
  EXPECT_TRUE(again.body.at("audio_problem").is_null());
}

TEST_F(Items, AStopInMidPreparationLeavesTheFormerRecording) {
  const auto id = item(ItemStatus::approved);
  on_desk([this, id] {
    auto cut = *store_->item(id);
    cut.audio_state = "preparing";
    return store_->update_item(cut).has_value() && AudioIntake::recover(*store_, kNow).has_value();
  });
  EXPECT_EQ(get("operator", at(id)).text("audio_state"), "ready");
  EXPECT_EQ(stored(id).status, ItemStatus::approved);
  EXPECT_THAT(get("operator", at(id)).text("audio_problem"), HasSubstr("send the file again"));
}

TEST_F(Items, OneRecordingMayServeManyAndSaysSo) {
  const auto first = item(ItemStatus::draft);
  send_audio("operator", first, "30 nhạc hiệu");
  const auto second = item(ItemStatus::draft);
  const auto told = send_audio("operator", second, "30 nhạc hiệu");
  EXPECT_EQ(told.body.at("duplicate_of").as_int64(), first);
  EXPECT_TRUE(send_audio("operator", second, "31 khác").body.at("duplicate_of").is_null());
}

TEST_F(Items, WaitingEndsWithTheItemAsItStands) {
  const auto id = item(ItemStatus::draft);
  media_.hold();
  const auto told = send_audio("operator", id, "5", "?wait=1");
  EXPECT_EQ(told.status, 202);
  EXPECT_EQ(told.text("audio_state"), "preparing");
  EXPECT_EQ(send_audio("operator", id, "5", "?wait=61").status, 422);
  EXPECT_EQ(send_audio("operator", id, "5", "?wait=x").status, 422);
}

TEST_F(Items, TooManyUploadsAtOnceAreRefusedAndTheItemStays) {
  const auto id = item(ItemStatus::approved);
  const auto other = post("operator", "/api/v1/items", R"({"title": "Hai"})").id();
  media_.hold();
  Told told;
  int taken = 0;
  while ((told = send_audio("operator", other, "5", "")).status == 202) ASSERT_LE(++taken, 5);
  EXPECT_EQ(told.status, 503);
  EXPECT_EQ(told.header("Retry-After"), "30");
  EXPECT_EQ(send_audio("operator", id, "5", "").status, 503);
  EXPECT_EQ(stored(id).status, ItemStatus::approved);
  EXPECT_EQ(stored(id).audio_state, "ready");
}

TEST_F(Items, AreListenedToAsOgg) {
  const auto id = post("contributor", "/api/v1/items", R"({"title": "Bài"})").id();
  EXPECT_EQ(get("contributor", at(id, "/audio")).status, 404);
  send_audio("contributor", id, "3 tiếng");
  const auto sound = get("editor", at(id, "/audio"));
  EXPECT_EQ(sound.status, 200);
  EXPECT_EQ(sound.raw.content_type, "audio/ogg");
  EXPECT_EQ(sound.raw.body, "OggS 3 tiếng");
  EXPECT_TRUE(sound.raw.ranges);
}

TEST_F(Items, ContributorsSeeAndChangeTheirOwnOnly) {
  const auto theirs = item(ItemStatus::draft);
  const auto mine = post("contributor", "/api/v1/items", R"({"title": "Của tôi"})").id();
  for (const auto* rest : {"", "/audio"}) EXPECT_EQ(get("contributor", at(theirs, rest)).status, 404);
  EXPECT_EQ(patch("contributor", at(theirs), R"({"title": "x"})").status, 404);
  EXPECT_EQ(send_audio("contributor", theirs, "5").status, 404);
  EXPECT_EQ(post("contributor", at(theirs, "/submit")).status, 404);
  EXPECT_EQ(post("contributor", at(mine, "/approve")).status, 403);
  const auto list = get("contributor", "/api/v1/items");
  ASSERT_EQ(list.body.at("items").as_array().size(), 1U);
  EXPECT_EQ(list.body.at("items").as_array()[0].at("id").as_int64(), mine);
}

TEST_F(Items, RolesAreKept) {
  const auto id = item(ItemStatus::submitted);
  EXPECT_EQ(get("technician", at(id)).status, 403);
  EXPECT_EQ(get("technician", "/api/v1/items").status, 403);
  EXPECT_EQ(get("board", at(id)).status, 200);
  EXPECT_EQ(post("board", "/api/v1/items", R"({"title": "x"})").status, 403);
  EXPECT_EQ(patch("board", at(id), R"({"title": "x"})").status, 403);
  EXPECT_EQ(patch("editor", at(id), R"({"title": "x"})").status, 403)
      << "editors approve or return; they do not rewrite";
  for (const auto* step : {"/approve", "/return", "/withdraw"})
    EXPECT_EQ(post("operator", at(id, step)).status, 403) << step;
  EXPECT_EQ(get("", at(id)).status, 401);
}

TEST_F(Items, OnesOwnNeedsSelfApprove) {
  add_person("mai", access::Role::editor, false);
  add_person("hoa", access::Role::editor, true);
  for (const auto* who : {"mai", "hoa", "admin"})
    for (const auto* step : {"/approve", "/return", "/withdraw"}) {
      const auto id = post(who, "/api/v1/items", R"({"title": "Bài", "kind": "bài", "not_classified": true})").id();
      ASSERT_EQ(send_audio(who, id, "5").status, 200);
      ASSERT_EQ(post(who, at(id, "/submit")).status, 200);
      const auto answer = post(who, at(id, step));
      if (who != std::string{"mai"}) {
        EXPECT_EQ(answer.status, 200) << who << step;
        continue;
      }
      EXPECT_EQ(answer.status, 403) << step;
      EXPECT_EQ(answer.body.at("reason").as_string(), "own_item") << step;
      EXPECT_EQ(get(who, at(id)).body.at("status").as_string(), "submitted") << step;
      EXPECT_EQ(post("editor", at(id, step)).status, 200) << "another editor" << step;
    }
}

TEST_F(Items, AreFoundAndPaged) {
  std::vector<std::int64_t> ids;
  for (const auto* title : {"Loa phường", "Đèn đường", "Loa xã"})
    ids.push_back(post("operator", "/api/v1/items", "{\"title\": \"" + std::string{title} + "\"}").id());
  const auto found = get("operator", "/api/v1/items?search=loa%20phuong");
  ASSERT_EQ(found.body.at("items").as_array().size(), 1U);
  EXPECT_EQ(found.body.at("items").as_array()[0].at("id").as_int64(), ids[0]);
  const auto page = get("operator", "/api/v1/items?limit=2");
  EXPECT_EQ(page.body.at("items").as_array().size(), 2U);
  EXPECT_EQ(page.body.at("next").as_int64(), ids[1]);
  const auto rest = get("operator", "/api/v1/items?limit=2&after=" + std::to_string(ids[1]));
  EXPECT_EQ(rest.body.at("items").as_array().size(), 1U);
  EXPECT_TRUE(rest.body.at("next").is_null());
  const auto newest = get("operator", "/api/v1/items?order=newest&limit=2");
  EXPECT_EQ(newest.body.at("items").at(0).at("id").as_int64(), ids[2]);
  EXPECT_EQ(newest.body.at("next").as_int64(), ids[1]);
  EXPECT_EQ(newest.body.at("count").as_int64(), 3);
  EXPECT_EQ(get("operator", "/api/v1/items?kind=bai").body.at("count").as_int64(), 0);
  EXPECT_EQ(get("operator", "/api/v1/items?status=approved").body.at("items").as_array().size(), 0U);
  for (const auto* query : {"status=done", "limit=0", "limit=201", "limit=x", "after=-1", "order=best"})
    EXPECT_EQ(get("operator", std::string{"/api/v1/items?"} + query).status, 422) << query;
}

TEST_F(Items, WordsAreOfferedAgainToContributorsTheirOwn) {
  (void)post("operator", "/api/v1/items", R"({"title": "a", "kind": "tin", "unit": "Công an phường"})");
  (void)post("operator", "/api/v1/items", R"({"title": "b", "kind": "tin"})");
  (void)post("contributor", "/api/v1/items", R"({"title": "c", "kind": "bài"})");
  EXPECT_EQ(
      get("editor", "/api/v1/item-words").raw.body,
      R"({"kinds":[{"word":"tin","items":2},{"word":"bài","items":1}],"themes":[],"authors":[],"units":[{"word":"Công an phường","items":1}]})");
  EXPECT_EQ(get("contributor", "/api/v1/item-words").raw.body,
            R"({"kinds":[{"word":"bài","items":1}],"themes":[],"authors":[],"units":[]})");
  EXPECT_EQ(get("technician", "/api/v1/item-words").status, 403);
}

TEST_F(Items, ATokenOfAContributorIsToldOfItsOwnItemsOnly) {
  for (const auto* name : {"school", "clinic"}) {
    const auto made =
        post("admin", "/api/v1/tokens", R"({"name": ")" + std::string{name} + R"(", "role": "contributor"})");
    add_token(name, made.text("token"));
    (void)post(name, "/api/v1/items", R"({"title": "a", "kind": ")" + std::string{name} + R"("})");
  }
  (void)post("school", "/api/v1/items", R"({"title": "b", "kind": "school"})");
  const auto own = get("school", "/api/v1/items");
  EXPECT_EQ(own.body.at("count").as_int64(), 2);
  EXPECT_EQ(own.body.at("items").as_array().size(), 2U);
  EXPECT_EQ(boost::json::serialize(get("clinic", "/api/v1/item-words").body.at("kinds")),
            R"([{"word":"clinic","items":1}])");
}

TEST_F(Items, WhatIsNotThereIsNotFound) {
  for (const auto* id : {"999", "0", "-1", "abc", "1x", "99999999999999999999"}) {
    EXPECT_EQ(get("admin", std::string{"/api/v1/items/"} + id).status, 404) << id;
    EXPECT_EQ(post("admin", std::string{"/api/v1/items/"} + id + "/withdraw").status, 404) << id;
  }
}

TEST_F(Items, WhoseRecordingAStopCutShortAreMarked) {
  const auto id = post("operator", "/api/v1/items", R"({"title": "Tin", "kind": "news"})").id();
  on_desk([this, id] {
    auto cut = *store_->item(id);
    cut.audio_state = "preparing";
    return store_->update_item(cut).has_value() && AudioIntake::recover(*store_, kNow).has_value();
  });
  EXPECT_EQ(get("operator", at(id)).text("audio_state"), "failed");
  EXPECT_THAT(get("operator", at(id)).text("audio_problem"), HasSubstr("send the file again"));
}

TEST(ItemRules, OnlyApprovedOnesWithARecordingMayAir) {
  store::Item item;
  item.media = "m";
  item.packets = 5;
  for (const auto& [status, why] :
       std::vector<std::pair<ItemStatus, std::string>>{{ItemStatus::draft, "unapproved"},
                                                       {ItemStatus::submitted, "unapproved"},
                                                       {ItemStatus::returned, "unapproved"},
                                                       {ItemStatus::withdrawn, "withdrawn"},
                                                       {ItemStatus::approved, ""}}) {
    item.status = status;
    EXPECT_EQ(refused(item), why);
  }
  item.media.clear();
  EXPECT_EQ(refused(item), "no_audio");
}

}  // namespace
}  // namespace wardcast::editorial
