// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <utility>

#include "drivers/store/journal.hpp"
#include "drivers/store/migrations.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/full_disk.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

Segment clip(int position) {
  auto segment = sample_segment(sample_airing().id, position);
  segment.steady_ns = position;
  return segment;
}

void write_past_the_limit(const std::filesystem::path& data) {
  const auto store = open_store(data).value();
  require(store->append(sample_airing()).has_value(), "airing");
  let_files_grow_to(std::filesystem::file_size(data / "wardcast.db-wal") + 50'000);
  int written = 0;
  for (; written < 10'000; ++written) {
    const auto appended = store->append(clip(written));
    if (appended) continue;
    const auto code = appended.error().code;
    require(code == ErrorCode::no_space || code == ErrorCode::unavailable, "code: " + appended.error().detail);
    break;
  }
  require(written > 0 && written < 10'000, "the limit was never met, or at once");
  require(!store->checkpoint({{clip(written)}}, {}), "still full");
  require(store->airing(sample_airing().id)->segments.size() == static_cast<std::size_t>(written), "reads go on");
  make_room();
  for (int more = 0; more < 100; ++more, ++written) {
    const auto appended = store->append(clip(written));
    require(appended.has_value(), "there is room again: " + (appended ? "" : appended.error().detail));
  }
  require(store->airing(sample_airing().id)->segments.size() == static_cast<std::size_t>(written), "all there");
}

TEST(DiskFull, WritingFailsAsAValueAndGoesOnWhenThereIsRoom) {
  const TempFolder folder;
  ASSERT_EQ(ended(in_child([&] { write_past_the_limit(folder.path()); })), 0);
  const auto store = open_store(folder.path()).value();
  EXPECT_GT(store->airing(sample_airing().id)->segments.size(), 100U);
}

class Refused : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(migrate(database));
    ASSERT_TRUE(journal.append(sample_airing()));
  }
  std::size_t segments() { return AsRunReader{database}.airing(sample_airing().id)->segments.size(); }

  TempFolder folder;
  Database database{folder.path() / "wardcast.db"};
  Journal journal{database};
};

TEST_F(Refused, AFullDiskIsNoSpace) {
  database.execute("PRAGMA max_page_count = 1");  // SQLite takes the present size for the least
  std::size_t written = 0;
  Result<void> last;
  while (written < 1000 && (last = journal.append(clip(static_cast<int>(written))))) ++written;
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, ErrorCode::no_space);
  EXPECT_EQ(segments(), written) << "the one that failed left nothing";
  database.execute("PRAGMA max_page_count = 1000000");
  EXPECT_TRUE(journal.append(clip(static_cast<int>(written))));
  EXPECT_EQ(segments(), written + 1);
}

TEST_F(Refused, AReadOnlyDatabaseIsUnavailable) {
  database.execute("PRAGMA query_only = ON");
  const auto refused = journal.append(clip(0));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  database.execute("PRAGMA query_only = OFF");
  EXPECT_TRUE(journal.append(clip(0)));
}

TEST_F(Refused, ADatabaseHeldByAnotherIsUnavailableAfterAWhile) {
  Database other{folder.path() / "wardcast.db"};
  other.execute("BEGIN IMMEDIATE");
  database.execute("PRAGMA busy_timeout = 20");
  const auto refused = journal.append(clip(0));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_NE(refused.error().detail.find("busy"), std::string::npos);
  other.execute("ROLLBACK");
  EXPECT_TRUE(journal.append(clip(0)));
}

}  // namespace
}  // namespace wardcast::store
