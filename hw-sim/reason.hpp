// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/system/system_error.hpp>
#include <exception>
#include <string>

namespace wardcast::sim {

/// What a person wants to read of an exception: a system error's own words, without the place in the library.
inline std::string reason(const std::exception& error) {
  const auto* system = dynamic_cast<const boost::system::system_error*>(&error);
  return system != nullptr ? system->code().message() : error.what();
}

}  // namespace wardcast::sim
