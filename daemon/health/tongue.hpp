// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time_zone.hpp"

// The languages in which people are told things who are not in front of the page. Pure.
namespace wardcast::health {

enum class Tongue : std::uint8_t { vi, en };
inline constexpr std::array kTongues{Tongue::vi, Tongue::en};

Tongue tongue_of(std::string_view code);  ///< "vi" or "en"; Vietnamese for anything else
std::string_view pick(Tongue tongue, std::string_view vi, std::string_view en);
/// "17:05 ngày 22/11/2026", "2026-11-22 17:05": to the minute, as the clock of the station's zone shows it.
std::string said_time(const TimeZone& zone, WallTime at, Tongue tongue);
/// "1 giờ 2 phút", "12 phút 5 giây", "1 h 2 min": to the second, without parts that are zero.
std::string said_length(microseconds length, Tongue tongue);

}  // namespace wardcast::health
