// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/plan_copy.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "drivers/store/migrations.hpp"
#include "drivers/store/sqlite_store.hpp"

namespace wardcast::store {

std::span<const std::string_view> plan_tables() {
  static constexpr std::array<std::string_view, 5> kTables{"items", "programmes", "edition_changes",
                                                           "holiday_calendars", "line_references"};
  return kTables;
}

std::span<const std::string_view> other_tables() {
  static constexpr std::array<std::string_view, 29> kTables{"users",
                                                            "kept_answers",
                                                            "tokens",
                                                            "sessions",
                                                            "runs",
                                                            "airings",
                                                            "segments",
                                                            "skips",
                                                            "airing_ends",
                                                            "audit",
                                                            "settings",
                                                            "checkpoints",
                                                            "rtp_bases",
                                                            "open_airings",
                                                            "zone_changes",
                                                            "imported_rows",
                                                            "imported_items",
                                                            "imported_programmes",
                                                            "emergencies",
                                                            "emergency_acknowledgements",
                                                            "faults",
                                                            "fault_events",
                                                            "unresolved_faults",
                                                            "edition_warnings",
                                                            "sweeps",
                                                            "sweep_ends",
                                                            "sweep_remarks",
                                                            "measurements",
                                                            "ward_plan_places"};
  return kTables;
}

namespace {

/// SQLite's URI for reading a file. Where nobody has the database open (there is no write-ahead log beside it) SQLite
/// would make one, and its index, even to read: such a file is read as it lies.
std::string reading_uri(const std::filesystem::path& file) {
  std::string uri = "file:";
  for (const char c : file.string()) {
    switch (c) {
      case '%':
        uri += "%25";
        break;
      case '?':
        uri += "%3f";
        break;
      case '#':
        uri += "%23";
        break;
      default:
        uri += c;
    }
  }
  const bool in_use = std::filesystem::exists(file.string() + "-wal");
  return uri + (in_use ? "?mode=ro" : "?mode=ro&immutable=1");
}

}  // namespace

Result<void> take_plan_over(Database& memory, const std::filesystem::path& file) {
  memory.query("ATTACH DATABASE ?1 AS station").bind(reading_uri(file)).run();
  auto done = memory.change([&]() -> Result<void> {
    const int found = schema_version(memory, "station");
    const int known = schema_version(memory);
    if (found != known) {
      return conflict("The database has schema " + std::to_string(found) + ", this program reads " +
                      std::to_string(known) +
                      (found < known ? ": start the daemon once, which brings it forward."
                                     : ": it was written by a newer Wardcast; use that."));
    }
    for (const auto table : plan_tables()) {
      const std::string name{table};
      std::string sql = "INSERT INTO main.";
      sql.append(name).append(" SELECT * FROM station.").append(name);
      memory.execute(sql.c_str());
    }
    return {};
  });
  memory.execute("DETACH DATABASE station");
  return done;
}

}  // namespace wardcast::store
