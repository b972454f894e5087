// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <vector>

#include "drivers/store/store.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::editorial {

/// The stored programmes and edition changes, read once and kept until forget(): thousands of documents are not taken
/// apart for every look at the timetable. Desk thread.
class ProgrammeBook {
 public:
  explicit ProgrammeBook(store::Store& store) : store_(store) {}

  /// In order of id. A document that can no longer be read is left out and logged.
  const std::vector<scheduler::Programme>& programmes();
  const std::vector<scheduler::EditionChange>& changes();
  /// After every change of a programme or an edition.
  void forget();

 private:
  store::Store& store_;
  std::optional<std::vector<scheduler::Programme>> programmes_;
  std::optional<std::vector<scheduler::EditionChange>> changes_;
};

}  // namespace wardcast::editorial
