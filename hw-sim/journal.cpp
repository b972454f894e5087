// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/journal.hpp"

#include <date/date.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/string.hpp>
#include <utility>

namespace wardcast::sim {
namespace {

bool says(const boost::json::object& body, std::string_view key, std::string_view wanted) {
  if (wanted.empty()) return true;
  const auto* value = body.if_contains(key);
  return value != nullptr && value->is_string() && std::string_view{value->get_string()} == wanted;
}

}  // namespace

std::string utc_text(WallTime at) { return date::format("%FT%TZ", at); }

void Journal::add(WallTime at, boost::json::object entry) {
  boost::json::object body;
  body["n"] = ++last_;
  body["t"] = utc_text(at);
  for (auto& [key, value] : entry) body[key] = std::move(value);
  const auto place = std::ranges::upper_bound(entries_, at, {}, &Entry::at);
  entries_.insert(place, Entry{last_, at, std::move(body)});
  if (entries_.size() > kCapacity) entries_.pop_front();
}

boost::json::object Journal::list(const Filter& filter) const {
  boost::json::array entries;
  for (const Entry& entry : entries_) {
    if (filter.after && entry.n <= *filter.after) continue;
    if (filter.since && entry.at <= *filter.since) continue;
    if (says(entry.body, "kind", filter.kind) && says(entry.body, "id", filter.id)) entries.push_back(entry.body);
  }
  boost::json::object answer;
  answer["entries"] = std::move(entries);
  answer["next"] = last_;
  return answer;
}

}  // namespace wardcast::sim
