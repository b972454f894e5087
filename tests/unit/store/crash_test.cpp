// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX

#include <map>
#include <random>

#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/child.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

/// What the station was told is safe: a clip's packets at its last checkpoint, or its whole segment.
struct Acknowledged {
  int position = 0;
  std::uint32_t packets = 0;
  bool closed = false;
};

constexpr std::uint32_t kWhole = 200;

std::string airing_of(int life) { return "a1-" + std::to_string(life); }

/// One life of a station: clip after clip, three checkpoints each, telling after every call what is now durable.
void air_until_killed(const std::filesystem::path& data, int life, int tell) {
  const auto store = open_store(data).value();
  const auto run = store->begin_run(at(1514887200)).value();
  require(store->append(sample_airing(airing_of(life))).has_value(), "airing");
  for (int position = 0;; ++position) {
    auto clip = sample_segment(airing_of(life), position);
    clip.run = run;
    clip.steady_ns = position;
    for (std::uint32_t packets = 50; packets < kWhole; packets += 50) {
      clip.packets = packets;
      RtpBase session;
      session.amplifier = "A1";
      session.sequence = static_cast<std::uint64_t>(position) * kWhole + packets;
      const std::vector<Checkpoint> running(1, Checkpoint{clip});
      const std::vector<RtpBase> sessions(1, session);
      require(store->checkpoint(running, sessions).has_value(), "checkpoint");
      const Acknowledged done{position, packets, false};
      require(::write(tell, &done, sizeof done) == sizeof done, "tell");
    }
    clip.packets = kWhole;
    require(store->append(clip).has_value(), "segment");
    const Acknowledged done{position, kWhole, true};
    require(::write(tell, &done, sizeof done) == sizeof done, "tell");
  }
}

/// Everything that was acknowledged is there, once; at most the call that was under way is there besides.
void check_life(Store& store, int life, const std::vector<Acknowledged>& acknowledged) {
  const auto run = store.airing(airing_of(life));
  ASSERT_TRUE(run) << "life " << life;
  std::map<int, const Segment*> by_position;
  for (const auto& segment : run->segments) {
    EXPECT_TRUE(by_position.emplace(segment.position, &segment).second) << "twice: " << segment.position;
  }
  for (const auto& one : acknowledged) {
    ASSERT_TRUE(by_position.contains(one.position)) << "lost: clip " << one.position << " of life " << life;
    const auto& segment = *by_position[one.position];
    EXPECT_GE(segment.packets, one.packets);
    if (one.closed) {
      EXPECT_EQ(segment.end_reason, "finished");
    }
  }
  const auto& last = acknowledged.back();
  const auto clips = static_cast<std::size_t>(last.position) + 1;
  if (last.closed) {
    EXPECT_LE(by_position.size(), clips + 1);
  } else {
    EXPECT_EQ(by_position.size(), clips);
  }
}

TEST(Crash, KilledAtRandomInstantsNothingIsLostNorDoubled) {
  constexpr int kLives = 20;
  const TempFolder folder;
  std::mt19937 random{20180101};
  std::vector<std::vector<Acknowledged>> lives;
  int crash_segments = 0;
  for (int life = 0; life < kLives; ++life) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const auto child = in_child([&] {
      (void)::close(ends[0]);
      air_until_killed(folder.path(), life, ends[1]);
    });
    ASSERT_GT(child, 0);
    (void)::close(ends[1]);
    // Kills at a random acknowledgement, then a random moment into the call after it.
    const auto wanted = std::uniform_int_distribution<std::size_t>{1, 40}(random);
    volatile unsigned spin = std::uniform_int_distribution<unsigned>{0, 2'000'000}(random);
    std::vector<Acknowledged> acknowledged;
    Acknowledged one;
    bool killed = false;
    while (::read(ends[0], &one, sizeof one) == sizeof one) {  // what was told before the kill counts, too
      acknowledged.push_back(one);
      if (!killed && acknowledged.size() == wanted) {
        while (spin > 0) spin = spin - 1;
        ASSERT_EQ(::kill(child, SIGKILL), 0);
        killed = true;
      }
    }
    (void)::close(ends[0]);
    ASSERT_EQ(ended(child), -SIGKILL);
    ASSERT_GE(acknowledged.size(), wanted);
    lives.push_back(acknowledged);

    const auto store = open_store(folder.path()).value();
    (void)store->begin_run(at(1514890000)).value();
    for (int earlier = 0; earlier <= life; ++earlier) {
      check_life(*store, earlier, lives[static_cast<std::size_t>(earlier)]);
      if (HasFatalFailure()) return;
    }
    const auto run = store->airing(airing_of(life));
    for (const auto& segment : run->segments) {
      if (segment.end_reason == "crash") ++crash_segments;
    }
    const auto& last = acknowledged.back();
    EXPECT_GE(store->rtp_bases().at(0).sequence,
              static_cast<std::uint64_t>(last.position) * kWhole + (last.closed ? 150 : last.packets));
  }
  EXPECT_GT(crash_segments, 0) << "no kill met a clip under way: the test tested nothing";
}

}  // namespace
}  // namespace wardcast::store
