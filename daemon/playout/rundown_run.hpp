// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "daemon/playout/doors.hpp"
#include "daemon/playout/plan.hpp"
#include "daemon/playout/tally.hpp"
#include "drivers/media/recording.hpp"
#include "drivers/rtp/audio_out.hpp"

namespace wardcast::playout {

/// One place in a rundown.
struct Entry {
  enum class State { pending, queued, playing, played, skipped };
  std::string role;  ///< opening | item | closing | tone
  PlanItem item;     ///< of a tone: its title alone
  State state = State::pending;
  std::uint32_t first = 0;  ///< packet to begin with (joining in progress)
  rtp::ClipId clip = 0;
  std::shared_ptr<const media::Recording> recording;
  std::optional<SteadyTime> load_asked_at;
  std::string load_failed;     ///< reason word once loading failed
  std::optional<Tally> tally;  ///< while queued or playing
};

/// The rundown of an edition as entries: opening, items, closing. An item the plan does not know is refused as
/// "unknown_item".
std::vector<Entry> entries_of(const scheduler::Edition& edition, const Plan& plan);

/// Feeds one stream with the clips of one rundown, in order, without holes, and writes down what was sent. It knows
/// nothing of zones, relays or slots. io thread only.
class RundownRun {
 public:
  struct Doors {
    std::function<void(rtp::Command)> send;
    JournalDoor& journal;
    MediaDoor& media;
    std::function<rtp::ClipId()> next_clip;
    std::int64_t run = 0;
  };

  RundownRun(std::string airing, rtp::StreamId stream, std::vector<Entry> entries, Doors doors);

  /// Begin at this entry and packet; entries before are left as they are ("played" in an earlier run of the daemon, or
  /// not at all, which the caller writes down).
  void begin_at(std::size_t index, std::uint32_t packet);
  /// One more at the end, for rundowns that are decided while they run. feed() puts it on air.
  void append(Entry entry) { entries_.push_back(std::move(entry)); }
  /// Asks for the recordings of the next few entries.
  void prefetch(Now now);
  void media_loaded(const std::string& media, const Result<std::shared_ptr<const media::Recording>>& loaded);
  /// Skips what may not air, then says whether the next entry is loaded. Nothing left also counts as ready. An entry
  /// whose recording has not come kLoadPatience after it was asked for is skipped as unreadable.
  bool ready(Now now);
  /// Queues what is loaded; when the stream is about to run dry the same patience applies.
  void feed(Now now);
  /// When ready() or feed() will next give up waiting, if they wait.
  [[nodiscard]] std::optional<SteadyTime> patience_ends() const;
  /// Items were withdrawn, approved, expired: cut or drop what may no longer air.
  void refresh(const Plan& plan, Now now);
  /// First instant at which an entry not yet over expires.
  [[nodiscard]] std::optional<WallTime> next_expiry() const;

  void on(const rtp::ClipStarted& report, Now now);
  void on(const rtp::ClipProgress& report, Now now);
  /// `reason_when_closed`: the word for clips that ended because the stream did.
  void on(const rtp::ClipEnded& report, const std::string& reason_when_closed, Now now);
  void confirm(store::Confirmation confirmation);
  /// The stream is over: what was not begun is written down as skipped for `reason`.
  void skip_rest(const std::string& reason, Now now);
  /// Entries before the join point of which nothing was ever sent are written down as such.
  void skip_unaired_before_start(Now now);

  [[nodiscard]] rtp::StreamId stream() const { return stream_; }
  [[nodiscard]] bool owns(rtp::ClipId clip) const;
  /// By the last report: does the stream hold an amplifier?
  [[nodiscard]] bool heard() const { return heard_; }
  [[nodiscard]] bool exhausted() const;  ///< nothing is pending, queued or playing
  /// The stream's end came while something was still to be sent.
  [[nodiscard]] bool slot_ended() const { return slot_ended_; }
  /// Is there, as far as is known, anything that will be aired?
  [[nodiscard]] bool playable(Now now) const;
  [[nodiscard]] bool empty() const { return entries_.empty(); }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  /// Would another rundown air differently? (Other items, or other permissions or recordings of the same.)
  [[nodiscard]] bool differs_from(const std::vector<Entry>& others) const;
  [[nodiscard]] const Entry* playing() const;
  /// When the first packet of what is playing was on air, or would have been had it not been joined in progress.
  [[nodiscard]] std::optional<SteadyTime> begun_at() const;
  /// Sound still to come of the entry on air, from `at`; zero when none is.
  [[nodiscard]] nanoseconds remaining_of_current(SteadyTime at) const;
  /// When everything queued will have been sent, or was; nullopt while the first of it has not begun.
  [[nodiscard]] std::optional<SteadyTime> silent_from() const;
  /// How far past `at` the entry then in progress will reach; zero when none is, or one begins exactly then.
  [[nodiscard]] nanoseconds overrun(SteadyTime at) const;
  /// RMS of the 100 ms on air.
  [[nodiscard]] std::optional<float> level(SteadyTime at) const;
  void collect(std::vector<store::Checkpoint>& running) const;
  [[nodiscard]] bool sent_anything() const { return sent_anything_; }
  [[nodiscard]] std::optional<SteadyTime> last_packet_at() const { return last_packet_at_; }
  [[nodiscard]] const store::AsRun& as_run() const { return as_run_; }
  /// The airing is in the journal: what was skipped before its first packet may follow.
  void airing_recorded();
  /// What an earlier run of the daemon had written down of this airing.
  void adopt(store::AsRun earlier) { as_run_ = std::move(earlier); }

 private:
  Entry* entry_of(rtp::ClipId clip);
  /// Some of it was sent, or the journal says why not.
  [[nodiscard]] bool on_record(std::size_t index) const;
  void skip(std::size_t index, const std::string& reason, Now now);
  void write(std::optional<store::Segment> segment);
  [[nodiscard]] store::Segment blank(std::size_t index) const;
  [[nodiscard]] std::string refusal(const Entry& entry, Now now) const;
  [[nodiscard]] bool overdue(const Entry& entry, Now now) const;
  void send_next(Entry& entry, std::size_t index);

  std::string airing_;
  rtp::StreamId stream_;
  std::vector<Entry> entries_;
  Doors doors_;
  std::size_t begin_ = 0;
  store::Confirmation confirmation_ = store::Confirmation::unconfirmed;
  std::optional<SteadyTime> clip_started_at_;  ///< had it never waited
  std::optional<SteadyTime> clip_ended_at_;
  std::optional<SteadyTime> last_packet_at_;
  bool sent_anything_ = false;
  bool heard_ = true;
  bool slot_ended_ = false;
  store::AsRun as_run_;
  bool recorded_ = false;
  std::vector<store::Skip> held_;  ///< skipped before the airing was on record
};

}  // namespace wardcast::playout
