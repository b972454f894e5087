// SPDX-License-Identifier: GPL-3.0-or-later
// An old programme log, read and taken into a journal; nothing of it stays there.
#include "base/time_zone.hpp"
#include "daemon/statistics/log_import.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace {

using namespace wardcast;
using namespace wardcast::statistics;

constexpr WallTime kNow{seconds{1'795'316'400}};  // 22 November 2026

store::Store& journal() {
  static const store::TempFolder folder;
  static const auto store = store::open_store(folder.path()).value();
  return *store;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  Problems problems{"log.csv"};
  const auto rows = read_programme_log({reinterpret_cast<const char*>(data), size}, zone, kNow, problems);
  for (const auto& problem : problems.in_file_order())
    fuzz::must(problem.line >= 1 && problem.column >= 1 && !problem.message.empty(), "a problem says what and where");
  if (problems.count() > 0 || rows.empty()) return 0;

  const auto done = journal().atomically([&]() -> Result<void> {
    const auto first = import_log(journal(), rows, zone, problems);
    fuzz::must(first.has_value() == (problems.count() == 0), "rows are taken or there are problems");
    if (!first) return first.error();
    fuzz::must(first->fresh == std::ssize(rows) && first->known == 0, "an empty journal takes every row");
    const auto again = import_log(journal(), rows, zone, problems);
    fuzz::must(again.has_value() && again->fresh == 0 && again->known == first->fresh, "the same log has nothing new");
    return conflict("not kept");
  });
  fuzz::must(!done.has_value(), "nothing is kept");
  return 0;
}
