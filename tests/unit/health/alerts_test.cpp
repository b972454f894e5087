// SPDX-License-Identifier: GPL-3.0-or-later
// Who is told what and when, on virtual time.
#include <gmock/gmock.h>

#include <algorithm>

#include "daemon/health/alerter.hpp"
#include "tests/unit/health/logbook.hpp"

namespace wardcast::health {
namespace {
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Alert about(const std::string& key, const std::string& kind = "no_comm", Severity severity = Severity::major) {
  Alert alert;
  alert.key = key;
  alert.kind = kind;
  alert.severity = severity;
  alert.said = {Alert::Said{"vi " + key, "vi text"}, Alert::Said{"en " + key, "en text"}};
  return alert;
}
Alert over(const std::string& key) {
  auto alert = about(key);
  alert.all_clear = true;
  alert.said = {Alert::Said{"vi over " + key, ""}, Alert::Said{"en over " + key, ""}};
  return alert;
}
site::AlertRecipient somebody(const std::string& role = "admin", const std::string& language = "en") {
  site::AlertRecipient to;
  to.id = "to";
  to.role = role;
  to.language = language;
  return to;
}

class Policy : public ::testing::Test {
 protected:
  bool told(const Alert& alert) {
    letter = policy.tell(alert, now);
    return letter.has_value();
  }
  AlertPolicy policy{somebody()};
  SteadyTime now{seconds{1000}};
  std::optional<Letter> letter;
};

TEST_F(Policy, TheSameAlertAtMostOnceInFiveMinutes) {
  EXPECT_TRUE(told(about("a")));
  EXPECT_EQ(letter->subject, "en a");
  now += 299s;
  EXPECT_FALSE(told(about("a")));
  EXPECT_FALSE(told(about("a")));
  now += 1s;
  EXPECT_TRUE(told(about("a")));
  EXPECT_THAT(letter->text, HasSubstr("too many: 2\n"));
  EXPECT_EQ(letter->json.at("held_back").at("count").to_number<int>(), 2);
  EXPECT_THAT(letter->text, HasSubstr("- en a\n"));
}

TEST_F(Policy, AtMostFiveThatAreNotUrgentInTenMinutesAndUrgentOnesAlways) {
  for (const auto* key : {"a", "b", "c", "d", "e"}) EXPECT_TRUE(told(about(key))) << key;
  EXPECT_FALSE(told(about("f")));
  now += 60s;
  EXPECT_TRUE(told(about("g", "short", Severity::critical)));
  EXPECT_TRUE(letter->json.at("urgent").as_bool());
  EXPECT_THAT(letter->text, HasSubstr("too many: 1\n")) << "the next one tells";
  EXPECT_FALSE(told(about("g", "short", Severity::critical))) << "the same is the same";
  for (int i = 0; i < 40; ++i) EXPECT_FALSE(told(about("more " + std::to_string(i))));
  now += 540s;
  EXPECT_TRUE(told(about("h"))) << "ten minutes after the first";
  EXPECT_EQ(letter->json.at("held_back").at("count").to_number<int>(), 41);
  EXPECT_EQ(letter->json.at("held_back").at("subjects").as_array().size(), AlertPolicy::kListed);
}

TEST_F(Policy, WhatWasHeldBackIsToldEvenWhenNothingFollows) {
  for (const auto* key : {"a", "b", "c", "d", "e", "f"}) (void)told(about(key));
  int letters = 0;
  for (int i = 0; i < 3600; ++i) {
    now += 1s;
    if (const auto later = policy.advance(now)) {
      ++letters;
      EXPECT_THAT(later->text, HasSubstr("- en f\n"));
    }
  }
  EXPECT_EQ(letters, 1);
}

TEST_F(Policy, AStormOfAnHourIsAHandfulOfLetters) {
  int letters = 0;
  for (int i = 0; i < 3600; ++i) {
    now += 1s;
    letters += told(about("board " + std::to_string(i % 50))) ? 1 : 0;
    letters += told(over("board " + std::to_string((i + 25) % 50))) ? 1 : 0;
    letters += policy.advance(now) ? 1 : 0;
  }
  EXPECT_LE(letters, 7 * 5);
  EXPECT_GE(letters, 6 * 5 - 5);
}

TEST_F(Policy, TheAllClearIsForThoseWhoWereTold) {
  EXPECT_FALSE(told(over("a")));
  EXPECT_TRUE(told(about("a")));
  EXPECT_TRUE(told(over("a")));
  EXPECT_FALSE(told(over("a")));
}

TEST(PolicyRoles, EachRoleIsToldOfItsOwn) {
  const auto wants = [](const std::string& role, const Alert& alert) {
    return AlertPolicy{somebody(role)}.wants(alert);
  };
  const auto line = about("l", "open", Severity::critical);
  const auto missed = about("m", "schedule_missed");
  EXPECT_TRUE(wants("technician", line));
  EXPECT_FALSE(wants("technician", missed));
  EXPECT_FALSE(wants("operator", line));
  EXPECT_TRUE(wants("operator", missed));
  EXPECT_TRUE(wants("editor", about("n", "not_ready")));
  EXPECT_TRUE(wants("board", line));
  EXPECT_FALSE(wants("board", missed));
  EXPECT_TRUE(wants("admin", missed));
  auto picky = somebody("technician");
  picky.classes = {"schedule_missed"};
  EXPECT_TRUE(AlertPolicy{picky}.wants(missed));
  EXPECT_FALSE(AlertPolicy{picky}.wants(line));
  auto calm = somebody();
  calm.min_severity = "critical";
  EXPECT_FALSE(AlertPolicy{calm}.wants(missed));
  EXPECT_FALSE(AlertPolicy{somebody()}.wants(about("alert_failed:to/to", "alert_failed"))) << "about themselves";
}

TEST(AlertText, AProgrammeThatIsNotReadySaysWhenItAirsAndWhyInTheReadersLanguage) {
  site::Site site;
  site.station.name = "Đài";
  const auto zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  scheduler::Edition edition;
  edition.id = "1-20261122T100000";
  edition.title = "Bản tin";
  edition.start = WallTime{seconds{1'795'316'400}};
  edition.warnings = {{"underfull", "The rundown ends 12:05 before its slot does.", {}, seconds{725}},
                      {"unapproved", "'Chợ' (item 4), item 5 are not approved.", {4, 5}, microseconds{0}}};
  const auto title_of = [](scheduler::ItemId id) { return std::string{id == 4 ? "Chợ" : ""}; };
  const auto alert = not_ready_alert(edition, "60min", title_of, site, zone);
  EXPECT_EQ(alert.in(Tongue::vi).subject, "[Đài] CHƯA SẴN SÀNG: Bản tin – 10:00 ngày 22/11/2026");
  EXPECT_EQ(alert.in(Tongue::vi).text,
            "CHƯA SẴN SÀNG: Bản tin\nGiờ phát: 10:00 ngày 22/11/2026\n"
            "- Tin, bài hết sớm 12 phút 5 giây trước khi hết khung giờ.\n"
            "- Chưa được duyệt: “Chợ”, tin, bài số 5.\n");
  EXPECT_EQ(alert.in(Tongue::en).text,
            "NOT READY: Bản tin\nAirs at: 2026-11-22 10:00\n- The rundown ends 12:05 before its slot does.\n"
            "- 'Chợ' (item 4), item 5 are not approved.\n");
  EXPECT_EQ(alert.severity, Severity::major);
}

/// No reason of before_air.hpp may come to people as a bare word.
TEST(AlertText, EveryReasonOfNotBeingReadyHasItsVietnameseWords) {
  const auto zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  for (const std::string reason : {"empty", "underfull", "overfull", "unapproved", "withdrawn", "no_audio",
                                   "unknown_item", "expired", "unreadable"}) {
    scheduler::Edition edition;
    edition.warnings = {{reason, "English.", {1}, seconds{3661}}};
    const auto said = not_ready_alert(
                          edition, "24h", [](auto) { return ""; }, site::Site{}, zone)
                          .in(Tongue::vi)
                          .text;
    EXPECT_THAT(said, Not(HasSubstr(reason)));
    EXPECT_THAT(said, Not(HasSubstr("English")));
  }
}

TEST(AlertText, LengthsAreSaidInWholeParts) {
  EXPECT_EQ(said_length(seconds{3720}, Tongue::vi), "1 giờ 2 phút");
  EXPECT_EQ(said_length(milliseconds{4600}, Tongue::en), "5 s");
  EXPECT_EQ(said_length(microseconds{0}, Tongue::vi), "0 giây");
}

TEST(AlertText, SaysWhereWhatWasMeasuredAndWhatToDo) {
  site::Site site;
  site.station.name = "Đài phường 1";
  site.zones.resize(1);
  site.zones[0].id = "z1";
  site.zones[0].name = "Khu 1";
  site.zones[0].lines.resize(1);
  site.zones[0].lines[0].id = "l1";
  site.zones[0].lines[0].name = "Chợ";
  const auto zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  const auto fault = fault_of(store::FaultOpened{
      7, "short", "short:line/l1", WallTime{seconds{1'795'316'400}}, "2026-11-22", "Z is 3 Ω.",
      R"({"reference_watts":60,"measured_watts":41.5,"lost":{"low":1,"high":2,"best":1},"distance_m":120.4,"leakage_amps":0.0125})"});
  const auto alert = fault_alert(fault, "opened", site, zone, {});
  EXPECT_TRUE(alert.urgent());
  const auto& vi = alert.in(Tongue::vi);
  EXPECT_EQ(vi.subject, "[Đài phường 1] SỰ CỐ MỚI: Đường dây bị chập – Khu 1 (z1), Chợ (l1)");
  EXPECT_THAT(vi.text, HasSubstr("Đo được: 41,5 W (chuẩn 60,0 W)"));
  EXPECT_THAT(vi.text, HasSubstr("Số loa mất (ước tính): 1–2"));
  EXPECT_THAT(vi.text, HasSubstr("120 m"));
  EXPECT_THAT(vi.text, HasSubstr("Dòng rò xuống đất: 12,5 mA"));
  EXPECT_THAT(vi.text, HasSubstr("Phát hiện lúc: 10:00 ngày 22/11/2026"));
  EXPECT_THAT(vi.text, Not(HasSubstr("Z is"))) << "the figures say it in Vietnamese";
  EXPECT_THAT(vi.text, HasSubstr("Nên làm: "));
  const auto& en = alert.in(Tongue::en);
  EXPECT_THAT(en.text, HasSubstr("Measured: 41.5 W (reference 60.0 W)"));
  EXPECT_THAT(en.text, HasSubstr("First found: 2026-11-22 10:00"));
  EXPECT_THAT(en.text, HasSubstr("Evidence: Z is 3 Ω."));
  const auto cleared = fault_alert(fault, "resolved", site, zone, {});
  EXPECT_THAT(cleared.in(Tongue::en).subject, HasSubstr("CLEARED"));
  EXPECT_THAT(cleared.in(Tongue::en).text, Not(HasSubstr("What to do")));
  EXPECT_FALSE(cleared.urgent());
}

/// Two recipients; what is sent to each is answered by hand, or at once as `works` says.
class Sending : public Logbook, public Clock {
 protected:
  Sending() {
    for (const auto* id : {"one", "two"}) {
      site.alerts.recipients.push_back(somebody());
      site.alerts.recipients.back().id = id;
    }
    alerter = std::make_unique<Alerter>(site, *faults, *this, [this](std::size_t to, const Letter& letter, auto done) {
      tries.push_back(site.alerts.recipients[to].id + " " + letter.subject);
      underway.emplace_back(to, std::move(done));
    });
  }
  [[nodiscard]] Now now() const override { return Logbook::now; }
  void run(seconds span) {
    for (seconds gone{0}; gone < span; gone += 1s) {
      for (auto& [to, done] : std::exchange(underway, {})) done(to == broken ? "no route to host." : "");
      pass(1s);
      alerter->advance();
    }
  }
  std::size_t tries_of(const std::string& text) const {
    return static_cast<std::size_t>(std::ranges::count(tries, text));
  }

  site::Site site;
  std::unique_ptr<Alerter> alerter;
  std::vector<std::string> tries;
  std::vector<std::pair<std::size_t, std::function<void(std::string)>>> underway;
  std::size_t broken = 99;
};

TEST_F(Sending, EachIsToldOnce) {
  alerter->tell(about("a"));
  run(600s);
  EXPECT_THAT(tries, ElementsAre("one en a", "two en a"));
  EXPECT_EQ(alerter->delivered(), 2U);
  EXPECT_THAT(written, IsEmpty());
}

TEST_F(Sending, WhatCannotBeDeliveredIsAFaultUntilSomethingArrives) {
  broken = 0;
  alerter->tell(about("a"));
  run(60s);
  EXPECT_THAT(written, IsEmpty()) << "a moment without internet is none";
  run(60s);
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(newest().cause, "alert_failed:to/one");
  EXPECT_THAT(newest().detail, HasSubstr("no route to host"));
  EXPECT_EQ(tries_of("one en a"), 4U);
  EXPECT_EQ(tries_of("two en a"), 1U);
  run(3600s);
  EXPECT_LE(tries_of("one en a"), 4U + 12U) << "tries get rare";
  broken = 99;
  run(301s);
  EXPECT_EQ(newest().state, FaultState::resolved);
}

TEST_F(Sending, TheQueueIsBoundedAndOldLettersAreOnlyCounted) {
  broken = 0;
  for (int i = 0; i < 300; ++i) {
    alerter->tell(about("line " + std::to_string(i), "short", Severity::critical));
    run(1s);
  }
  run(7 * 3600s);
  broken = 99;
  tries.clear();
  run(600s);
  const auto arrived = std::ranges::count_if(tries, [](const auto& attempt) { return attempt.starts_with("one "); });
  EXPECT_EQ(arrived, 1) << "six hours later it is one letter that says how many were lost";
  EXPECT_THAT(tries.back(), HasSubstr("too many: 300"));
}

}  // namespace
}  // namespace wardcast::health
