// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/notify/mime.hpp"

#include <gmock/gmock.h>

namespace wardcast::notify {
namespace {
using testing::HasSubstr;

TEST(MailHeader, PlainTextStaysAndOtherTextIsEncodedInShortWholeWords) {
  EXPECT_EQ(header_text("Line 3 is open"), "Line 3 is open");
  EXPECT_EQ(header_text("Đứt dây"), "=?UTF-8?B?xJDhu6l0IGTDonk=?=");
  std::string line;
  for (int i = 0; i < 40; ++i) line += "Đường dây ";
  const auto encoded = header_text(line);
  std::size_t from = 0;
  while (from < encoded.size()) {
    const auto end = std::min(encoded.find("\r\n", from), encoded.size());
    EXPECT_LE(end - from, 76U);
    EXPECT_EQ(encoded.substr(end - 2, 2), "?=");
    from = end + 2;
  }
}

TEST(MailHeader, NothingInItEndsTheLine) {
  EXPECT_EQ(header_text("a\r\nBcc: x@y"), "a  Bcc: x@y");
  EXPECT_EQ(header_text("=?x").find("=?x"), std::string::npos) << "what looks encoded is encoded";
}

TEST(MailText, IsPlainTextInUtf8ForEveryServer) {
  const Mail mail{"tu@example.vn", "Đứt dây", "Một\nhai\n", WallTime{seconds{1'795'316'400}}};
  const auto text = mail_text(mail, "tram@example.vn", 7);
  EXPECT_THAT(text, HasSubstr("Date: Sun, 22 Nov 2026 03:00:00 +0000\r\n"));
  EXPECT_THAT(text, HasSubstr("From: <tram@example.vn>\r\nTo: <tu@example.vn>\r\n"));
  EXPECT_THAT(text, HasSubstr("Message-ID: <1795316400000000.7@example.vn>\r\n"));
  EXPECT_THAT(text, HasSubstr("charset=utf-8"));
  EXPECT_THAT(text, testing::EndsWith("\r\n\r\nTeG7mXQNCmhhaQ0K\r\n"));
}

// RFC 4231, test case 2.
TEST(Signature, IsHmacSha256) {
  EXPECT_EQ(signature("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

}  // namespace
}  // namespace wardcast::notify
