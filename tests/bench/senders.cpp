// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/senders.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <thread>

#include "drivers/clock/system_clock.hpp"
#include "drivers/rtp/pacer.hpp"

namespace wardcast::bench {
namespace {

std::vector<std::pair<std::string, std::uint16_t>> read_destinations(const std::string& file) {
  std::ifstream in{file};
  std::vector<std::pair<std::string, std::uint16_t>> all;
  std::string host;
  std::uint16_t port = 0;
  while (in >> host >> port) all.emplace_back(host, port);
  return all;
}

std::shared_ptr<const media::Recording> ready_packets(std::uint32_t count) {
  std::vector<std::uint32_t> offsets;
  for (std::uint32_t i = 0; i <= count; ++i) offsets.push_back(static_cast<std::uint32_t>(i * kPayloadBytes));
  return std::make_shared<const media::Recording>(std::uint64_t{count} * kSamplesPerFrame, std::move(offsets),
                                                  std::vector<std::byte>(count * kPayloadBytes, std::byte{0x55}),
                                                  std::vector<float>{});
}

void wait_for_reports(const rtp::Pacer& pacer) {
  pollfd wait{pacer.report_fd(), POLLIN, 0};
  (void)poll(&wait, 1, 1000);
}

/// One programme after the other: frames of 20 ms for 100 ms, each announced 150 ms ahead at an instant off the last
/// grid.
void play_starts(rtp::Pacer& pacer, const Clock& clock, const rtp::AmplifierSet& all, const SenderJob& job) {
  std::ofstream starts{job.starts_file};
  for (int i = 1; i <= job.starts; ++i) {
    const SteadyTime epoch = clock.now().steady + milliseconds{150} + microseconds{377 * i % 20'000};
    starts << epoch.time_since_epoch().count() << '\n';
    const auto id = static_cast<std::uint64_t>(i);
    (void)pacer.post(rtp::OpenStream{id, epoch, all});
    (void)pacer.post(rtp::Enqueue{id, id, ready_packets(5), 0, 5});
    for (bool open = true; open;) {
      wait_for_reports(pacer);
      pacer.drain([&](const rtp::Report& report) {
        const auto* dry = std::get_if<rtp::StreamDry>(&report);
        if (dry && !dry->closed) (void)pacer.post(rtp::CloseStream{id});
        if (dry && dry->closed) open = false;
      });
    }
  }
}

}  // namespace

int run_pacer(const SenderJob& job) {
  const SystemClock clock;
  std::vector<rtp::AmplifierTarget> targets;
  for (const auto& [host, port] : read_destinations(job.destinations_file)) {
    targets.push_back(
        {.id = std::to_string(targets.size()), .host = host, .port = port, .multicast_interface = {}, .base = {}});
  }
  rtp::Pacer pacer{targets, clock, {}};
  rtp::AmplifierSet all;
  for (std::size_t i = 0; i < targets.size(); ++i) all.set(i);
  if (job.starts > 0) {
    play_starts(pacer, clock, all, job);
    return 0;
  }
  const auto streams = static_cast<std::size_t>(job.streams);
  const auto recording = ready_packets(50 * 60 * 30);
  const SteadyTime epoch = clock.now().steady + milliseconds{100};
  std::uint64_t clip = 0;
  const auto enqueue = [&](rtp::StreamId stream) {
    (void)pacer.post(rtp::Enqueue{stream, ++clip, recording, 0, recording->packet_count()});
  };
  for (std::size_t stream = 0; stream < streams; ++stream) {
    rtp::AmplifierSet own;
    for (std::size_t i = stream; i < targets.size(); i += streams) own.set(i);
    (void)pacer.post(rtp::OpenStream{stream + 1, epoch + microseconds{job.apart ? stream * 1700 : 0}, own});
    enqueue(stream + 1);
    enqueue(stream + 1);
  }
  for (;;) {  // until killed; reports are drained as the daemon would
    wait_for_reports(pacer);
    pacer.drain([&](const rtp::Report& report) {
      if (const auto* end = std::get_if<rtp::ClipEnded>(&report)) enqueue(end->stream);
    });
  }
}

int run_floor(const SenderJob& job) {
  const auto destinations = read_destinations(job.destinations_file);
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  const int buffer = 4 << 20;
  (void)setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer);
  const std::vector<std::byte> payload(kPayloadBytes * 1500, std::byte{0x55});
  const std::size_t count = destinations.size();
  std::vector<sockaddr_in> addresses(count);
  std::vector<rtp::RtpHeader> headers(count, rtp::RtpHeader{std::byte{0x80}, std::byte{111}});
  std::vector<std::array<iovec, 2>> parts(count);
  std::vector<mmsghdr> messages(count);
  for (std::size_t i = 0; i < count; ++i) {
    addresses[i].sin_family = AF_INET;
    addresses[i].sin_port = htons(destinations[i].second);
    inet_pton(AF_INET, destinations[i].first.c_str(), &addresses[i].sin_addr);
    parts[i][0] = {headers[i].data(), headers[i].size()};
    messages[i].msg_hdr.msg_name = &addresses[i];
    messages[i].msg_hdr.msg_namelen = sizeof addresses[i];
    messages[i].msg_hdr.msg_iov = parts[i].data();
    messages[i].msg_hdr.msg_iovlen = 2;
  }
  std::thread sender{[&] {
    sched_param param{};
    param.sched_priority = 40;
    (void)pthread_setschedparam(pthread_self(), SCHED_FIFO, &param);
    timespec next{};
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (unsigned frame = 0;; ++frame) {
      next.tv_nsec += 20'000'000;
      if (next.tv_nsec >= 1'000'000'000) {
        next.tv_nsec -= 1'000'000'000;
        ++next.tv_sec;
      }
      for (std::size_t i = 0; i < count; ++i) {
        headers[i][2] = static_cast<std::byte>(frame >> 8 & 0xff);
        headers[i][3] = static_cast<std::byte>(frame & 0xff);
        parts[i][1] = {const_cast<std::byte*>(&payload[frame % 1500 * kPayloadBytes]), kPayloadBytes};
      }
      clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, nullptr);
      for (std::size_t sent = 0; sent < count;) {
        const int done = sendmmsg(fd, &messages[sent], static_cast<unsigned>(count - sent), 0);
        sent += done > 0 ? static_cast<std::size_t>(done) : 1;
      }
    }
  }};
  sender.join();
  return 0;
}

}  // namespace wardcast::bench
