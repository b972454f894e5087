// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "daemon/access/audit_json.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/station_data.hpp"
#include "daemon/cli/window.hpp"

namespace wardcast::cli {
namespace {

constexpr int kShown = 50;
constexpr int kMostShown = 100'000;

struct Asked {
  std::string config, from, to, noted;
  store::AuditFilter filter;
  bool json = false;
};

/// An entry's number and hash as `verify` printed them.
struct Noted {
  std::int64_t entry = 0;
  std::string hash;
};

std::optional<Noted> noted_of(const std::string& text) {
  Noted noted;
  const auto colon = text.find(':');
  if (colon == std::string::npos) return std::nullopt;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + colon, noted.entry);
  noted.hash = text.substr(colon + 1);
  if (wrong != std::errc{} || end != text.data() + colon || noted.entry < 1 || noted.hash.size() != 64)
    return std::nullopt;
  return noted;
}

std::string said_of(const store::AuditFault& fault, const TimeZone& zone) {
  if (fault.kind == store::AuditFault::Kind::missing) {
    if (fault.id == fault.last) return "entry " + std::to_string(fault.id) + " is missing";
    return "entries " + std::to_string(fault.id) + " to " + std::to_string(fault.last) + " are missing";
  }
  const auto who = fault.who.empty() ? std::string{"nobody"} : fault.who;
  return "entry " + std::to_string(fault.id) + " of " + zone.rfc3339(fault.at) + " by " + who + " was changed";
}

int verify(const Asked& asked) {
  std::optional<Noted> noted;
  if (!asked.noted.empty()) {
    noted = noted_of(asked.noted);
    if (!noted) throw CLI::ValidationError{"--noted", "give NUMBER:HASH as an earlier verify printed it"};
  }
  int exit_code = kOk;
  const auto station = open_all(asked.config, exit_code);
  if (!station) return exit_code;
  const auto& [site, zone, store] = *station;
  const auto verdict = store->verify_audit(noted ? noted->entry : 0);
  if (!verdict) {
    std::cout << "the audit log cannot be read to its end: " << verdict.error().detail << '\n';
    return verdict.error().code == ErrorCode::corrupt ? kWrong : failed(verdict.error());
  }
  for (const auto& fault : verdict->faults) std::cout << said_of(fault, zone) << '\n';
  if (const auto more = verdict->wrong - static_cast<std::int64_t>(verdict->faults.size()); more > 0)
    std::cout << "and " << more << " more\n";
  if (!verdict->damage.empty()) std::cout << "the database file is damaged: " << verdict->damage << '\n';
  const bool other = noted && verdict->noted != noted->hash;
  if (other)
    std::cout << "entry " << noted->entry << (verdict->noted.empty() ? " is not there" : " has another hash")
              << ": the log is not the one that was noted\n";
  std::cout << verdict->entries << (verdict->entries == 1 ? " entry" : " entries") << ", head " << verdict->newest
            << ':' << verdict->head << '\n';
  return verdict->wrong > 0 || !verdict->damage.empty() || other ? kWrong : kOk;
}

int list(Asked asked) {
  int exit_code = kOk;
  const auto site = load_site(asked.config, exit_code);
  if (!site) return exit_code;
  const auto zone = TimeZone::locate(site->station.timezone);
  if (!zone) return failed(zone.error());
  for (auto [option, text, into, days_on] : {std::tuple{"--from", &asked.from, &asked.filter.from, 0},
                                             std::tuple{"--to", &asked.to, &asked.filter.until, 1}}) {
    if (text->empty()) continue;
    const auto instant = moment(option, *text, *zone, days_on);
    if (!instant) return failed(instant.error());
    *into = *instant;
  }
  const auto store = open_store_of(*site, exit_code);
  if (!store) return exit_code;
  const auto entries = store->audit(asked.filter);
  if (asked.json) {
    boost::json::array all;
    for (const auto& entry : entries) all.push_back(access::audit_json(entry, *zone));
    std::cout << boost::json::serialize(boost::json::object{{"entries", std::move(all)}}) << '\n';
    return kOk;
  }
  for (const auto& entry : entries) {
    std::cout << entry.id << "  " << zone->rfc3339(entry.at) << "  " << entry.who << "  " << entry.action << "  "
              << entry.target << (entry.after.empty() ? "" : "  ") << entry.after << '\n';
  }
  return kOk;
}

}  // namespace

void add_audit(CLI::App& app, int& exit_code) {
  auto* audit = app.add_subcommand("audit", "The audit log: who did what, also beside a running daemon");
  audit->require_subcommand(1);

  auto* check =
      audit->add_subcommand("verify", "Follow the log's chain of hashes and name what was changed or removed");
  const auto checked = std::make_shared<Asked>();
  check->add_option("--config", checked->config, "the site file")->required();
  check->add_option("--noted", checked->noted,
                    "NUMBER:HASH as an earlier verify printed it: is that entry still in the log?");
  check->callback([checked, &exit_code] { exit_code = verify(*checked); });

  auto* show = audit->add_subcommand("list", "Show entries, the newest first");
  const auto asked = std::make_shared<Asked>();
  asked->filter.limit = kShown;
  show->add_option("--config", asked->config, "the site file")->required();
  show->add_option("--from", asked->from, "local date, local time, or RFC 3339");
  show->add_option("--to", asked->to, "the same; a date is meant to its end");
  show->add_option("--who", asked->filter.who, "only what this person or token did");
  show->add_option("--action", asked->filter.action, "only actions that begin so: item, item.approve");
  show->add_option("--target", asked->filter.target, "only what was done to this: item/7");
  show->add_option("--limit", asked->filter.limit, "at most so many")
      ->check(CLI::Range(1, kMostShown))
      ->capture_default_str();
  show->add_flag("--json", asked->json, "as JSON, with what stood there before and after");
  show->callback([asked, &exit_code] { exit_code = list(*asked); });
}

}  // namespace wardcast::cli
