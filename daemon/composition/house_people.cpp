// SPDX-License-Identifier: GPL-3.0-or-later
// Who may come in: the first administrator, and sessions and tokens that end while somebody listens.
#include <spdlog/spdlog.h>

#include <iostream>
#include <stdexcept>

#include "daemon/composition/house.hpp"

namespace wardcast {

void House::begin_setup() {
  const auto code = setup_.begin();
  if (!code) throw std::runtime_error(code.error().detail);
  if (!*code) return;
  std::cerr << "wardcastd: nobody has an account yet. Open the page and make the first administrator with this code: "
            << **code << std::endl;
}

void House::look_after_people(const std::vector<std::string>& listening, const std::vector<std::string>& remembered) {
  for (const auto& key : gate_.no_longer_welcome(listening, remembered, clock_.now().wall)) deps_->session_ended(key);
  if (const auto written = gate_.write_down_use(); !written)
    spdlog::warn("people: when they were last seen is not written down: {}", written.error().detail);
  (void)setup_.needed();  // a user made by the command line ends it
}

}  // namespace wardcast
