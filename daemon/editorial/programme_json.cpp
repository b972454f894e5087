// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "daemon/editorial/programme_words.hpp"
#include "daemon/editorial/programmes.hpp"

namespace wardcast::editorial {
namespace {

namespace json = boost::json;

json::array strings(const std::vector<std::string>& values) { return json::array(values.begin(), values.end()); }
json::array numbers(const std::vector<std::int64_t>& values) { return json::array(values.begin(), values.end()); }

json::value or_null(const std::optional<std::int64_t>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

json::array dates(const std::vector<CivilDate>& values) {
  json::array array;
  for (const auto date : values) array.emplace_back(format_date(date));
  return array;
}

json::array clashes(const std::vector<scheduler::Clash>& values) {
  json::array array;
  for (const auto& clash : values) {
    json::object object;
    object["with"] = clash.with;
    object["title"] = clash.title;
    object["zones"] = strings(clash.zones);
    object["equal_priority"] = clash.equal_priority;
    array.emplace_back(std::move(object));
  }
  return array;
}

json::array refusals(const std::vector<scheduler::Refusal>& values) {
  json::array array;
  for (const auto& refusal : values) {
    json::object object;
    object["zone"] = refusal.zone.empty() ? json::value(nullptr) : json::value(refusal.zone);
    object["reason"] = refusal.reason;
    object["detail"] = refusal.detail;
    array.emplace_back(std::move(object));
  }
  return array;
}

}  // namespace

json::object document_of(const scheduler::Programme& programme) {
  json::object object;
  object["title"] = programme.title;
  object["zones"] = strings(programme.zones);
  object["start"] = format_civil(programme.start);
  object["duration"] = programme.duration.count();
  object["rrule"] = programme.rrule.empty() ? json::value(nullptr) : json::value(programme.rrule);
  object["exdates"] = dates(programme.exdates);
  object["holiday_calendar"] =
      programme.holiday_calendar.empty() ? json::value(nullptr) : json::value(programme.holiday_calendar);
  object["items"] = numbers(programme.items);
  object["opening_item"] = or_null(programme.opening_item);
  object["closing_item"] = or_null(programme.closing_item);
  object["source"] = word_of(kSourceWords, programme.source);
  object["url"] = nullptr;
  object["origin"] = word_of(kOriginWords, programme.origin);
  object["priority"] = programme.priority;
  object["on_busy"] = word_of(kOnBusyWords, programme.on_busy);
  object["on_interrupt"] = word_of(kOnInterruptWords, programme.on_interrupt);
  object["repeat_of"] = or_null(programme.repeat_of);
  return object;
}

json::object to_json(const scheduler::Programme& programme) {
  json::object object;
  object["id"] = programme.id;
  for (auto& field : document_of(programme)) object[field.key()] = std::move(field.value());
  return object;
}

json::object edition_state(const scheduler::EditionChange& change) {
  json::object object;
  object["items"] = change.items ? json::value(numbers(*change.items)) : json::value(nullptr);
  object["cancelled"] = change.cancelled;
  return object;
}

json::array warnings_json(std::span<const scheduler::Warning> warnings) {
  json::array array;
  for (const auto& warning : warnings) {
    json::object object{{"reason", warning.reason}, {"detail", warning.detail}, {"items", numbers(warning.items)}};
    object["seconds"] = warning.by == microseconds{0} ? json::value(nullptr)
                                                      : json::value(std::chrono::duration<double>(warning.by).count());
    array.emplace_back(std::move(object));
  }
  return array;
}

json::object edition_to_json(const scheduler::Edition& edition, const TimeZone& zone) {
  json::object object;
  object["id"] = edition.id;
  object["programme_id"] = edition.programme;
  object["title"] = edition.title;
  object["start"] = zone.rfc3339(edition.start);
  object["duration"] = edition.duration.count();
  object["zones"] = strings(edition.zones);
  object["items"] = numbers(edition.items);
  object["opening_item"] = or_null(edition.opening_item);
  object["closing_item"] = or_null(edition.closing_item);
  object["origin"] = word_of(kOriginWords, edition.origin);
  object["priority"] = edition.priority;
  object["repeat_of"] = or_null(edition.repeat_of);
  object["cancelled"] = edition.cancelled;
  object["clashes"] = clashes(edition.clashes);
  object["refusals"] = refusals(edition.refusals);
  object["warnings"] = warnings_json(edition.warnings);
  return object;
}

}  // namespace wardcast::editorial
