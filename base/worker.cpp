// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/worker.hpp"

#include <pthread.h>

#include <exception>
#include <utility>

namespace wardcast {

Worker::Worker(std::string name, std::size_t capacity, std::function<void(const std::string&)> on_escape)
    : name_(std::move(name)), capacity_(capacity), on_escape_(std::move(on_escape)), thread_([this] { run(); }) {}

Worker::~Worker() { stop(); }

void Worker::stop() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Worker::post(Job job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || jobs_.size() >= capacity_) return false;
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

std::size_t Worker::backlog() const {
  const std::lock_guard lock{mutex_};
  return jobs_.size();
}

void Worker::run() {
  (void)pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
  for (;;) {
    Job job;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    try {
      job();
    } catch (const std::exception& error) {
      on_escape_(name_ + ": " + error.what());
    }
  }
}

}  // namespace wardcast
