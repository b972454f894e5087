// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/statistics/minutes.hpp"
#include "daemon/statistics/report_words.hpp"

// Every word of printed minutes, in each language of the station. The headings of a Vietnamese paper are those that
// wards use for it.
namespace wardcast::statistics {

enum class Minute : std::uint8_t {
  title,
  station,
  session,
  begun,
  ended,
  result,
  present,
  weather,
  room,
  device,
  state,
  volts,
  amps,
  celsius,
  note,
  who,
  when,
  lines,
  line,
  name,
  zone,
  length,
  how,
  ohms,
  reference_ohms,
  watts,
  reference_watts,
  deviation,
  open,
  shorted,
  leaks,
  distance,
  verdict,
  remark,
  clusters,
  code,
  place,
  speakers,
  clear,
  weak,
  distorted,
  howling,
  silent,
  estimate,
  on_site,
  speaker,
  heard,
  found,
  fault,
  severity,
  advice,
  deadline,
  owner,
  old,
  repaired,
  outstanding,
  totals,
  lines_good,
  speakers_good,
  amplifiers_good,
  conclusion,
  checked_by,
  in_charge,
  witness,
  automatic,
  yes,
  no,
  none,
  beside_plan,
  not_over,
  not_known
};
std::string_view say(Language language, Minute what);

std::string_view standing_text(Language language, Standing standing);       ///< Tốt, Theo dõi, Hỏng, –
std::string hearing_text(Language language, std::string_view hearing);      ///< of kHearings
std::string condition_text(Language language, std::string_view condition);  ///< of kConditions
std::string_view result_text(Language language, const store::SweepRecord& session);
/// What a verdict means: the fault's name, or why nothing was judged. Empty for a line in order.
std::string verdict_text(Language language, std::string_view verdict);
/// "Tháng 03/2018 – Buổi 02/04"
std::string session_text(Language language, const Minutes& minutes);
/// With so many decimals and the language's mark; "–" for nothing, "∞" for an infinite one.
std::string number_text(Language language, const std::optional<double>& number, int decimals);

}  // namespace wardcast::statistics
