// SPDX-License-Identifier: GPL-3.0-or-later
// [alerts] and [alarm], right and broken.
#include <gmock/gmock.h>

#include "tests/unit/config/folder.hpp"

namespace wardcast::site {
namespace {
using testing::HasSubstr;

std::vector<std::string> problems(const std::string& text) {
  const Folder folder;
  std::vector<std::string> told;
  for (const auto& problem :
       load(folder.write("ward.toml", std::string{kStation} + std::string{kDevices} + text)).problems)
    told.push_back(problem.text());
  return told;
}

TEST(Alerts, AreReadWithTheirDefaults) {
  const Folder folder;
  (void)folder.write("key", "secret\n");
  const auto loaded = load(folder.write(
      "ward.toml", std::string{kStation} + std::string{kDevices} +
                       "[alerts]\nsmtp = \"mail.example.vn:587\"\nfrom = \"a@example.vn\"\nuser = \"u\"\n"
                       "password_file = \"key\"\nwebhook_key_file = \"key\"\n"
                       "[[alerts.recipient]]\nid = \"tu\"\nto = \"mailto:tu@example.vn\"\nrole = \"technician\"\n"
                       "[[alerts.recipient]]\nid = \"web\"\nto = \"https://example.vn/x\"\nclasses = [\"open\"]\n"
                       "language = \"en\"\n[alarm]\nlamp = \"board-1:8\"\n"));
  ASSERT_TRUE(loaded.site) << loaded.problems.at(0).text();
  const auto& alerts = loaded.site->alerts;
  EXPECT_EQ(alerts.smtp->security, "starttls") << "beyond this machine";
  EXPECT_EQ(alerts.smtp->port, 587);
  ASSERT_EQ(alerts.recipients.size(), 2U);
  EXPECT_EQ(alerts.recipients[0].address, "tu@example.vn");
  EXPECT_EQ(alerts.recipients[0].language, "vi");
  EXPECT_FALSE(alerts.recipients[0].webhook);
  EXPECT_TRUE(alerts.recipients[1].webhook);
  EXPECT_EQ(alerts.recipients[1].role, "admin");
  EXPECT_EQ(loaded.site->alarm.lamp, (ChannelRef{0, 7}));
  EXPECT_FALSE(loaded.site->alarm.buzzer);
}

TEST(Alerts, WhatIsWrongIsNamedWithTheFix) {
  const std::string mail = "[alerts]\nsmtp = \"127.0.0.1:25\"\nfrom = \"a@b\"\n";
  const auto expect = [](const std::string& text, const std::string& sentence) {
    const auto told = problems(text);
    ASSERT_EQ(told.size(), 1U) << text << testing::PrintToString(told);
    EXPECT_THAT(told[0], HasSubstr(sentence));
  };
  expect("[alerts]\nsmtp = \"127.0.0.1:25\"\n", "from: is required and missing");
  expect("[alerts]\nsmtp = \"mail.example.vn:25\"\nfrom = \"a@b\"\nsecurity = \"none\"\n", "travel in clear");
  expect(mail + "user = \"u\"\n", "needs password_file beside it");
  expect(mail + "user = \"u\"\npassword_file = \"nowhere\"\n", "there is no file");
  expect("[alerts]\nfrom = \"a@b\"\n", "is of no use without smtp");
  expect(mail + "[[alerts.recipient]]\nid = \"x\"\nto = \"tu@b\"\n", "neither \"mailto:ADDRESS\"");
  expect(mail + "[[alerts.recipient]]\nid = \"x\"\nto = \"mailto:tu@b>\\u0020\"\n", "is no mail address");
  expect(mail + "[[alerts.recipient]]\nid = \"x\"\nto = \"file:///etc/passwd\"\n", "neither \"mailto:ADDRESS\"");
  expect(mail + "[[alerts.recipient]]\nid = \"x\"\nto = \"mailto:tu@b\"\nclasses = [\"opn\"]\n",
         "did you mean 'open'?");
  expect(mail + "[[alerts.recipient]]\nid = \"x\"\nto = \"mailto:tu@b\"\nrole = \"boss\"\n", "'boss' is unknown");
  expect("[[alerts.recipient]]\nid = \"x\"\nto = \"mailto:tu@b\"\n", "needs smtp in [alerts]");
  expect(mail + "[[alerts.recipient]]\nid = \"board-1\"\nto = \"mailto:tu@b\"\n", "board-1");
  expect("[alarm]\nlamp = \"board-1:9\"\n", "has channels 1 to 8");
  expect("[alarm]\nlamp = \"board-1:8\"\nbuzzer = \"board-1:8\"\n", "already switches the alarm lamp");
}

}  // namespace
}  // namespace wardcast::site
