// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/store/records.hpp"

// What people wrote into the minutes of a session: who was there, what they heard of each loudspeaker. Pure.
namespace wardcast::statistics {

/// How a loudspeaker sounded to a person on site.
inline constexpr std::array<std::string_view, 5> kHearings{"clear", "weak", "distorted", "howling", "silent"};
/// How a person found an amplifier.
inline constexpr std::array<std::string_view, 3> kConditions{"good", "weak", "broken"};

/// The value of one field with whoever gave it. A number has its text too.
struct Remark {
  std::string text;
  std::optional<double> number;
  std::string who;
  WallTime at{};
};
/// By the field's name: "present", "weather", "conclusion", "speaker/ID", "speaker/ID/note", "amplifier/ID/state",
/// "amplifier/ID/volts", ….
using Remarks = std::map<std::string, Remark, std::less<>>;

/// The newest value of each field; one that was taken back (null) is not there. `written`: oldest first. What is no
/// JSON object is passed over.
Remarks remarks_of(const std::vector<store::SweepRemark>& written);
std::optional<Remark> remark(const Remarks& remarks, std::string_view field);

}  // namespace wardcast::statistics
