// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Answers to requests that may come again. The calls are those of Store.
class KeptAnswers {
 public:
  explicit KeptAnswers(Database& database) : database_(database) {}

  Result<void> keep(const KeptAnswer& answer);
  std::optional<KeptAnswer> find(std::string_view who, std::string_view key);
  Result<void> forget(WallTime before);

 private:
  Database& database_;
};

}  // namespace wardcast::store
