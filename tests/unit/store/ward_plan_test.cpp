// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

TEST(WardPlan, PlacesAreKeptMovedAndTakenOff) {
  const TempFolder folder;
  auto store = open_store(folder.path()).value();
  EXPECT_TRUE(store->plan_places().empty());
  ASSERT_TRUE(store->put_plan_place({"loa-02", 0, 1}));
  ASSERT_TRUE(store->put_plan_place({"loa-01", 0.1, 0.2}));
  ASSERT_TRUE(store->put_plan_place({"loa-02", 0.3, 0.4}));
  store.reset();
  store = open_store(folder.path()).value();
  auto places = store->plan_places();
  ASSERT_EQ(places.size(), 2U);
  EXPECT_EQ(places[0].speaker, "loa-01");
  EXPECT_EQ(places[1].x, 0.3);
  EXPECT_EQ(places[1].y, 0.4);
  ASSERT_TRUE(store->remove_plan_place("loa-01"));
  EXPECT_EQ(store->remove_plan_place("loa-01").error().code, ErrorCode::not_found);
  EXPECT_EQ(store->plan_places().size(), 1U);
}

TEST(WardPlan, APlaceOffThePictureIsRefused) {
  const TempFolder folder;
  const auto store = open_store(folder.path()).value();
  EXPECT_FALSE(store->put_plan_place({"loa-01", 1.01, 0.5}));
  EXPECT_FALSE(store->put_plan_place({"loa-01", 0.5, -0.01}));
  EXPECT_TRUE(store->plan_places().empty());
}

}  // namespace
}  // namespace wardcast::store
