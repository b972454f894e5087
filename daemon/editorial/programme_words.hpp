// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "scheduler/programme.hpp"

// The words of the contract for a programme's choices, in the order of the enumerators.
namespace wardcast::editorial {

inline constexpr std::array<std::string_view, 3> kSourceWords{"items", "stream", "line_in"};
inline constexpr std::array<std::string_view, 3> kOriginWords{"own", "relay", "notice"};
inline constexpr std::array<std::string_view, 3> kOnBusyWords{"reject", "queue", "partial"};
inline constexpr std::array<std::string_view, 3> kOnInterruptWords{"continue", "stop", "resume"};

template <class Enum>
constexpr std::string_view word_of(std::span<const std::string_view> words, Enum value) {
  return words[static_cast<std::size_t>(value)];
}

template <class Enum>
constexpr std::optional<Enum> value_of(std::span<const std::string_view> words, std::string_view word) {
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Enum>(found - words.begin());
}

}  // namespace wardcast::editorial
