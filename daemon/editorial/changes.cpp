// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/changes.hpp"

#include <spdlog/spdlog.h>

#include <charconv>

#include "base/log_value.hpp"

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

void audit_later(const Deps& deps, store::AuditEntry entry) {
  const auto said = log_value(entry.who + " " + entry.action + " " + entry.target);
  const bool taken = deps.desk.post([&deps, kept = std::move(entry)] {
    if (const auto done = deps.store.append(kept); !done)
      spdlog::error("audit: not written: {} {} {}: {}", log_value(kept.who), kept.action, log_value(kept.target),
                    done.error().detail);
  });
  if (!taken) spdlog::error("audit: not written, the desk is too busy: {}", said);
}

std::optional<http::Response> refuse(std::string_view what, const std::vector<Error>& gates) {
  if (gates.empty()) return std::nullopt;
  std::string detail{what};
  std::vector<http::FieldError> errors;
  for (const auto& gate : gates) {
    detail += " " + gate.detail;
    errors.push_back({gate.field, gate.detail});
  }
  return http::problem(422, detail, errors);
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
