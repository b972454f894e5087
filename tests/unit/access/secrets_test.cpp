// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/secrets.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <set>

#include "daemon/access/accounts.hpp"

namespace wardcast::access {
namespace {

TEST(Passwords, OnlyTheRightOneFits) {
  const auto hash = hash_password("mật khẩu của trạm").value();
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password(hash, "mật khẩu của trạm"));
  EXPECT_FALSE(verify_password(hash, "mật khẩu của tram"));
  EXPECT_FALSE(verify_password(hash, ""));
  EXPECT_NE(hash_password("mật khẩu của trạm").value(), hash) << "each has a salt of its own";
}

TEST(Passwords, TheSameLettersTypedOnAnotherKeyboardFit) {
  const auto hash = hash_password("m\u1EADt kh\u1EA9u").value();
  EXPECT_TRUE(verify_password(hash, "ma\u0323\u0302t kha\u0302\u0309u"));
}

TEST(Passwords, WhatIsNoHashFitsNothing) {
  EXPECT_FALSE(verify_password("", "x"));
  EXPECT_FALSE(verify_password("$argon2id$nonsense", "x"));
  EXPECT_FALSE(verify_password(std::string(500, 'x'), "x"));
}

TEST(Passwords, NobodysHashCostsAsMuchAndFitsNothing) {
  const std::string nobody{hash_of_nobody()};
  EXPECT_EQ(crypto_pwhash_str_needs_rehash(nobody.c_str(), 2, 19 * 1024 * 1024), 0)
      << "well formed, and of the cost of a real one: " << nobody;
  EXPECT_FALSE(verify_password(nobody, ""));
  EXPECT_FALSE(verify_password(nobody, "password"));
  EXPECT_EQ(nobody.size(), hash_password("0123456789").value().size());
}

TEST(Secrets, AreLongAndNeverAlike) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto secret = random_secret();
    EXPECT_EQ(secret.size(), 43U) << "32 bytes in base64url";
    EXPECT_EQ(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_TRUE(seen.insert(secret).second);
  }
}

TEST(Secrets, AreStoredAsBlake2b256) {
  // b2sum -l 256 of "abc"
  EXPECT_EQ(secret_hash("abc"), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_FALSE(same_secret("abc", "abd"));
  EXPECT_FALSE(same_secret("abc", "ab"));
  EXPECT_TRUE(same_secret("", ""));
}

TEST(Rules, OfNames) {
  for (const auto* name : {"ab", "dao.nt", "truc-dai_2", "0123456789abcdef0123456789abcdef"}) {
    EXPECT_TRUE(check_user_name(name)) << name;
  }
  for (const auto* name : {"", "a", "Dao", "đào", "a b", "a/b", "0123456789abcdef0123456789abcdef0"}) {
    const auto refused = check_user_name(name);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid);
    EXPECT_EQ(refused.error().field, "name");
  }
}

TEST(Rules, OfPasswords) {
  EXPECT_TRUE(check_password("dao", "0123456789"));
  EXPECT_TRUE(check_password("dao", "đườngđườngđường"));
  EXPECT_FALSE(check_password("dao", "012345678"));
  EXPECT_FALSE(check_password("dao", "đđđđđđđđđ")) << "nine letters, though eighteen bytes";
  EXPECT_FALSE(check_password("nguyenthidao", "nguyenthidao"));
  EXPECT_FALSE(check_password("dao", std::string(1001, 'x')));
  EXPECT_FALSE(check_password("dao", "0123456789\xFF"));
  EXPECT_EQ(check_password("dao", "short").error().field, "password");
}

}  // namespace
}  // namespace wardcast::access
