// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <string>
#include <vector>

#include "base/time_zone.hpp"

namespace wardcast::statistics {

inline const std::string kLogHeader =
    "date;planned_start;started_at;ended_at;programme;position;title;kind;theme;author;unit;origin;zones;result;reason";

/// A log written by hand: each row a list of fields. `end` is what ends a line.
inline std::string log_text(const std::vector<std::string>& rows, const std::string& end = "\n") {
  std::string text = kLogHeader + end;
  for (const auto& row : rows) text += row + end;
  return text;
}

inline std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }
inline std::string clock_text(int seconds) {
  return two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" + two_digits(seconds % 60);
}

/// The working days of quarter I/2018: weekdays but 1 January and Tết, 14 to 20 February.
inline std::vector<std::string> golden_days() {
  using namespace std::chrono;
  std::vector<std::string> days_at_work;
  for (sys_days day{year{2018} / 1 / 1}; day < sys_days{year{2018} / 4 / 1}; day += days{1}) {
    const weekday name{day};
    const bool new_year = day == sys_days{year{2018} / 1 / 1};
    const bool tet = day >= sys_days{year{2018} / 2 / 14} && day <= sys_days{year{2018} / 2 / 20};
    if (name != Saturday && name != Sunday && !new_year && !tet) days_at_work.push_back(format_date(CivilDate{day}));
  }
  return days_at_work;
}

/// The real quarter as its log: 59 programmes of half an hour, 51 of 4 items of 450 s and 8 of 5 items of 360 s.
inline std::vector<std::string> golden_rows() {
  std::vector<std::string> rows;
  int item = 0;
  int edition = 0;
  for (const auto& date : golden_days()) {
    const bool five = edition % 7 == 3 && edition / 7 < 8;
    const int length = five ? 360 : 450;
    for (int i = 0; i < 1800 / length; ++i) {
      const int begun = 17 * 3600 + i * length;
      rows.push_back(date + ";17:00;" + clock_text(begun) + ";" + clock_text(begun + length) +
                     ";Chương trình phát thanh;" + std::to_string(i + 1) + ";Tin số " + std::to_string(++item) + ";" +
                     (i == 0 ? "Bài chuyên sâu" : "Tin hoạt động") + ";Chỉ đạo điều hành;BBT;UBND phường;own;" +
                     "khu-1,khu-2;full;");
    }
    ++edition;
  }
  return rows;
}

}  // namespace wardcast::statistics
