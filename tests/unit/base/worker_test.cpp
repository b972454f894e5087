// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/worker.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace wardcast {
namespace {

constexpr std::chrono::seconds kLongEnough{10};
const auto ignore_escape = [](const std::string&) {};

/// Keeps a worker busy until told to go on.
struct Gate {
  std::promise<void> entered;
  std::promise<void> open;
  Worker::Job job() {
    return [this] {
      entered.set_value();
      open.get_future().wait_for(kLongEnough);
    };
  }
  void wait_until_entered() { ASSERT_EQ(entered.get_future().wait_for(kLongEnough), std::future_status::ready); }
};

TEST(Worker, AJobThatPostsWhileTheWorkerStopsIsToldNo) {
  Worker worker{"test", 1U << 20U, ignore_escape};
  Gate gate;
  bool told_no = false;
  ASSERT_TRUE(worker.post(gate.job()));
  ASSERT_TRUE(worker.post([&] {
    while (worker.post([] {})) std::this_thread::yield();  // until stop() has begun
    told_no = true;
  }));
  gate.wait_until_entered();
  gate.open.set_value();
  worker.stop();
  EXPECT_TRUE(told_no);
  EXPECT_EQ(worker.backlog(), 0U) << "what was taken has run";
  EXPECT_FALSE(worker.post([] {}));
}

TEST(Worker, RunsJobsInTheOrderPosted) {
  std::vector<int> order;
  {
    Worker worker{"test", 1000, ignore_escape};
    for (int i = 0; i < 1000; ++i) ASSERT_TRUE(worker.post([&order, i] { order.push_back(i); }));
  }
  ASSERT_EQ(order.size(), 1000U);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(order[static_cast<std::size_t>(i)], i);
}

TEST(Worker, AFullQueueRefusesAndSaysSo) {
  Gate gate;
  std::atomic<int> ran = 0;
  {
    Worker worker{"test", 2, ignore_escape};
    ASSERT_TRUE(worker.post(gate.job()));
    gate.wait_until_entered();
    EXPECT_TRUE(worker.post([&ran] { ++ran; }));
    EXPECT_TRUE(worker.post([&ran] { ++ran; }));
    EXPECT_EQ(worker.backlog(), 2U);
    EXPECT_FALSE(worker.post([&ran] { ran += 100; }));
    gate.open.set_value();
  }
  EXPECT_EQ(ran, 2);
}

TEST(Worker, GoesOnAfterAJobThrows) {
  std::promise<std::string> told;
  std::promise<void> next;
  Worker worker{"archive", 4, [&told](const std::string& what) { told.set_value(what); }};
  ASSERT_TRUE(worker.post([] { throw std::runtime_error("disk gone"); }));
  ASSERT_TRUE(worker.post([&next] { next.set_value(); }));
  auto what = told.get_future();
  ASSERT_EQ(what.wait_for(kLongEnough), std::future_status::ready);
  EXPECT_EQ(what.get(), "archive: disk gone");
  EXPECT_EQ(next.get_future().wait_for(kLongEnough), std::future_status::ready);
}

TEST(Worker, RunsJobsOnOneOtherThread) {
  std::vector<std::thread::id> threads;
  {
    Worker worker{"test", 8, ignore_escape};
    for (int i = 0; i < 8; ++i) ASSERT_TRUE(worker.post([&threads] { threads.push_back(std::this_thread::get_id()); }));
  }
  ASSERT_EQ(threads.size(), 8U);
  EXPECT_NE(threads.front(), std::this_thread::get_id());
  for (const auto& id : threads) EXPECT_EQ(id, threads.front());
}

TEST(Worker, FinishesWhatIsQueuedWhenItGoes) {
  Gate gate;
  std::atomic<int> ran = 0;
  {
    Worker worker{"test", 100, ignore_escape};
    ASSERT_TRUE(worker.post(gate.job()));
    gate.wait_until_entered();
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(worker.post([&ran] { ++ran; }));
    gate.open.set_value();
  }
  EXPECT_EQ(ran, 50);
}

TEST(Worker, TakesJobsFromManyThreadsWithoutLosingOne) {
  std::atomic<int> ran = 0;
  int refused = 0;
  {
    Worker worker{"test", 100000, ignore_escape};
    std::vector<std::future<int>> posters;
    for (int t = 0; t < 4; ++t) {
      posters.push_back(std::async(std::launch::async, [&worker, &ran] {
        int lost = 0;
        for (int i = 0; i < 1000; ++i) lost += worker.post([&ran] { ++ran; }) ? 0 : 1;
        return lost;
      }));
    }
    for (auto& poster : posters) refused += poster.get();
  }
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(ran, 4000);
}

}  // namespace
}  // namespace wardcast
