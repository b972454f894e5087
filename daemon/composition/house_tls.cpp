// SPDX-License-Identifier: GPL-3.0-or-later
// The station's certificate: where it comes from, and a new one in use without a restart.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>

#include "daemon/composition/build_date.hpp"
#include "daemon/composition/house.hpp"
#include "daemon/config/tls_files.hpp"
#include "daemon/tls/given_files.hpp"
#include "daemon/tls/own_authority.hpp"

namespace wardcast {
namespace {

Result<void> check_files(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  if (auto right = site::check_certificate(certificate); !right) return right;
  if (auto right = site::check_key(key); !right) return right;
  return site::check_pair(certificate, key);
}

/// A clock that lost its battery must not make certificates that ended decades ago.
WallTime not_before_the_build(WallTime now) { return std::max(now, build_date()); }

}  // namespace

void House::prepare_tls() {
  const auto& http = site_.http;
  if (!http.tls) return;
  if (http.tls_certificate && http.tls_key) {
    certificate_ = std::make_unique<tls::GivenFiles>(*http.tls_certificate, *http.tls_key, check_files);
  } else {
    certificate_names_ = http.names;
    const auto wanted = [this] {
      auto names = tls::machine_names(certificate_names_);
      if (site_.http.host != "0.0.0.0" && site_.http.host != "::") names.add(site_.http.host);
      return names;
    };
    auto own = std::make_unique<tls::OwnAuthority>(site_.station.data / "tls", site_.station.name, wanted,
                                                   not_before_the_build(clock_.now().wall));
    spdlog::info(
        "tls: the station's own certificate authority is {}, SHA-256 fingerprint {}; how to trust it: /install-ca",
        own->certificate_file().string(), own->fingerprint());
    authority_ = http::AuthorityNotice{site_.station.name, own->certificate(), own->fingerprint()};
    own_authority_ = own.get();
    certificate_ = std::move(own);
  }
  note_certificate_end();
  certificates_ =
      std::make_unique<Worker>("certificates", 4, [](const std::string& what) { spdlog::error("tls: {}", what); });
}

void House::note_certificate_end() {
  if (const auto facts = tls::read_facts(certificate_->current().certificate))
    certificate_end_ = std::chrono::system_clock::to_time_t(facts->not_after);
}

void House::look_at_certificate(bool at_once) {
  // One look that waits is enough for all who ask.
  if (certificates_) (void)certificates_->post([this, at_once] { look_now(at_once); });
}

/// Certificates' thread. True when a new one is used from now on.
bool House::look_now(bool at_once) {
  if (!certificate_->look(not_before_the_build(clock_.now().wall), at_once)) return false;
  note_certificate_end();
  boost::asio::post(io_, [this, pair = certificate_->current()] {
    if (const auto used = server_->use(pair); !used) spdlog::error("tls: {}", used.error().detail);
  });
  return true;
}

}  // namespace wardcast
