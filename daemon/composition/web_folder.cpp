// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/composition/web_folder.hpp"

#include <cstdlib>

namespace wardcast {

std::filesystem::path web_folder() {
  if (const char* named = std::getenv("WARDCAST_WEB_UI")) return named;
  const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  auto installed = here / "../share/wardcast/web-ui";
  if (std::filesystem::exists(installed)) return installed;
  return here / "../../../web-ui/dist";
}

}  // namespace wardcast
