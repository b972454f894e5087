// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/roles.hpp"

namespace wardcast::access {
namespace {

constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }

constexpr unsigned kContributor = bit(Role::contributor);
constexpr unsigned kOperator = bit(Role::operator_);
constexpr unsigned kEditor = bit(Role::editor);
constexpr unsigned kTechnician = bit(Role::technician);
constexpr unsigned kBoard = bit(Role::board);
constexpr unsigned kAdmin = bit(Role::admin);
constexpr unsigned kStaff = kOperator | kEditor | kTechnician | kBoard | kAdmin;  // any role but contributor

// NOLINTBEGIN(bugprone-branch-clone): a table, one line for each action
constexpr unsigned allowed(Action action) {
  switch (action) {
    case Action::see_self:
      return kContributor | kStaff;
    case Action::read_station:
      return kStaff;
    case Action::read_reports:
      return kStaff;
    case Action::read_items:
      return kOperator | kEditor | kBoard | kAdmin;
    // Editors have items of their own too: why else would there be a right to approve one's own.
    case Action::edit_own_items:
      return kContributor | kOperator | kEditor | kAdmin;
    case Action::edit_items:
      return kOperator | kAdmin;
    case Action::approve_items:
      return kEditor | kAdmin;
    case Action::edit_programmes:
      return kOperator | kAdmin;
    case Action::import_log:
      return kOperator | kAdmin;
    case Action::go_live:
      return kOperator | kAdmin;
    case Action::raise_emergency:
      return kOperator | kAdmin;
    case Action::stop_broadcast:
      return kStaff;
    case Action::work_on_lines:
      return kTechnician | kAdmin;
    case Action::work_on_faults:
      return kTechnician | kAdmin;
    case Action::read_accounts:
      return kAdmin;
    case Action::manage_accounts:
      return kAdmin;
    case Action::read_audit:
      return kBoard | kAdmin;
    case Action::read_site:
      return kBoard | kAdmin;
    case Action::reload_site:
      return kAdmin;
  }
  return 0;
}
// NOLINTEND(bugprone-branch-clone)

}  // namespace

bool may(Role role, Action action) { return (allowed(action) & bit(role)) != 0; }

bool owns(const Principal& who, const store::Item& item) {
  if (who.user != 0 || item.owner != 0) return who.user == item.owner;
  return who.name == item.owner_name;
}

bool may_read(const Principal& who, const store::Item& item) {
  return may(who.role, Action::read_items) || (may(who.role, Action::edit_own_items) && owns(who, item));
}

bool may_edit(const Principal& who, const store::Item& item) {
  return may(who.role, Action::edit_items) || (may(who.role, Action::edit_own_items) && owns(who, item));
}

bool may_judge(const Principal& who, const store::Item& item) {
  if (!may(who.role, Action::approve_items)) return false;
  return who.role == Role::admin || who.self_approve || !owns(who, item);
}

std::string all_roles() {
  std::string text;
  for (const auto role : store::Words<Role>::kAll) {
    if (!text.empty()) text += ", ";
    text += role;
  }
  return text;
}

}  // namespace wardcast::access
