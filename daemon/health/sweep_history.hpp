// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "daemon/health/judgement.hpp"
#include "drivers/store/records.hpp"

// What stays of a session in the record, and what an earlier run of the daemon left of it. Pure.
namespace wardcast::health {

/// Adds one line of a session, by the last that was found of it, to its figures.
void count_line(store::SweepEnd& end, Verdict verdict);
/// complete | partial | missed, as the figures say.
std::string sweep_result(const store::SweepEnd& end);
/// The end of a session that the daemon did not live to end, and whose window is over. `verdicts`: by line, of those
/// that were tested; `last`: when anything was last known of it.
store::SweepEnd broken_off(const store::Sweep& sweep, const std::map<std::string, Verdict>& verdicts, WallTime last);
/// Does a re-test that found `verdict` show that a fault of that kind is gone? What is wrong beside it is another
/// fault.
bool is_gone(std::string_view kind, Verdict verdict);
/// What the fault says of a planned session without any test.
std::string not_held(const store::Sweep& sweep, const std::string& why);

}  // namespace wardcast::health
