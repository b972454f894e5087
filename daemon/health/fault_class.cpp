// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/fault_class.hpp"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

namespace wardcast::health {
namespace {

constexpr std::array<std::string_view, 4> kWords{"notice", "minor", "major", "critical"};

constexpr bool kManual = true;
constexpr bool kHappening = false;
constexpr std::array kClasses{
    FaultClass{"no_comm", Severity::major},
    FaultClass{"relay_stuck", Severity::major, kManual},
    FaultClass{"welded", Severity::major, kManual},
    FaultClass{"no_tone", Severity::major},
    FaultClass{"short", Severity::critical, kManual},
    FaultClass{"overload", Severity::minor, kManual},
    FaultClass{"partial", Severity::minor},
    FaultClass{"open", Severity::critical},
    FaultClass{"earth", Severity::critical, kManual},
    FaultClass{"drift", Severity::notice},
    FaultClass{"stream_lost", Severity::major},
    FaultClass{"source_silent", Severity::major},
    FaultClass{"media_bad", Severity::minor, false, kHappening},
    FaultClass{"no_device", Severity::major},
    FaultClass{"schedule_missed", Severity::major, false, kHappening},
    FaultClass{"clock_wrong", Severity::critical},
    FaultClass{"disk_low", Severity::major},
    FaultClass{"alert_failed", Severity::minor},
};

}  // namespace

std::string_view word(Severity severity) { return kWords.at(static_cast<std::size_t>(severity)); }

std::optional<Severity> severity_from(std::string_view word) {
  const auto* const found = std::ranges::find(kWords, word);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<Severity>(found - kWords.begin());
}

FaultClass fault_class(std::string_view name) {
  const auto* const found = std::ranges::find(kClasses, name, &FaultClass::name);
  return found == kClasses.end() ? FaultClass{name} : *found;
}

Severity severity_of(std::string_view kind, const std::string& measured) {
  boost::system::error_code failure;
  if (!measured.empty()) {
    const auto value = boost::json::parse(measured, failure);
    const auto* const object = failure ? nullptr : value.if_object();
    const auto* const said = object == nullptr ? nullptr : object->if_contains("severity");
    if (said != nullptr && said->is_string()) {
      if (const auto severity = severity_from(said->as_string())) return *severity;
    }
  }
  return fault_class(kind).severity;
}

}  // namespace wardcast::health
