// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/tls/certificate.hpp"

#include <gmock/gmock.h>

#include "tests/unit/tls/verify.hpp"

namespace wardcast::tls {
namespace {
using std::chrono::days;
using testing::HasSubstr;
using testing::MatchesRegex;

Names some_names() {
  Names names;
  for (const auto* name :
       {"localhost", "May-Phuong", "may-phuong.local", "dai.phuong.lan", "192.168.1.5", "fd00:0:0:0:0:0:0:1"})
    EXPECT_TRUE(names.add(name)) << name;
  return names;
}

TEST(Certificate, AServerIsBelievedUnderItsNamesByThoseWhoTrustItsAuthority) {
  const auto authority = make_authority("Đài truyền thanh phường Mẫu", some_names(), kInstalled);
  const auto server = issue(authority, some_names(), kInstalled);
  const auto look = [&](const std::string& name, WallTime at = kInstalled) {
    return verdict(authority.certificate, server.certificate, name, at);
  };
  for (const auto* name : {"localhost", "may-phuong", "may-phuong.local", "dai.phuong.lan", "192.168.1.5", "fd00::1"})
    EXPECT_EQ(look(name), "ok") << name;
  EXPECT_THAT(look("ngan-hang.vn"), HasSubstr("ostname mismatch"));
  EXPECT_THAT(look("192.168.1.6"), HasSubstr("IP address mismatch"));
  EXPECT_EQ(look("localhost", kInstalled - std::chrono::hours{23}), "ok");  // a phone whose clock is behind
  EXPECT_THAT(look("localhost", kInstalled - days{2}), HasSubstr("not yet valid"));
  EXPECT_EQ(look("localhost", kInstalled + kServerLife - days{1}), "ok");
  EXPECT_THAT(look("localhost", kInstalled + kServerLife + days{1}), HasSubstr("expired"));
  const auto other = make_authority("Đài khác", some_names(), kInstalled);
  EXPECT_NE(verdict(other.certificate, server.certificate, "localhost", kInstalled), "ok");
}

TEST(Certificate, AnAuthorityCanVouchForNoOthersName) {
  const auto authority = make_authority("x", some_names(), kInstalled);
  Names bank;
  bank.add("ngan-hang.vn");
  EXPECT_THAT(
      verdict(authority.certificate, issue(authority, bank, kInstalled).certificate, "ngan-hang.vn", kInstalled),
      HasSubstr("permitted subtree violation"));
  Names address;
  address.add("8.8.8.8");
  EXPECT_THAT(verdict(authority.certificate, issue(authority, address, kInstalled).certificate, "8.8.8.8", kInstalled),
              HasSubstr("permitted subtree violation"));

  auto wanted = some_names();
  wanted.add("ngan-hang.vn");
  wanted.add("8.8.8.8");
  wanted.add("10.9.8.7");
  wanted.add("loa.lan");
  auto allowed = some_names();
  allowed.add("10.9.8.7");
  allowed.add("loa.lan");
  EXPECT_EQ(permitted(authority, wanted), allowed);
}

TEST(Certificate, APublicAddressTheMachineHadWhenTheAuthorityWasMadeIsAllowed) {
  Names names;
  names.add("203.0.113.7");
  names.add("2001:db8::7");
  names.add("dai.example.vn");
  const auto authority = make_authority("x", names, kInstalled);
  EXPECT_EQ(permitted(authority, names), names);
  const auto server = issue(authority, names, kInstalled);
  EXPECT_EQ(verdict(authority.certificate, server.certificate, "203.0.113.7", kInstalled), "ok");
  EXPECT_EQ(verdict(authority.certificate, server.certificate, "dai.example.vn", kInstalled), "ok");
}

TEST(Certificate, TellsWhatStandsInIt) {
  const auto authority = make_authority(std::string(300, 'x') + "ường", some_names(), kInstalled);
  const auto server = issue(authority, some_names(), kInstalled);
  const auto facts = read_facts(server.certificate);
  ASSERT_TRUE(facts.has_value());
  EXPECT_EQ(facts->names, some_names());
  EXPECT_EQ(facts->not_before, kInstalled - kBackDated);
  EXPECT_EQ(facts->not_after, kInstalled + kServerLife);
  EXPECT_THAT(facts->fingerprint, MatchesRegex("([0-9A-F]{2}:){31}[0-9A-F]{2}"));
  EXPECT_EQ(read_facts(authority.certificate)->not_after, kInstalled + kAuthorityLife);
  EXPECT_FALSE(read_facts("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").has_value());
  EXPECT_FALSE(read_facts("").has_value());
}

TEST(Certificate, EndsWithItsAuthority) {
  const auto authority = make_authority("x", some_names(), kInstalled);
  const auto late = issue(authority, some_names(), kInstalled + kAuthorityLife - days{30});
  EXPECT_EQ(read_facts(late.certificate)->not_after, kInstalled + kAuthorityLife);
}

TEST(Certificate, KnowsWhatBelongsTogether) {
  const auto authority = make_authority("x", some_names(), kInstalled);
  const auto other = make_authority("x", some_names(), kInstalled);
  const auto server = issue(authority, some_names(), kInstalled);
  EXPECT_TRUE(issued_by(authority, server));
  EXPECT_FALSE(issued_by(other, server));
  EXPECT_FALSE(issued_by(authority, {server.certificate, other.key}));
  EXPECT_FALSE(issued_by(authority, {server.certificate, ""}));
  EXPECT_FALSE(issued_by(authority, {}));
  EXPECT_NE(issue(authority, some_names(), kInstalled).certificate, server.certificate);
}

TEST(Names, TakesWhatCanStandInACertificateAndNothingElse) {
  Names names;
  for (const auto* bad : {"", ".", "a..b", ".a", "a.", "*.lan", "a b", "a,DNS:b", "đài", "fe80::1%eth0"})
    EXPECT_FALSE(names.add(bad)) << bad;
  EXPECT_EQ(names, Names{});
  const auto mine = machine_names({"dai.phuong.lan"});
  EXPECT_THAT(mine.dns, testing::Contains("localhost"));
  EXPECT_THAT(mine.dns, testing::Contains("dai.phuong.lan"));
  EXPECT_THAT(mine.addresses, testing::Contains("127.0.0.1"));
}

}  // namespace
}  // namespace wardcast::tls
