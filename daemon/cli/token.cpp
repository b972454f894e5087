// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "daemon/access/accounts.hpp"
#include "daemon/access/roles.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/station_data.hpp"
#include "daemon/cli/window.hpp"
#include "drivers/clock/system_clock.hpp"

namespace wardcast::cli {
namespace {

struct Asked {
  std::string config, role, name, expires;
};

/// The station's zone, for dates that people write and read. Throws when the system does not know it.
TimeZone zone_of(const site::Site& site) { return TimeZone::locate(site.station.timezone).value(); }

int create_token(const Asked& asked) {
  int exit_code = kOk;
  const auto site = load_site(asked.config, exit_code);
  if (!site) return exit_code;
  std::optional<WallTime> expires;
  if (!asked.expires.empty()) {
    const auto end = moment("--expires", asked.expires, zone_of(*site), 1);
    if (!end) return failed(end.error());
    expires = *end;
  }
  const auto store = open_store_of(*site, exit_code);
  if (!store) return exit_code;
  access::Accounts accounts{*store};
  std::string text;
  auto facts = R"({"role":")" + asked.role + '"';
  if (expires) facts += R"(,"expires_at":")" + zone_of(*site).rfc3339(*expires) + '"';
  const auto created = audited(*store, "token.create", "token/" + asked.name, facts + "}", [&]() -> Result<void> {
    auto made = accounts.create_token(asked.name, access::role_from_text(asked.role).value(), expires,
                                      SystemClock{}.now().wall);
    if (!made) return made.error();
    text = std::move(made->text);
    return {};
  });
  if (!created) return failed(created.error());
  std::cout << text << '\n';  // alone: scripts take it from here
  return kOk;
}

int list_tokens(const std::string& config) {
  int exit_code = kOk;
  const auto site = load_site(config, exit_code);
  if (!site) return exit_code;
  const auto store = open_store_of(*site, exit_code);
  if (!store) return exit_code;
  const auto zone = zone_of(*site);
  for (const auto& token : store->tokens()) {
    std::cout << std::right << std::setw(6) << token.id << ' ' << std::left << std::setw(12)
              << access::to_text(token.role) << ' ' << token.name;
    if (token.revoked) std::cout << " (revoked)";
    if (token.expires) std::cout << ", expires " << zone.rfc3339(*token.expires);
    std::cout << (token.last_used ? ", last used " + zone.rfc3339(*token.last_used) : std::string{", never used"})
              << '\n';
  }
  return kOk;
}

int revoke_token(const std::string& config, std::int64_t id) {
  int exit_code = kOk;
  const auto store = open_station(config, exit_code);
  if (!store) return exit_code;
  const auto revoked =
      audited(*store, "token.revoke", "token/" + std::to_string(id), "", [&] { return store->revoke_token(id); });
  return revoked ? kOk : failed(revoked.error());
}

}  // namespace

void add_token(CLI::App& app, int& exit_code) {
  auto* token = app.add_subcommand("token", "Tokens for programs, also beside a running daemon");
  token->require_subcommand(1);

  auto* create = token->add_subcommand("create", "Make a token and print it, this once, for Authorization: Bearer");
  const auto asked = std::make_shared<Asked>();
  create->add_option("--config", asked->config, "the site file")->required();
  create->add_option("--role", asked->role, access::all_roles())
      ->required()
      ->check(CLI::IsMember(
          std::vector<std::string>{store::Words<store::Role>::kAll.begin(), store::Words<store::Role>::kAll.end()}));
  create->add_option("--name", asked->name, "what or whom it is for")->required();
  create->add_option("--expires", asked->expires, "its last day, or a local time, or RFC 3339; without it never");
  create->callback([asked, &exit_code] { exit_code = create_token(*asked); });

  auto* list = token->add_subcommand("list", "List all tokens with their numbers, roles, names, expiry and last use");
  const auto list_config_file = add_config(*list);
  list->callback([=, &exit_code] { exit_code = list_tokens(*list_config_file); });

  auto* revoke = token->add_subcommand("revoke", "Let a token in no more");
  const auto revoke_config_file = add_config(*revoke);
  const auto id = std::make_shared<std::int64_t>(0);
  revoke->add_option("ID", *id, "its number in the list")->required();
  revoke->callback([=, &exit_code] { exit_code = revoke_token(*revoke_config_file, *id); });
}

}  // namespace wardcast::cli
