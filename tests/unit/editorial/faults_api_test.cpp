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

}  // namespace
}  // namespace wardcast::editorial
