// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "daemon/access/accounts.hpp"
#include "daemon/access/roles.hpp"
#include "daemon/access/secrets.hpp"
#include "daemon/cli/commands.hpp"
#include "daemon/cli/station_data.hpp"

namespace wardcast::cli {
namespace {

struct NewUser {
  std::string name, role;
  bool self_approve = false;
  bool password_stdin = false;
};

/// Asks for a password, checks it against the rules and hashes it.
Result<std::string> hash_of_new_password(const std::string& name) {
  auto password = read_password();
  if (!password) return password.error();
  if (const auto fits = access::check_password(name, *password); !fits) return fits.error();
  auto hash = access::hash_password(*password);
  access::forget(*password);
  return hash;
}

int make_user(const std::string& config, const NewUser& asked) {
  if (const auto fits = access::check_user_name(asked.name); !fits) return failed(fits.error());
  int exit_code = kOk;
  const auto store = open_station(config, exit_code);
  if (!store) return exit_code;
  auto hash = hash_of_new_password(asked.name);
  if (!hash) return failed(hash.error());
  access::Accounts accounts{*store};
  const auto role = access::role_from_text(asked.role).value();
  const auto facts =
      R"({"role":")" + asked.role + R"(","self_approve":)" + (asked.self_approve ? "true" : "false") + "}";
  const auto added = audited(*store, "user.add", "user/" + asked.name, facts, [&]() -> Result<void> {
    if (auto user = accounts.add_user(asked.name, role, asked.self_approve, std::move(*hash)); !user)
      return user.error();
    return {};
  });
  if (!added) return failed(added.error());
  return kOk;
}

int list_users(const std::string& config) {
  int exit_code = kOk;
  const auto store = open_station(config, exit_code);
  if (!store) return exit_code;
  for (const auto& user : store->users()) {
    std::cout << std::left << std::setw(32) << user.name << ' ' << std::setw(12) << access::to_text(user.role)
              << (user.disabled ? " disabled" : "") << (user.self_approve ? " self-approve" : "") << '\n';
  }
  return kOk;
}

/// Changes the user of that name.
int change_user(store::Store& store, const std::string& name, const std::string& action,
                const access::UserChange& change) {
  const auto user = store.user_by_name(name);
  if (!user) return failed(not_found("There is no user named '" + name + "'."));
  access::Accounts accounts{store};
  const auto changed = audited(store, action, "user/" + name, "", [&]() -> Result<void> {
    if (auto done = accounts.change_user(user->id, change); !done) return done.error();
    return {};
  });
  return changed ? kOk : failed(changed.error());
}

int change_password(const std::string& config, const std::string& name) {
  int exit_code = kOk;
  const auto store = open_station(config, exit_code);
  if (!store) return exit_code;
  if (!store->user_by_name(name)) return failed(not_found("There is no user named '" + name + "'."));
  auto hash = hash_of_new_password(name);
  if (!hash) return failed(hash.error());
  access::UserChange change;
  change.password_hash = std::move(*hash);
  return change_user(*store, name, "user.passwd", change);
}

int set_disabled(const std::string& config, const std::string& name, bool disabled) {
  int exit_code = kOk;
  const auto store = open_station(config, exit_code);
  if (!store) return exit_code;
  access::UserChange change;
  change.disabled = disabled;
  return change_user(*store, name, disabled ? "user.disable" : "user.enable", change);
}

void add_password_option(CLI::App& command, bool& flag) {
  command.add_flag("--password-stdin", flag,
                   "read the password from the first line of standard input (done anyway when that is no terminal)");
}

}  // namespace

void add_user(CLI::App& app, int& exit_code) {
  auto* user = app.add_subcommand("user", "Accounts of people, also beside a running daemon");
  user->require_subcommand(1);

  auto* add = user->add_subcommand("add", "Add a person; the password is asked for, or read from standard input");
  const auto asked = std::make_shared<NewUser>();
  const auto add_config_file = add_config(*add);
  add->add_option("NAME", asked->name, "2 to 32 of a-z 0-9 . _ -")->required();
  add->add_option("--role", asked->role, access::all_roles())
      ->required()
      ->check(CLI::IsMember(
          std::vector<std::string>{store::Words<store::Role>::kAll.begin(), store::Words<store::Role>::kAll.end()}));
  add->add_flag("--self-approve", asked->self_approve, "may approve items of their own");
  add_password_option(*add, asked->password_stdin);
  add->callback([=, &exit_code] { exit_code = make_user(*add_config_file, *asked); });

  auto* list = user->add_subcommand("list", "List all people with their roles");
  const auto list_config_file = add_config(*list);
  list->callback([=, &exit_code] { exit_code = list_users(*list_config_file); });

  auto* passwd = user->add_subcommand("passwd", "Give a person a new password; ends their sessions");
  const auto passwd_config_file = add_config(*passwd);
  const auto passwd_name = std::make_shared<NewUser>();
  passwd->add_option("NAME", passwd_name->name, "whose")->required();
  add_password_option(*passwd, passwd_name->password_stdin);
  passwd->callback([=, &exit_code] { exit_code = change_password(*passwd_config_file, passwd_name->name); });

  for (const bool disabled : {true, false}) {
    auto* command = disabled ? user->add_subcommand("disable", "Let a person in no more; ends their sessions")
                             : user->add_subcommand("enable", "Let a disabled person in again");
    const auto config_file = add_config(*command);
    const auto name = std::make_shared<std::string>();
    command->add_option("NAME", *name, "whom")->required();
    command->callback([=, &exit_code] { exit_code = set_disabled(*config_file, *name, disabled); });
  }
}

}  // namespace wardcast::cli
