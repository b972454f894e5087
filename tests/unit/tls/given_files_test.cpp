// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/tls/given_files.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "daemon/config/tls_files.hpp"
#include "tests/support/certificate.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::tls {
namespace {

Result<void> check(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  if (auto right = site::check_certificate(certificate); !right) return right;
  if (auto right = site::check_key(key); !right) return right;
  return site::check_pair(certificate, key);
}

class Given : public testing::Test {
 protected:
  Given() { test::make_certificate(certificate_, key_); }
  /// As a renewal does it: new files, then renamed over the old.
  void replace() {
    test::make_certificate(folder_.path() / "c.new", folder_.path() / "k.new");
    std::filesystem::rename(folder_.path() / "c.new", certificate_);
    std::filesystem::rename(folder_.path() / "k.new", key_);
  }
  store::TempFolder folder_;
  const std::filesystem::path certificate_ = folder_.path() / "c.pem", key_ = folder_.path() / "k.pem";
  const WallTime now_{};
};

TEST_F(Given, ANewPairIsTakenOnceItStands) {
  GivenFiles files{certificate_, key_, check};
  const auto first = files.current();
  EXPECT_FALSE(files.look(now_, false));
  replace();
  EXPECT_FALSE(files.look(now_, false));  // perhaps the key is still on its way
  EXPECT_TRUE(files.look(now_, false));
  EXPECT_NE(files.current().certificate, first.certificate);
  EXPECT_NE(files.current().key, first.key);
  EXPECT_FALSE(files.look(now_, false));
}

TEST_F(Given, WhoAsksForItGetsItAtOnce) {
  GivenFiles files{certificate_, key_, check};
  replace();
  EXPECT_TRUE(files.look(now_, true));
  EXPECT_FALSE(files.look(now_, true));
}

TEST_F(Given, APairThatCannotServeIsRefusedAndTheOldOneStays) {
  GivenFiles files{certificate_, key_, check};
  const auto first = files.current();
  test::make_certificate(certificate_, folder_.path() / "other.key");
  EXPECT_FALSE(files.look(now_, true));
  std::ofstream{certificate_} << "no certificate";
  EXPECT_FALSE(files.look(now_, true));
  std::filesystem::remove(certificate_);
  EXPECT_FALSE(files.look(now_, true));
  EXPECT_EQ(files.current().certificate, first.certificate);
  replace();
  EXPECT_TRUE(files.look(now_, true));
}

TEST_F(Given, MustBeGoodAtTheStart) {
  std::filesystem::remove(key_);
  EXPECT_THROW((GivenFiles{certificate_, key_, check}), std::runtime_error);
}

}  // namespace
}  // namespace wardcast::tls
