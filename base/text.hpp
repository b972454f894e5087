// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace wardcast {

/// UTF-8 in Unicode normal form C; an error when the bytes are not UTF-8. All stored text goes through it.
Result<std::string> to_nfc(std::string_view text);
/// For searching: lower case, Vietnamese marks and đ folded away ("Loa Phường" → "loa phuong"). Input must be UTF-8.
std::string fold_for_search(std::string_view text);
/// The candidate closest by edit distance, or empty when none is near (distance > 1/2 of its length): "did you mean …".
std::string nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace wardcast
