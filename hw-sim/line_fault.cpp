// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/line_fault.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <string>
#include <utility>

namespace wardcast::sim {
namespace {

using Kind = LineFault::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 5> kNames{{{"open", Kind::open},
                                                                   {"short", Kind::short_circuit},
                                                                   {"earth", Kind::earth},
                                                                   {"speakers_open", Kind::speakers_open},
                                                                   {"overload", Kind::overload}}};

}  // namespace

std::optional<Kind> line_fault_kind(std::string_view name) {
  for (const auto& [known, kind] : kNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

std::string_view name_of(Kind kind) {
  for (const auto& [name, known] : kNames) {
    if (known == kind) return name;
  }
  return "unknown";
}

Result<void> check_fault(const LadderLine& line, const LineFault& fault) {
  // A line of which no loudspeaker is known still has a head.
  const int count = std::max(1, static_cast<int>(line.speakers.size()));
  const std::string known = "The line has loudspeakers 1 to " + std::to_string(count) + ", in wire order.";
  const auto missing = [count](int speaker) { return speaker < 1 || speaker > count; };
  if (fault.kind != Kind::speakers_open) {
    if (missing(fault.at_speaker)) return invalid("at_speaker", known);
    return {};
  }
  if (fault.speakers.empty())
    return invalid("speakers", "speakers must name the loudspeakers that are gone, such as [3] or [1,2].");
  if (std::ranges::any_of(fault.speakers, missing)) return invalid("speakers", known);
  return {};
}

boost::json::object line_fault_view(const LineFault& fault) {
  boost::json::object view{{"kind", name_of(fault.kind)}};
  if (fault.kind == Kind::speakers_open) {
    boost::json::array speakers;
    for (const int speaker : fault.speakers) speakers.emplace_back(speaker);
    view["speakers"] = std::move(speakers);
  } else {
    view["at_speaker"] = fault.at_speaker;
  }
  if (fault.ohms) view["ohms"] = *fault.ohms;
  return view;
}

}  // namespace wardcast::sim
