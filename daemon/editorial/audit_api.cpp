// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>

#include "daemon/access/audit_json.hpp"
#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/routes.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr int kPage = 100;
constexpr int kLargestPage = 500;
/// Entries of items hold their scripts, before and after: a page ends early when it has so much text.
constexpr std::size_t kPageBytes = 4 * 1024 * 1024;
constexpr int kPart = 20;

/// A whole number of the query, or nothing when it is not given. Error: invalid.
Result<std::optional<std::int64_t>> number(const Request& request, const std::string& name, std::int64_t most) {
  const auto text = request.query_value(name);
  if (!text) return std::optional<std::int64_t>{};
  std::int64_t value = 0;
  const auto [end, wrong] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (wrong != std::errc{} || end != text->data() + text->size() || value < 1 || value > most)
    return invalid(name, "Give a whole number from 1 to " + std::to_string(most) + ".");
  return std::optional{value};
}

Result<std::optional<WallTime>> day(const Deps& deps, const Request& request, const std::string& name, int days_on) {
  const auto text = request.query_value(name);
  if (!text) return std::optional<WallTime>{};
  const auto date = parse_date(*text);
  if (!date) return invalid(name, "Give a local date such as 2026-11-22.");
  return std::optional{deps.zone.to_wall(std::chrono::local_days{*date} + std::chrono::days{days_on})};
}

Result<store::AuditFilter> filter_of(const Deps& deps, const Request& request) {
  store::AuditFilter filter;
  const auto limit = number(request, "limit", kLargestPage);
  if (!limit) return limit.error();
  const auto before = number(request, "before", INT64_MAX);
  if (!before) return before.error();
  const auto from = day(deps, request, "from", 0);
  if (!from) return from.error();
  const auto until = day(deps, request, "to", 1);
  if (!until) return until.error();
  if (*from && *until && **until <= **from) return invalid("to", "The last date lies before the first.");
  filter.limit = static_cast<int>(limit->value_or(kPage));
  filter.before = *before;
  filter.from = *from;
  filter.until = *until;
  filter.who = request.query_value("who").value_or("");
  filter.action = request.query_value("action").value_or("");
  filter.target = request.query_value("target").value_or("");
  return filter;
}

Response list(const Deps& deps, const Request& request) {
  auto filter = filter_of(deps, request);
  if (!filter) return http::problem(filter.error());
  const auto most = static_cast<std::size_t>(filter->limit);
  boost::json::array entries;
  std::size_t bytes = 0;
  bool more = true;
  while (more && entries.size() < most && bytes < kPageBytes) {
    filter->limit = std::min(kPart, static_cast<int>(most - entries.size()));
    const auto part = deps.store.audit(*filter);
    more = part.size() == static_cast<std::size_t>(filter->limit);
    for (const auto& entry : part) {
      entries.push_back(access::audit_json(entry, deps.zone));
      bytes += entry.before.size() + entry.after.size();
      filter->before = entry.id;
    }
  }
  boost::json::object body{{"entries", std::move(entries)}, {"next", nullptr}};
  if (more) body["next"] = *filter->before;
  return http::json(200, body);
}

}  // namespace

void add_audit_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/audit", Run::desk, Action::read_audit, Body::none,
              [&deps](const Request& request) { return list(deps, request); }});
}

}  // namespace wardcast::editorial
