// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/item_json.hpp"

#include "daemon/editorial/versions.hpp"
#include "drivers/store/words.hpp"

namespace wardcast::editorial {

boost::json::object item_to_json(const store::Item& item, const TimeZone& zone) {
  boost::json::object out{{"id", item.id},
                          {"title", item.title},
                          {"kind", item.kind},
                          {"theme", item.theme},
                          {"author", item.author},
                          {"unit", item.unit},
                          {"script", item.script},
                          {"not_classified", item.not_classified},
                          {"expires_on", nullptr},
                          {"status", store::word(item.status)},
                          {"note", item.note},
                          {"duration", nullptr},
                          {"packets", item.packets},
                          {"recording", nullptr},
                          {"audio_state", item.audio_state},
                          {"audio_problem", nullptr},
                          {"duplicate_of", nullptr},
                          {"owner", item.owner_name},
                          {"created_at", zone.rfc3339(item.created)},
                          {"changed_at", zone.rfc3339(item.changed)}};
  if (item.expires_on) out["expires_on"] = format_date(*item.expires_on);
  if (item.audio_state == "ready") out["duration"] = static_cast<double>(item.samples) / kSampleRate;
  if (!item.audio_problem.empty()) out["audio_problem"] = item.audio_problem;
  if (item.duplicate_of) out["duplicate_of"] = *item.duplicate_of;
  if (!item.media.empty()) out["recording"] = item.media;
  out["version"] = version_of(out);
  return out;
}

}  // namespace wardcast::editorial
