// SPDX-License-Identifier: GPL-3.0-or-later
// Warnings before air, as people see them: when they save, in the timetable, a day and an hour before.
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "daemon/editorial/onair.hpp"
#include "daemon/editorial/plan_maker.hpp"
#include "scheduler/timetable.hpp"
#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Warnings : public Newsroom {
 protected:
  /// "reason" of each warning.
  static std::vector<std::string> reasons(const boost::json::value& where) {
    std::vector<std::string> words;
    for (const auto& warning : where.at("warnings").as_array()) words.emplace_back(warning.at("reason").as_string());
    return words;
  }
  Told place(const std::string& items, int duration = 600, const std::string& more = {},
             const std::string& start = "2026-11-22T17:00:00") {
    return post("operator", "/api/v1/programmes",
                R"({"title": "Bản tin", "zones": ["z1"], "start": ")" + start + R"(", "duration": )" +
                    std::to_string(duration) + R"(, "items": )" + items + more + "}");
  }
  boost::json::value edition(const std::string& day = "2026-11-22") {
    return get("board", "/api/v1/timetable?from=" + day + "&to=" + day).body.at("editions").at(0);
  }
  std::vector<BeforeAir::Due> due(BeforeAir& watch, WallTime now) {
    return on_desk([this, &watch, now] {
      const auto editions =
          scheduler::timetable(book_.programmes(), book_.changes(), zones_, zone_, now - 1h, now + 36h);
      return watch.due(editions, now);
    });
  }
  static std::string list(const std::vector<std::int64_t>& ids) {
    return boost::json::serialize(boost::json::array(ids.begin(), ids.end()));
  }
  WallTime start_ = zone_.to_wall(parse_civil("2026-11-22T17:00:00").value());
};

TEST_F(Warnings, AreInTheAnswerToSaving) {
  const auto empty = place("[]");
  EXPECT_EQ(empty.status, 201);
  EXPECT_THAT(reasons(empty.body), ElementsAre("empty"));
  EXPECT_EQ(empty.body.at("warnings").at(0).at("edition").as_string(), std::to_string(empty.id()) + "-20261122T170000");

  const auto good = item(store::ItemStatus::approved, "Tốt", 595);
  const auto path = "/api/v1/programmes/" + std::to_string(empty.id());
  EXPECT_THAT(reasons(patch("operator", path, R"({"items": )" + list({good}) + "}").body), IsEmpty());

  const auto draft = item(store::ItemStatus::draft, "Nháp", 10);
  const auto told = patch("operator", path, R"({"items": )" + list({draft}) + R"(, "duration": 300})");
  EXPECT_EQ(told.status, 200);
  EXPECT_THAT(reasons(told.body), ElementsAre("empty", "unapproved"));
  const auto over = patch("operator", path, R"({"items": )" + list({good}) + R"(, "duration": 300})");
  EXPECT_THAT(reasons(over.body), ElementsAre("overfull"));
  EXPECT_DOUBLE_EQ(over.body.at("warnings").at(0).at("seconds").to_number<double>(), 295);
  EXPECT_FALSE(get("board", path).body.as_object().contains("warnings")) << "no part of the programme itself";
}

TEST_F(Warnings, OfASeriesAreToldOnceEachWithTheFirstEditionConcerned) {
  const auto expiring = item(store::ItemStatus::approved, "Hết hạn", 600);
  on_desk([&] {
    auto row = *store_->item(expiring);
    row.expires_on = parse_date("2026-11-24").value();
    return store_->update_item(row).has_value();
  });
  const auto told = place(list({expiring}), 600, R"(, "rrule": "FREQ=DAILY")");
  EXPECT_THAT(reasons(told.body), ElementsAre("empty", "expired"));
  for (const auto& warning : told.body.at("warnings").as_array())
    EXPECT_THAT(std::string{warning.at("edition").as_string()}, HasSubstr("20261125T170000"));
}

TEST_F(Warnings, AreInTheAnswerToPutEditionAndInTheTimetable) {
  const auto programme = place("[]").id();
  EXPECT_THAT(reasons(edition()), ElementsAre("empty"));
  const auto shorter = item(store::ItemStatus::approved, "Ngắn", 100);
  const auto path = "/api/v1/editions/" + std::to_string(programme) + "-20261122T170000";
  const auto told = ask("operator", http::Verb::put, path, R"({"items": )" + list({shorter}) + "}");
  EXPECT_THAT(reasons(told.body), ElementsAre("underfull"));
  EXPECT_DOUBLE_EQ(told.body.at("warnings").at(0).at("seconds").to_number<double>(), 500);
  EXPECT_THAT(reasons(edition()), ElementsAre("underfull"));
  EXPECT_THAT(reasons(get("board", path).body), ElementsAre("underfull"));
  EXPECT_EQ(ask("operator", http::Verb::delete_, path).status, 204);
  EXPECT_THAT(reasons(edition()), IsEmpty()) << "a cancelled one concerns nobody";
}

TEST_F(Warnings, ADamagedRecordingIsFoundWhenSavingAndThenKnownInTheTimetable) {
  const auto broken = item(store::ItemStatus::approved, "Hỏng", 600);
  media_.spoil(stored(broken).media);
  const auto told = place(list({broken}));
  EXPECT_THAT(reasons(told.body), ElementsAre("empty", "unreadable"));
  EXPECT_THAT(std::string{told.body.at("warnings").at(1).at("detail").as_string()}, HasSubstr("damaged"));
  EXPECT_THAT(reasons(edition()), ElementsAre("empty", "unreadable"));
}

TEST_F(Warnings, AreGivenADayAndAnHourBeforeOnceEachAlsoAfterARestart) {
  place("[]");
  EXPECT_THAT(due(before_air_, start_ - 24h - 1s), IsEmpty());
  const auto day = due(before_air_, start_ - 24h);
  ASSERT_EQ(day.size(), 1U);
  EXPECT_EQ(day[0].stage, scheduler::Stage::day);
  EXPECT_EQ(day[0].edition.warnings.at(0).reason, "empty");
  EXPECT_THAT(due(before_air_, start_ - 23h), IsEmpty());
  BeforeAir restarted{*store_, media_, zone_};
  EXPECT_THAT(due(restarted, start_ - 22h), IsEmpty());
  const auto hour = due(restarted, start_ - 60min);
  ASSERT_EQ(hour.size(), 1U);
  EXPECT_EQ(hour[0].stage, scheduler::Stage::hour);
  EXPECT_THAT(due(restarted, start_ - 59min), IsEmpty());
  EXPECT_THAT(due(restarted, start_), IsEmpty());
}

TEST_F(Warnings, AreNotGivenWhenAllIsRightButAsSoonAsItIsNot) {
  const auto good = item(store::ItemStatus::approved, "Tốt", 600);
  place(list({good}));
  EXPECT_THAT(due(before_air_, start_ - 24h), IsEmpty());
  EXPECT_EQ(post("editor", "/api/v1/items/" + std::to_string(good) + "/withdraw").status, 200);
  const auto told = due(before_air_, start_ - 5h);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].edition.warnings.at(1).reason, "withdrawn");
}

TEST_F(Warnings, TellWhatBecameOfRecordings) {
  std::vector<std::string> news;
  BeforeAir watch{
      *store_, media_, zone_, {}, [&news](store::ItemId id, const std::string&, const std::string& problem) {
        news.push_back(std::to_string(id) + (problem.empty() ? " whole" : " bad"));
      }};
  const auto broken = item(store::ItemStatus::approved, "Hỏng", 600);
  place(list({broken}));
  media_.spoil(stored(broken).media);
  (void)due(watch, start_ - 24h);
  (void)due(watch, start_ - 60min);
  EXPECT_THAT(news, ElementsAre(std::to_string(broken) + " bad")) << "once";
  media_.spoil(stored(broken).media, false);
  const auto look = [&](BeforeAir::Look how) {
    on_desk([&] {
      auto editions = scheduler::timetable(book_.programmes(), book_.changes(), zones_, zone_, start_, start_ + 1s);
      watch.mark(editions, how);
      return true;
    });
  };
  look(BeforeAir::Look::glance);
  EXPECT_EQ(news.size(), 1U);
  look(BeforeAir::Look::full);
  EXPECT_THAT(news, ElementsAre(std::to_string(broken) + " bad", std::to_string(broken) + " whole"));
}

TEST_F(Warnings, AreInThePlanAndInNextUp) {
  place("[]");
  const auto plan = on_desk([this] { return PlanMaker{*store_, book_, zones_, zone_, &before_air_}.make(kNow); });
  ASSERT_EQ(plan->editions.size(), 1U);
  ASSERT_EQ(plan->editions[0].warnings.size(), 1U);
  playout::Live live;
  live.next = {{plan->editions[0].id, "Bản tin", plan->editions[0].start, {"z1"}, plan->editions[0].warnings}};
  const auto told = onair_json(live, zone_);
  EXPECT_THAT(reasons(told.at("next_up").at(0)), ElementsAre("empty"));
}

}  // namespace
}  // namespace wardcast::editorial
