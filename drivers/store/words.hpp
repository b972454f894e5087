// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>

#include "drivers/store/records.hpp"

// The words that stand for the records' enumerations, in the database, over HTTP and on the command line alike.
namespace wardcast::store {

template <class Enum>
struct Words;  // all words, in the order of the enumerators

template <>
struct Words<Role> {
  static constexpr std::array<std::string_view, 6> kAll{"contributor", "operator", "editor",
                                                        "technician",  "board",    "admin"};
};
template <>
struct Words<ItemStatus> {
  static constexpr std::array<std::string_view, 5> kAll{"draft", "submitted", "approved", "returned", "withdrawn"};
};
template <>
struct Words<Confirmation> {
  static constexpr std::array<std::string_view, 3> kAll{"confirmed", "unconfirmed", "not_heard"};
};

template <class Enum>
constexpr std::string_view word(Enum value) {
  return Words<Enum>::kAll.at(static_cast<std::size_t>(value));
}

/// Nothing when the word stands for no enumerator.
template <class Enum>
constexpr std::optional<Enum> from_word(std::string_view text) {
  const auto& all = Words<Enum>::kAll;
  const auto found = std::find(all.begin(), all.end(), text);
  if (found == all.end()) return std::nullopt;
  return static_cast<Enum>(std::distance(all.begin(), found));
}

}  // namespace wardcast::store
