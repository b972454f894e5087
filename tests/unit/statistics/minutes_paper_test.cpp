// SPDX-License-Identifier: GPL-3.0-or-later
// The minutes as a table and as JSON.
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "daemon/statistics/csv.hpp"
#include "daemon/statistics/minutes_csv.hpp"
#include "daemon/statistics/minutes_json.hpp"
#include "tests/unit/statistics/checked_ward.hpp"

namespace wardcast::statistics {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Line = std::vector<std::string>;

class MinutesOnPaper : public CheckedWard {
 protected:
  void SetUp() override {
    session("s2018-03-05", "2018-03-05", "complete");
    session(kSession, "2018-03-12", "complete");
    reference("l1", "2018-01-10", 60);
    reference("l2", "2018-01-10", 150);
    measured("l1", "ok", 1, 59.9, 60);
    measured("l2", "partial", 2, 120, 150);
    measured("l3", "not_measured", 3, 0, 0);
    fault(3, "earth", "earth:line/l2", hanoi("2018-03-01", 9));
    fault(4, "partial", "partial:line/l2", hanoi("2018-03-12", 8, 35), R"({"severity":"major"})");
    wrote("lan", 0, R"({"present":"Lan; Tú","speaker/l2s1":"silent","speaker/l2s1/note":"=1+1"})");
    wrote("tu", 5, R"({"amplifier/a2/state":"good","amplifier/a2/volts":98.5,"conclusion":"Thay loa"})");
  }
  std::vector<Line> csv(Language language, const std::string& id = kSession) {
    text_ = minutes_csv(made(id), language, zone_);
    Problems problems{"minutes.csv"};
    std::vector<Line> lines;
    for (const auto& row : read_csv(text_, problems)) {
      auto& line = lines.emplace_back();
      for (const auto& field : row) line.push_back(field.text);
    }
    EXPECT_EQ(problems.count(), 0U);
    return lines;
  }
  std::string text_;
};

TEST_F(MinutesOnPaper, InVietnameseAsWardsWriteThem) {
  const auto lines = csv(Language::vi);
  EXPECT_EQ(lines.front(), Line{"BIÊN BẢN KIỂM TRA ĐƯỜNG DÂY VÀ LOA"});
  EXPECT_THAT(lines, Contains(Line{"Buổi", "Tháng 03/2018 – Buổi 02/04"}));
  EXPECT_THAT(lines, Contains(Line{"Bắt đầu", "12/03/2018 08:00"}));
  EXPECT_THAT(lines, Contains(Line{"Kết thúc", "12/03/2018 08:40"}));
  EXPECT_THAT(lines, Contains(Line{"Thành phần", "Lan; Tú", "lan", "12/03/2018 09:00"}));
  EXPECT_THAT(lines, Contains(Line{"Thời tiết", "–", "–", "–"}));
  EXPECT_THAT(lines, Contains(Line{"a1", "a1", "Tốt", "–", "–", "–", "–", "Tự động"}));
  EXPECT_THAT(lines, Contains(Line{"a2", "a2", "Tốt", "98,5", "–", "–", "–", "tu"}));
  EXPECT_THAT(lines, Contains(Line{"l1", "Tuyến l1", "Tổ 1", "300", "Tự động 12/03/2018 08:01", "166,9", "166,7",
                                   "59,9", "60,0", "0,2", "không", "không", "–", "–", "Tốt", "–"}));
  EXPECT_THAT(lines, Contains(Line{"l2", "Tuyến l2", "Tổ 1", "–", "Tự động 12/03/2018 08:02", "83,3", "66,7", "120,0",
                                   "150,0", "25,0", "không", "không", "–", "–", "Hỏng", "Mất một số loa"}));
  EXPECT_THAT(lines, Contains(Line{"l3", "Tuyến l3", "Tổ 2", "–", "Tự động 12/03/2018 08:03", "–", "–", "–", "–", "–",
                                   "–", "–", "–", "–", "–", "Không đo được: không có đồng hồ đo"}));
  EXPECT_THAT(lines, Contains(Line{"l2", "Tuyến l2, Tổ 1", "10", "0", "0", "0", "0", "1", "8 (7–9)",
                                   "Tự động 12/03/2018 08:02, Tại chỗ 1/10"}));
  EXPECT_THAT(lines,
              Contains(Line{"l3", "Tuyến l3, Tổ 2", "2", "–", "–", "–", "–", "–", "–", "Tự động 12/03/2018 08:03"}));
  EXPECT_THAT(lines, Contains(Line{"l2s1", "Loa 1", "l2", "Mất tiếng", "'=1+1", "lan", "12/03/2018 09:00"}))
      << "no spreadsheet may take a note for a formula";
  EXPECT_THAT(lines, Contains(ElementsAre("4", "Mất một số loa (line/l2)", "nặng", HasSubstr("biến áp"), "–", "–")));
  EXPECT_THAT(lines, Contains(Line{"3", "Đường dây chạm đất (line/l2)", "–", "có", "–", "–"}));
  EXPECT_THAT(lines, Contains(Line{"Tuyến tốt", "1/3, chưa rõ 1"}));
  EXPECT_THAT(lines, Contains(Line{"Loa tốt", "12/16 (11–13), chưa rõ 2"}));
  EXPECT_THAT(lines, Contains(Line{"Tăng âm tốt", "2/2"}));
  EXPECT_THAT(lines, Contains(Line{"Ý kiến kết luận", "Thay loa", "tu", "12/03/2018 09:05"}));
}

TEST_F(MinutesOnPaper, NoCellIsBlankWhateverWasMeasured) {
  session("s2018-03-19", "2018-03-19", "missed");
  session("s2018-03-26", "2018-03-26", "");
  session("m2018-03-27-1", "2018-03-27", "complete", "person");
  for (const auto* id : {kSession, "s2018-03-19", "s2018-03-26", "m2018-03-27-1"}) {
    for (const auto language : {Language::vi, Language::en}) {
      for (const auto& line : csv(language, id))
        for (const auto& field : line) EXPECT_NE(field, "") << id << ": " << line.front();
    }
  }
  EXPECT_THAT(csv(Language::vi, "s2018-03-19"), Contains(Line{"Buổi", "Tháng 03/2018 – Buổi –/04"}));
  EXPECT_THAT(csv(Language::vi, "s2018-03-19"), Contains(Line{"Kết quả", "Bỏ lỡ"}));
  EXPECT_THAT(csv(Language::en, "s2018-03-26"), Contains(Line{"Ended", "not over"}));
  EXPECT_THAT(csv(Language::vi, "m2018-03-27-1"), Contains(Line{"Buổi", "Tháng 03/2018 – Buổi ngoài kế hoạch"}));
}

TEST_F(MinutesOnPaper, InEnglish) {
  const auto lines = csv(Language::en);
  EXPECT_THAT(lines, Contains(Line{"Session", "Month 03/2018 – Session 02/04"}));
  EXPECT_THAT(lines, Contains(Line{"l2", "Tuyến l2", "Tổ 1", "–", "Automatic 12/03/2018 08:02", "83.3", "66.7", "120.0",
                                   "150.0", "25.0", "no", "no", "–", "–", "Broken", "Some loudspeakers are lost"}));
  EXPECT_THAT(lines, Contains(Line{"Loudspeakers in order", "12/16 (11–13), not known 2"}));
}

TEST_F(MinutesOnPaper, AsJson) {
  measured("l1", "open", 20, 0, 0);
  const auto out = minutes_json(made(), zone_);
  EXPECT_EQ(out.at("id").as_string(), kSession);
  EXPECT_EQ(out.at("started_at").as_string(), "2018-03-12T08:00:00+07:00");
  EXPECT_EQ(out.at("month").at("number").as_int64(), 2);
  EXPECT_EQ(out.at("month").at("target").as_int64(), 4);
  EXPECT_EQ(out.at("present").at("who").as_string(), "lan");
  EXPECT_TRUE(out.at("weather").is_null());
  const auto& line = out.at("lines").at(1);
  EXPECT_EQ(line.at("standing").as_string(), "broken");
  EXPECT_EQ(line.at("deviation").as_double(), 0.25);
  EXPECT_EQ(line.at("leak").is_null(), true);
  EXPECT_EQ(out.at("lines").at(0).at("open").as_bool(), true);
  EXPECT_TRUE(out.at("lines").at(2).at("ohms").is_null());
  EXPECT_EQ(out.at("clusters").at(1).at("good").at("best").as_int64(), 8);
  EXPECT_EQ(out.at("clusters").at(1).at("heard").at("silent").as_int64(), 1);
  EXPECT_EQ(out.at("amplifiers").at(1).at("volts").at("value").as_double(), 98.5);
  EXPECT_EQ(out.at("found").at(0).at("class").as_string(), "partial");
  EXPECT_TRUE(out.at("old").at(0).at("repaired_at").is_null());
  EXPECT_EQ(out.at("totals").at("speakers").at("unknown").as_int64(), 6);
  EXPECT_EQ(out.at("remarks").as_array().size(), 2U);
}

}  // namespace
}  // namespace wardcast::statistics
