// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <string>

#include "daemon/tls/certificate.hpp"
#include "daemon/tls/source.hpp"

namespace wardcast::tls {

/// The station's own certificate authority and the server certificate it issues, kept in a folder: made once, the
/// server's renewed in good time and when the names change. Nobody but its own people needs to trust it.
///
///   ca.pem      certificate and key of the authority, for the daemon alone
///   ca.crt      its certificate, for everybody
///   server.pem  certificate and key of the server
class OwnAuthority final : public Source {
 public:
  using Wanted = std::function<Names()>;

  /// The longest renewal in advance: a station that is switched on once a quarter never shows a stale one.
  static constexpr std::chrono::days kRenewBefore{90};

  /// Throws std::runtime_error when what the folder holds cannot be used, or nothing can be written there. An authority
  /// is never replaced by itself, whatever the clock says: every phone would have to trust the new one.
  OwnAuthority(std::filesystem::path folder, const std::string& station, Wanted wanted, WallTime now);

  [[nodiscard]] const KeyPair& current() const override { return server_; }
  bool look(WallTime now, bool at_once) override;

  [[nodiscard]] const std::string& certificate() const { return authority_.certificate; }  ///< PEM
  [[nodiscard]] const std::string& fingerprint() const { return facts_.fingerprint; }
  /// Of the names wanted at the last look those it may not vouch for.
  [[nodiscard]] Names left_out() const;
  [[nodiscard]] std::filesystem::path certificate_file() const { return folder_ / "ca.crt"; }

 private:
  void open_authority(const std::string& station, WallTime now);
  [[nodiscard]] bool fits(const Names& names, WallTime now) const;
  void renew(const Names& names, WallTime now);

  const std::filesystem::path folder_;
  const Wanted wanted_;
  KeyPair authority_, server_;
  Facts facts_, server_facts_;
  Names judged_, permitted_;  ///< wanted at the last look, and what of it the authority may vouch for
};

}  // namespace wardcast::tls
