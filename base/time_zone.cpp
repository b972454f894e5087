// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/time_zone.hpp"

#include <date/tz.h>

#include <charconv>
#include <cstdio>
#include <optional>

namespace wardcast {
namespace {

using std::chrono::floor;

date::local_seconds to_date(CivilTime civil) { return date::local_seconds{civil.time_since_epoch()}; }

/// Reads exactly `width` digits at `pos`, moving past them.
std::optional<int> digits(std::string_view text, std::size_t& pos, std::size_t width) {
  if (pos + width > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    const char c = text[pos + i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  pos += width;
  return value;
}

bool literal(std::string_view text, std::size_t& pos, char wanted) {
  if (pos >= text.size() || text[pos] != wanted) return false;
  ++pos;
  return true;
}

std::optional<CivilDate> read_date(std::string_view text, std::size_t& pos) {
  const auto year = digits(text, pos, 4);
  if (!year || !literal(text, pos, '-')) return std::nullopt;
  const auto month = digits(text, pos, 2);
  if (!month || !literal(text, pos, '-')) return std::nullopt;
  const auto day = digits(text, pos, 2);
  if (!day) return std::nullopt;
  const CivilDate date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                       std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::optional<seconds> read_time_of_day(std::string_view text, std::size_t& pos) {
  const auto hour = digits(text, pos, 2);
  if (!hour || !literal(text, pos, ':')) return std::nullopt;
  const auto minute = digits(text, pos, 2);
  if (!minute) return std::nullopt;
  int second = 0;
  if (pos < text.size() && text[pos] == ':') {
    ++pos;
    const auto read = digits(text, pos, 2);
    if (!read) return std::nullopt;
    second = *read;
  }
  if (*hour > 23 || *minute > 59 || second > 59) return std::nullopt;
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + seconds{second};
}

Error not_rfc3339(std::string_view text) {
  return invalid("", "'" + std::string{text} + "' is not an RFC 3339 instant such as 2026-11-22T17:00:00+07:00");
}

}  // namespace

Result<TimeZone> TimeZone::locate(std::string_view iana_name) {
  try {
    return TimeZone{std::string{iana_name}, date::locate_zone(std::string{iana_name})};
  } catch (const std::runtime_error&) {
    return invalid("timezone",
                   "unknown time zone '" + std::string{iana_name} + "'; use an IANA name such as Asia/Ho_Chi_Minh");
  }
}

CivilTime TimeZone::to_civil(WallTime instant) const {
  return CivilTime{zone_->to_local(floor<seconds>(instant)).time_since_epoch()};
}

WallTime TimeZone::to_wall(CivilTime civil) const {
  const auto local = to_date(civil);
  const auto info = zone_->get_info(local);
  // In a gap the offset before the change still applies to what the clock on the wall would have shown: the result
  // lies after the change, moved by the gap's length. In an overlap `first` is the earlier of the two.
  return WallTime{(local - info.first.offset).time_since_epoch()};
}

std::string TimeZone::rfc3339(WallTime instant) const {
  const auto whole = floor<seconds>(instant);
  const auto info = zone_->get_info(whole);
  const auto offset = std::chrono::duration_cast<std::chrono::minutes>(info.offset).count();
  std::string text = format_civil(to_civil(instant));
  const auto millis = std::chrono::duration_cast<milliseconds>(instant - whole).count();
  char tail[16];
  if (millis != 0) {
    (void)std::snprintf(tail, sizeof tail, ".%03d", static_cast<int>(millis));
    text += tail;
  }
  const auto minutes = offset < 0 ? -offset : offset;
  (void)std::snprintf(tail, sizeof tail, "%c%02d:%02d", offset < 0 ? '-' : '+', static_cast<int>(minutes / 60) % 100,
                      static_cast<int>(minutes % 60));
  return text + tail;
}

CivilDate TimeZone::date_of(WallTime instant) const { return CivilDate{floor<std::chrono::days>(to_civil(instant))}; }

Result<WallTime> parse_rfc3339(std::string_view text) {
  std::size_t pos = 0;
  const auto date = read_date(text, pos);
  if (!date || pos >= text.size() || (text[pos] != 'T' && text[pos] != 't' && text[pos] != ' '))
    return not_rfc3339(text);
  ++pos;
  const auto time = read_time_of_day(text, pos);
  if (!time) return not_rfc3339(text);
  microseconds fraction{0};
  if (pos < text.size() && text[pos] == '.') {
    ++pos;
    std::int64_t unit = 100000;
    const std::size_t first = pos;
    for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos, unit /= 10) {
      fraction += microseconds{(text[pos] - '0') * unit};
    }
    if (pos == first) return not_rfc3339(text);
  }
  seconds offset{0};
  if (literal(text, pos, 'Z') || literal(text, pos, 'z')) {
    // UTC
  } else {
    if (pos >= text.size() || (text[pos] != '+' && text[pos] != '-')) return not_rfc3339(text);
    const int sign = text[pos] == '-' ? -1 : 1;
    ++pos;
    const auto hours = digits(text, pos, 2);
    if (!hours || !literal(text, pos, ':')) return not_rfc3339(text);
    const auto minutes = digits(text, pos, 2);
    if (!minutes || *hours > 23 || *minutes > 59) return not_rfc3339(text);
    offset = sign * (std::chrono::hours{*hours} + std::chrono::minutes{*minutes});
  }
  if (pos != text.size()) return not_rfc3339(text);
  return WallTime{std::chrono::sys_days{*date}} + *time - offset + fraction;
}

Result<CivilTime> parse_civil(std::string_view text) {
  std::size_t pos = 0;
  const auto date = read_date(text, pos);
  const auto bad =
      invalid("", "'" + std::string{text} + "' is not a local time such as 2026-11-22T17:00:00 (without an offset)");
  if (!date || !literal(text, pos, 'T')) return bad;
  const auto time = read_time_of_day(text, pos);
  if (!time || pos != text.size()) return bad;
  return CivilTime{std::chrono::local_days{*date}} + *time;
}

Result<CivilDate> parse_date(std::string_view text) {
  std::size_t pos = 0;
  const auto date = read_date(text, pos);
  if (!date || pos != text.size()) return invalid("", "'" + std::string{text} + "' is not a date such as 2026-11-22");
  return *date;
}

std::string format_date(CivilDate date) {
  char text[32];
  (void)std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

std::string format_civil(CivilTime civil) {
  const auto day = floor<std::chrono::days>(civil);
  const std::chrono::hh_mm_ss time{civil - day};
  char text[32];
  (void)std::snprintf(text, sizeof text, "T%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                      static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return format_date(CivilDate{day}) + text;
}

}  // namespace wardcast
