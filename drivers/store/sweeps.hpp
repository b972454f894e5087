// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Sessions in which lines were tested. The calls are those of Store.
class Sweeps {
 public:
  explicit Sweeps(Database& database) : database_(database) {}

  Result<void> append(const Sweep& sweep);
  Result<void> append(const SweepEnd& end);
  Result<void> append(const SweepRemark& remark);
  std::vector<SweepRecord> sweeps(CivilDate from, CivilDate to);
  std::optional<SweepRecord> sweep(std::string_view id);
  std::vector<SweepRemark> remarks(std::string_view sweep);
  std::int64_t held(CivilDate from, CivilDate to);

 private:
  Database& database_;
};

}  // namespace wardcast::store
