// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/fault_json.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <chrono>

#include "daemon/health/fault_place.hpp"
#include "daemon/health/fault_words.hpp"

namespace wardcast::editorial {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

value text_or_null(const std::string& text) { return text.empty() ? value(nullptr) : value(text); }

value time_or_null(const std::optional<WallTime>& at, const TimeZone& zone) {
  return at ? value(zone.rfc3339(*at)) : value(nullptr);
}

/// Whole seconds between two moments; a clock stepped back gives no negative ones.
value seconds_between(WallTime from, const std::optional<WallTime>& to) {
  if (!to) return nullptr;
  return std::max<std::int64_t>(std::chrono::round<seconds>(*to - from).count(), 0);
}

value measured_json(const std::string& text) {
  boost::system::error_code failure;
  auto parsed = text.empty() ? value(nullptr) : boost::json::parse(text, failure);
  return failure ? value(nullptr) : parsed;
}

object place_json(const health::FaultPlace& place) {
  return {{"zone", text_or_null(place.zone)},
          {"line", text_or_null(place.line)},
          {"amplifier", text_or_null(place.amplifier)},
          {"board", text_or_null(place.board)},
          {"contact", place.contact > 0 ? value(place.contact) : value(nullptr)},
          {"meter", text_or_null(place.meter)}};
}

array photos_json(const health::Fault& fault) {
  array photos;
  for (const auto& name : fault.photos)
    photos.emplace_back("/api/v1/faults/" + std::to_string(fault.id) + "/photos/" + name);
  return photos;
}

object event_json(const store::FaultEvent& event, const TimeZone& zone) {
  object out{{"at", zone.rfc3339(event.at)}, {"what", event.what}, {"who", text_or_null(event.who)}};
  if (event.what == "assigned") {
    out["to"] = event.detail;
    out["deadline"] = time_or_null(event.due, zone);
  } else if (event.what == "photo") {
    out["photo"] = "/api/v1/faults/" + std::to_string(event.fault) + "/photos/" + event.detail;
  } else {
    out["detail"] = event.detail;
  }
  if (!event.evidence.empty()) out["measured"] = measured_json(event.evidence);
  return out;
}

}  // namespace

object fault_json(const health::Fault& fault, const site::Site& site, const TimeZone& zone, WallTime now) {
  const auto about = health::fault_class(fault.kind);
  object out{{"id", fault.id},
             {"class", fault.kind},
             {"cause", fault.cause},
             {"severity", health::word(fault.severity)},
             {"state", health::word(fault.state)},
             {"place", place_json(health::place_of(site, fault.cause))},
             {"since", zone.rfc3339(fault.since)},
             {"last", zone.rfc3339(fault.last)},
             {"evidence", fault.evidence},
             {"measured", measured_json(fault.measured)},
             {"detail", fault.detail},
             {"advice", object{{"vi", health::advice(fault.kind, health::Tongue::vi)},
                               {"en", health::advice(fault.kind, health::Tongue::en)}}},
             {"manual", about.manual},
             {"owner", text_or_null(fault.owner)},
             {"deadline", time_or_null(fault.deadline, zone)},
             {"acknowledged_by", nullptr},
             {"acknowledged_at", time_or_null(fault.acknowledged_at, zone)},
             {"resolved_by", text_or_null(fault.resolved_by)},
             {"resolved_at", time_or_null(fault.resolved_at, zone)},
             {"closed_by", text_or_null(fault.closed_by)},
             {"closed_at", time_or_null(fault.closed_at, zone)},
             {"retest_by", text_or_null(fault.retest_by)},
             {"seconds_to_acknowledge", seconds_between(fault.new_since, fault.acknowledged_at)},
             {"seconds_to_repair", seconds_between(fault.since, fault.resolved_at)},
             {"outage_seconds", nullptr},
             {"photos", photos_json(fault)}};
  if (fault.acknowledged_at) out["acknowledged_by"] = fault.acknowledged_by;
  if (about.lasting) out["outage_seconds"] = std::chrono::round<seconds>(fault.outage(now)).count();
  return out;
}

array fault_story(const store::FaultHistory& history, const TimeZone& zone) {
  const auto& found = history.opened;
  array story;
  story.emplace_back(event_json({found.id, found.at, "opened", {}, found.detail, found.evidence}, zone));
  for (const auto& event : history.events) story.emplace_back(event_json(event, zone));
  return story;
}

}  // namespace wardcast::editorial
