// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/tongue.hpp"

namespace wardcast::health {

Tongue tongue_of(std::string_view code) { return code == "en" ? Tongue::en : Tongue::vi; }

std::string_view pick(Tongue tongue, std::string_view vi, std::string_view en) {
  return tongue == Tongue::vi ? vi : en;
}

std::string said_time(const TimeZone& zone, WallTime at, Tongue tongue) {
  const auto civil = format_civil(zone.to_civil(at));  // 2026-11-22T17:05:00
  const auto day = civil.substr(0, 10);
  const auto clock = civil.substr(11, 5);
  if (tongue == Tongue::en) return day + " " + clock;
  return clock + " ngày " + day.substr(8, 2) + "/" + day.substr(5, 2) + "/" + day.substr(0, 4);
}

std::string said_length(microseconds length, Tongue tongue) {
  const auto whole = std::chrono::round<seconds>(length).count();
  std::string said;
  const auto add = [&said](std::int64_t count, std::string_view unit) {
    if (count == 0) return;
    if (!said.empty()) said += " ";
    said.append(std::to_string(count)).append(" ").append(unit);
  };
  add(whole / 3600, pick(tongue, "giờ", "h"));
  add(whole / 60 % 60, pick(tongue, "phút", "min"));
  add(whole % 60, pick(tongue, "giây", "s"));
  return said.empty() ? "0 " + std::string{pick(tongue, "giây", "s")} : said;
}

}  // namespace wardcast::health
