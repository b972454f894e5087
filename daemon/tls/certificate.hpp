// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "daemon/tls/key_pair.hpp"
#include "daemon/tls/names.hpp"

// Certificates made and read. Pure but for random numbers: no file, no clock.
namespace wardcast::tls {

/// What stands in a certificate.
struct Facts {
  WallTime not_before, not_after;
  Names names;
  std::string fingerprint;  ///< SHA-256 of the certificate: "AB:CD:…"
};
/// Of the first certificate of a PEM text. Error: corrupt, a sentence.
Result<Facts> read_facts(std::string_view certificate);

inline constexpr std::chrono::days kAuthorityLife{3653};
/// Public authorities may promise no longer; browsers that hold all to it are content.
inline constexpr std::chrono::days kServerLife{397};
/// Clocks of ward PCs and phones are often a little behind.
inline constexpr std::chrono::days kBackDated{1};

/// A certificate authority that signs itself and may vouch for nothing but private addresses, names of local networks
/// and `names`: whoever steals its key cannot pretend to be a bank. `station` is shown in a phone's list. Throws
/// std::runtime_error when OpenSSL does (no memory, no randomness).
KeyPair make_authority(const std::string& station, const Names& names, WallTime now);
/// The part of `names` that the authority may vouch for. Costs a trial certificate each.
Names permitted(const KeyPair& authority, const Names& names);
/// A server's certificate for `names`, which must be permitted; ends with the authority's own at the latest. Throws as
/// above.
KeyPair issue(const KeyPair& authority, const Names& names, WallTime now);
/// Is the pair whole, the key its certificate's, and the authority the one that signed it?
bool issued_by(const KeyPair& authority, const KeyPair& pair);
/// Do key and certificate belong together?
bool whole(const KeyPair& pair);

}  // namespace wardcast::tls
