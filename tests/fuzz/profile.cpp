// SPDX-License-Identifier: GPL-3.0-or-later
// A device profile, read as a relay board's and as a line meter's.
#include "drivers/modbus/profile.hpp"
#include "tests/fuzz/memory_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wardcast;
  const fuzz::MemoryFile file{data, size};
  std::vector<Problem> of_board;
  const auto board = modbus::read_relay_profile(file.path(), of_board);
  fuzz::must(board.has_value() == of_board.empty(), "there is a board or there are problems");
  if (board) fuzz::must(board->channels >= 1 && board->channels <= modbus::kMostChannels, "a board has channels");

  std::vector<Problem> of_meter;
  const auto meter = modbus::read_meter_profile(file.path(), of_meter);
  fuzz::must(meter.has_value() == of_meter.empty(), "there is a meter or there are problems");
  fuzz::must(!board || !meter, "nothing is both");
  return 0;
}
