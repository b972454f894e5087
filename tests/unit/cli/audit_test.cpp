// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include "tests/support/wardcast_program.hpp"
#include "tests/unit/cli/small_station.hpp"

namespace wardcast::test {
namespace {
using testing::HasSubstr;
using testing::StartsWith;

/// A station whose database stays open, as a running daemon's does, with five entries in its audit log.
class AuditCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int i = 1; i <= 5; ++i) {
      store::AuditEntry entry;
      entry.at = WallTime{seconds{1'795'316'400 + i}};
      entry.who = "lan";
      entry.action = i == 3 ? "item.approve" : "item.edit";
      entry.target = "item/" + std::to_string(i);
      entry.after = R"({"title":"Tin"})";
      ASSERT_TRUE(station_.store().append(entry));
    }
  }
  Outcome audit(const std::string& arguments) {
    return wardcast("audit " + arguments + " --config " + station_.config().string());
  }
  /// Somebody else's program writes into the file; no trigger stands in its way.
  void tamper(const char* sql) {
    SQLite::Database database{(station_.data() / "wardcast.db").string(), SQLite::OPEN_READWRITE};
    database.exec("DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_remains");
    database.exec(sql);
  }

  SmallStation station_;
};

TEST_F(AuditCommand, VerifiesAWholeLogBesideTheDaemon) {
  const auto told = audit("verify");
  EXPECT_EQ(told.exit_code, 0) << told.output;
  EXPECT_THAT(told.output, StartsWith("5 entries, head 5:"));
  const auto head = told.output.substr(told.output.find("5:"), 2 + 64);
  EXPECT_EQ(audit("verify --noted " + head).exit_code, 0);
  const auto other = audit("verify --noted " + head.substr(0, 65) + (head.back() == '0' ? "1" : "0"));
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_THAT(other.output, HasSubstr("entry 5 has another hash"));
  EXPECT_EQ(audit("verify --noted 5").exit_code, 2);
}

TEST_F(AuditCommand, NamesWhatWasChangedAndWhatIsMissing) {
  tamper("UPDATE audit SET target = 'item/1' WHERE id = 2");
  auto told = audit("verify");
  EXPECT_EQ(told.exit_code, 1);
  EXPECT_THAT(told.output, StartsWith("entry 2 of 2026-11-22T10:00:02+07:00 by lan was changed\n"));
  tamper("DELETE FROM audit WHERE id = 4");
  told = audit("verify");
  EXPECT_THAT(told.output, HasSubstr("\nentry 4 is missing\n"));
  tamper("DELETE FROM audit WHERE id >= 4");
  told = audit("verify");
  EXPECT_EQ(told.exit_code, 1);
  EXPECT_THAT(told.output, HasSubstr("\nentries 4 to 5 are missing\n"));
}

TEST_F(AuditCommand, ListsTheNewestFirst) {
  const auto all = audit("list --limit 2");
  EXPECT_EQ(all.exit_code, 0) << all.output;
  EXPECT_THAT(all.output, StartsWith("5  2026-11-22T10:00:05+07:00  lan  item.edit  item/5"));
  EXPECT_EQ(audit("list --action item.approve").output,
            "3  2026-11-22T10:00:03+07:00  lan  item.approve  item/3  {\"title\":\"Tin\"}\n");
  EXPECT_EQ(audit("list --to 2026-11-21").output, "");
  EXPECT_THAT(audit("list --target item/4 --json").output, HasSubstr(R"("after":{"title":"Tin"})"));
  EXPECT_EQ(audit("list --from never").exit_code, 2);
}

}  // namespace
}  // namespace wardcast::test
