// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/journal_writer.hpp"

#include <gtest/gtest.h>

#include <future>

#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::playout {
namespace {

class SteppedClock final : public Clock {
 public:
  Now at{WallTime{seconds{1'795'000'000}}, SteadyTime{seconds{100}}};
  [[nodiscard]] Now now() const override { return at; }
};

TEST(JournalWriter, TellsHowLongTheOldestFactHasWaited) {
  const store::TempFolder folder;
  auto store = store::open_store(folder.path());
  ASSERT_TRUE(store.has_value());
  SteppedClock clock;
  Worker desk{"desk", 8, [](const std::string& what) { ADD_FAILURE() << what; }};
  JournalWriter journal{desk, **store, clock, [] { return std::vector<store::RtpBase>{}; }};
  EXPECT_EQ(journal.lag(clock.now().steady), nanoseconds{0});

  std::promise<void> go_on, done;
  ASSERT_TRUE(desk.post([waits = go_on.get_future().share()] { waits.wait(); }));
  store::FaultOpened fault;
  fault.id = 1;
  fault.kind = "no_comm";
  fault.cause = "no_comm:board/b1";
  fault.at = clock.now().wall;
  journal.fault(fault);
  clock.at.steady += seconds{3};
  fault.id = 2;
  fault.cause = "no_comm:board/b2";
  journal.fault(fault);
  clock.at.steady += seconds{2};
  EXPECT_EQ(journal.lag(clock.now().steady), seconds{5});

  go_on.set_value();
  ASSERT_TRUE(desk.post([&done] { done.set_value(); }));
  done.get_future().wait();
  EXPECT_EQ(journal.waiting(), 0U);
  EXPECT_EQ(journal.lag(clock.now().steady), nanoseconds{0});
}

}  // namespace
}  // namespace wardcast::playout
