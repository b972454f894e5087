// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using testing::ElementsAre;
using testing::HasSubstr;

/// A session of the day on record: lz1 in order, lz2 not tested, lz3 without a meter.
class MinutesApi : public Newsroom {
 protected:
  MinutesApi() {
    for (auto& zone : site_.zones) {
      int number = 0;
      for (auto& speaker : zone.lines[0].speakers) speaker.id = zone.id + "-" + std::to_string(++number);
    }
    on_desk([&] {
      store::Sweep sweep;
      sweep.id = "s2026-11-22";
      sweep.local_date = "2026-11-22";
      sweep.planned_start = sweep.started_at = kNow - std::chrono::hours{2};
      sweep.planned_end = kNow;
      sweep.origin = "planned";
      sweep.lines = {"lz1", "lz2"};
      EXPECT_TRUE(store_->append(sweep));
      store::Measurement row;
      row.line = "lz1";
      row.at = kNow - std::chrono::hours{1};
      row.sweep = sweep.id;
      row.purpose = "sweep";
      row.verdict = "ok";
      row.volts = 10;
      row.amps = 0.06;
      row.watts = 60;
      row.reference_watts = 60;
      row.deviation = 0;
      return store_->append(row).has_value();
    });
  }
  Told remark(const std::string& fields, std::string_view who = "technician") {
    return post(who, kAddress + std::string{"/remarks"}, R"({"fields":)" + fields + "}");
  }
  static constexpr auto kAddress = "/api/v1/sweeps/s2026-11-22";
};

TEST_F(MinutesApi, TellsASessionThatRunsAndOneThatIsOver) {
  const auto running = get("board", kAddress);
  ASSERT_EQ(running.status, 200) << running.raw.body;
  EXPECT_EQ(running.text("result"), "running");
  EXPECT_EQ(running.body.at("lines").at(0).at("standing").as_string(), "good");
  EXPECT_EQ(running.body.at("lines").at(1).at("standing").as_string(), "not_measured");
  EXPECT_EQ(running.body.at("month").at("held").as_int64(), 0);
  on_desk([&] { return store_->append(store::SweepEnd{"s2026-11-22", kNow, "partial", 1, 0, 0, 1, ""}).has_value(); });
  const auto over = get("board", kAddress);
  EXPECT_EQ(over.text("result"), "partial");
  EXPECT_EQ(over.body.at("month").at("number").as_int64(), 1);
  EXPECT_EQ(over.body.at("totals").at("lines").at("good").as_int64(), 1);
  EXPECT_EQ(get("board", "/api/v1/sweeps/none").status, 404);
  EXPECT_EQ(get("contributor", kAddress).status, 403);

  const auto months = get("board", "/api/v1/sweeps?from=2026-10-31&to=2026-11-30").body.at("month").as_object();
  ASSERT_EQ(months.size(), 2U);
  EXPECT_EQ(months.at("2026-11").at("held").as_int64(), 1);
  EXPECT_EQ(months.at("2026-11").at("target").as_int64(), 4);
  EXPECT_EQ(months.at("2026-10").at("held").as_int64(), 0);
}

TEST_F(MinutesApi, AsATableInTheReadersLanguage) {
  const auto csv = get("board", kAddress + std::string{"/minutes.csv"});
  EXPECT_EQ(csv.status, 200);
  EXPECT_EQ(csv.raw.content_type, "text/csv; charset=utf-8");
  EXPECT_THAT(csv.header("Content-Disposition"), HasSubstr("wardcast-s2026-11-22.csv"));
  EXPECT_THAT(csv.raw.body, HasSubstr("BIÊN BẢN KIỂM TRA ĐƯỜNG DÂY VÀ LOA"));
  EXPECT_THAT(get("board", kAddress + std::string{"/minutes.csv?language=en"}).raw.body, HasSubstr("Lines in order"));
  EXPECT_EQ(get("board", kAddress + std::string{"/minutes.csv?language=fr"}).status, 422);
  EXPECT_EQ(get("board", "/api/v1/sweeps/none/minutes.csv").status, 404);
}

TEST_F(MinutesApi, WhatPeopleWriteIsKeptWithWhoWroteIt) {
  const auto first = remark(R"({"present":" Lan, Tú ","weather":"mưa","speaker/z1-1":"silent",
                               "speaker/z1-1/note":"gãy giá","amplifier/a1":{"state":"weak","volts":98.5}})");
  ASSERT_EQ(first.status, 201) << first.raw.body;
  EXPECT_EQ(first.body.at("fields").at("present").at("value").as_string(), "Lan, Tú");
  EXPECT_EQ(first.body.at("fields").at("present").at("who").as_string(), "technician");
  EXPECT_EQ(first.body.at("fields").at("amplifier/a1/volts").at("value").as_double(), 98.5);
  ASSERT_EQ(remark(R"({"speaker/z1-1":"clear","weather":null,"conclusion":"Tốt"})", "admin").status, 201);
  const auto minutes = get("board", kAddress).body;
  EXPECT_TRUE(minutes.at("weather").is_null());
  EXPECT_EQ(minutes.at("conclusion").at("who").as_string(), "admin");
  const auto& speaker = minutes.at("clusters").at(0).at("speakers").at(0);
  EXPECT_EQ(speaker.at("heard").at("value").as_string(), "clear");
  EXPECT_EQ(speaker.at("note").at("value").as_string(), "gãy giá");
  EXPECT_EQ(minutes.at("amplifiers").at(0).at("standing").as_string(), "watch");
  EXPECT_EQ(minutes.at("remarks").as_array().size(), 2U) << "nothing that was written is changed";
  int told = 0;
  for (const auto& entry : audit()) told += entry.action == "sweep.remark" && entry.target == "sweep/s2026-11-22";
  EXPECT_EQ(told, 2);
}

TEST_F(MinutesApi, RefusesWhatCannotBeMeant) {
  EXPECT_EQ(post("technician", kAddress + std::string{"/remarks"}, "{}").status, 422);
  EXPECT_EQ(remark("{}").status, 422);
  EXPECT_EQ(remark("[1]").status, 422);
  const auto wrong = remark(R"({"speaker/z1-1":"loud","speaker/z3-1":"clear","amplifier/a2":{"state":"good"},
                               "amplifier/a1":{"volts":-1,"celsius":"hot","colour":"red"},"present":7,"mood":"x"})");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.fields(), ElementsAre("speaker/z1-1", "speaker/z3-1", "amplifier/a2", "amplifier/a1/volts",
                                          "amplifier/a1/celsius", "amplifier/a1/colour", "present", "mood"))
      << "lz3 and its amplifier are not of this session";
  EXPECT_EQ(remark(R"({"present":")" + std::string(2001, 'x') + "\"}").status, 422);
  EXPECT_EQ(get("board", kAddress).body.at("remarks").as_array().size(), 0U);
  EXPECT_EQ(post("technician", "/api/v1/sweeps/none/remarks", R"({"fields":{"present":"x"}})").status, 404);
  for (const auto* who : {"contributor", "operator", "editor", "board"})
    EXPECT_EQ(remark(R"({"present":"x"})", who).status, 403) << who;
}

}  // namespace
}  // namespace wardcast::editorial
