// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "daemon/config/site.hpp"

namespace wardcast::site {

/// Every key whose value differs between two site files, and everything with an id that only one of them has, named as
/// people find it there: "station name", "zone 'khu-1' allowed_hours", "line 'l-3' is new". In the order of the file's
/// tables. Names and order of the entries tell nothing; a speaker's place on its line does.
std::vector<std::string> differences(const Site& before, const Site& after);

}  // namespace wardcast::site
