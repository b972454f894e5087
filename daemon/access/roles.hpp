// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "drivers/store/words.hpp"

// Who may do what: the contract's roles, in one table. Pure.
namespace wardcast::access {

using store::Role;

enum class Action {
  see_self,         ///< log out, who am I
  read_station,     ///< on air, timetable, zones, amplifiers, lines, sweeps, faults, events, SDP
  read_reports,     ///< airings, statistics
  read_items,       ///< everybody's
  edit_own_items,   ///< create; then see, change, submit and give audio to those one created
  edit_items,       ///< the same with everybody's
  approve_items,    ///< approve, return, withdraw
  edit_programmes,  ///< programmes, editions, holiday calendars
  import_log,
  go_live,
  raise_emergency,  ///< raise, acknowledge, reset
  stop_broadcast,   ///< stop one airing or everything, hold and release the station
  work_on_lines,    ///< reference and test of lines, sweeps
  work_on_faults,   ///< acknowledge, assign, resolve, close
  read_accounts,
  manage_accounts,
  read_audit,
  read_site,
  reload_site
};
inline constexpr std::size_t kActions = 19;

/// Whether the role alone allows it. Of items, see also may_edit and may_judge.
bool may(Role role, Action action);

/// Who stands behind a request.
struct Principal {
  std::string name;  ///< as written to the audit log; of a token "NAME#ID", so that no two are alike
  Role role = Role::contributor;
  store::UserId user = 0;  ///< 0: a token
  bool self_approve = false;
};

/// The item was created by this person or token.
bool owns(const Principal& who, const store::Item& item);
bool may_read(const Principal& who, const store::Item& item);
bool may_edit(const Principal& who, const store::Item& item);
/// Approve, return or withdraw: one's own item only with the right self_approve, or as an administrator.
bool may_judge(const Principal& who, const store::Item& item);

inline std::string_view to_text(Role role) { return store::word(role); }
inline std::optional<Role> role_from_text(std::string_view text) { return store::from_word<Role>(text); }
/// "contributor, operator, …", for messages.
std::string all_roles();

}  // namespace wardcast::access
