// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/sweep_history.hpp"

namespace wardcast::health {

void count_line(store::SweepEnd& end, Verdict verdict) {
  if (verdict == Verdict::not_tested) {
    ++end.not_tested;
  } else if (verdict == Verdict::ok) {
    ++end.in_order;
  } else if (is_judged(verdict) || verdict == Verdict::welded || verdict == Verdict::relay_stuck) {
    ++end.faulty;
  } else {
    ++end.unjudged;
  }
}

std::string sweep_result(const store::SweepEnd& end) {
  if (end.in_order + end.faulty + end.unjudged == 0) return "missed";
  return end.not_tested > 0 ? "partial" : "complete";
}

store::SweepEnd broken_off(const store::Sweep& sweep, const std::map<std::string, Verdict>& verdicts, WallTime last) {
  store::SweepEnd end;
  end.sweep = sweep.id;
  end.at = last;
  for (const auto& line : sweep.lines) {
    const auto found = verdicts.find(line);
    count_line(end, found == verdicts.end() ? Verdict::not_tested : found->second);
  }
  end.result = sweep_result(end);
  end.detail = "The station was stopped before the session was over.";
  return end;
}

bool is_gone(std::string_view kind, Verdict verdict) {
  if (verdict == Verdict::ok || verdict == Verdict::drift) return true;
  const bool tone_came = is_judged(verdict) || verdict == Verdict::no_reference;
  // A contact closed and opened again, whatever hangs on it. Whether current flows while it is open, silence does not
  // tell.
  if (kind == word(Verdict::relay_stuck))
    return tone_came || verdict == Verdict::no_tone || verdict == Verdict::not_measured;
  if (kind == word(Verdict::welded)) return tone_came || verdict == Verdict::not_measured;
  if (kind == word(Verdict::no_tone) || kind == word(Verdict::no_comm)) return tone_came;
  // Whether a line leaks is looked at only where it is neither shorted nor open.
  if (kind == word(Verdict::earth)) return verdict == Verdict::partial || verdict == Verdict::overload;
  // Mended, with a loudspeaker fewer perhaps: that is another fault, and no reason to keep the line latched off.
  if (kind == word(Verdict::short_circuit)) return is_judged(verdict) && verdict != Verdict::short_circuit;
  return false;
}

std::string not_held(const store::Sweep& sweep, const std::string& why) {
  return "The line check of " + sweep.local_date + " was not held: " + why;
}

}  // namespace wardcast::health
