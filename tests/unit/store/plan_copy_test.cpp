// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/plan_copy.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "drivers/store/migrations.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

TEST(PlanCopy, HasItemsProgrammesAndChangesAndNothingElse) {
  const TempFolder folder;
  {
    const auto store = open_store(folder.path()).value();
    auto item = store->add_item(sample_item()).value();
    auto twin = sample_item();
    twin.duplicate_of = item.id;
    ASSERT_TRUE(store->add_item(twin));
    ASSERT_TRUE(store->add_programme("{}"));
    ASSERT_TRUE(store->put_edition_change({"1-20180102T170000", std::vector<ItemId>{1, 2}, false}));
    ASSERT_TRUE(store->append(sample_airing()));
    ASSERT_TRUE(store->put_setting("hold", "1"));
  }
  const auto copy = copy_plan(folder.path()).value();
  EXPECT_EQ(copy->item(2)->duplicate_of, 1);
  EXPECT_EQ(copy->item(1)->title, sample_item().title);
  EXPECT_EQ(copy->programmes().size(), 1U);
  EXPECT_EQ(copy->edition_changes().at(0).items->size(), 2U);
  EXPECT_FALSE(copy->airing(sample_airing().id));
  EXPECT_FALSE(copy->setting("hold"));
  ASSERT_TRUE(copy->append(sample_airing())) << "it has a journal of its own";
  EXPECT_TRUE(copy->airing(sample_airing().id));
}

TEST(PlanCopy, EveryTableIsEitherCopiedOrLeftOnPurpose) {
  const TempFolder folder;
  Database database{folder.path() / "wardcast.db"};
  ASSERT_TRUE(migrate(database));
  std::set<std::string> in_schema;
  auto query = database.query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  while (query.step()) {
    std::string name;
    query.read(name);
    in_schema.insert(name);
  }
  std::set<std::string> named{plan_tables().begin(), plan_tables().end()};
  named.insert(other_tables().begin(), other_tables().end());
  EXPECT_EQ(named, in_schema) << "a new table belongs to one of the lists in plan_copy.cpp";
}

TEST(PlanCopy, RefusesAnotherSchemaAndAFolderWithoutOne) {
  const TempFolder folder;
  EXPECT_EQ(copy_plan(folder.path()).error().code, ErrorCode::not_found);
  {
    Database database{folder.path() / "wardcast.db"};
    ASSERT_TRUE(migrate(database, migrations().first(1)));
    database.execute("PRAGMA user_version = 9999");
  }
  const auto newer = copy_plan(folder.path());
  ASSERT_TRUE(newer.has_error());
  EXPECT_EQ(newer.error().code, ErrorCode::conflict);
  EXPECT_NE(newer.error().detail.find("newer"), std::string::npos) << newer.error().detail;
}

TEST(PlanCopy, FindsFoldersOfAnyName) {
  const TempFolder folder;
  const auto odd = folder.path() / "phường 100% #1?";
  { ASSERT_TRUE(open_store(odd).value()->add_programme("{}")); }
  EXPECT_EQ(copy_plan(odd).value()->programmes().size(), 1U);
}

}  // namespace
}  // namespace wardcast::store
