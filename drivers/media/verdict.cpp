// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/verdict.hpp"

#include <algorithm>
#include <array>

namespace wardcast::media {
namespace {

struct Entry {
  Verdict verdict;
  std::string_view word;
};

constexpr std::array kWords{Entry{Verdict::ok, "ok"},
                            Entry{Verdict::empty, "empty"},
                            Entry{Verdict::not_audio, "not_audio"},
                            Entry{Verdict::no_track, "no_track"},
                            Entry{Verdict::unsupported, "unsupported"},
                            Entry{Verdict::no_samples, "no_samples"},
                            Entry{Verdict::damaged, "damaged"},
                            Entry{Verdict::too_long, "too_long"},
                            Entry{Verdict::out_of_memory, "out_of_memory"},
                            Entry{Verdict::no_space, "no_space"},
                            Entry{Verdict::failed, "failed"}};

}  // namespace

std::string_view word(Verdict verdict) {
  const auto* found = std::ranges::find(kWords, verdict, &Entry::verdict);
  return found == kWords.end() ? "failed" : found->word;
}

std::optional<Verdict> parse_verdict(std::string_view line) {
  constexpr std::string_view kKey = "result=";
  if (!line.starts_with(kKey)) return std::nullopt;
  line.remove_prefix(kKey.size());
  const std::string_view value = line.substr(0, line.find_first_of(" \n"));
  const auto* found = std::ranges::find(kWords, value, &Entry::word);
  if (found == kWords.end()) return std::nullopt;
  return found->verdict;
}

}  // namespace wardcast::media
