// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>
#include <string>

#include "base/result.hpp"
#include "drivers/store/database.hpp"

namespace wardcast::store {

/// One step of the schema forward. Made from schema/NNNN_*.sql; a step that has been released is never edited again.
struct Migration {
  int version;
  const char* sql;
};
/// Every step this program knows, in order, versions 1, 2, 3, …
std::span<const Migration> migrations();

/// The newest step of the schema that the database has, or one attached to it; 0 when there is none.
int schema_version(Database& database, const std::string& schema = "main");

/// Brings the schema to the newest version, each step in one transaction; safe beside another process that does the
/// same. Error: conflict when the database was written by a newer program.
Result<void> migrate(Database& database, std::span<const Migration> steps = migrations());

}  // namespace wardcast::store
