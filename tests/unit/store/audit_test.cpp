// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/audit.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <optional>

#include "drivers/store/audit_chain.hpp"
#include "drivers/store/migrations.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kEntries = 12;

AuditEntry numbered(int i) {
  AuditEntry entry;
  entry.at = at(1'515'000'000 + i, 5);
  entry.who = "người-" + std::to_string(i);
  entry.action = "item.edit";
  entry.target = "item/" + std::to_string(i);
  entry.before = R"({"title":"cũ"})";
  entry.after = R"({"title":"mới"})";
  return entry;
}

/// A log of twelve entries, and somebody who writes into its file.
class AuditChain : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto store = open_store(folder_.path()).value();
    for (int i = 1; i <= kEntries; ++i) ASSERT_TRUE(store->append(numbered(i)));
  }
  /// As somebody would who knows SQLite and has the file: no trigger stands in the way.
  void tamper(const char* sql) {
    Database database{file()};
    database.execute("DROP TRIGGER audit_stays; DROP TRIGGER audit_remains; DROP TRIGGER audit_is_chained");
    database.execute(sql);
  }
  AuditVerdict verdict(std::int64_t noted = 0) {
    return open_store(folder_.path()).value()->verify_audit(noted).value();
  }
  /// "7 changed", "3-5 missing"
  std::vector<std::string> found() {
    std::vector<std::string> told;
    for (const auto& fault : verdict().faults) {
      const bool missing = fault.kind == AuditFault::Kind::missing;
      const auto last = fault.last == fault.id ? std::string{} : "-" + std::to_string(fault.last);
      told.push_back(std::to_string(fault.id) + last + (missing ? " missing" : " changed"));
    }
    return told;
  }
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "wardcast.db"; }

  TempFolder folder_;
};

TEST_F(AuditChain, AWholeLogIsToldByItsHead) {
  const auto whole = verdict(7);
  EXPECT_EQ(whole.entries, kEntries);
  EXPECT_EQ(whole.newest, kEntries);
  EXPECT_EQ(whole.wrong, 0);
  EXPECT_EQ(whole.damage, "");
  EXPECT_EQ(whole.head.size(), 64U);
  EXPECT_EQ(whole.noted.size(), 64U);
  EXPECT_EQ(verdict().noted, "");
  EXPECT_EQ(verdict(99).noted, "") << "there is no such entry";
  {
    const auto store = open_store(folder_.path()).value();
    ASSERT_TRUE(store->append(numbered(13)));
  }
  const auto later = verdict(kEntries);
  EXPECT_EQ(later.noted, whole.head) << "a head noted outside is still in the log";
  EXPECT_NE(later.head, whole.head);
}

TEST_F(AuditChain, AnEmptyLogIsWell) {
  const TempFolder empty;
  const auto whole = open_store(empty.path()).value()->verify_audit(0).value();
  EXPECT_EQ(whole.entries, 0);
  EXPECT_EQ(whole.wrong, 0);
}

TEST_F(AuditChain, AChangedFieldNamesItsEntry) {
  for (const auto* change : {"at = at + 1", "who = 'x'", "action = 'item.edi'", "target = 'item/8'", "before = ''",
                             "after = after || ' '", "hash = zeroblob(32)", "hash = NULL", "hash = x'00'"}) {
    const TempFolder copy;
    std::filesystem::copy_file(file(), copy.path() / "wardcast.db");
    {
      Database database{copy.path() / "wardcast.db"};
      database.execute("DROP TRIGGER audit_stays");
      database.execute(("UPDATE audit SET " + std::string{change} + " WHERE id = 7").c_str());
    }
    const auto told = open_store(copy.path()).value()->verify_audit(0).value();
    ASSERT_EQ(told.faults.size(), 1U) << change;
    EXPECT_EQ(told.faults[0].kind, AuditFault::Kind::changed) << change;
    EXPECT_EQ(told.faults[0].id, 7) << change;
  }
}

TEST_F(AuditChain, TellsWhoAndWhenOfAChangedEntry) {
  tamper("UPDATE audit SET action = 'nothing' WHERE id = 7");
  const auto told = verdict().faults;
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].who, "người-7");
  EXPECT_EQ(told[0].at, numbered(7).at);
}

TEST_F(AuditChain, ARemovedEntryIsMissing) {
  tamper("DELETE FROM audit WHERE id = 7");
  EXPECT_THAT(found(), ElementsAre("7 missing"));
}

TEST_F(AuditChain, TheFirstOnesRemovedAreMissing) {
  tamper("DELETE FROM audit WHERE id <= 3");
  EXPECT_THAT(found(), ElementsAre("1-3 missing"));
}

TEST_F(AuditChain, TheLastOnesRemovedAreMissing) {
  tamper("DELETE FROM audit WHERE id > 10");
  EXPECT_THAT(found(), ElementsAre("11-12 missing"));
  {
    const auto store = open_store(folder_.path()).value();
    ASSERT_TRUE(store->append(numbered(13)));
  }
  EXPECT_THAT(found(), ElementsAre("11-12 missing")) << "also when the log has gone on";
}

TEST_F(AuditChain, AllRemovedAreMissing) {
  tamper("DELETE FROM audit");
  EXPECT_THAT(found(), ElementsAre("1-12 missing"));
}

TEST_F(AuditChain, OneRemovedAndTheOthersMovedUpIsSeen) {
  tamper("DELETE FROM audit WHERE id = 7; UPDATE audit SET id = id - 1 WHERE id > 7");
  EXPECT_THAT(found(), ElementsAre("7 changed", "8 changed", "9 changed", "10 changed", "11 changed", "12 missing"));
}

TEST_F(AuditChain, TwoThatChangedPlacesAreSeen) {
  tamper(
      "UPDATE audit SET id = 100 WHERE id = 4; UPDATE audit SET id = 4 WHERE id = 5; UPDATE audit SET id = 5 WHERE id "
      "= 100;"
      "UPDATE sqlite_sequence SET seq = 12 WHERE name = 'audit'");
  EXPECT_THAT(found(), testing::Contains("4 changed"));
  EXPECT_THAT(found(), testing::Contains("5 changed"));
}

TEST_F(AuditChain, OnePutInIsSeen) {
  tamper(
      "INSERT INTO audit (at, who, action, target, before, after, hash) SELECT at, who, action, target, before, after, "
      "hash "
      "FROM audit WHERE id = 12");
  EXPECT_THAT(found(), ElementsAre("13 changed"));
}

TEST_F(AuditChain, TwoChangesAreToldEach) {
  tamper("UPDATE audit SET who = 'x' WHERE id IN (3, 4, 9); DELETE FROM audit WHERE id = 6");
  EXPECT_THAT(found(), ElementsAre("3 changed", "4 changed", "6 missing", "9 changed"));
}

TEST_F(AuditChain, ACounterSetBackLetsTheLogGoOn) {
  tamper("UPDATE sqlite_sequence SET seq = 2 WHERE name = 'audit'");
  const auto store = open_store(folder_.path()).value();
  ASSERT_TRUE(store->append(numbered(13)));
  EXPECT_EQ(store->verify_audit(0).value().newest, 13);
}

/// Every byte of one entry in the file, its record's header and its hash included, turned into another.
TEST_F(AuditChain, AnyByteOfAnEntryFlippedIsSeen) {
  const auto entry = numbered(7);
  std::ifstream in{file(), std::ios::binary};
  const std::string image{std::istreambuf_iterator<char>{in}, {}};
  const auto fields = entry.who + entry.action + entry.target + entry.before + entry.after;
  const auto at = image.find(fields);
  ASSERT_NE(at, std::string::npos);
  ASSERT_EQ(image.find(fields, at + 1), std::string::npos);
  constexpr std::size_t kAhead = 8 + 9 + 3;  // the instant, the header, the cell's own numbers
  const auto end = at + fields.size() + 32;
  std::size_t seen = 0;
  for (auto byte = at - kAhead; byte < end; ++byte) {
    auto spoilt = image;
    spoilt[byte] = static_cast<char>(static_cast<unsigned char>(spoilt[byte]) ^ 1U << byte % 8);
    const TempFolder other;
    std::ofstream{other.path() / "wardcast.db", std::ios::binary} << spoilt;
    Database database{other.path() / "wardcast.db"};
    const auto told = Audit{database}.verify(0);
    const auto where = std::to_string(static_cast<int>(byte) - static_cast<int>(at));
    EXPECT_TRUE(!told || told->wrong > 0 || !told->damage.empty()) << where;
    if (byte < at) continue;
    ASSERT_TRUE(told) << where;
    ASSERT_EQ(told->faults.size(), 1U) << where;
    EXPECT_EQ(told->faults[0].id, 7) << where;
    ++seen;
  }
  EXPECT_EQ(seen, fields.size() + 32);
}

TEST_F(AuditChain, NothingUnchainedGetsIn) {
  Database database{file()};
  const auto refused = database.change([&]() -> Result<void> {
    (void)database.query("INSERT INTO audit (at, who, action, target, before, after) VALUES (1, '', '', '', '', '')")
        .run();
    return {};
  });
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().detail.find("audit is chained"), std::string::npos) << refused.error().detail;
}

TEST(AuditHash, NoTwoEntriesAreWrittenAlike) {
  const auto before = hash_before_all();
  AuditEntry one;
  one.who = "ab";
  one.action = "c";
  AuditEntry other;
  other.who = "a";
  other.action = "bc";
  EXPECT_NE(audit_hash(before, one), audit_hash(before, other));
  other = one;
  EXPECT_EQ(audit_hash(before, one), audit_hash(before, other));
  EXPECT_NE(audit_hash(audit_hash(before, one), other), audit_hash(before, other));
  other.before = other.after;
  one.id = 1;
  EXPECT_NE(audit_hash(before, one), audit_hash(before, other));
}

/// A database as the program before the chain left it.
TEST(AuditChainEarlier, EntriesFromBeforeTheChainAreChainedAtTheFirstOpening) {
  constexpr int kChain = 8;  // the step that brought it
  const TempFolder folder;
  {
    Database database{folder.path() / "wardcast.db"};
    ASSERT_TRUE(migrate(database, migrations().first(kChain - 1)));
    for (int i = 1; i <= 2500; ++i) {
      const auto entry = numbered(i);
      auto insert =
          database.query("INSERT INTO audit (at, who, action, target, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
      insert.bind(entry.at, entry.who, entry.action, entry.target, entry.before, entry.after);
      (void)insert.run();
    }
  }
  {
    const auto store = open_store(folder.path()).value();
    const auto whole = store->verify_audit(0).value();
    EXPECT_EQ(whole.entries, 2500);
    EXPECT_EQ(whole.wrong, 0);
    ASSERT_TRUE(store->append(numbered(2501)));
    EXPECT_EQ(store->verify_audit(0).value().wrong, 0);
    EXPECT_FALSE(store->setting("audit_to_chain")) << "this happens once";
  }
  Database database{folder.path() / "wardcast.db"};
  const auto refused = database.change([&]() -> Result<void> {
    (void)database.query("UPDATE audit SET hash = zeroblob(32) WHERE id = 3").run();
    return {};
  });
  EXPECT_FALSE(refused) << "the log is append-only again";
}

TEST_F(AuditChain, IsReadNewestFirstByWhatIsAskedFor) {
  const auto store = open_store(folder_.path()).value();
  const auto ids = [&store](const AuditFilter& filter) {
    std::vector<std::int64_t> all;
    for (const auto& entry : store->audit(filter)) all.push_back(entry.id);
    return all;
  };
  AuditFilter filter;
  filter.limit = 3;
  EXPECT_THAT(ids(filter), ElementsAre(12, 11, 10));
  filter.before = 10;
  EXPECT_THAT(ids(filter), ElementsAre(9, 8, 7));
  filter = {};
  filter.from = numbered(4).at;
  filter.until = numbered(6).at;
  EXPECT_THAT(ids(filter), ElementsAre(5, 4));
  filter.target = "item/5";
  EXPECT_THAT(ids(filter), ElementsAre(5));
  filter.who = "người-4";
  EXPECT_THAT(ids(filter), IsEmpty());
  filter = {};
  filter.action = "item.";
  EXPECT_EQ(ids(filter).size(), 12U);
  filter.action = "item.e%";
  EXPECT_THAT(ids(filter), IsEmpty()) << "no pattern, a beginning";
}

}  // namespace
}  // namespace wardcast::store
