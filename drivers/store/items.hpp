// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// News items. The calls are those of Store.
class Items {
 public:
  explicit Items(Database& database) : database_(database) {}

  Result<Item> add_item(Item item);
  Result<void> update_item(const Item& item);
  std::optional<Item> item(ItemId id);
  std::vector<Item> items(const ItemFilter& filter);
  int count_items(const ItemFilter& filter);
  std::vector<WordUse> words_of_items(ItemField field, const std::optional<ItemOwner>& owner, int most);
  std::vector<Item> items_by_id(const std::vector<ItemId>& ids);
  std::vector<Item> messages(int most);
  std::optional<ItemId> first_item_with_media(std::string_view media);

 private:
  Database& database_;
};

}  // namespace wardcast::store
