// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// What was measured of each line, and what is right for it. The calls are those of Store.
class Lines {
 public:
  explicit Lines(Database& database) : database_(database) {}

  Result<void> append(const LineReference& reference);
  Result<void> append(const Measurement& measurement);
  std::vector<LineReference> references();
  std::vector<LineReference> references(std::string_view line);
  std::vector<Measurement> measurements(std::string_view line, std::int64_t before, int limit);
  std::vector<Measurement> of_sweep(std::string_view sweep);

 private:
  Database& database_;
};

}  // namespace wardcast::store
