// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using testing::HasSubstr;

class FaultsApi : public Newsroom {
 protected:
  FaultsApi() {
    faults_.raise("no_comm", "no_comm:board/b1", "Relay board 'b1' does not answer.", clock_.now());
    faults_.record("schedule_missed", "schedule_missed:a1", "It was missed.", clock_.now());
  }
};

TEST_F(FaultsApi, ListsThemNewestFirst) {
  const auto told = get("board", "/api/v1/faults");
  EXPECT_EQ(told.status, 200);
  const auto& faults = told.body.at("faults").as_array();
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults[0].at("class").as_string(), "schedule_missed");
  EXPECT_EQ(faults[1].at("id").to_number<int>(), 1);
  EXPECT_EQ(faults[1].at("cause").as_string(), "no_comm:board/b1");
  EXPECT_EQ(faults[1].at("state").as_string(), "new");
  EXPECT_EQ(faults[1].at("since").as_string(), "2026-11-22T10:00:00+07:00");
  EXPECT_EQ(faults[1].at("evidence").to_number<int>(), 1);
  EXPECT_TRUE(faults[1].at("acknowledged_by").is_null());
  EXPECT_EQ(get("contributor", "/api/v1/faults").status, 403);
}

TEST_F(FaultsApi, CanBeAskedForByState) {
  faults_.clear("no_comm:board/b1", "", clock_.now());
  EXPECT_EQ(get("board", "/api/v1/faults?state=open").body.at("faults").as_array().size(), 1U);
  EXPECT_EQ(get("board", "/api/v1/faults?state=resolved").body.at("faults").at(0).at("id").to_number<int>(), 1);
  EXPECT_EQ(get("board", "/api/v1/faults?state=broken").status, 422);
}

TEST_F(FaultsApi, CanBeAskedForByTheDayTheyWereFound) {
  const store::FaultOpened old{
      900, "no_comm", "no_comm:board/b1", kNow - std::chrono::days{2000}, "2021-06-01", "Board b1 does not answer."};
  const auto kept = on_desk([this, &old] { return store_->append(old); });
  ASSERT_TRUE(kept) << kept.error().detail;
  const auto ids = [this](const std::string& query) {
    std::vector<int> all;
    const auto told = get("board", "/api/v1/faults?" + query);
    for (const auto& fault : told.body.at("faults").as_array()) all.push_back(fault.at("id").to_number<int>());
    return all;
  };
  EXPECT_EQ(ids("from=2021-06-01&to=2021-06-01"), (std::vector{900})) << "long forgotten by the register";
  EXPECT_EQ(ids("from=2021-01-01&to=2021-05-31"), std::vector<int>{});
  EXPECT_EQ(ids("from=2021-06-01&to=2021-06-01&state=closed"), std::vector<int>{});
  EXPECT_EQ(get("board", "/api/v1/faults?from=2021-06-01").status, 422);
}

TEST_F(FaultsApi, ATechnicianAcknowledgesInTheirName) {
  EXPECT_EQ(post("operator", "/api/v1/faults/1/acknowledge").status, 403);
  const auto told = post("technician", "/api/v1/faults/1/acknowledge");
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(told.text("state"), "acknowledged");
  EXPECT_EQ(told.text("acknowledged_by"), "technician");
  ASSERT_EQ(fault_events_.size(), 1U);
  EXPECT_EQ(fault_events_[0].who, "technician");
  ASSERT_FALSE(audit().empty());
  EXPECT_EQ(audit().back().action, "fault.acknowledge");
  EXPECT_EQ(audit().back().target, "fault/1");
  EXPECT_EQ(post("technician", "/api/v1/faults/77/acknowledge").status, 404);
  faults_.clear("no_comm:board/b1", "", clock_.now());
  EXPECT_EQ(post("technician", "/api/v1/faults/1/acknowledge").status, 409);
}

TEST_F(FaultsApi, TellsWhereHowBadAndWhatToDo) {
  const auto fault = get("board", "/api/v1/faults/1");
  EXPECT_EQ(fault.status, 200);
  EXPECT_EQ(fault.text("severity"), "major");
  EXPECT_EQ(fault.body.at("place").at("board").as_string(), "b1");
  EXPECT_TRUE(fault.body.at("place").at("line").is_null());
  EXPECT_THAT(std::string{fault.body.at("advice").at("vi").as_string()}, HasSubstr("Modbus"));
  EXPECT_EQ(fault.body.at("outage_seconds").to_number<int>(), 0);
  EXPECT_TRUE(get("board", "/api/v1/faults/2").body.at("outage_seconds").is_null()) << "it merely happened";
  EXPECT_EQ(get("board", "/api/v1/faults/77").status, 404);
  EXPECT_EQ(get("contributor", "/api/v1/faults/1").status, 403);
}

TEST_F(FaultsApi, OneFaultFromFindToCloseWithItsStory) {
  EXPECT_EQ(post("technician", "/api/v1/faults/1/acknowledge").status, 200);
  const auto assigned =
      post("technician", "/api/v1/faults/1/assign", R"({"to":"technician","deadline":"2026-11-22T17:00:00+07:00"})");
  EXPECT_EQ(assigned.status, 200);
  EXPECT_EQ(assigned.text("owner"), "technician");
  EXPECT_EQ(assigned.text("deadline"), "2026-11-22T17:00:00+07:00");
  EXPECT_EQ(post("admin", "/api/v1/faults/1/notes", R"({"text":"Cháy cầu chì"})").status, 200);
  const auto refused = post("technician", "/api/v1/faults/1/resolve");
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.text("detail"), HasSubstr("does not answer"));
  EXPECT_EQ(refused.text("reason"), "not_repaired");
  EXPECT_EQ(post("technician", "/api/v1/faults/1/close").status, 409);
  faults_.clear("no_comm:board/b1", "It answers again.", clock_.now());
  EXPECT_EQ(post("technician", "/api/v1/faults/1/resolve", R"({"note":"Thay cầu chì"})").status, 200);
  const auto closed = post("technician", "/api/v1/faults/1/close", R"({"note":"Xong"})");
  EXPECT_EQ(closed.status, 200);
  EXPECT_EQ(closed.text("closed_by"), "technician");
  const auto told = get("board", "/api/v1/faults/1");
  std::vector<std::string> story;
  for (const auto& event : told.body.at("events").as_array()) {
    const auto& who = event.at("who");
    story.push_back(std::string{event.at("what").as_string()} +
                    (who.is_null() ? "" : " " + std::string{who.as_string()}));
  }
  EXPECT_THAT(story, testing::ElementsAre("opened", "acknowledged technician", "assigned technician", "note admin",
                                          "retest_failed technician", "resolved", "closed technician"));
  std::vector<std::string> actions;
  for (const auto& entry : audit()) actions.push_back(entry.who + " " + entry.action);
  EXPECT_THAT(actions,
              testing::IsSupersetOf({"technician fault.acknowledge", "technician fault.assign", "admin fault.note",
                                     "technician fault.resolve", "technician fault.close"}));
}

TEST_F(FaultsApi, ThoseOfAManualClassAreResolvedByAPerson) {
  faults_.raise("welded", "welded:b1:1", "It stays closed.", clock_.now());
  faults_.clear("welded:b1:1", "It opened.", clock_.now());
  EXPECT_EQ(get("board", "/api/v1/faults/3").text("state"), "new");
  EXPECT_TRUE(get("board", "/api/v1/faults/3").body.at("manual").as_bool());
  const auto resolved = post("technician", "/api/v1/faults/3/resolve");
  EXPECT_EQ(resolved.status, 200);
  EXPECT_EQ(resolved.text("resolved_by"), "technician");
}

TEST_F(FaultsApi, ARetestThatHasToWaitIsAccepted) {
  std::function<void(health::Retested)> say;
  faults_.set_retest([&](const health::Fault&, Now now, std::function<void(health::Retested)> tell) {
    say = tell;
    tell({health::Retested::Kind::busy, "The zone is on air.", now});
  });
  const auto waits = post("technician", "/api/v1/faults/1/resolve");
  EXPECT_EQ(waits.status, 202);
  EXPECT_EQ(waits.text("retest_by"), "technician");
  say({health::Retested::Kind::passed, "", clock_.now()});
  EXPECT_EQ(get("board", "/api/v1/faults/1").text("resolved_by"), "technician");
}

TEST_F(FaultsApi, RefusesWhatMakesNoSense) {
  const auto assign = [this](const std::string& body) { return post("technician", "/api/v1/faults/1/assign", body); };
  EXPECT_EQ(assign("{}").status, 422);
  EXPECT_EQ(assign(R"({"to":"nobody here"})").status, 422);
  EXPECT_EQ(assign(R"({"to":"technician","deadline":"soon"})").status, 422);
  EXPECT_EQ(assign(R"({"to":"technician","until":"soon"})").status, 422);
  EXPECT_EQ(post("technician", "/api/v1/faults/77/assign", R"({"to":"technician"})").status, 404);
  EXPECT_EQ(post("technician", "/api/v1/faults/1/notes").status, 422);
  EXPECT_EQ(post("technician", "/api/v1/faults/1/notes", R"({"text":7})").status, 422);
  for (const auto* verb : {"assign", "notes", "resolve", "close", "photos"})
    EXPECT_EQ(post("operator", "/api/v1/faults/1/" + std::string{verb}).status, 403) << verb;
  EXPECT_EQ(post("technician", "/api/v1/faults/77/resolve").status, 404);
  EXPECT_EQ(post("technician", "/api/v1/faults/77/close").status, 404);
}

TEST_F(FaultsApi, PhotosAreKeptAndShownAsTheyWere) {
  const std::string png = std::string{"\x89PNG\r\n\x1A\n"} + "pixels";
  const auto attached = post("technician", "/api/v1/faults/1/photos", png);
  EXPECT_EQ(attached.status, 201);
  ASSERT_EQ(attached.body.at("photos").as_array().size(), 1U);
  const std::string address{attached.body.at("photos").at(0).as_string()};
  EXPECT_THAT(address, HasSubstr(".png"));
  const auto shown = get("board", address);
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(shown.raw.content_type, "image/png");
  EXPECT_EQ(shown.raw.body, png);
  EXPECT_EQ(post("technician", "/api/v1/faults/1/photos", png).body.at("photos").as_array().size(), 1U);
  EXPECT_EQ(post("technician", "/api/v1/faults/1/photos", "<svg onload=alert(1)>").status, 422);
  EXPECT_EQ(post("technician", "/api/v1/faults/1/photos", "").status, 422);
  EXPECT_EQ(post("technician", "/api/v1/faults/1/photos", png + std::string(11 << 20, 'x')).status, 422) << "too large";
  EXPECT_EQ(post("technician", "/api/v1/faults/77/photos", png).status, 404);
  EXPECT_EQ(get("board", "/api/v1/faults/2/photos/" + address.substr(address.rfind('/') + 1)).status, 404);
  EXPECT_EQ(get("board", "/api/v1/faults/1/photos/..%2F..%2Fwardcast.db").status, 404);
  EXPECT_EQ(get("contributor", address).status, 403);
}

}  // namespace
}  // namespace wardcast::editorial
