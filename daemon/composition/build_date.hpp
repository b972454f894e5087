// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/time.hpp"

namespace wardcast {

/// When this program was made, the same for every build of one commit (see CMakeLists.txt here). No right clock shows
/// less.
WallTime build_date();

}  // namespace wardcast
