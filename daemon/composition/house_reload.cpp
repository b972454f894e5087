// SPDX-License-Identifier: GPL-3.0-or-later
// The site file read again while the station runs.
//
// What runs holds the site by reference, unlocked, on every thread: it is never exchanged. In use at once are the
// certificate and its names; everything else that differs is told by its key and waits for a restart.
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>

#include "base/log_value.hpp"
#include "daemon/composition/house.hpp"
#include "daemon/config/differences.hpp"

namespace wardcast {

namespace {

/// Whoever waits is told in any case: systemd would wait for its READY=1.
void tell_lost(const std::string& who, const std::filesystem::path& file,
               const std::function<void(const editorial::Reloaded&)>& done) {
  spdlog::error("event=site_reload_lost who={} reason=\"the station is too busy\"", log_value(who));
  editorial::Reloaded lost;
  lost.problems.push_back({file, 0, 0, "the station is too busy to read it; ask again in a moment"});
  done(lost);
}

}  // namespace

void House::reload(const std::string& who, const std::function<void(const editorial::Reloaded&)>& done) {
  const bool taken = desk_->post([this, who, done]() mutable {
    editorial::Reloaded result;
    const auto loaded = site::load(site_.file);
    result.problems = loaded.problems;
    if (!result.problems.empty() || !loaded.site) {
      reloaded(who, result);
      done(result);
      return;
    }
    result.needs_restart = site::differences(site_, *loaded.site);
    std::erase(result.needs_restart, "http names");  // used at once, or by nothing
    if (!certificates_) {
      reloaded(who, result);
      done(result);
      return;
    }
    const bool asked = certificates_->post([this, who, done, result, names = loaded.site->http.names]() mutable {
      apply_names(std::move(names), result);
      if (look_now(true) && !own_authority_) result.applied.emplace_back("http tls_certificate, tls_key");
      tell_left_out(result);
      const bool kept = desk_->post([this, who, done, result] {
        reloaded(who, result);
        done(result);
      });
      if (!kept) tell_lost(who, site_.file, done);
    });
    if (!asked) tell_lost(who, site_.file, done);
  });
  if (!taken) tell_lost(who, site_.file, done);
}

/// Certificates' thread.
void House::apply_names(std::vector<std::string> names, editorial::Reloaded& result) {
  if (own_authority_ == nullptr || names == certificate_names_) return;
  certificate_names_ = std::move(names);
  result.applied.emplace_back("http names");
}

/// Certificates' thread. Names that the authority may not vouch for are not in use, whatever the file says.
void House::tell_left_out(editorial::Reloaded& result) const {
  if (own_authority_ == nullptr) return;
  const auto left_out = own_authority_->left_out();
  for (const auto& name : certificate_names_) {
    if (!left_out.dns.contains(name) && !left_out.addresses.contains(name)) continue;
    result.problems.push_back({site_.file, 0, 0,
                               "[http] names: '" + name +
                                   "' cannot stand in the station's certificate: its authority was made without it and "
                                   "vouches for local names only"});
  }
}

/// Desk thread.
void House::reloaded(const std::string& who, const editorial::Reloaded& result) {
  const auto told = editorial::reloaded_json(result);
  for (const auto& problem : result.problems) spdlog::error("event=site_problem detail={}", log_value(problem.text()));
  spdlog::info("event=site_reloaded who={} problems={} result={}", log_value(who), result.problems.size(),
               log_value(boost::json::serialize(told)));
  store::AuditEntry entry;
  entry.at = clock_.now().wall;
  entry.who = who;
  entry.action = "site.reload";
  entry.target = site_.file.string();
  entry.after = boost::json::serialize(told);
  if (const auto kept = store_->append(entry); !kept)
    spdlog::error("audit: not written: {} site.reload: {}", log_value(who), kept.error().detail);
  server_->events().post("site", told);
}

}  // namespace wardcast
