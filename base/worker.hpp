// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace wardcast {

/// One named thread that runs jobs in the order they were posted, from a bounded queue.
/// Blocking libraries (SQLite, Argon2, file loading) live on one of these, never on the io thread.
class Worker {
 public:
  using Job = std::function<void()>;

  /// `on_escape` is told, on the worker's thread, of an exception a job let out; the worker goes on with the next job.
  Worker(std::string name, std::size_t capacity, std::function<void(const std::string&)> on_escape);
  /// Stops.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Runs what is still queued, then joins. Meanwhile and ever after post() says no, so jobs may go on asking. The
  /// owner only, not from a job.
  void stop();

  /// Any thread. False when the queue is full or the worker stops: the job is not taken and the caller decides what is
  /// lost.
  [[nodiscard]] bool post(Job job);
  /// Any thread. Number of jobs waiting.
  [[nodiscard]] std::size_t backlog() const;

 private:
  void run();

  const std::string name_;
  const std::size_t capacity_;
  const std::function<void(const std::string&)> on_escape_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;   // guarded by mutex_
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;     // last: starts when all else is ready
};

}  // namespace wardcast
