// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/tls/own_authority.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/unit/store/temp_folder.hpp"
#include "tests/unit/tls/verify.hpp"

namespace wardcast::tls {
namespace {
using std::chrono::days;
using testing::HasSubstr;

class Authority : public testing::Test {
 protected:
  Authority() {
    names_.add("localhost");
    names_.add("192.168.1.5");
  }
  [[nodiscard]] OwnAuthority open(WallTime now) {
    return {folder_.path() / "tls", "Đài", [this] { return names_; }, now};
  }
  [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_.path() / "tls" / name; }
  [[nodiscard]] mode_t mode(const char* name) const {
    struct stat found {};
    ::stat(file(name).c_str(), &found);
    return found.st_mode & 0777U;
  }

  store::TempFolder folder_;
  Names names_;
};

TEST_F(Authority, IsMadeOnceAndKeptForItself) {
  const auto first = open(kInstalled);
  EXPECT_EQ(verdict(first.certificate(), first.current().certificate, "192.168.1.5", kInstalled), "ok");
  const auto again = open(kInstalled + days{1});
  EXPECT_EQ(again.certificate(), first.certificate());
  EXPECT_EQ(again.current().certificate, first.current().certificate);
  EXPECT_EQ(again.fingerprint(), first.fingerprint());
  EXPECT_EQ(mode("ca.pem"), 0600U);
  EXPECT_EQ(mode("server.pem"), 0600U);
  struct stat found {};
  ::stat((folder_.path() / "tls").c_str(), &found);
  EXPECT_EQ(found.st_mode & 0777U, 0700U);
  std::ifstream in{first.certificate_file()};
  EXPECT_EQ((std::string{std::istreambuf_iterator<char>{in}, {}}), first.certificate());
}

TEST_F(Authority, RenewsTheServersCertificateInGoodTimeWithoutARestart) {
  auto authority = open(kInstalled);
  const auto first = authority.current().certificate;
  const auto due = kInstalled + kServerLife - OwnAuthority::kRenewBefore;
  EXPECT_FALSE(authority.look(due - days{1}, false));
  EXPECT_TRUE(authority.look(due, false));
  EXPECT_NE(authority.current().certificate, first);
  EXPECT_EQ(verdict(authority.certificate(), authority.current().certificate, "localhost", due + days{390}), "ok");
  EXPECT_FALSE(authority.look(due, false));
  EXPECT_EQ(open(due).current().certificate, authority.current().certificate);  // kept
}

TEST_F(Authority, TenYearsOfLooksKeepAGoodCertificate) {
  auto authority = open(kInstalled);
  int renewals = 0;
  for (auto now = kInstalled; now < kInstalled + kAuthorityLife; now += days{7}) {
    if (authority.look(now, false)) ++renewals;
    ASSERT_EQ(verdict(authority.certificate(), authority.current().certificate, "localhost", now), "ok") << renewals;
  }
  EXPECT_THAT(renewals, testing::AllOf(testing::Ge(10), testing::Le(13)));
}

TEST_F(Authority, RenewsWhenTheNamesChangeButNotForAnAddressThatIsGone) {
  auto authority = open(kInstalled);
  names_.add("10.0.0.9");
  EXPECT_TRUE(authority.look(kInstalled, false));
  EXPECT_EQ(verdict(authority.certificate(), authority.current().certificate, "10.0.0.9", kInstalled), "ok");
  names_.addresses.erase("10.0.0.9");
  EXPECT_FALSE(authority.look(kInstalled, false));
  names_.add("loa.lan");
  EXPECT_TRUE(authority.look(kInstalled, false));
  names_.dns.erase("loa.lan");
  EXPECT_TRUE(authority.look(kInstalled, false));
}

TEST_F(Authority, LeavesOutANameItMayNotVouchForAndDoesNotRenewForIt) {
  auto authority = open(kInstalled);
  names_.add("dai.example.vn");
  EXPECT_FALSE(authority.look(kInstalled, false));
  EXPECT_EQ(verdict(authority.certificate(), authority.current().certificate, "localhost", kInstalled), "ok");
}

TEST_F(Authority, AClockThatFellBackDoesNotCostTheTrustOfThePhones) {
  const auto first = open(kInstalled);
  auto again = open(kInstalled - days{365});
  EXPECT_EQ(again.certificate(), first.certificate());
  again.look(kInstalled, false);
  EXPECT_EQ(verdict(again.certificate(), again.current().certificate, "localhost", kInstalled), "ok");
}

TEST_F(Authority, AHalfWrittenServerFileIsMadeAnewAndADamagedAuthorityIsNot) {
  const auto certificate = open(kInstalled).certificate();
  std::filesystem::resize_file(file("server.pem"), 700);
  std::ofstream{file("server.pem.part")} << "left by a power cut";
  const auto again = open(kInstalled);
  EXPECT_EQ(verdict(certificate, again.current().certificate, "localhost", kInstalled), "ok");
  EXPECT_FALSE(std::filesystem::exists(file("server.pem.part")));
  std::filesystem::resize_file(file("ca.pem"), 700);
  try {
    (void)open(kInstalled);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("is damaged; bring it back from a backup"));
  }
}

TEST_F(Authority, SaysWhereItCannotWrite) {
  std::ofstream{folder_.path() / "tls"} << "a file where the folder should be";
  EXPECT_THROW((void)open(kInstalled), std::runtime_error);
}

}  // namespace
}  // namespace wardcast::tls
