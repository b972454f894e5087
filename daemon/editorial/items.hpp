// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "daemon/editorial/deps.hpp"
#include "daemon/http/api.hpp"

// What the item handlers share. Desk thread.
namespace wardcast::editorial {

std::string item_target(store::ItemId id);  ///< "item/7", for the audit log

/// Some items at least: everybody's or one's own.
bool may_see_items(const access::Principal& who);
/// The item of the path. forbidden for roles that have nothing to do with items; an item the person may not see is
/// not_found, so that its existence is not told.
Result<store::Item> item_to_read(const Deps& deps, const http::Request& request);
/// As above; forbidden when it may be seen but not changed, conflict when it is withdrawn.
Result<store::Item> item_to_edit(const Deps& deps, const http::Request& request);

/// 412 when the request was made from another version of the item, see versions.hpp.
std::optional<http::Response> refuse_stale(const Deps& deps, const http::Request& request, const store::Item& item);

/// Stores the item with its audit entry, then has a new plan made and listeners told.
Result<void> save_item(const Deps& deps, const http::Request& request, std::string_view action,
                       const store::Item& before, const store::Item& after);

}  // namespace wardcast::editorial
