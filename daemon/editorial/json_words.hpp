// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "drivers/modbus/relay_boards.hpp"

// How small things stand in the API's JSON.
namespace wardcast::editorial {

template <class Number>
boost::json::value or_null(const std::optional<Number>& number) {
  if (!number) return nullptr;
  return boost::json::value(*number);
}

inline boost::json::value text_or_null(const std::string& text) {
  if (text.empty()) return nullptr;
  return boost::json::value(text);
}

inline std::string_view word(modbus::RelayState state) {
  switch (state) {
    case modbus::RelayState::open:
      return "open";
    case modbus::RelayState::closed:
      return "closed";
    case modbus::RelayState::unknown:
      break;
  }
  return "unknown";
}

}  // namespace wardcast::editorial
