// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/changes.hpp"

#include <charconv>

namespace wardcast::editorial {

store::AuditEntry audited(const http::Request& request, std::string_view action, std::string target, std::string before,
                          std::string after) {
  store::AuditEntry entry;
  entry.at = request.now.wall;
  entry.who = request.visitor ? request.who().name : std::string{};
  entry.action = action;
  entry.target = std::move(target);
  entry.before = std::move(before);
  entry.after = std::move(after);
  return entry;
}

Result<void> change(const Deps& deps, const store::AuditEntry& entry, const std::function<Result<void>()>& what) {
  return deps.store.atomically([&deps, &entry, &what]() -> Result<void> {
    if (auto done = what(); !done) return done;
    return deps.store.append(entry);
  });
}

void audit_later(const Deps& deps, store::AuditEntry entry) { deps.keep_audit(std::move(entry)); }

http::Response through_desk(const Deps& deps, std::function<http::Response()> read) {
  constexpr milliseconds kPatience{10'000};
  auto response = http::problem(503, Reason::station_busy, "It could not be read in time; try again.");
  const auto start = [&deps, read = std::move(read)](const http::Reply& reply) {
    if (!deps.desk.post([read, reply] { reply(read()); }))
      reply(http::problem(503, Reason::station_busy, "The station is busy; try again in a moment."));
  };
  response.later = std::make_shared<const http::Later>(http::Later{kPatience, start});
  return response;
}

std::optional<http::Response> refuse(std::string_view what, const std::vector<Error>& gates, boost::json::object more) {
  if (gates.empty()) return std::nullopt;
  std::string detail{what};
  std::vector<http::FieldError> errors;
  for (const auto& gate : gates) {
    detail += " " + gate.detail;
    errors.push_back({gate.field, gate.detail, gate.reason});
  }
  return http::problem(422, detail, errors, std::move(more));
}

Result<Dates> dates_of(const http::Request& request, int most_days) {
  constexpr std::string_view kShape = "Give a local date such as 2026-11-22.";
  const auto from = parse_date(request.query_value("from").value_or(""));
  if (!from) return invalid("from", std::string{kShape});
  const auto to = parse_date(request.query_value("to").value_or(""));
  if (!to) return invalid("to", std::string{kShape});
  const auto days = (std::chrono::sys_days{*to} - std::chrono::sys_days{*from}).count() + 1;
  if (days < 1) return invalid("to", "The last date lies before the first.");
  if (days > most_days)
    return invalid("to", "At most " + std::to_string(most_days) + " days can be asked for at once.");
  return Dates{*from, *to};
}

Result<Page> page_of(const http::Request& request, int most) {
  Page page{.after = 0, .limit = most};
  const auto number = [&request](std::string_view name, auto& into, std::int64_t least, std::int64_t limit) {
    const auto text = request.query_value(name);
    if (!text) return true;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size() || value < least || value > limit) return false;
    into = static_cast<std::remove_reference_t<decltype(into)>>(value);
    return true;
  };
  if (!number("limit", page.limit, 1, most))
    return invalid("limit", "The limit is a whole number from 1 to " + std::to_string(most) + ".");
  if (!number("after", page.after, 0, INT64_MAX)) return invalid("after", "Give the last id of the page before.");
  return page;
}

}  // namespace wardcast::editorial
