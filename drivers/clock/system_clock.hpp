// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/time.hpp"

namespace wardcast {

/// The machine's clocks. The only place in the project that calls now().
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Now now() const override;
};

}  // namespace wardcast
