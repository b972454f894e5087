// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/migrations.hpp"

#include <gtest/gtest.h>

#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

int version_of(Database& database) {
  auto query = database.query("PRAGMA user_version");
  int version = -1;
  if (query.step()) query.read(version);
  return version;
}

std::string text_of(Database& database, const char* sql) {
  auto query = database.query(sql);
  std::string text;
  if (query.step()) query.read(text);
  return text;
}

TEST(Migrations, FromNothingToTheNewest) {
  const TempFolder folder;
  Database database{folder.path() / "wardcast.db"};
  EXPECT_EQ(version_of(database), 0);
  ASSERT_TRUE(migrate(database));
  EXPECT_EQ(version_of(database), migrations().back().version);
  ASSERT_TRUE(migrate(database)) << "again: nothing to do";
  EXPECT_EQ(text_of(database, "PRAGMA integrity_check"), "ok");
}

TEST(Migrations, AreNumberedWithoutAGap) {
  int expected = 0;
  for (const auto& step : migrations()) EXPECT_EQ(step.version, ++expected);
  EXPECT_GT(expected, 0);
}

TEST(Migrations, EveryTableIsStrict) {
  const TempFolder folder;
  Database database{folder.path() / "wardcast.db"};
  ASSERT_TRUE(migrate(database));
  auto query = database.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%STRICT%'");
  std::string name;
  if (query.step()) query.read(name);
  EXPECT_EQ(name, "");
}

TEST(Migrations, TheConnectionIsDurable) {
  const TempFolder folder;
  Database database{folder.path() / "wardcast.db"};
  EXPECT_EQ(text_of(database, "PRAGMA journal_mode"), "wal");
  EXPECT_EQ(text_of(database, "PRAGMA synchronous"), "2") << "FULL";
  EXPECT_EQ(text_of(database, "PRAGMA foreign_keys"), "1");
}

TEST(Migrations, FaultsKeepTheirHistoryAndTheirRules) {
  const TempFolder folder;
  Database database{folder.path() / "wardcast.db"};
  const auto all = migrations();
  ASSERT_TRUE(migrate(database, all.first(10)));
  database.execute(
      "INSERT INTO faults VALUES (1, 'no_comm', 'c', 5, '2026-11-22', 'silent');"
      "INSERT INTO faults VALUES (2, 'no_comm', 'd', 6, '2026-11-22', 'silent');"
      "INSERT INTO fault_events (fault, at, what, who, detail) VALUES (1, 7, 'acknowledged', 'lan', '');"
      "INSERT INTO fault_events (fault, at, what, who, detail) VALUES (2, 8, 'resolved', '', 'back');");
  ASSERT_TRUE(migrate(database));
  EXPECT_EQ(text_of(database, "SELECT group_concat(id || what || who || detail || evidence) FROM fault_events"),
            "1acknowledgedlan,2resolvedback");
  EXPECT_EQ(text_of(database, "SELECT group_concat(fault) FROM unresolved_faults"), "1");
  database.execute("INSERT INTO fault_events (fault, at, what, who, detail) VALUES (2, 9, 'reopened', '', 'again')");
  EXPECT_EQ(text_of(database, "SELECT group_concat(fault) FROM unresolved_faults"), "1,2");
  EXPECT_EQ(text_of(database, "SELECT max(id) FROM fault_events"), "3") << "numbers go on";
  EXPECT_THROW(database.execute("UPDATE fault_events SET who = 'mallory'"), SQLite::Exception);
  EXPECT_THROW(database.execute("DELETE FROM fault_events"), SQLite::Exception);
  EXPECT_EQ(text_of(database, "PRAGMA foreign_key_check"), "");
}

TEST(Migrations, AStepThatFailsLeavesNothingBehind) {
  const TempFolder folder;
  Database database{folder.path() / "wardcast.db"};
  const std::vector<Migration> steps{{1, "CREATE TABLE one (id INTEGER) STRICT"},
                                     {2, "CREATE TABLE two (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1)"}};
  const auto failed = migrate(database, steps);
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().detail.find("nowhere"), std::string::npos) << failed.error().detail;
  EXPECT_EQ(version_of(database), 1) << "the step before it stays";
  EXPECT_EQ(text_of(database, "SELECT name FROM sqlite_schema WHERE name = 'two'"), "");
}

TEST(Migrations, ANewerSchemaIsRefused) {
  const TempFolder folder;
  {
    Database database{folder.path() / "wardcast.db"};
    ASSERT_TRUE(migrate(database));
    database.execute("PRAGMA user_version = 1000");
  }
  const auto refused = open_store(folder.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_NE(refused.error().detail.find("newer"), std::string::npos) << refused.error().detail;
  EXPECT_NE(refused.error().detail.find("1000"), std::string::npos) << refused.error().detail;
  Database untouched{folder.path() / "wardcast.db"};
  EXPECT_EQ(version_of(untouched), 1000);
}

TEST(Migrations, AFileThatIsNoDatabaseIsRefused) {
  const TempFolder folder;
  {
    auto* file = std::fopen((folder.path() / "wardcast.db").c_str(), "w");
    ASSERT_NE(file, nullptr);
    for (int i = 0; i < 1000; ++i) std::fputs("not a database at all ", file);
    std::fclose(file);
  }
  const auto refused = open_store(folder.path());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::corrupt);
  EXPECT_NE(refused.error().detail.find("wardcast.db"), std::string::npos) << refused.error().detail;
}

TEST(AppendOnly, FactsAreNeitherChangedNorRemoved) {
  const TempFolder folder;
  {
    const auto store = open_store(folder.path()).value();
    (void)store->begin_run(at(1)).value();
    ASSERT_TRUE(store->append(sample_airing()));
    ASSERT_TRUE(store->append(sample_segment()));
    ASSERT_TRUE(store->append(Skip{sample_airing().id, 2, 9, "t", "expired", at(1), "item"}));
    ASSERT_TRUE(store->append(ZoneChange{sample_airing().id, at(1), 1, 1, "muted", {}, {}}));
    ASSERT_TRUE(store->append(AiringEnd{sample_airing().id, at(2), "full", "finished", ""}));
    AuditEntry entry;
    entry.who = "x";
    ASSERT_TRUE(store->append(entry));
  }
  Database database{folder.path() / "wardcast.db"};
  for (const std::string table : {"runs", "airings", "segments", "skips", "zone_changes", "airing_ends", "audit"}) {
    ASSERT_EQ(text_of(database, ("SELECT count(*) FROM " + table).c_str()), "1");
    for (const auto& sql : {"DELETE FROM " + table, "UPDATE " + table + " SET rowid_or_date = 1"}) {
      auto statement = sql;
      if (const auto at = statement.find("rowid_or_date"); at != std::string::npos) {
        const std::string column = table == "runs" ? "started_at" : table == "audit" ? "who" : "local_date";
        statement.replace(at, 13, column);
      }
      const auto refused = database.change([&]() -> Result<void> {
        (void)database.query(statement).run();
        return {};
      });
      ASSERT_FALSE(refused) << statement;
      EXPECT_NE(refused.error().detail.find(table + " is append-only"), std::string::npos) << refused.error().detail;
    }
    EXPECT_EQ(text_of(database, ("SELECT count(*) FROM " + table).c_str()), "1");
  }
}

TEST(Transactions, NothingSlipsInAfterTheWholeWasUndone) {
  const TempFolder folder;
  Database database{folder.path() / "wardcast.db"};
  database.execute("CREATE TABLE t (x INTEGER PRIMARY KEY) STRICT");
  const auto add = [&](int x) {
    return database.change([&]() -> Result<void> {
      (void)database.query("INSERT INTO t VALUES (?1)").bind(x).run();
      return {};
    });
  };
  const auto whole = database.change([&]() -> Result<void> {
    if (auto first = add(1); !first) return first;
    database.execute("ROLLBACK");  // what SQLite does by itself when the disk fails in the wrong moment
    const auto second = add(2);
    EXPECT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
    return {};  // ignores it
  });
  EXPECT_FALSE(whole);
  EXPECT_EQ(text_of(database, "SELECT count(*) FROM t"), "0");
  EXPECT_TRUE(add(3));
  EXPECT_EQ(text_of(database, "SELECT count(*) FROM t"), "1");
}

}  // namespace
}  // namespace wardcast::store
