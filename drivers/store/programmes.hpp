// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Programmes, what was changed of their editions, and small things by key. The calls are those of Store.
class Programmes {
 public:
  explicit Programmes(Database& database) : database_(database) {}

  Result<ProgrammeRow> add_programme(std::string document);
  Result<void> update_programme(const ProgrammeRow& row);
  Result<void> remove_programme(std::int64_t id);
  std::optional<ProgrammeRow> programme(std::int64_t id);
  std::vector<ProgrammeRow> programmes();
  Result<void> put_edition_change(const EditionChangeRow& row);
  std::vector<EditionChangeRow> edition_changes();
  std::optional<std::string> setting(std::string_view key);
  Result<void> put_setting(std::string_view key, std::string_view value);

 private:
  Database& database_;
};

}  // namespace wardcast::store
