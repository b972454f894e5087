// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/tls/own_authority.hpp"

#include <spdlog/fmt/chrono.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "daemon/tls/whole_file.hpp"

namespace wardcast::tls {
namespace {
namespace fs = std::filesystem;

constexpr auto kKeyBegins = "-----BEGIN PRIVATE KEY-----";

std::string as_file(const KeyPair& pair) { return pair.certificate + pair.key; }

/// A pair from a file of ours: the certificate first, then the key.
KeyPair from_file(const std::string& text) {
  const auto key = std::min(text.find(kKeyBegins), text.size());
  return {text.substr(0, key), text.substr(key)};
}

template <class T>
T or_throw(Result<T> result) {
  if (!result.has_value()) throw std::runtime_error(result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

std::string listed(const Names& names) {
  std::string text;
  for (const auto* group : {&names.dns, &names.addresses})
    for (const auto& name : *group) text += (text.empty() ? "" : ", ") + name;
  return text;
}

Names without(const Names& all, const Names& some) {
  Names left;
  std::ranges::set_difference(all.dns, some.dns, std::inserter(left.dns, left.dns.end()));
  std::ranges::set_difference(all.addresses, some.addresses, std::inserter(left.addresses, left.addresses.end()));
  return left;
}

}  // namespace

OwnAuthority::OwnAuthority(fs::path folder, const std::string& station, Wanted wanted, WallTime now)
    : folder_(std::move(folder)), wanted_(std::move(wanted)) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw std::runtime_error("cannot make the folder " + folder_.string() + ": " + error.message());
  fs::permissions(folder_, fs::perms::owner_all, error);
  open_authority(station, now);
  if (const auto kept = or_throw(read_whole(folder_ / "server.pem"))) {
    auto pair = from_file(*kept);
    if (issued_by(authority_, pair)) {
      server_facts_ = read_facts(pair.certificate).value();
      server_ = std::move(pair);
    }
  }
  look(now, true);
}

void OwnAuthority::open_authority(const std::string& station, WallTime now) {
  const auto file = folder_ / "ca.pem";
  if (const auto kept = or_throw(read_whole(file))) {
    authority_ = from_file(*kept);
    if (!whole(authority_))
      throw std::runtime_error("the certificate authority " + file.string() +
                               " is damaged; bring it back from a backup, or remove it: a new one is made, which "
                               "every phone and computer must then be told to trust");
  } else {
    authority_ = make_authority(station, wanted_(), now);
    or_throw(write_whole(file, as_file(authority_), Privacy::secret));
    spdlog::info("tls: made a certificate authority of the station's own in {}", folder_.string());
  }
  facts_ = read_facts(authority_.certificate).value();
  if (now + std::chrono::days{365} > facts_.not_after)
    spdlog::error(
        "tls: the station's own certificate authority ends on {:%F}; remove {} and start anew before that: every phone "
        "and computer must then be told to trust the new one",
        fmt::gmtime(std::chrono::system_clock::to_time_t(facts_.not_after)), folder_.string());
  if (now < facts_.not_before)
    spdlog::warn("tls: the clock shows a time before the station's own certificate authority was made; it is kept");
  if (or_throw(read_whole(certificate_file())) != authority_.certificate)
    or_throw(write_whole(certificate_file(), authority_.certificate, Privacy::open));
}

bool OwnAuthority::fits(const Names& names, WallTime now) const {
  if (server_.certificate.empty() || now < server_facts_.not_before) return false;
  const bool nearly_over = now + kRenewBefore >= server_facts_.not_after;
  if (nearly_over && server_facts_.not_after < facts_.not_after) return false;
  // An address that is no longer there harms nobody; it goes with the next renewal.
  return names.dns == server_facts_.names.dns && without(names, server_facts_.names) == Names{};
}

Names OwnAuthority::left_out() const { return without(judged_, permitted_); }

bool OwnAuthority::look(WallTime now, bool at_once) {
  auto wanted = wanted_();
  const bool same = wanted == judged_;
  if (!same) permitted_ = permitted(authority_, wanted);
  judged_ = std::move(wanted);
  if (left_out() != Names{} && (at_once || !same)) {
    spdlog::warn(
        "tls: {} cannot stand in the station's certificate: its authority was made for local networks and the names it "
        "had then; to make a new one, which every phone and computer must then be told to trust, remove {} and start "
        "anew",
        listed(left_out()), folder_.string());
  }
  if (fits(permitted_, now)) return false;
  renew(permitted_, now);
  return true;
}

void OwnAuthority::renew(const Names& names, WallTime now) {
  server_ = issue(authority_, names, now);
  server_facts_ = read_facts(server_.certificate).value();
  spdlog::info("tls: the station's certificate is renewed, for {}", listed(names));
  if (const auto kept = write_whole(folder_ / "server.pem", as_file(server_), Privacy::secret); !kept)
    spdlog::warn("tls: the renewed certificate is used but cannot be kept: {}", kept.error().detail);
}

}  // namespace wardcast::tls
