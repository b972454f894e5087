// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "drivers/rtp/network.hpp"

namespace wardcast::bench {

struct Arrival {
  std::int64_t at_ns = 0;  ///< CLOCK_MONOTONIC, from the kernel's own time stamp
  bool marker = false;
};

/// Receives for all destinations of one sender on three sockets: the first and the last destination each have their
/// own, with kernel time stamps, and one socket takes all between.
class Listener {
 public:
  explicit Listener(std::size_t destinations);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// "HOST:PORT" of destination i.
  [[nodiscard]] const std::vector<std::pair<std::string, std::uint16_t>>& destinations() const { return destinations_; }
  /// Forgets what came until now.
  void clear();
  [[nodiscard]] std::vector<Arrival> first() const;
  [[nodiscard]] std::vector<Arrival> last() const;
  /// Datagrams over all sockets since clear().
  [[nodiscard]] std::uint64_t datagrams() const { return datagrams_; }

 private:
  void run();
  void read_stamped(int fd, std::vector<Arrival>& arrivals);
  void drain(int fd);

  std::vector<std::pair<std::string, std::uint16_t>> destinations_;
  rtp::Fd first_socket_, last_socket_, middle_socket_;
  mutable std::mutex mutex_;
  std::vector<Arrival> first_, last_;  // guarded by mutex_
  std::atomic<std::uint64_t> datagrams_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace wardcast::bench
