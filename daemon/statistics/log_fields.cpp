// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/log_fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace wardcast::statistics {
namespace {

using std::chrono::days;

struct Spelling {
  std::string_view said;  ///< folded
  std::string_view meant;
};
constexpr std::array kOrigins{
    Spelling{"", "own"},
    Spelling{"own", "own"},
    Spelling{"tu san xuat", "own"},
    Spelling{"tu sx", "own"},
    Spelling{"relay", "relay"},
    Spelling{"tiep am", "relay"},
    Spelling{"tiep song", "relay"},
    Spelling{"notice", "notice"},
    Spelling{"thong bao", "notice"},
    Spelling{"emergency", "emergency"},
    Spelling{"khan cap", "emergency"},
};
constexpr std::array kMarks{
    Spelling{"repeat", " repeat"},
    Spelling{"phat lai", " repeat"},
    Spelling{"drill", " drill"},
    Spelling{"dien tap", " drill"},
};
constexpr std::array kResults{
    Spelling{"full", "full"},          Spelling{"du", "full"},
    Spelling{"partial", "partial"},    Spelling{"thieu", "partial"},
    Spelling{"phat thieu", "partial"}, Spelling{"missed", "missed"},
    Spelling{"bo lo", "missed"},       Spelling{"khong phat", "missed"},
};

template <std::size_t Count>
std::optional<std::string_view> meaning(const std::array<Spelling, Count>& table, std::string_view said) {
  for (const auto& spelling : table) {
    if (spelling.said == said) return spelling.meant;
  }
  return std::nullopt;
}

/// Up to `most` digits at the front of `text`, taken off it.
std::optional<int> take_number(std::string_view& text, std::size_t most) {
  int value = 0;
  const auto* const last = text.data() + std::min(most, text.size());
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc{} || text.front() == '-') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

/// Digits behind the decimal point; what is finer than a microsecond is dropped.
std::optional<microseconds> take_fraction(std::string_view& text) {
  microseconds fraction{0};
  const auto before = text.size();
  for (std::int64_t unit = 100'000; !text.empty() && text.front() >= '0' && text.front() <= '9'; unit /= 10) {
    fraction += microseconds{(text.front() - '0') * unit};
    text.remove_prefix(1);
  }
  if (text.size() == before) return std::nullopt;
  return fraction;
}

}  // namespace

std::optional<CivilDate> read_log_date(std::string_view text) {
  if (const auto iso = parse_date(text)) return *iso;
  const auto day = take_number(text, 2);
  if (!day || !take(text, "/")) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, "/") || text.size() != 4) return std::nullopt;
  const auto year = take_number(text, 4);
  if (!year || !text.empty()) return std::nullopt;
  const CivilDate date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                       std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::optional<microseconds> read_log_clock(std::string_view text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23) return std::nullopt;
  microseconds clock = std::chrono::hours{*hour};
  if (text == "h") return clock;
  if (!take(text, ":h")) return std::nullopt;
  const auto minute = text.size() >= 2 ? take_number(text, 2) : std::nullopt;
  if (!minute || *minute > 59) return std::nullopt;
  clock += std::chrono::minutes{*minute};
  if (text.empty()) return clock;
  if (!take(text, ":")) return std::nullopt;
  const auto second = text.size() >= 2 ? take_number(text, 2) : std::nullopt;
  if (!second || *second > 59) return std::nullopt;
  clock += seconds{*second};
  if (text.empty()) return clock;
  if (!take(text, ".,")) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction || !text.empty()) return std::nullopt;
  return clock + *fraction;
}

WallTime instant_of(CivilDate date, microseconds clock, const TimeZone& zone) {
  const auto whole = std::chrono::floor<seconds>(clock);
  return zone.to_wall(CivilTime{std::chrono::local_days{date}} + whole) + (clock - whole);
}

std::optional<LogMoment> read_log_moment(std::string_view text, const TimeZone& zone) {
  if (const auto clock = read_log_clock(text)) return LogMoment{.instant = {}, .clock = *clock};
  if (const auto instant = parse_rfc3339(text)) return LogMoment{.instant = *instant, .clock = {}};
  const auto gap = text.find_first_of(" T");
  if (gap == std::string_view::npos) return std::nullopt;
  const auto date = read_log_date(text.substr(0, gap));
  const auto clock = read_log_clock(text.substr(gap + 1));
  if (!date || !clock) return std::nullopt;
  return LogMoment{.instant = instant_of(*date, *clock, zone), .clock = {}};
}

std::optional<std::string> read_log_origin(std::string_view text) {
  std::string said = fold_for_search(text);
  std::string mark;
  for (const auto& spelling : kMarks) {
    if (said != spelling.said && !said.ends_with(" " + std::string{spelling.said})) continue;
    mark = spelling.meant;
    said.resize(said.size() - spelling.said.size());
    if (!said.empty()) said.pop_back();
    break;
  }
  const auto origin = meaning(kOrigins, said);
  if (!origin) return std::nullopt;
  return std::string{*origin} + mark;
}

std::optional<std::string> read_log_result(std::string_view text) {
  const auto result = meaning(kResults, fold_for_search(text));
  if (!result) return std::nullopt;
  return std::string{*result};
}

std::vector<std::string> read_log_zones(std::string_view text) {
  std::vector<std::string> zones;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    auto name = text.substr(0, end);
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    if (!name.empty()) zones.emplace_back(name);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return zones;
}

std::optional<std::string> tidy_text(std::string_view text) {
  const auto composed = to_nfc(text);
  if (!composed) return std::nullopt;
  std::string tidy;
  for (const char letter : *composed) {
    const auto code = static_cast<unsigned char>(letter);
    if (code > ' ' && code != 0x7F) {
      tidy += letter;
    } else if (!tidy.empty() && tidy.back() != ' ') {
      tidy += ' ';
    }
  }
  if (!tidy.empty() && tidy.back() == ' ') tidy.pop_back();
  return tidy;
}

}  // namespace wardcast::statistics
