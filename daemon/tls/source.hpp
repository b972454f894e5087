// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

#include "base/time.hpp"
#include "daemon/tls/key_pair.hpp"

namespace wardcast::tls {

/// Where the station's certificate comes from. Reads and writes files: never on the io thread. One thread at a time.
class Source {
 public:
  virtual ~Source() = default;
  /// What to serve with now.
  [[nodiscard]] virtual const KeyPair& current() const = 0;
  /// Is there something newer? Then it is current() from here on, and true is returned. Cheap when nothing changed:
  /// called every few seconds. `at_once`: somebody asked for it, so that a refusal is told again.
  virtual bool look(WallTime now, bool at_once) = 0;
};

}  // namespace wardcast::tls
