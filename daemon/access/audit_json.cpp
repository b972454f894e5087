// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/audit_json.hpp"

#include <boost/json/parse.hpp>

namespace wardcast::access {
namespace {

boost::json::value facts(const std::string& text) {
  if (text.empty()) return nullptr;
  boost::system::error_code no_json;
  auto parsed = boost::json::parse(text, no_json);
  if (no_json) return boost::json::value(text);  // in braces it would be a list
  return parsed;
}

}  // namespace

boost::json::object audit_json(const store::AuditEntry& entry, const TimeZone& zone) {
  return {
      {"id", entry.id},         {"at", zone.rfc3339(entry.at)},  {"who", entry.who},           {"action", entry.action},
      {"target", entry.target}, {"before", facts(entry.before)}, {"after", facts(entry.after)}};
}

}  // namespace wardcast::access
