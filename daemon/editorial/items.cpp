// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/items.hpp"

#include <boost/json/serialize.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/item_json.hpp"
#include "daemon/editorial/item_rules.hpp"
#include "daemon/editorial/versions.hpp"
#include "drivers/store/words.hpp"

namespace wardcast::editorial {

std::string item_target(store::ItemId id) { return "item/" + std::to_string(id); }

bool may_see_items(const access::Principal& who) {
  return access::may(who.role, access::Action::read_items) || access::may(who.role, access::Action::edit_own_items);
}

Result<store::Item> item_to_read(const Deps& deps, const http::Request& request) {
  if (!may_see_items(request.who())) return Error{ErrorCode::forbidden, "Your role may not see items."};
  const auto id = request.id();
  if (!id) return id.error();
  auto item = deps.store.item(*id);
  if (!item || !access::may_read(request.who(), *item))
    return not_found("There is no item " + std::to_string(*id) + ".");
  return *item;
}

Result<store::Item> item_to_edit(const Deps& deps, const http::Request& request) {
  auto item = item_to_read(deps, request);
  if (!item) return item;
  if (!access::may_edit(request.who(), *item))
    return Error{ErrorCode::forbidden, "Only the item's owner, an operator or an administrator may change it."};
  if (auto possible = check_edit(*item); !possible) return possible.error();
  return item;
}

std::optional<http::Response> refuse_stale(const Deps& deps, const http::Request& request, const store::Item& item) {
  return refuse_stale(deps, request, item_target(item.id), item_to_json(item, deps.zone));
}

Result<void> save_item(const Deps& deps, const http::Request& request, std::string_view action,
                       const store::Item& before, const store::Item& after) {
  const auto entry =
      audited(request, action, item_target(after.id), boost::json::serialize(item_to_json(before, deps.zone)),
              boost::json::serialize(item_to_json(after, deps.zone)));
  auto done = change(deps, entry, [&deps, &after] { return deps.store.update_item(after); });
  if (!done) return done;
  deps.plan_changed();
  deps.announce("items", {{"id", after.id}, {"status", store::word(after.status)}, {"audio_state", after.audio_state}});
  return {};
}

}  // namespace wardcast::editorial
