// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "base/worker.hpp"
#include "daemon/http/api.hpp"
#include "drivers/media/media_library.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::editorial {

/// Told when one upload's preparation has ended; the item as it stands then, or why there is none.
using Prepared = std::function<void(const Result<store::Item>&)>;

/// Prepares uploads one after another on the worker "prepare" and writes what came of each to its item, on the desk
/// thread. An item keeps the recording it has until a new one is prepared: a broken upload changes nothing.
class AudioIntake {
 public:
  /// `changed` is called on the desk thread after an item got (or failed to get) its recording.
  AudioIntake(store::Store& store, media::MediaLibrary& media, Worker& desk, Worker& prepare, const Clock& clock,
              std::function<void(const store::Item&)> changed);
  ~AudioIntake();
  AudioIntake(const AudioIntake&) = delete;
  AudioIntake& operator=(const AudioIntake&) = delete;

  /// An upload on its way. Any thread: every `then` is called when it has ended, at once if it has.
  class Ticket {
   public:
    void when_done(Prepared then);

   private:
    friend class AudioIntake;
    void done(const Result<store::Item>& item);
    std::mutex mutex_;
    std::optional<Result<store::Item>> item_;  // guarded by mutex_
    std::vector<Prepared> then_;               // guarded by mutex_
    bool accepted_ = false;                    // desk thread only
  };

  /// Desk thread. Null when too many wait already. Nothing is written to the item before accept(): the caller does it
  /// when the item is marked "preparing", or drops the ticket and the upload's result is forgotten.
  std::shared_ptr<Ticket> begin(store::ItemId item, std::shared_ptr<const http::Upload> upload);
  static void accept(Ticket& ticket) { ticket.accepted_ = true; }
  /// Desk thread. Writes down results that could not be handed over because the desk was too busy, or that the disk
  /// refused. Call it now and then.
  void collect();

  /// Desk thread, at start: items whose preparation a stop or crash cut short are marked, so that people send the file
  /// again.
  static Result<void> recover(store::Store& store, WallTime now);

 private:
  struct Outcome {
    store::ItemId item = 0;
    std::shared_ptr<Ticket> ticket;
    Result<media::Prepared> prepared;
  };
  /// An error when the disk refuses: it is to be tried again.
  Result<void> write_down(const Outcome& outcome);

  store::Store& store_;
  media::MediaLibrary& media_;
  Worker& desk_;
  Worker& prepare_;
  const Clock& clock_;
  const std::function<void(const store::Item&)> changed_;
  std::mutex mutex_;
  std::vector<Outcome> finished_;  // guarded by mutex_
  bool failing_ = false;           // desk thread only
};

}  // namespace wardcast::editorial
