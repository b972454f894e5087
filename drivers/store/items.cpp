// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/items.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace wardcast::store {
namespace {

constexpr const char* kSelectOne =
    "SELECT id, title, kind, theme, author, unit, script, not_classified, expires_on, status, note, owner, owner_name, "
    "created, changed, media, samples, packets, audio_state, audio_problem, duplicate_of FROM items WHERE id = ?1";

Item read_item(Database::Query& row) {
  Item item;
  row.read(item.id, item.title, item.kind, item.theme, item.author, item.unit, item.script, item.not_classified,
           item.expires_on, item.status, item.note, item.owner, item.owner_name, item.created, item.changed, item.media,
           item.samples, item.packets, item.audio_state, item.audio_problem, item.duplicate_of);
  return item;
}

/// What a search looks through. Lines between the fields, so that no phrase is found across two of them.
std::string folded(const Item& item) {
  std::string all;
  for (const auto* text : {&item.title, &item.kind, &item.theme, &item.author, &item.unit, &item.script}) {
    all += *text;
    all += '\n';
  }
  return fold_for_search(all);
}

std::string_view column_of(ItemField field) {
  switch (field) {
    case ItemField::kind:
      return "kind";
    case ItemField::theme:
      return "theme";
    case ItemField::author:
      return "author";
    case ItemField::unit:
      return "unit";
  }
  return "kind";
}

constexpr const char* kOwned = " AND owner = ?2 AND (owner <> 0 OR owner_name = ?7)";
void bind_owner(Database::Query& query, const ItemOwner& owner) {
  query.bind_at(2, owner.id);
  query.bind_at(7, owner.name);
}

/// What a filter asks of an item, put together from fixed pieces, so that each combination can use the index that
/// serves it.
struct Conditions {
  explicit Conditions(const ItemFilter& by) : filter(by), sought(fold_for_search(by.search)) {
    nothing = sought.empty() && !filter.search.empty();
    if (filter.status) sql += " AND status = ?1";
    if (filter.owner) sql += kOwned;
    if (!filter.kind.empty()) sql += " AND kind = ?3";
    if (!sought.empty()) sql += " AND instr(folded, ?4) > 0";
  }
  void bind_to(Database::Query& query) const {
    if (filter.status) query.bind_at(1, *filter.status);
    if (filter.owner) bind_owner(query, *filter.owner);
    if (!filter.kind.empty()) query.bind_at(3, filter.kind);
    if (!sought.empty()) query.bind_at(4, sought);
  }

  const ItemFilter& filter;
  std::string sought;
  bool nothing = false;  ///< what is sought is not text: nothing is like it
  std::string sql = " WHERE TRUE";
};

}  // namespace

Result<Item> Items::add_item(Item item) {
  return database_.change([&]() -> Result<Item> {
    auto insert = database_.query(
        "INSERT INTO items (title, kind, theme, author, unit, script, not_classified, expires_on, status, note, owner, "
        "owner_name, created, changed, media, samples, packets, audio_state, audio_problem, duplicate_of, folded) "
        "VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)");
    insert.bind(item.title, item.kind, item.theme, item.author, item.unit, item.script, item.not_classified,
                item.expires_on, item.status, item.note, item.owner, item.owner_name, item.created, item.changed,
                item.media, item.samples, item.packets, item.audio_state, item.audio_problem, item.duplicate_of,
                folded(item));
    (void)insert.run();
    item.id = database_.last_id();
    return item;
  });
}

Result<void> Items::update_item(const Item& item) {
  return database_.change([&]() -> Result<void> {
    auto update = database_.query(
        "UPDATE items SET title = ?2, kind = ?3, theme = ?4, author = ?5, unit = ?6, script = ?7, not_classified = ?8, "
        "expires_on = ?9, status = ?10, note = ?11, owner = ?12, owner_name = ?13, created = ?14, changed = ?15, "
        "media = ?16, samples = ?17, packets = ?18, audio_state = ?19, audio_problem = ?20, duplicate_of = ?21, "
        "folded = ?22 WHERE id = ?1");
    update.bind(item.id, item.title, item.kind, item.theme, item.author, item.unit, item.script, item.not_classified,
                item.expires_on, item.status, item.note, item.owner, item.owner_name, item.created, item.changed,
                item.media, item.samples, item.packets, item.audio_state, item.audio_problem, item.duplicate_of,
                folded(item));
    if (update.run() == 0) return not_found("There is no item " + std::to_string(item.id) + ".");
    return {};
  });
}

std::optional<Item> Items::item(ItemId id) {
  auto query = database_.query(kSelectOne);
  query.bind(id);
  if (!query.step()) return std::nullopt;
  return read_item(query);
}

std::vector<Item> Items::items(const ItemFilter& filter) {
  const Conditions conditions{filter};
  if (conditions.nothing) return {};
  std::string sql =
      "SELECT id, title, kind, theme, author, unit, script, not_classified, expires_on, status, note, owner, "
      "owner_name, "
      "created, changed, media, samples, packets, audio_state, audio_problem, duplicate_of FROM items" +
      conditions.sql;
  if (filter.after != 0) sql += filter.newest_first ? " AND id < ?5" : " AND id > ?5";
  sql += filter.newest_first ? " ORDER BY id DESC LIMIT ?6" : " ORDER BY id LIMIT ?6";
  auto query = database_.query(sql);
  conditions.bind_to(query);
  if (filter.after != 0) query.bind_at(5, filter.after);
  query.bind_at(6, std::max(filter.limit, 0));
  std::vector<Item> found;
  while (query.step()) found.push_back(read_item(query));
  return found;
}

int Items::count_items(const ItemFilter& filter) {
  const Conditions conditions{filter};
  if (conditions.nothing) return 0;
  auto query = database_.query("SELECT COUNT(*) FROM items" + conditions.sql);
  conditions.bind_to(query);
  int count = 0;
  if (query.step()) query.read(count);
  return count;
}

std::vector<WordUse> Items::words_of_items(ItemField field, const std::optional<ItemOwner>& owner, int most) {
  const std::string column{column_of(field)};
  auto query = database_.query("SELECT " + column + ", COUNT(*) AS items FROM items WHERE " + column + " <> ''" +
                               (owner ? kOwned : "") + " GROUP BY " + column + " ORDER BY items DESC, 1 LIMIT ?1");
  query.bind_at(1, most);
  if (owner) bind_owner(query, *owner);
  std::vector<WordUse> words;
  while (query.step()) {
    auto& use = words.emplace_back();
    query.read(use.word, use.items);
  }
  return words;
}

std::vector<Item> Items::items_by_id(const std::vector<ItemId>& ids) {
  std::vector<Item> found;
  found.reserve(ids.size());
  for (const auto id : ids) {
    if (auto one = item(id)) found.push_back(std::move(*one));
  }
  return found;
}

std::vector<Item> Items::messages(int most) {
  std::vector<ItemId> ids;
  {
    // The first half is a partial index of its own; the second goes backwards through items_by_status.
    auto query = database_.query(
        "SELECT id FROM (SELECT id FROM items WHERE kind = 'emergency' AND status = 'approved' AND packets > 0 "
        "ORDER BY id DESC LIMIT ?1) UNION ALL "
        "SELECT id FROM (SELECT id FROM items WHERE kind <> 'emergency' AND status = 'approved' AND packets > 0 "
        "ORDER BY id DESC LIMIT ?1) LIMIT ?1");
    query.bind(std::max(most, 0));
    while (query.step()) query.read(ids.emplace_back());
  }
  std::vector<Item> found;
  for (const auto id : ids) {
    auto query = database_.query(
        "SELECT id, title, kind, theme, author, unit, '', not_classified, expires_on, status, note, owner, owner_name, "
        "created, changed, media, samples, packets, audio_state, audio_problem, duplicate_of FROM items WHERE id = ?1");
    query.bind(id);
    if (query.step()) found.push_back(read_item(query));
  }
  return found;
}

std::optional<ItemId> Items::first_item_with_media(std::string_view media) {
  if (media.empty()) return std::nullopt;
  auto query = database_.query("SELECT min(id) FROM items WHERE media = ?1 AND media <> ''");
  query.bind(media);
  std::optional<ItemId> first;
  if (query.step()) query.read(first);
  return first;
}

}  // namespace wardcast::store
