// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What the contract's classes of faults have in common and where they differ. Pure.
namespace wardcast::health {

/// In rising order.
enum class Severity : std::uint8_t { notice, minor, major, critical };
std::string_view word(Severity severity);  ///< "notice", …
std::optional<Severity> severity_from(std::string_view word);

struct FaultClass {
  std::string_view name;
  Severity severity = Severity::minor;
  /// Does not resolve by itself when its cause is gone: somebody has to look at it and ask for a re-test.
  bool manual = false;
  /// A state that lasts until it is repaired; else something that happened (a programme missed), which has no outage.
  bool lasting = true;
};
/// A class that nobody knows is minor, resolves by itself and lasts.
FaultClass fault_class(std::string_view name);

/// Of one fault: its class's, unless what was measured says otherwise ("severity" in the JSON object: a partial loss is
/// minor or major by what is lost).
Severity severity_of(std::string_view kind, const std::string& measured);

}  // namespace wardcast::health
