// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/programmes.hpp"

#include <charconv>
#include <utility>

namespace wardcast::store {
namespace {

std::string joined(const std::vector<ItemId>& ids) {
  std::string text;
  for (const auto id : ids) {
    if (!text.empty()) text += ',';
    text += std::to_string(id);
  }
  return text;
}

std::vector<ItemId> parted(const std::string& text) {
  std::vector<ItemId> ids;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    ItemId id = 0;
    const auto [next, failure] = std::from_chars(at, end, id);
    if (failure != std::errc{}) throw std::runtime_error{"the database holds the broken rundown '" + text + "'"};
    ids.push_back(id);
    at = next + 1;  // past the comma
  }
  return ids;
}

}  // namespace

Result<ProgrammeRow> Programmes::add_programme(std::string document) {
  return database_.change([&]() -> Result<ProgrammeRow> {
    ProgrammeRow row;
    row.document = std::move(document);
    auto insert = database_.query("INSERT INTO programmes (document, version) VALUES (?1, ?2)");
    (void)insert.bind(row.document, row.version).run();
    row.id = database_.last_id();
    return row;
  });
}

Result<void> Programmes::update_programme(const ProgrammeRow& row) {
  return database_.change([&]() -> Result<void> {
    auto update = database_.query("UPDATE programmes SET document = ?2, version = ?3 WHERE id = ?1");
    if (update.bind(row.id, row.document, row.version).run() == 0) {
      return not_found("There is no programme " + std::to_string(row.id) + ".");
    }
    return {};
  });
}

Result<void> Programmes::remove_programme(std::int64_t id) {
  return database_.change([&]() -> Result<void> {
    auto remove = database_.query("DELETE FROM programmes WHERE id = ?1");
    if (remove.bind(id).run() == 0) return not_found("There is no programme " + std::to_string(id) + ".");
    return {};
  });
}

std::optional<ProgrammeRow> Programmes::programme(std::int64_t id) {
  auto query = database_.query("SELECT id, document, version FROM programmes WHERE id = ?1");
  query.bind(id);
  if (!query.step()) return std::nullopt;
  ProgrammeRow row;
  query.read(row.id, row.document, row.version);
  return row;
}

std::vector<ProgrammeRow> Programmes::programmes() {
  auto query = database_.query("SELECT id, document, version FROM programmes ORDER BY id");
  std::vector<ProgrammeRow> all;
  while (query.step()) {
    auto& row = all.emplace_back();
    query.read(row.id, row.document, row.version);
  }
  return all;
}

Result<void> Programmes::put_edition_change(const EditionChangeRow& row) {
  return database_.change([&]() -> Result<void> {
    if (!row.items && !row.cancelled) {  // as planned again
      auto remove = database_.query("DELETE FROM edition_changes WHERE edition = ?1");
      (void)remove.bind(row.edition).run();
      return {};
    }
    std::optional<std::string> items;
    if (row.items) items = joined(*row.items);
    auto put = database_.query(
        "INSERT INTO edition_changes (edition, items, cancelled) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (edition) DO UPDATE SET items = excluded.items, cancelled = excluded.cancelled");
    (void)put.bind(row.edition, items, row.cancelled).run();
    return {};
  });
}

std::vector<EditionChangeRow> Programmes::edition_changes() {
  auto query = database_.query("SELECT edition, items, cancelled FROM edition_changes ORDER BY edition");
  std::vector<EditionChangeRow> all;
  while (query.step()) {
    auto& row = all.emplace_back();
    std::optional<std::string> items;
    query.read(row.edition, items, row.cancelled);
    if (items) row.items = parted(*items);
  }
  return all;
}

std::optional<std::string> Programmes::setting(std::string_view key) {
  auto query = database_.query("SELECT value FROM settings WHERE key = ?1");
  query.bind(key);
  if (!query.step()) return std::nullopt;
  std::string value;
  query.read(value);
  return value;
}

Result<void> Programmes::put_setting(std::string_view key, std::string_view value) {
  return database_.change([&]() -> Result<void> {
    auto put = database_.query(
        "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
    (void)put.bind(key, value).run();
    return {};
  });
}

}  // namespace wardcast::store
