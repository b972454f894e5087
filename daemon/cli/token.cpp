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
#include "drivers/clock/system_clock.hpp"

namespace wardcast::cli {
namespace {

int create_token(const std::string& config, const std::string& role, const std::string& name) {
  int exit_code = kOk;
  const auto store = open_station(config, exit_code);
  if (!store) return exit_code;
  access::Accounts accounts{*store};
  std::string text;
  const auto facts = R"({"role":")" + role + R"("})";
  const auto created = audited(*store, "token.create", "token/" + name, facts, [&]() -> Result<void> {
    auto made = accounts.create_token(name, access::role_from_text(role).value(), SystemClock{}.now().wall);
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
  const auto store = open_station(config, exit_code);
  if (!store) return exit_code;
  for (const auto& token : store->tokens()) {
    std::cout << std::right << std::setw(6) << token.id << ' ' << std::left << std::setw(12)
              << access::to_text(token.role) << ' ' << token.name << (token.revoked ? " (revoked)" : "") << '\n';
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
  const auto create_config_file = add_config(*create);
  const auto role = std::make_shared<std::string>();
  const auto name = std::make_shared<std::string>();
  create->add_option("--role", *role, access::all_roles())
      ->required()
      ->check(CLI::IsMember(
          std::vector<std::string>{store::Words<store::Role>::kAll.begin(), store::Words<store::Role>::kAll.end()}));
  create->add_option("--name", *name, "what or whom it is for")->required();
  create->callback([=, &exit_code] { exit_code = create_token(*create_config_file, *role, *name); });

  auto* list = token->add_subcommand("list", "List all tokens with their numbers, roles and names");
  const auto list_config_file = add_config(*list);
  list->callback([=, &exit_code] { exit_code = list_tokens(*list_config_file); });

  auto* revoke = token->add_subcommand("revoke", "Let a token in no more");
  const auto revoke_config_file = add_config(*revoke);
  const auto id = std::make_shared<std::int64_t>(0);
  revoke->add_option("ID", *id, "its number in the list")->required();
  revoke->callback([=, &exit_code] { exit_code = revoke_token(*revoke_config_file, *id); });
}

}  // namespace wardcast::cli
