// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <filesystem>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kPlan = "/api/v1/plan";
constexpr const char* kPicture = "/api/v1/plan/picture";

class WardPlanApi : public Newsroom {
 protected:
  WardPlanApi() {
    site_.zones[0].lines[0].speakers[0].id = "loa-1";
    site_.zones[2].lines[0].speakers[3].id = "loa-2";
  }
  Told put(std::string_view who, const std::string& address, const std::string& body) {
    return ask(who, http::Verb::put, address, body);
  }
  Told remove(std::string_view who, const std::string& address) { return ask(who, http::Verb::delete_, address); }
  static std::string place(const std::string& id) { return "/api/v1/plan/loudspeakers/" + id; }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator{folder_.path() / "plan"})
      names.push_back(file.path().filename());
    return names;
  }
  std::vector<std::string> announced() {
    const std::lock_guard lock{told_mutex_};
    return announced_;
  }

  const std::string png_ = std::string{"\x89PNG\r\n\x1A\n"} + "streets";
  const std::string jpeg_ = std::string{"\xFF\xD8\xFF"} + "better streets";
};

TEST_F(WardPlanApi, HasNoPictureAtFirst) {
  const auto plan = get("board", kPlan);
  EXPECT_EQ(plan.status, 200);
  EXPECT_TRUE(plan.body.at("picture").is_null());
  EXPECT_TRUE(plan.body.at("loudspeakers").as_array().empty());
  EXPECT_EQ(get("board", kPicture).status, 404);
  EXPECT_EQ(remove("technician", kPicture).status, 404);
  EXPECT_THAT(audit(), IsEmpty());
}

TEST_F(WardPlanApi, APictureIsShownAsItWasSentReplacedAndRemoved) {
  const auto first = put("technician", kPicture, png_);
  EXPECT_EQ(first.status, 201);
  const auto& about = first.body.at("picture");
  EXPECT_EQ(about.at("type").as_string(), "image/png");
  EXPECT_EQ(about.at("bytes").to_number<std::size_t>(), png_.size());
  const auto shown = get("operator", kPicture);
  EXPECT_EQ(shown.raw.content_type, "image/png");
  EXPECT_EQ(shown.raw.body, png_);
  EXPECT_EQ(shown.header("ETag"), "\"" + std::string{about.at("version").as_string()} + "\"");
  EXPECT_EQ(shown.header("Cache-Control"), "private, no-cache");

  EXPECT_EQ(put("technician", kPicture, png_).status, 200) << "the same again";
  EXPECT_EQ(audit().size(), 1U);
  const auto second = put("admin", kPicture, jpeg_);
  EXPECT_EQ(second.status, 200);
  EXPECT_NE(second.body.at("picture").at("version"), about.at("version"));
  EXPECT_EQ(get("board", kPicture).raw.content_type, "image/jpeg");
  EXPECT_EQ(files().size(), 1U) << "the old one is gone";

  EXPECT_EQ(remove("technician", kPicture).status, 204);
  EXPECT_EQ(get("board", kPicture).status, 404);
  EXPECT_TRUE(get("board", kPlan).body.at("picture").is_null());
  EXPECT_THAT(files(), IsEmpty());
  EXPECT_THAT(announced(), ElementsAre("plan", "plan", "plan"));
  std::vector<std::string> entries;
  for (const auto& entry : audit()) entries.push_back(entry.who + " " + entry.action + " " + entry.target);
  EXPECT_THAT(entries, ElementsAre("technician ward_plan.picture ward_plan", "admin ward_plan.picture ward_plan",
                                   "technician ward_plan.remove ward_plan"));
  EXPECT_EQ(audit().back().before, audit()[1].after);
}

TEST_F(WardPlanApi, OtherFilesAreRefused) {
  const auto refused = put("technician", kPicture, "<svg onload=alert(1)>");
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.text("detail"), HasSubstr("JPEG, PNG or WebP"));
  EXPECT_EQ(put("technician", kPicture, "").status, 422);
  const auto large = put("technician", kPicture, png_ + std::string(10 << 20, 'x'));
  EXPECT_EQ(large.status, 422);
  EXPECT_THAT(large.text("detail"), HasSubstr("10 MB"));
  EXPECT_TRUE(get("board", kPlan).body.at("picture").is_null());
}

TEST_F(WardPlanApi, APictureThatIsGoneFromTheDiskIsNone) {
  ASSERT_EQ(put("technician", kPicture, png_).status, 201);
  std::filesystem::remove_all(folder_.path() / "plan");
  EXPECT_TRUE(get("board", kPlan).body.at("picture").is_null());
  EXPECT_EQ(get("board", kPicture).status, 404);
  EXPECT_EQ(put("technician", kPicture, png_).status, 201);
}

TEST_F(WardPlanApi, LoudspeakersArePutMovedAndTakenOff) {
  const auto put_there = put("technician", place("loa-1"), R"({"x": 0.25, "y": 1})");
  EXPECT_EQ(put_there.status, 200);
  EXPECT_EQ(put_there.text("id"), "loa-1");
  EXPECT_EQ(put("admin", place("loa-1"), R"({"x": 0.5, "y": 0})").status, 200);
  const auto places = get("operator", kPlan).body.at("loudspeakers").as_array();
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].at("x").to_number<double>(), 0.5);
  EXPECT_EQ(places[0].at("y").to_number<double>(), 0);
  EXPECT_EQ(remove("technician", place("loa-1")).status, 204);
  EXPECT_EQ(remove("technician", place("loa-1")).status, 404) << "it is not on the plan";
  EXPECT_TRUE(get("operator", kPlan).body.at("loudspeakers").as_array().empty());
  EXPECT_THAT(announced(), ElementsAre("plan", "plan", "plan"));
  const auto entries = audit();
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[1].action, "ward_plan.place");
  EXPECT_EQ(entries[1].target, "loudspeaker/loa-1");
  EXPECT_EQ(entries[1].before, entries[0].after);
  EXPECT_EQ(entries[2].action, "ward_plan.unplace");
  EXPECT_EQ(entries[2].before, entries[1].after);
}

TEST_F(WardPlanApi, APlaceNamesWhatIsWrongWithIt) {
  const auto fields = [this](const std::string& body) {
    const auto told = put("technician", place("loa-1"), body);
    EXPECT_EQ(told.status, 422) << body;
    return told.fields();
  };
  EXPECT_THAT(fields(R"({"x": 1.01, "y": 0.5})"), ElementsAre("x"));
  EXPECT_THAT(fields(R"({"x": -0.01, "y": "0.5"})"), ElementsAre("x", "y"));
  EXPECT_THAT(fields(R"({"x": null, "y": 1e400})"), ElementsAre("x", "y"));
  EXPECT_THAT(fields("{}"), ElementsAre("x", "y"));
  EXPECT_THAT(fields(R"({"x": 0, "y": 0, "z": 0})"), ElementsAre("z"));
  EXPECT_EQ(put("technician", place("loa-77"), R"({"x": 0, "y": 0})").status, 404);
  EXPECT_EQ(remove("technician", place("loa-77")).status, 404);
  EXPECT_THAT(audit(), IsEmpty());
}

TEST_F(WardPlanApi, LoudspeakersThatLeftTheSiteFileAreNotToldButRemembered) {
  ASSERT_EQ(put("technician", place("loa-1"), R"({"x": 0.1, "y": 0.1})").status, 200);
  ASSERT_EQ(put("technician", place("loa-2"), R"({"x": 0.2, "y": 0.2})").status, 200);
  auto& speaker = site_.zones[0].lines[0].speakers[0];
  speaker.id = "another";
  EXPECT_EQ(get("board", kPlan).body.at("loudspeakers").as_array().size(), 1U);
  speaker.id = "loa-1";
  EXPECT_EQ(get("board", kPlan).body.at("loudspeakers").as_array().size(), 2U);
}

TEST_F(WardPlanApi, PlacesOutliveThePicture) {
  ASSERT_EQ(put("technician", kPicture, png_).status, 201);
  ASSERT_EQ(put("technician", place("loa-1"), R"({"x": 0.1, "y": 0.1})").status, 200);
  ASSERT_EQ(put("technician", kPicture, jpeg_).status, 200);
  ASSERT_EQ(remove("technician", kPicture).status, 204);
  EXPECT_EQ(get("board", kPlan).body.at("loudspeakers").as_array().size(), 1U);
}

TEST_F(WardPlanApi, OnlyWhoWorksOnLinesChangesIt) {
  for (const auto* who : {"operator", "editor", "board"}) {
    EXPECT_EQ(get(who, kPlan).status, 200) << who;
    EXPECT_EQ(put(who, kPicture, png_).status, 403) << who;
    EXPECT_EQ(remove(who, kPicture).status, 403) << who;
    EXPECT_EQ(put(who, place("loa-1"), R"({"x": 0, "y": 0})").status, 403) << who;
    EXPECT_EQ(remove(who, place("loa-1")).status, 403) << who;
  }
  EXPECT_EQ(get("contributor", kPlan).status, 403);
  EXPECT_EQ(get("contributor", kPicture).status, 403);
}

}  // namespace
}  // namespace wardcast::editorial
