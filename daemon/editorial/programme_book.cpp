// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/programme_book.hpp"

#include <spdlog/spdlog.h>

#include "daemon/editorial/programmes.hpp"

namespace wardcast::editorial {

const std::vector<scheduler::Programme>& ProgrammeBook::programmes() {
  if (!programmes_) {
    std::vector<Error> unreadable;
    const auto rows = store_.programmes();
    programmes_ = from_rows(rows, unreadable);
    for (const auto& error : unreadable) spdlog::error("programmes: {}", error.detail);
  }
  return *programmes_;
}

const std::vector<scheduler::EditionChange>& ProgrammeBook::changes() {
  if (!changes_) {
    changes_.emplace();
    for (auto& row : store_.edition_changes())
      changes_->push_back({std::move(row.edition), std::move(row.items), row.cancelled});
  }
  return *changes_;
}

void ProgrammeBook::forget() {
  programmes_.reset();
  changes_.reset();
}

}  // namespace wardcast::editorial
