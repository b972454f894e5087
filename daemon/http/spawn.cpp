// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/spawn.hpp"

#include <spdlog/spdlog.h>

namespace wardcast::http {

void Finished::operator()(std::exception_ptr escaped) const {
  if (!escaped) return;
  try {
    std::rethrow_exception(escaped);
  } catch (const std::exception& error) {
    spdlog::error("http: {} ended by an exception: {}", name, error.what());
  }
}

}  // namespace wardcast::http
