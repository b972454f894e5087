// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/versions.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/error_code.hpp>
#include <vector>

#include "daemon/access/secrets.hpp"
#include "daemon/http/problem.hpp"

namespace wardcast::editorial {
namespace {
using boost::json::object;

/// Changes of one thing that are looked through for the state a client still has.
constexpr int kMostChanges = 10;  // their scripts may be long
constexpr std::array<std::string_view, 14> kNotEdited{
    "id",      "version",  "owner",  "created_at", "changed_at", "audio_state",          "audio_problem",
    "packets", "reopened", "notice", "warnings",   "series",     "lost_edition_changes", "new_password"};

object edited(object state) {
  for (const auto key : kNotEdited) state.stable_erase(key);  // erase() would move the last member into the place
  return state;
}

/// What If-Match or the body names; empty when neither does.
std::vector<std::string> versions_named(const http::Request& request) {
  std::vector<std::string> named;
  std::string_view rest = request.if_match;
  while (!rest.empty()) {
    auto one = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(one.size() + 1, rest.size()));
    const auto first = one.find_first_not_of(" \t");
    if (first == std::string_view::npos) continue;
    one = one.substr(first, one.find_last_not_of(" \t") - first + 1);
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one.size() >= 2 && one.front() == '"' && one.back() == '"') one = one.substr(1, one.size() - 2);
    named.emplace_back(one);
  }
  if (!named.empty()) return named;
  if (const auto* given = request.json.if_contains("version"); given != nullptr && !given->is_null())
    named.push_back(given->is_string() ? std::string{given->as_string()} : boost::json::serialize(*given));
  return named;
}

std::optional<object> parsed(const std::string& text) {
  boost::system::error_code error;
  auto value = boost::json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

boost::json::array differing(const object& before, const object& now) {
  boost::json::array names;
  for (const auto& [key, value] : now) {
    const auto* was = before.if_contains(key);
    if (was == nullptr || *was != value) names.emplace_back(key);
  }
  return names;
}

}  // namespace

std::string version_of(const object& state) {
  return access::secret_hash(boost::json::serialize(edited(state))).substr(0, 16);
}

http::Response versioned(int status, object body, const object& state) {
  const auto version = version_of(state);
  body["version"] = version;
  auto response = http::json(status, body);
  response.headers.emplace_back("ETag", '"' + version + '"');
  return response;
}

std::optional<http::Response> refuse_stale(const Deps& deps, const http::Request& request, const std::string& target,
                                           const object& now) {
  const auto named = versions_named(request);
  const auto current = version_of(now);
  if (named.empty() || std::find(named.begin(), named.end(), current) != named.end()) return std::nullopt;
  if (named.front() == "*") return std::nullopt;  // any version there is
  object more{{"version", current}, {"current", edited(now)}, {"changed", nullptr}};
  store::AuditFilter filter;
  filter.target = target;
  filter.limit = kMostChanges;
  std::string last;
  for (const auto& entry : deps.store.audit(filter)) {
    const auto after = parsed(entry.after);
    if (!after) continue;
    if (last.empty()) {
      last = " Last changed by " + entry.who + ".";
      more["changed_by"] = entry.who;
      more["changed_at"] = deps.zone.rfc3339(entry.at);
    }
    if (std::find(named.begin(), named.end(), version_of(*after)) == named.end()) continue;
    more["changed"] = differing(edited(*after), edited(now));
    break;
  }
  return http::problem(412,
                       "It was changed meanwhile; nothing was overwritten." + last +
                           " Look at what it is now, then send your change again with its version.",
                       {}, std::move(more));
}

}  // namespace wardcast::editorial
