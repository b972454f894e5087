// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/site.hpp"

#include <system_error>

#include "base/toml_reader.hpp"
#include "daemon/config/reading.hpp"

namespace wardcast::site {

Loaded load(const std::filesystem::path& file) {
  Problems problems{file};
  Site site;
  std::error_code error;
  site.file = std::filesystem::absolute(file, error).lexically_normal();
  if (const auto parsed = parse_toml_file(problems)) {
    const auto folder = site.file.parent_path();
    Reading reading{problems, site, folder, {folder / "profiles", modbus::shipped_profiles()}, {}, {}, {}, {}, {}};
    TomlTable root{*parsed, problems};
    // Each after what it refers to, wherever it stands in the file; the problems are put in file order at the end.
    read_station(root, reading);
    read_http(root, reading);
    read_buses(root, reading);
    read_boards(root, reading);
    read_meters(root, reading);
    read_amplifiers(root, reading);
    read_zones(root, reading);
    read_sweep(root, reading);
    read_alerts(root, reading);
    read_alarm(root, reading);
    root.refuse_unknown();
    reading.ids.report_doubles(problems);
  }
  Loaded loaded{{}, problems.in_file_order()};
  if (loaded.problems.empty()) loaded.site = std::move(site);
  return loaded;
}

}  // namespace wardcast::site
