// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/item_json.hpp"
#include "daemon/editorial/item_rules.hpp"
#include "daemon/editorial/items.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/editorial/versions.hpp"
#include "daemon/http/fields.hpp"
#include "drivers/store/words.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using http::Body;
using http::Permission;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr int kPage = 200;
constexpr int kMostWords = 200;

/// Reads the fields a person may set, from a body that may hold any of them.
void read_fields(http::Fields& fields, store::Item& item) {
  using Lines = http::Fields::Lines;
  fields.text("title", item.title, 300);
  fields.text("kind", item.kind, 60);
  fields.text("theme", item.theme, 120);
  fields.text("author", item.author, 200);
  fields.text("unit", item.unit, 200);
  fields.text("script", item.script, 200'000, Lines::many);
  fields.flag("not_classified", item.not_classified);
  fields.date("expires_on", item.expires_on);
  fields.know("version");  // see refuse_stale
}

Response shown(const Deps& deps, int status, const store::Item& item, bool reopened = false) {
  const auto state = item_to_json(item, deps.zone);
  auto body = state;
  if (reopened) {
    body["reopened"] = true;
    body["notice"] = "The item was approved; after this change it is a draft again and must be approved anew.";
  }
  return versioned(status, std::move(body), state);
}

Response create(const Deps& deps, const Request& request) {
  store::Item item;
  http::Fields fields{request.json};
  read_fields(fields, item);
  fields.require("title", item.title);
  if (auto refusal = fields.refusal()) return *refusal;
  item.owner = request.who().user;
  item.owner_name = request.who().name;
  item.created = item.changed = request.now.wall;
  Result<store::Item> added = item;
  const auto done = deps.store.atomically([&deps, &request, &item, &added]() -> Result<void> {
    added = deps.store.add_item(item);
    if (!added) return added.error();
    return deps.store.append(audited(request, "item.create", item_target(added->id), {},
                                     boost::json::serialize(item_to_json(*added, deps.zone))));
  });
  if (!done) return http::problem(done.error());
  deps.announce("items", {{"id", added->id}, {"status", store::word(added->status)}});
  auto response = shown(deps, 201, *added);
  response.headers.emplace_back("Location", "/api/v1/items/" + std::to_string(added->id));
  return response;
}

Result<store::ItemFilter> filter_of(const Request& request) {
  store::ItemFilter filter;
  if (const auto status = request.query_value("status")) {
    filter.status = store::from_word<store::ItemStatus>(*status);
    if (!filter.status) return invalid("status", "The status is draft, submitted, approved, returned or withdrawn.");
  }
  const auto page = page_of(request, kPage);
  if (!page) return page.error();
  filter.after = page->after;
  filter.limit = page->limit;
  filter.search = request.query_value("search").value_or("");
  filter.kind = request.query_value("kind").value_or("");
  const auto order = request.query_value("order").value_or("oldest");
  if (order != "oldest" && order != "newest") return invalid("order", "The order is oldest or newest (first).");
  filter.newest_first = order == "newest";
  return filter;
}

/// Whose items alone somebody may see; nothing for those who see everybody's.
std::optional<store::ItemOwner> sees_only(const access::Principal& who) {
  if (access::may(who.role, Action::read_items)) return std::nullopt;
  return store::ItemOwner{who.user, who.name};
}

Response list(const Deps& deps, const Request& request) {
  auto filter = filter_of(request);
  if (!filter) return http::problem(filter.error());
  const auto& who = request.who();
  if (!may_see_items(who)) return http::problem(403, "Your role may not see items.");
  filter->owner = sees_only(who);
  const auto page = deps.store.items(*filter);
  boost::json::array items;
  for (const auto& item : page)
    if (access::may_read(who, item)) items.emplace_back(item_to_json(item, deps.zone));
  boost::json::object body{{"items", std::move(items)}, {"next", nullptr}, {"count", deps.store.count_items(*filter)}};
  if (page.size() == static_cast<std::size_t>(filter->limit)) body["next"] = page.back().id;
  return http::json(200, body);
}

/// What was written in items before: a page offers it again.
Response words(const Deps& deps, const Request& request) {
  if (!may_see_items(request.who())) return http::problem(403, "Your role may not see items.");
  using store::ItemField;
  boost::json::object body;
  for (const auto& [name, field] : {std::pair{"kinds", ItemField::kind}, std::pair{"themes", ItemField::theme},
                                    std::pair{"authors", ItemField::author}, std::pair{"units", ItemField::unit}}) {
    boost::json::array list;
    for (const auto& use : deps.store.words_of_items(field, sees_only(request.who()), kMostWords))
      list.push_back({{"word", use.word}, {"items", use.items}});
    body[name] = std::move(list);
  }
  return http::json(200, body);
}

Response show(const Deps& deps, const Request& request) {
  deps.intake.collect();
  const auto item = item_to_read(deps, request);
  return item ? shown(deps, 200, *item) : http::problem(item.error());
}

Response edit(const Deps& deps, const Request& request) {
  const auto before = item_to_edit(deps, request);
  if (!before) return http::problem(before.error());
  if (auto stale = refuse_stale(deps, request, *before)) return *stale;
  auto item = *before;
  http::Fields fields{request.json};
  read_fields(fields, item);
  if (fields.has("title")) fields.require("title", item.title);
  if (auto refusal = fields.refusal()) return *refusal;
  const bool reopened = reopen_if_changed(*before, item);
  item.changed = request.now.wall;
  if (auto done = save_item(deps, request, "item.edit", *before, item); !done) return http::problem(done.error());
  return shown(deps, 200, item, reopened);
}

Response submit(const Deps& deps, const Request& request) {
  const auto before = item_to_edit(deps, request);
  if (!before) return http::problem(before.error());
  if (auto stale = refuse_stale(deps, request, *before)) return *stale;
  if (auto possible = check_submit(*before); !possible) return http::problem(possible.error());
  if (auto refusal = refuse("The item cannot be submitted yet.", gates_to_submit(*before))) return *refusal;
  auto item = *before;
  item.status = store::ItemStatus::submitted;
  item.note.clear();
  item.changed = request.now.wall;
  if (auto done = save_item(deps, request, "item.submit", *before, item); !done) return http::problem(done.error());
  return shown(deps, 200, item);
}

std::optional<Response> refuse_own(const Request& request, const store::Item& item) {
  if (access::may_judge(request.who(), item)) return std::nullopt;
  return http::problem(403, Reason::own_item,
                       "This is your own item; somebody else must approve, return or withdraw it.");
}

Response approve(const Deps& deps, const Request& request) {
  const auto before = item_to_read(deps, request);
  if (!before) return http::problem(before.error());
  if (auto own = refuse_own(request, *before)) return *own;
  if (auto stale = refuse_stale(deps, request, *before)) return *stale;
  if (auto possible = check_approve(*before); !possible) return http::problem(possible.error());
  auto item = *before;
  // The one who has read it may tick what the owner forgot: the audit log tells who did.
  http::Fields fields{request.json};
  fields.flag("not_classified", item.not_classified);
  fields.know("version");
  if (auto refusal = fields.refusal()) return *refusal;
  if (auto refusal = refuse("The item cannot be approved yet.", gates_to_approve(item))) return *refusal;
  item.status = store::ItemStatus::approved;
  item.note.clear();
  item.changed = request.now.wall;
  if (auto done = save_item(deps, request, "item.approve", *before, item); !done) return http::problem(done.error());
  return shown(deps, 200, item);
}

/// Return and withdraw: the same but for the state and whether a reason is needed.
Response set_aside(const Deps& deps, const Request& request, store::ItemStatus status, std::string_view action) {
  const auto before = item_to_read(deps, request);
  if (!before) return http::problem(before.error());
  if (auto own = refuse_own(request, *before)) return *own;
  if (auto stale = refuse_stale(deps, request, *before)) return *stale;
  const bool returning = status == store::ItemStatus::returned;
  if (auto possible = returning ? check_return(*before) : check_withdraw(*before); !possible)
    return http::problem(possible.error());
  auto item = *before;
  item.note.clear();
  http::Fields fields{request.json};
  fields.text("note", item.note, 2'000, http::Fields::Lines::many);
  fields.know("version");
  if (auto refusal = fields.refusal()) return *refusal;
  item.status = status;
  item.changed = request.now.wall;
  if (auto done = save_item(deps, request, action, *before, item); !done) return http::problem(done.error());
  return shown(deps, 200, item);
}

}  // namespace

void add_item_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  router.add({Verb::get, "/api/v1/items", Run::desk, Permission::logged_in(), Body::none, with(list)});
  router.add({Verb::post, "/api/v1/items", Run::desk, Action::edit_own_items, Body::json, with(create)});
  router.add({Verb::get, "/api/v1/item-words", Run::desk, Permission::logged_in(), Body::none, with(words)});
  router.add({Verb::get, "/api/v1/items/{id}", Run::desk, Permission::logged_in(), Body::none, with(show)});
  router.add({Verb::patch, "/api/v1/items/{id}", Run::desk, Action::edit_own_items, Body::json, with(edit)});
  router.add({Verb::post, "/api/v1/items/{id}/submit", Run::desk, Action::edit_own_items, Body::json, with(submit)});
  router.add({Verb::post, "/api/v1/items/{id}/approve", Run::desk, Action::approve_items, Body::json, with(approve)});
  router.add({Verb::post, "/api/v1/items/{id}/return", Run::desk, Action::approve_items, Body::json,
              [&deps](const Request& request) {
                return set_aside(deps, request, store::ItemStatus::returned, "item.return");
              }});
  router.add({Verb::post, "/api/v1/items/{id}/withdraw", Run::desk, Action::approve_items, Body::json,
              [&deps](const Request& request) {
                return set_aside(deps, request, store::ItemStatus::withdrawn, "item.withdraw");
              }});
}

}  // namespace wardcast::editorial
