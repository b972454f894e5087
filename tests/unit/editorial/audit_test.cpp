// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <set>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using testing::ElementsAre;

class AuditApi : public Newsroom {
 protected:
  void write(const std::string& who, const std::string& action, const std::string& target, WallTime at,
             const std::string& before = "not JSON {") {
    on_desk([&] {
      store::AuditEntry entry;
      entry.at = at;
      entry.who = who;
      entry.action = action;
      entry.target = target;
      entry.before = before;
      entry.after = R"({"status":"approved"})";
      return store_->append(entry).has_value();
    });
  }
  std::vector<std::int64_t> ids(const std::string& query) {
    std::vector<std::int64_t> all;
    const auto told = get("board", "/api/v1/audit" + query);
    for (const auto& entry : told.body.at("entries").as_array()) all.push_back(entry.at("id").as_int64());
    return all;
  }
};

TEST_F(AuditApi, TellsWhoDidWhatNewestFirst) {
  write("lan", "item.approve", "item/7", kNow);
  const auto told = get("admin", "/api/v1/audit");
  EXPECT_EQ(told.status, 200);
  const auto& entry = told.body.at("entries").at(0);
  EXPECT_EQ(entry.at("at").as_string(), "2026-11-22T10:00:00+07:00");
  EXPECT_EQ(entry.at("who").as_string(), "lan");
  EXPECT_EQ(entry.at("after").at("status").as_string(), "approved");
  EXPECT_EQ(entry.at("before").as_string(), "not JSON {");
  EXPECT_TRUE(told.body.at("next").is_null());
}

TEST_F(AuditApi, PagesAndFilters) {
  const std::chrono::hours day{24};
  write("lan", "item.approve", "item/7", kNow - day);
  write("lan", "item.edit", "item/8", kNow);
  write("mai", "programme.edit", "programme/1", kNow);
  write("mai", "item.edit", "item/7", kNow + day);
  const auto page = get("admin", "/api/v1/audit?limit=2");
  EXPECT_EQ(page.body.at("next").as_int64(), 3);
  EXPECT_THAT(ids("?limit=2"), ElementsAre(4, 3));
  EXPECT_THAT(ids("?limit=2&before=3"), ElementsAre(2, 1));
  EXPECT_THAT(ids("?from=2026-11-22&to=2026-11-22"), ElementsAre(3, 2));
  EXPECT_THAT(ids("?to=2026-11-21"), ElementsAre(1));
  EXPECT_THAT(ids("?who=lan"), ElementsAre(2, 1));
  EXPECT_THAT(ids("?action=item.e"), ElementsAre(4, 2));
  EXPECT_THAT(ids("?target=item/7"), ElementsAre(4, 1));
  EXPECT_THAT(ids("?target=item/7&who=mai"), ElementsAre(4));
}

TEST_F(AuditApi, APageOfLongTextsIsShorter) {
  for (int i = 0; i < 60; ++i) write("lan", "item.edit", "item/7", kNow, std::string(200'000, 'x'));
  const auto first = get("admin", "/api/v1/audit?limit=500");
  EXPECT_LT(first.raw.body.size(), 10'000'000U);
  std::set<std::int64_t> seen;
  std::string query = "?limit=500";
  for (int pages = 0; pages < 10 && !query.empty(); ++pages) {
    const auto page = get("admin", "/api/v1/audit" + query);
    for (const auto& entry : page.body.at("entries").as_array()) seen.insert(entry.at("id").as_int64());
    const auto& next = page.body.at("next");
    query = next.is_null() ? std::string{} : "?limit=500&before=" + std::to_string(next.as_int64());
  }
  EXPECT_EQ(seen.size(), 60U) << "and nothing is lost between pages";
}

TEST_F(AuditApi, SaysWhatIsWrongWithTheQuestion) {
  for (const auto* query : {"?limit=0", "?limit=501", "?limit=x", "?before=0", "?from=heute", "?to=2026-13-01",
                            "?from=2026-11-22&to=2026-11-21"})
    EXPECT_EQ(get("admin", std::string{"/api/v1/audit"} + query).status, 422) << query;
  EXPECT_EQ(get("operator", "/api/v1/audit").status, 403);
  EXPECT_EQ(get("", "/api/v1/audit").status, 401);
}

}  // namespace
}  // namespace wardcast::editorial
