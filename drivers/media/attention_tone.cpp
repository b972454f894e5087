// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/attention_tone.hpp"

#include <cstddef>
#include <vector>

#include "drivers/media/packet_file.hpp"

namespace wardcast::media {

std::shared_ptr<const Recording> attention_tone() {
  const auto file = std::as_bytes(attention_tone_file());
  return read_packet_file(std::vector<std::byte>{file.begin(), file.end()}).value();
}

}  // namespace wardcast::media
