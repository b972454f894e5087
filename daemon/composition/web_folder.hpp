// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>

namespace wardcast {

/// Where the page and openapi.json are: $WARDCAST_WEB_UI, ../share/wardcast/web-ui beside the program's folder when
/// installed, or what scripts/web made three folders above it in a build tree (web-ui/dist).
std::filesystem::path web_folder();

}  // namespace wardcast
