// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "daemon/statistics/minutes.hpp"

// What the minutes say of lines and amplifiers. Pure.
namespace wardcast::statistics {

/// One line of a session. `measured`: its last test, if any; `references`: all of the line, oldest first.
MinutesLine minutes_line(const site::Site& site, std::string_view line, std::optional<store::Measurement> measured,
                         const std::vector<store::LineReference>& references, const Remarks& remarks);
/// A contact seen closed although it should be open was seen from another line's test: no test of its own tells it.
void note_welded(MinutesLine& line);
/// Latched off when the session came by: it was passed over, and what is known of it stands.
void note_latched(MinutesLine& line);

/// Those that feed the lines, in the site's order. `faults`: what was open when the session was over.
std::vector<MinutesAmplifier> minutes_amplifiers(const site::Site& site, const std::vector<MinutesLine>& lines,
                                                 const std::vector<health::Fault>& faults, const Remarks& remarks);
MinutesTotals totals_of(const std::vector<MinutesLine>& lines, const std::vector<MinutesAmplifier>& amplifiers);

}  // namespace wardcast::statistics
