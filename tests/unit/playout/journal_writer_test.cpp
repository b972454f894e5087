// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/journal_writer.hpp"

#include <gtest/gtest.h>

#include <future>

#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/full_disk.hpp"
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

TEST(JournalWriter, TouchesNothingWhileTheStoreBelongsToAnotherThread) {
  const store::TempFolder folder;
  auto store = store::open_store(folder.path());
  ASSERT_TRUE(store.has_value());
  SteppedClock clock;
  Worker desk{"desk", 8, [](const std::string& what) { ADD_FAILURE() << what; }};
  JournalWriter journal{desk, **store, clock, [] { return std::vector<store::RtpBase>{}; }};
  const auto desk_is_idle = [&desk] {
    std::promise<void> done;
    ASSERT_TRUE(desk.post([&done] { done.set_value(); }));
    done.get_future().wait();
  };
  journal.hold();
  store::FaultOpened fault;
  fault.id = 1;
  fault.kind = "schedule_missed";
  fault.cause = "schedule_missed:a1";
  fault.at = clock.now().wall;
  journal.fault(fault);
  journal.retry();
  desk_is_idle();
  EXPECT_EQ(journal.waiting(), 1U);
  journal.release();
  desk_is_idle();
  EXPECT_EQ(journal.waiting(), 0U);
}

// A hold that the disk did not take was gone after the next restart, though people had been told that it stands.
void write_on_a_full_disk(const std::filesystem::path& data) {
  using store::require;
  const auto store = store::open_store(data).value();
  SteppedClock clock;
  Worker desk{"desk", 8, [](const std::string& what) { throw store::Wrong{what}; }};
  JournalWriter journal{desk, *store, clock, [] { return std::vector<store::RtpBase>{}; }};
  const auto desk_is_idle = [&desk] {
    std::promise<void> done;
    require(desk.post([&done] { done.set_value(); }), "post");
    done.get_future().wait();
  };
  store::fill_disk(data);
  for (const auto* action : {"station.stop", "station.release", "station.stop"}) {
    journal.setting("hold", std::string_view{action} == "station.stop" ? "1" : "0");
    store::AuditEntry entry;
    entry.at = clock.now().wall;
    entry.who = "lan";
    entry.action = action;
    journal.audit(std::move(entry));
  }
  desk_is_idle();
  require(journal.waiting() == 6 && journal.failing(), "they wait");
  require(!store->setting("hold"), "nothing was written");
  store::make_room();
  journal.retry();
  desk_is_idle();
  require(journal.waiting() == 0 && !journal.failing(), "written");
  require(store->setting("hold") == "1", "the newest stays");
  const auto entries = store->audit(0, 10);
  require(entries.size() == 3 && entries[1].action == "station.release", "in order");
  require(store->verify_audit(0).value().wrong == 0, "the chain holds");
}

TEST(JournalWriter, HoldsAndAuditEntriesWaitForTheDisk) {
  const store::TempFolder folder;
  EXPECT_EQ(store::ended(store::in_child([&] { write_on_a_full_disk(folder.path()); })), 0);
}

TEST(JournalWriter, AuditEntriesDoNotCrowdOutTheJournal) {
  const store::TempFolder folder;
  auto store = store::open_store(folder.path());
  ASSERT_TRUE(store.has_value());
  SteppedClock clock;
  Worker desk{"desk", 8, [](const std::string& what) { ADD_FAILURE() << what; }};
  JournalWriter journal{desk, **store, clock, [] { return std::vector<store::RtpBase>{}; }};
  journal.hold();
  for (std::size_t i = 0; i < JournalWriter::kMostAudits + 2; ++i) journal.audit({});
  EXPECT_EQ(journal.waiting(), JournalWriter::kMostAudits);
  journal.fault(store::FaultOpened{});
  EXPECT_EQ(journal.waiting(), JournalWriter::kMostAudits + 1);
}

}  // namespace
}  // namespace wardcast::playout
