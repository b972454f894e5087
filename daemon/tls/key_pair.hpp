// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

namespace wardcast::tls {

/// What a server proves its name with. Both PEM.
struct KeyPair {
  std::string certificate;  ///< with its chain, if there is one
  std::string key;          ///< never logged
};

}  // namespace wardcast::tls
