// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <numeric>

namespace wardcast {
namespace {

struct Free {
  void operator()(void* memory) const { std::free(memory); }  // utf8proc_map allocates with malloc
};

Result<std::string> mapped(std::string_view text, int options) {
  utf8proc_uint8_t* raw = nullptr;
  const auto length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &raw, static_cast<utf8proc_option_t>(options));
  if (length < 0) return invalid("", "the text is not valid UTF-8");
  const std::unique_ptr<utf8proc_uint8_t, Free> owned{raw};
  return std::string{reinterpret_cast<const char*>(raw), static_cast<std::size_t>(length)};
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

Result<std::string> to_nfc(std::string_view text) { return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE); }

std::string fold_for_search(std::string_view text) {
  auto folded = mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
  if (!folded) return {};
  // đ (U+0111) is a letter of its own, not a d with a mark, so no normal form takes it apart.
  std::string result;
  for (std::size_t i = 0; i < folded->size(); ++i) {
    if (folded->compare(i, 2, "\xC4\x91") == 0) {
      result += 'd';
      ++i;
    } else {
      result += (*folded)[i];
    }
  }
  return result;
}

std::string nearest(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  std::size_t best_distance = word.size() + 1;
  for (const auto candidate : candidates) {
    // The difference in length alone says so; else a megabyte of nonsense would be compared letter by letter.
    const auto [shorter, longer] =
        std::minmax({word.size(), candidate.size()});  // by value: the list, not two references
    if ((longer - shorter) * 2 > longer) continue;
    const auto distance = edit_distance(word, candidate);
    if (distance < best_distance && distance * 2 <= std::max(word.size(), candidate.size())) {
      best = candidate;
      best_distance = distance;
    }
  }
  return std::string{best};
}

}  // namespace wardcast
