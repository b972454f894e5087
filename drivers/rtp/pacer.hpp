// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <boost/lockfree/spsc_queue.hpp>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "drivers/rtp/audio_out.hpp"
#include "drivers/rtp/doorbell.hpp"
#include "drivers/rtp/engine_command.hpp"
#include "drivers/rtp/figures.hpp"
#include "drivers/rtp/network.hpp"
#include "drivers/rtp/session.hpp"
#include "drivers/rtp/stream_table.hpp"
#include "drivers/rtp/udp_wire.hpp"

namespace wardcast::rtp {

/// One amplifier of the site file, and the session it had before this process, if it had one.
struct AmplifierTarget {
  std::string id;
  std::string host;
  std::uint16_t port = 0;
  std::string multicast_interface;
  std::uint8_t payload_type = 111;
  std::optional<SessionBase> base;
};

/// The amplifiers, for real: one thread at SCHED_FIFO where allowed that sends stored packets on an absolute 20 ms
/// clock and neither allocates, locks nor frees in its loop. Recordings are kept alive here, on the io thread's side.
class Pacer final : public AudioOut {
 public:
  /// Binds the sockets, starts the thread. Index in `targets` = index in AmplifierSet. Asks nobody for names: an
  /// amplifier given by one is without packets until locate(), and so is one whose interface is missing.
  /// Throws std::runtime_error or std::system_error with the reason. `clock` must outlive the pacer.
  Pacer(const std::vector<AmplifierTarget>& targets, const Clock& clock, const BootMoment& boot);
  /// Stops at once; what was not drained is dropped. No RTCP BYE: the session goes on after a restart.
  ~Pacer() override;
  Pacer(const Pacer&) = delete;
  Pacer& operator=(const Pacer&) = delete;

  // io thread
  /// Also false while kMaxStreams streams or kMaxClips clips are open (their last reports not yet drained).
  /// Throws std::logic_error when an id is used twice.
  [[nodiscard]] bool post(Command command) override;
  /// Where an amplifier is whose destination was not known. Once for each; later calls change nothing.
  void locate(std::size_t index, const Destination& destination);
  /// An eventfd, readable when there is something to drain.
  [[nodiscard]] int report_fd() const { return report_event_.get(); }
  [[nodiscard]] const Destination& destination(std::size_t index) const { return destinations_[index]; }
  /// Hands over all reports that are there, oldest first; `take` may post. A clip's recording is released after its
  /// ClipEnded.
  void drain(const std::function<void(const Report&)>& take);

  // any thread
  [[nodiscard]] std::size_t size() const { return ssrcs_.size(); }
  [[nodiscard]] std::uint32_t ssrc(std::size_t index) const { return ssrcs_[index]; }
  [[nodiscard]] Sent sent(std::size_t index) const { return boards_[index].read(); }
  /// Without the RTCP half, which RtcpAgent::fill adds.
  [[nodiscard]] AmplifierStatus status(std::size_t index, SteadyTime now) const;
  /// What to persist, once a second: all sessions as they are at `now` / `boot`.
  [[nodiscard]] std::vector<SessionBase> bases(const Now& now, const BootMoment& boot) const;
  [[nodiscard]] const PacerFigures& figures() const { return figures_; }
  [[nodiscard]] int rtcp_socket() const { return sockets_.rtcp.get(); }
  [[nodiscard]] std::uint16_t rtp_port() const { return sockets_.rtp_port; }

 private:
  /// Reports on their way to the io thread.
  ///
  /// Overflow rule: the ring has room for everything that may not be lost, by counting. Each clip brings at most four
  /// such reports (started, last progress, ended, dry) and each stream one (closed), and post() refuses more clips and
  /// streams than the ring was sized for until theirs were drained. Half-second progress uses only what is free beyond
  /// that.
  class Outbox final : public ReportOutlet {
   public:
    Outbox() : ring_(kCapacity) {}
    void report(const Report& report) override;
    void progress(const ClipProgress& report) override;
    bool take(Report& report) { return ring_.pop(report); }
    /// Pacer thread: whether something was put in since the last question.
    bool fresh();

   private:
    static constexpr std::size_t kReserved = 4 * kMaxClips + 2 * kMaxStreams;
    static constexpr std::size_t kCapacity = kReserved + 3072;
    boost::lockfree::spsc_queue<Report> ring_;
    bool fresh_ = false;
  };

  void run();
  void become_real_time();

  const Clock& clock_;
  // Before anything that takes time: that would be missing from every timestamp, and add up over restarts.
  Now started_;
  std::vector<Destination> destinations_;
  std::vector<std::uint32_t> ssrcs_;
  std::vector<SessionBase> starts_;  // as resumed at started_
  SocketPair sockets_;
  Fd report_event_;

  std::vector<SentBoard> boards_;
  PacerFigures figures_;
  UdpWire wire_;
  Outbox outbox_;
  StreamTable table_;
  boost::lockfree::spsc_queue<EngineCommand> commands_;
  Doorbell bell_;
  std::atomic<bool> stopping_{false};

  // io thread only
  std::unordered_map<ClipId, std::shared_ptr<const media::Recording>> recordings_;
  std::unordered_set<StreamId> open_;

  std::thread thread_;  // last: starts when all else is ready
};

}  // namespace wardcast::rtp
