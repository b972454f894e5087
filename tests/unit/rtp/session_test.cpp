// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/session.hpp"

#include <gtest/gtest.h>

namespace wardcast::rtp {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

class Resume : public ::testing::Test {
 protected:
  Resume() {
    stored.ssrc = 77;
    stored.sequence = 100'000;
    stored.timestamp = 5'000'000'000;
    stored.wall = WallTime{seconds{1'700'000'000}};
    stored.boottime_ns = 1000 * kSecond;
    stored.boot_id = "boot-a";
  }
  SessionBase stored;
};

TEST_F(Resume, WithinABootGoesByBoottimeWhateverTheWallClockSays) {
  const SessionBase now = resume(stored, stored.wall - std::chrono::hours{5}, {1002 * kSecond + 1, "boot-a"});
  EXPECT_EQ(now.ssrc, 77U);
  EXPECT_EQ(now.sequence, 100'000U + 101 + 50) << "ceil(2.000000001 s x 50) + 50";
  EXPECT_EQ(now.timestamp, 5'000'000'000U + 96'000);
  EXPECT_EQ(now.boottime_ns, 1002 * kSecond + 1);
}

TEST_F(Resume, AfterARebootGoesByTheWallClock) {
  const SessionBase now = resume(stored, stored.wall + seconds{60}, {5 * kSecond, "boot-b"});
  EXPECT_EQ(now.sequence, 100'000U + 3000 + 50);
  EXPECT_EQ(now.timestamp, 5'000'000'000U + 60 * 48'000);
  EXPECT_EQ(now.boot_id, "boot-b");
}

TEST_F(Resume, AWallClockThatWentBackMovesTheSessionForwardAllTheSame) {
  const SessionBase now = resume(stored, stored.wall - std::chrono::hours{24 * 365}, {5 * kSecond, "boot-b"});
  EXPECT_EQ(now.sequence, 100'000U + 50);
  EXPECT_EQ(now.timestamp, 5'000'000'000U + 960);
}

TEST_F(Resume, TheSequenceNeverJumpsSoFarThatItLooksLikeGoingBack) {
  const SessionBase now = resume(stored, stored.wall + std::chrono::hours{24 * 400}, {5 * kSecond, "boot-b"});
  EXPECT_EQ(now.sequence - stored.sequence, 16'000U);
  EXPECT_EQ(now.timestamp - stored.timestamp, 400ULL * 24 * 3600 * 48'000);
}

TEST(RtpSession, SamplesAreExactOverAYear) {
  EXPECT_EQ(samples_in(seconds{1}), 48'000U);
  EXPECT_EQ(samples_in(nanoseconds{20'833}), 0U);
  EXPECT_EQ(samples_in(nanoseconds{20'834}), 1U);
  EXPECT_EQ(samples_in(std::chrono::hours{24 * 365} + milliseconds{20}), 365ULL * 86'400 * 48'000 + 960);
  EXPECT_EQ(samples_in(nanoseconds{-1}), 0U);
}

TEST(RtpSession, HeaderBytesAreThoseOfRfc3550) {
  SessionBase base;
  base.ssrc = 0x01020304;
  base.sequence = 0x1fffe;
  base.timestamp = 0xaabbccdd;
  RtpSession session{base, 111, SteadyTime{seconds{1}}};
  const RtpHeader header = session.next(1, 0, SteadyTime{seconds{1}});
  const RtpHeader expected{std::byte{0x80}, std::byte{0xef}, std::byte{0xff}, std::byte{0xff},
                           std::byte{0xaa}, std::byte{0xbb}, std::byte{0xcc}, std::byte{0xdd},
                           std::byte{0x01}, std::byte{0x02}, std::byte{0x03}, std::byte{0x04}};
  EXPECT_EQ(header, expected);
  EXPECT_EQ(session.next(1, 1, SteadyTime{seconds{1}} + kFrame)[1], std::byte{111});
}

TEST(RtpSession, HoweverOftenItIsResumedItsTimestampsAreWhereTheClockIs) {
  // It airs again 13 ms after each start, and is kept right after a packet that left 2.5 ms early. Then it is killed.
  SessionBase kept;
  kept.boot_id = "boot-a";
  SteadyTime at{seconds{1}};
  kept.boottime_ns = at.time_since_epoch().count();
  for (int kill = 0; kill < 100; ++kill) {
    at += milliseconds{400};
    const SessionBase base = resume(kept, {}, {at.time_since_epoch().count(), "boot-a"});
    RtpSession session{base, 111, at};
    SteadyTime instant = at + milliseconds{13};
    for (int frame = 0; frame < 50; ++frame, instant += kFrame) (void)session.next(1, frame, instant);
    const SteadyTime now = session.instant() - microseconds{2500};
    ASSERT_NEAR(static_cast<double>(session.timestamp()),
                static_cast<double>(samples_in(session.instant() - SteadyTime{seconds{1}})), 2.0 * kill + 2)
        << "after " << kill << " kills";
    kept = base;
    kept.timestamp = position_at(base, now - at, session.timestamp(), session.instant() - now);
    kept.boottime_ns = now.time_since_epoch().count();
    at = instant;
  }
}

TEST(RtpSession, ItsPositionIsTheLastPacketsWhereTakeoversRanAhead) {
  SessionBase start;
  start.timestamp = 1000;
  EXPECT_EQ(position_at(start, seconds{1}, 900, seconds{-100}), 49'000U);
  EXPECT_EQ(position_at(start, seconds{1}, 50'000, milliseconds{-5}), 50'000U);
  EXPECT_EQ(position_at(start, seconds{1}, 50'000, milliseconds{2}), 50'000U - 96);
  EXPECT_EQ(position_at({}, seconds{0}, 5, milliseconds{2}), 0U) << "a session may begin near 0";
}

TEST(RtpSession, TakeoversThatRunAheadOfTheClockComeBackToItAfterAPause) {
  RtpSession session{SessionBase{}, 111, SteadyTime{}};
  SteadyTime at{seconds{1}};
  for (StreamId stream = 1; stream <= 10; ++stream, at += milliseconds{5}) (void)session.next(stream, 0, at);
  EXPECT_EQ(session.timestamp(), 48'000U + 9 * 960) << "ten packets within 45 ms";
  (void)session.next(99, 0, SteadyTime{seconds{2}});
  EXPECT_EQ(session.timestamp(), 96'000U);
}

TEST(RtpSession, NewOnesAreRandom) {
  const SessionBase a = random_session();
  const SessionBase b = random_session();
  EXPECT_TRUE(a.ssrc != b.ssrc || a.sequence != b.sequence || a.timestamp != b.timestamp);
}

}  // namespace
}  // namespace wardcast::rtp
