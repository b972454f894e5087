// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.hpp"

#include <gtest/gtest.h>

#include <array>

namespace wardcast {
namespace {

constexpr std::array<std::string_view, 5> kKeys{"allowed_hours", "amplifier", "groups", "id", "name"};

TEST(Nfc, JoinsMarksTypedApart) {
  // "Phường" as a Mac or a phone may send it: u, horn (U+031B), grave (U+0300).
  EXPECT_EQ(to_nfc("Phu\xCC\x9Bo\xCC\x9B\xCC\x80ng").value(), "Phường");
  EXPECT_EQ(to_nfc("Phường").value(), "Phường");
  EXPECT_EQ(to_nfc("").value(), "");
}

TEST(Nfc, RefusesBytesThatAreNotUtf8) {
  EXPECT_FALSE(to_nfc("Ph\xFF").has_value());
  EXPECT_FALSE(to_nfc("\xC3").has_value());
  EXPECT_FALSE(to_nfc("\xED\xA0\x80").has_value());  // a lone surrogate
}

TEST(Search, FoldsVietnamese) {
  EXPECT_EQ(fold_for_search("Loa Phường"), "loa phuong");
  EXPECT_EQ(fold_for_search("ĐÀI TRUYỀN THANH"), "dai truyen thanh");
  EXPECT_EQ(fold_for_search("Đường Điện Biên Phủ đầu đời"), "duong dien bien phu dau doi");
  EXPECT_EQ(fold_for_search("Phu\xCC\x9Bo\xCC\x9B\xCC\x80ng"), "phuong");
}

TEST(Nearest, FindsTheMistypedWord) {
  EXPECT_EQ(nearest("amplifer", kKeys), "amplifier");
  EXPECT_EQ(nearest("nam", kKeys), "name");
  EXPECT_EQ(nearest("allowed_hour", kKeys), "allowed_hours");
  EXPECT_EQ(nearest("ID", kKeys), "");  // two of two letters differ
}

TEST(Nearest, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest("multicast_interface", kKeys), "");
  EXPECT_EQ(nearest("", kKeys), "");
  EXPECT_EQ(nearest("name", {}), "");
}

TEST(Nearest, DoesNotCompareAMegabyteLetterByLetter) {
  const std::string endless(1'000'000, 'x');
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(nearest(endless, kKeys), "");
}

}  // namespace
}  // namespace wardcast
