// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/hours.hpp"

#include <algorithm>
#include <string>

namespace wardcast::site {
namespace {

constexpr int kDay = 24 * 60;

/// Minutes after midnight of "HH:MM", 24:00 included.
std::optional<int> minute_of(std::string_view text) {
  const auto digit = [text](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > kDay) return std::nullopt;
  return hour * 60 + minute;
}

}  // namespace

Result<std::vector<DailyWindow>> parse_hours(std::string_view text) {
  const auto quoted = "'" + std::string{text} + "'";
  const auto from = text.size() == 11 && text[5] == '-' ? minute_of(text.substr(0, 5)) : std::nullopt;
  const auto to = from ? minute_of(text.substr(6)) : std::nullopt;
  if (!from || !to || *from == kDay) {
    return invalid("", quoted + " is not a part of the day; write HH:MM-HH:MM, such as 05:30-21:30");
  }
  if (*from == *to) return invalid("", quoted + " is empty; write 00:00-24:00 for the whole day");
  std::vector<DailyWindow> windows;
  if (*from < *to) {
    windows.push_back({*from, *to});
  } else {
    windows.push_back({*from, kDay});
    if (*to > 0) windows.push_back({0, *to});
  }
  return windows;
}

std::vector<DailyWindow> merged(std::vector<DailyWindow> windows) {
  std::sort(windows.begin(), windows.end(),
            [](const DailyWindow& a, const DailyWindow& b) { return a.from_minute < b.from_minute; });
  std::vector<DailyWindow> joined;
  for (const auto& window : windows) {
    if (!joined.empty() && window.from_minute <= joined.back().to_minute) {
      joined.back().to_minute = std::max(joined.back().to_minute, window.to_minute);
    } else {
      joined.push_back(window);
    }
  }
  return joined;
}

bool overlap(const std::vector<DailyWindow>& a, const std::vector<DailyWindow>& b) {
  return std::any_of(a.begin(), a.end(), [&b](const DailyWindow& one) {
    return std::any_of(b.begin(), b.end(), [&one](const DailyWindow& other) {
      return one.from_minute < other.to_minute && other.from_minute < one.to_minute;
    });
  });
}

std::optional<Located<std::vector<DailyWindow>>> read_hours(TomlTable& table, std::string_view key) {
  const auto texts = table.texts(key);
  if (!texts) return std::nullopt;
  if (texts->value.empty()) {
    table.problem(texts->place, key,
                  "is empty, so nothing could ever air; write at least one window, such as [\"05:30-21:30\"]");
    return std::nullopt;
  }
  std::vector<DailyWindow> all;
  bool good = true;
  for (const auto& text : texts->value) {
    if (const auto windows = parse_hours(text.value)) {
      all.insert(all.end(), windows->begin(), windows->end());
    } else {
      table.problem(text.place, key, windows.error().detail);
      good = false;
    }
  }
  if (!good) return std::nullopt;
  return Located<std::vector<DailyWindow>>{merged(std::move(all)), texts->place};
}

}  // namespace wardcast::site
