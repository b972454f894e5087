// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/duration.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <limits>

namespace wardcast {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t millis;
};
constexpr std::array kUnits{Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1'000}, Unit{"ms", 1}};

}  // namespace

Result<milliseconds> parse_duration(std::string_view text) {
  std::int64_t number = 0;
  const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit{rest, static_cast<std::size_t>(text.data() + text.size() - rest)};
  if (problem == std::errc{} && number >= 0) {
    for (const auto& known : kUnits) {
      if (unit == known.name && number <= std::numeric_limits<std::int64_t>::max() / known.millis) {
        return milliseconds{number * known.millis};
      }
    }
  }
  return invalid(
      "", "'" + std::string{text} + "' is not a duration; write a whole number and ms, s, m or h, such as \"10s\"");
}

std::string format_duration(milliseconds duration) {
  const auto millis = static_cast<std::int64_t>(duration.count());
  for (const auto& unit : kUnits) {
    if (millis != 0 && millis % unit.millis == 0) return std::to_string(millis / unit.millis) + std::string{unit.name};
  }
  return "0s";
}

}  // namespace wardcast
