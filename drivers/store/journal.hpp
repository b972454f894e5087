// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Facts of what went on air, and what leads to them: checkpoints and RTP sessions. The calls are those of Store.
class Journal {
 public:
  explicit Journal(Database& database) : database_(database) {}

  Result<void> append(const Airing& airing);
  Result<void> append(const Segment& segment);
  Result<void> append(const Skip& skip);
  Result<void> append(const ZoneChange& change);
  Result<void> append(const AiringEnd& end);
  Result<void> checkpoint(const std::vector<Checkpoint>& running, const std::vector<RtpBase>& sessions);
  Result<std::int64_t> begin_run(WallTime now);
  std::vector<RtpBase> rtp_bases();

 private:
  Database& database_;
};

/// Reads the facts back. Costs what the period asked for costs, not what the history does.
class AsRunReader {
 public:
  explicit AsRunReader(Database& database) : database_(database) {}

  enum class Fields { all, counted };  ///< of a segment: see Store::as_run_to_count
  std::vector<AsRun> as_run(CivilDate from, CivilDate to, Fields fields);
  std::vector<AsRun> unfinished();
  std::optional<AsRun> airing(std::string_view id);
  std::vector<AiredItem> aired_before(const std::vector<AiredItem>& candidates, CivilDate date);
  std::optional<WallTime> newest_entry();

 private:
  std::vector<AsRun> period(const std::string& from, const std::string& to, Fields fields);
  /// One airing by its key.
  std::optional<AsRun> one(std::string_view id);
  std::vector<AsRun> open();

  Database& database_;
};

}  // namespace wardcast::store
