// SPDX-License-Identifier: GPL-3.0-or-later
// The site file, read as the daemon does, with the shipped profiles.
#include <cstdlib>

#include "daemon/config/site.hpp"
#include "tests/fuzz/memory_file.hpp"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  ::setenv("WARDCAST_PROFILES", WARDCAST_SOURCE_DIR "/config/profiles", 1);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wardcast;
  const fuzz::MemoryFile file{data, size};
  const auto loaded = site::load(file.path());
  fuzz::must(loaded.site.has_value() == loaded.problems.empty(), "there is a site or there are problems");
  for (const auto& problem : loaded.problems) {
    fuzz::must(!problem.message.empty() && problem.line >= 0 && problem.column >= 0, "a problem says what and where");
  }
  if (!loaded.site) return 0;
  for (const auto& zone : loaded.site->zones)
    fuzz::must(zone.amplifier < loaded.site->amplifiers.size(), "a zone's amplifier is there");
  for (const auto& board : loaded.site->boards)
    fuzz::must(board.bus < loaded.site->buses.size() && board.profile.channels > 0, "a board's bus is there");
  return 0;
}
