// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/pacer.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <set>
#include <stdexcept>
#include <system_error>

namespace wardcast::rtp {
namespace {

// Every amplifier changing at once: a stream closed, another opened and filled for each.
constexpr std::size_t kCommandCapacity = 4 * kMaxAmplifiers;
constexpr int kRealTimePriority = 40;
constexpr nanoseconds kHeartbeat = milliseconds{500};
constexpr nanoseconds kOnAirFor = milliseconds{100};

/// Where an address says so; unknown where a name must be asked for, or its interface is not there yet.
Destination there_already(const AmplifierTarget& target) {
  try {
    return resolve("amplifier " + target.id, target.host, target.port, target.multicast_interface,
                   Names::addresses_only);
  } catch (const std::runtime_error&) {
    return {};
  }
}

std::vector<Destination> resolve_all(const std::vector<AmplifierTarget>& targets) {
  if (targets.size() > kMaxAmplifiers) {
    throw std::runtime_error("a station has at most " + std::to_string(kMaxAmplifiers) + " amplifiers");
  }
  std::vector<Destination> destinations;
  destinations.reserve(targets.size());
  for (const AmplifierTarget& target : targets) {
    destinations.push_back(there_already(target));
  }
  return destinations;
}

/// Persisted sessions go on; the others, and twins of an SSRC, begin anew.
std::vector<SessionBase> start_all(const std::vector<AmplifierTarget>& targets, WallTime wall, const BootMoment& boot) {
  std::set<std::uint32_t> used;
  std::vector<SessionBase> starts(targets.size());
  std::vector<std::size_t> fresh;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (targets[i].base && used.insert(targets[i].base->ssrc).second) {
      starts[i] = resume(*targets[i].base, wall, boot);
    } else {
      fresh.push_back(i);
    }
  }
  for (const std::size_t i : fresh) {
    do {
      starts[i] = random_session();
    } while (!used.insert(starts[i].ssrc).second);
  }
  return starts;
}

std::vector<std::uint32_t> ssrcs_of(const std::vector<SessionBase>& starts) {
  std::vector<std::uint32_t> ssrcs;
  ssrcs.reserve(starts.size());
  for (const SessionBase& start : starts) ssrcs.push_back(start.ssrc);
  return ssrcs;
}

std::vector<RtpSession> sessions_of(const std::vector<AmplifierTarget>& targets, const std::vector<SessionBase>& starts,
                                    SteadyTime at) {
  std::vector<RtpSession> sessions;
  sessions.reserve(starts.size());
  for (std::size_t i = 0; i < starts.size(); ++i) sessions.emplace_back(starts[i], targets[i].payload_type, at);
  return sessions;
}

Fd make_event() {
  Fd fd{eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
  if (fd.get() < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  return fd;
}

}  // namespace

Pacer::Pacer(const std::vector<AmplifierTarget>& targets, const Clock& clock, const BootMoment& boot)
    : clock_(clock),
      started_(clock.now()),
      destinations_(resolve_all(targets)),
      starts_(start_all(targets, started_.wall, boot)),
      sockets_(bind_pair()),
      report_event_(make_event()),
      boards_(targets.size()),
      wire_(sockets_.rtp.get(), destinations_),
      table_(sessions_of(targets, starts_, started_.steady), wire_, outbox_, figures_, boards_),
      commands_(kCommandCapacity) {
  ssrcs_ = ssrcs_of(starts_);
  thread_ = std::thread{[this] { run(); }};
}

Pacer::~Pacer() {
  stopping_.store(true, std::memory_order_release);
  bell_.ring();
  thread_.join();
}

void Pacer::locate(std::size_t index, const Destination& destination) {
  if (destinations_[index].known()) return;
  destinations_[index] = destination;
  wire_.locate(index, destination);
}

bool Pacer::post(Command command) {
  if (commands_.write_available() == 0) return false;
  const auto push = [&](const EngineCommand& one) {
    (void)commands_.push(one);  // there is room, and nobody else pushes
    bell_.ring();
    return true;
  };
  if (auto* enqueue = std::get_if<Enqueue>(&command)) {
    if (recordings_.size() >= kMaxClips) return false;
    const std::uint32_t packets = enqueue->recording ? enqueue->recording->packet_count() : 0;
    const std::uint32_t first = std::min(enqueue->first, packets);
    const EnqueueRaw raw{enqueue->stream, enqueue->clip, enqueue->recording.get(), first,
                         std::min(enqueue->count, packets - first)};
    if (!recordings_.emplace(enqueue->clip, std::move(enqueue->recording)).second) {
      throw std::logic_error("clip id " + std::to_string(raw.clip) + " is used twice");
    }
    return push(raw);
  }
  if (const auto* open = std::get_if<OpenStream>(&command)) {
    if (open_.size() >= kMaxStreams) return false;
    if (!open_.insert(open->stream).second) {
      throw std::logic_error("stream id " + std::to_string(open->stream) + " is used twice");
    }
  }
  return std::visit(
      [&]<class T>(const T& one) {
        if constexpr (std::is_same_v<T, Enqueue>) {
          return false;  // handled above
        } else {
          return push(one);
        }
      },
      command);
}

void Pacer::drain(const std::function<void(const Report&)>& take) {
  std::uint64_t rings = 0;
  (void)!read(report_event_.get(), &rings, sizeof rings);
  Report report;
  while (outbox_.take(report)) {
    if (const auto* dry = std::get_if<StreamDry>(&report); dry && dry->closed) open_.erase(dry->stream);
    const auto* ended = std::get_if<ClipEnded>(&report);
    const ClipId clip = ended ? ended->clip : 0;
    take(report);
    if (ended) recordings_.erase(clip);
  }
}

AmplifierStatus Pacer::status(std::size_t index, SteadyTime now) const {
  const Sent sent = boards_[index].read();
  AmplifierStatus status;
  status.ssrc = ssrcs_[index];
  status.packets_sent = sent.packets;
  status.send_errors = sent.errors;
  status.on_air = sent.packets > 0 && now - SteadyTime{nanoseconds{sent.instant_ns}} < kOnAirFor;
  return status;
}

std::vector<SessionBase> Pacer::bases(const Now& now, const BootMoment& boot) const {
  std::vector<SessionBase> bases = starts_;
  for (std::size_t i = 0; i < bases.size(); ++i) {
    const Sent sent = boards_[i].read();
    bases[i].sequence = sent.sequence;
    bases[i].timestamp = position_at(bases[i], now.steady - started_.steady, sent.timestamp,
                                     SteadyTime{nanoseconds{sent.instant_ns}} - now.steady);
    bases[i].wall = now.wall;
    bases[i].boottime_ns = boot.boottime_ns;
    bases[i].boot_id = boot.boot_id;
  }
  return bases;
}

void Pacer::become_real_time() {
  (void)pthread_setname_np(pthread_self(), "pacer");
  sigset_t all;
  sigfillset(&all);
  (void)pthread_sigmask(SIG_BLOCK, &all, nullptr);
  sched_param param{};
  param.sched_priority = kRealTimePriority;
  const int code = pthread_setschedparam(pthread_self(), SCHED_FIFO, &param);
  if (code == 0) return;
  (void)prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
  spdlog::warn(
      "pacer: no real-time priority ({}): on a busy machine packets will be milliseconds late. "
      "Allow it with LimitRTPRIO={} in the unit file.",
      std::strerror(code), kRealTimePriority);
}

void Pacer::run() {
  become_real_time();
  while (!stopping_.load(std::memory_order_acquire)) {
    const std::uint32_t seen = bell_.rings();
    SteadyTime now = clock_.now().steady;
    // What is due goes first: it was due before the commands came.
    SteadyTime next = table_.step(now);
    if (commands_.read_available() > 0) {
      commands_.consume_all([&](const EngineCommand& command) { table_.apply(command, now); });
      now = clock_.now().steady;
      next = table_.step(now);
    }
    figures_.heartbeat_ns.store(now.time_since_epoch().count(), std::memory_order_relaxed);
    if (outbox_.fresh()) {
      const std::uint64_t one = 1;
      (void)!write(report_event_.get(), &one, sizeof one);
    }
    bell_.sleep_until(std::min(next, now + kHeartbeat), seen);
  }
}

void Pacer::Outbox::report(const Report& report) {
  (void)ring_.push(report);  // cannot be full, see the overflow rule
  fresh_ = true;
}

void Pacer::Outbox::progress(const ClipProgress& report) {
  if (ring_.write_available() <= kReserved) return;
  (void)ring_.push(report);
  fresh_ = true;
}

bool Pacer::Outbox::fresh() {
  const bool was = fresh_;
  fresh_ = false;
  return was;
}

}  // namespace wardcast::rtp
