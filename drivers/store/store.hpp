// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "drivers/store/records.hpp"

// The door to the station's memory. One object, used from one thread (the desk thread) at a time; every call may block
// on the disk. A call that returns without an error is durable (WAL, synchronous FULL). Errors: no_space when the disk
// is full, unavailable when the database cannot be written for another reason (read-only, I/O error, held by another
// process for seconds): in each case nothing was changed and the call may be repeated. corrupt when the file is
// damaged. not_found when a row to change is not there. Calls that only read, and so return no Result, throw
// std::runtime_error when the disk fails under them.
namespace wardcast::store {

/// Programmes are kept as the JSON document the API speaks; the editorial room gives it meaning.
struct ProgrammeRow {
  std::int64_t id = 0;
  std::string document;
  std::int64_t version = 1;
};
struct EditionChangeRow {
  std::string edition;
  std::optional<std::vector<ItemId>> items;
  bool cancelled = false;
};
/// Shared dates off and extra dates of series. Lists are in order and hold each date once.
struct HolidayCalendarRow {
  std::string name;
  std::vector<CivilDate> days_off, extra_working_days;
  std::string note;
};
struct ItemOwner {
  UserId id = 0;
  std::string name;  ///< of a token: they all have the id 0
};
struct ItemFilter {
  std::optional<ItemStatus> status;
  std::optional<ItemOwner> owner;
  std::string kind;    ///< exactly this one
  std::string search;  ///< folded: marks and case do not matter
  bool newest_first = false;
  int limit = 200;
  ItemId after = 0;  ///< paging: what comes after this one in that order; 0: from the first
};
/// A field of items whose words people use again and again.
enum class ItemField { kind, theme, author, unit };
struct WordUse {
  std::string word;
  int items = 0;
};
/// Which entries of the audit log; what is empty allows all.
struct AuditFilter {
  std::optional<WallTime> from, until;  ///< [from, until)
  std::string who, target;
  std::string action;                  ///< it begins with this
  std::optional<std::int64_t> before;  ///< paging: ids less than this
  int limit = 100;
};
/// RTP session of one amplifier, by the amplifier's id.
struct RtpBase {
  std::string amplifier;
  std::uint32_t ssrc = 0;
  std::uint64_t sequence = 0, timestamp = 0;
  WallTime wall{};
  std::int64_t boottime_ns = 0;
  std::string boot_id;
};

class Store {
 public:
  virtual ~Store() = default;

  // -- people
  virtual Result<User> add_user(User user) = 0;  ///< conflict: the name is taken
  virtual Result<void> update_user(const User& user) = 0;
  virtual std::optional<User> user_by_name(std::string_view name) = 0;
  virtual std::optional<User> user(UserId id) = 0;
  virtual std::vector<User> users() = 0;
  virtual Result<Token> add_token(Token token) = 0;
  virtual std::optional<Token> token_by_hash(std::string_view hash) = 0;
  virtual std::vector<Token> tokens() = 0;  ///< revoked ones too, oldest first
  virtual Result<void> revoke_token(std::int64_t id) = 0;
  virtual Result<void> token_used(std::int64_t id, WallTime at) = 0;
  virtual Result<void> add_session(const Session& session) = 0;
  virtual std::optional<Session> session_by_hash(std::string_view hash) = 0;
  virtual std::vector<Session> user_sessions(UserId user) = 0;  ///< expired ones too, oldest first
  virtual std::optional<Session> session(std::int64_t id) = 0;
  virtual Result<void> session_seen(std::string_view hash, WallTime at) = 0;
  virtual Result<void> remove_session(std::string_view hash) = 0;
  virtual Result<void> remove_user_sessions(UserId user) = 0;
  virtual Result<void> remove_expired_sessions(WallTime now) = 0;

  // -- items
  virtual Result<Item> add_item(Item item) = 0;
  virtual Result<void> update_item(const Item& item) = 0;
  virtual std::optional<Item> item(ItemId id) = 0;
  virtual std::vector<Item> items(const ItemFilter& filter) = 0;
  /// How many the filter finds, whatever its limit and after.
  virtual int count_items(const ItemFilter& filter) = 0;
  /// What is written in that field of items (of one owner), the most used first, at most `most`.
  virtual std::vector<WordUse> words_of_items(ItemField field, const std::optional<ItemOwner>& owner, int most) = 0;
  virtual std::vector<Item> items_by_id(const std::vector<ItemId>& ids) = 0;
  /// Approved items with a recording, at most `most`: those of the kind "emergency" first, of each the newest first.
  /// Without their scripts.
  virtual std::vector<Item> messages(int most) = 0;
  /// Lowest item id that already has this recording.
  virtual std::optional<ItemId> first_item_with_media(std::string_view media) = 0;

  // -- programmes and editions
  virtual Result<ProgrammeRow> add_programme(std::string document) = 0;
  virtual Result<void> update_programme(const ProgrammeRow& row) = 0;
  virtual Result<void> remove_programme(std::int64_t id) = 0;
  virtual std::optional<ProgrammeRow> programme(std::int64_t id) = 0;
  virtual std::vector<ProgrammeRow> programmes() = 0;
  virtual Result<void> put_edition_change(const EditionChangeRow& row) = 0;
  virtual std::vector<EditionChangeRow> edition_changes() = 0;
  virtual Result<void> put_holiday_calendar(const HolidayCalendarRow& row) = 0;
  virtual Result<void> remove_holiday_calendar(std::string_view name) = 0;
  virtual std::vector<HolidayCalendarRow> holiday_calendars() = 0;  ///< by name

  // -- journal (append-only; the database refuses UPDATE and DELETE on these tables)
  virtual Result<void> append(const Airing& airing) = 0;  ///< a known id: nothing happens
  virtual Result<void> append(
      const Segment& segment) = 0;  ///< also removes the checkpoint of the same airing and position
  virtual Result<void> append(const Skip& skip) = 0;
  virtual Result<void> append(const ZoneChange& change) = 0;
  virtual Result<void> append(const AiringEnd& end) = 0;        ///< a second end of one airing: conflict
  virtual Result<void> append(const Emergency& emergency) = 0;  ///< a known id: nothing happens
  virtual Result<void> append(const EmergencyAcknowledgement& acknowledged) = 0;  ///< a second one: nothing happens
  /// The newest first.
  virtual std::vector<EmergencyRecord> emergencies(int most) = 0;
  /// One transaction: running clips and the RTP sessions on air. Called once a second while anything is on air.
  virtual Result<void> checkpoint(const std::vector<Checkpoint>& running, const std::vector<RtpBase>& sessions) = 0;
  /// At start, once: checkpoints left by a killed process become segments ("crash"), a new run number is given.
  virtual Result<std::int64_t> begin_run(WallTime now) = 0;
  /// Airings whose local_date lies in [from, to], or that are not ended, in order of planned start.
  virtual std::vector<AsRun> as_run(CivilDate from, CivilDate to) = 0;
  /// The same without what nothing is counted by, of segments title, author and first_packet: faster.
  virtual std::vector<AsRun> as_run_to_count(CivilDate from, CivilDate to) = 0;
  virtual std::vector<AsRun> unfinished() = 0;
  virtual std::optional<AsRun> airing(std::string_view id) = 0;
  /// Which of `candidates` counted as aired under that origin before `date`: ≥ 95 % of the packets heard in one airing,
  /// no drill.
  virtual std::vector<AiredItem> aired_before(const std::vector<AiredItem>& candidates, CivilDate date) = 0;

  // -- imported programme logs: what is known of them, beside the facts made of them
  virtual Result<void> append(const ImportedRow& row) = 0;  ///< a known key: conflict
  /// Rows of these dates, in the order of their keys.
  virtual std::vector<ImportedRow> imported_rows(CivilDate from, CivilDate to) = 0;
  /// The number of the item with the row's title, kind, theme, author and unit, given when first asked for. Negative.
  virtual Result<ItemId> imported_item(const ImportedRow& row) = 0;
  /// The number of the programme of that name, given when first asked for.
  virtual Result<std::int64_t> imported_programme(std::string_view name) = 0;
  /// Did the station itself air (or miss) a programme of that title, planned for that instant?
  virtual bool aired_here(std::string_view local_date, WallTime planned_start, std::string_view title) = 0;

  /// The latest instant the journal speaks of (a segment's end, an airing's end, …), among its newest day; nothing when
  /// it is empty.
  virtual std::optional<WallTime> newest_entry() = 0;

  // -- faults (append-only too)
  virtual Result<void> append(const FaultOpened& fault) = 0;  ///< a known id: nothing happens
  virtual Result<void> append(const FaultEvent& event) = 0;
  /// All that are not resolved and the `newest` others, by id.
  virtual std::vector<FaultHistory> faults(int newest) = 0;
  virtual std::optional<FaultHistory> fault(std::int64_t id) = 0;
  virtual std::int64_t newest_fault() = 0;  ///< 0: none yet
  /// How many were found on local dates in [from, to]; and these, by id.
  virtual std::int64_t faults_found(CivilDate from, CivilDate to) = 0;
  virtual std::vector<FaultHistory> faults_of(CivilDate from, CivilDate to) = 0;

  // -- lines (append-only too)
  virtual Result<void> append(const LineReference& reference) = 0;  ///< the id is given here
  virtual Result<void> append(const Measurement& measurement) = 0;  ///< likewise
  virtual Result<void> append(const Sweep& sweep) = 0;              ///< a known id: nothing happens
  virtual Result<void> append(const SweepEnd& end) = 0;             ///< a second one: nothing happens
  virtual Result<void> append(const SweepRemark& remark) = 0;
  /// The newest of each line.
  virtual std::vector<LineReference> line_references() = 0;
  /// All of one line, oldest first.
  virtual std::vector<LineReference> line_references(std::string_view line) = 0;
  /// Of one line, newest first, with an id below `before` (0: all).
  virtual std::vector<Measurement> measurements(std::string_view line, std::int64_t before, int limit) = 0;
  virtual std::vector<Measurement> sweep_measurements(std::string_view sweep) = 0;  ///< as they were made
  virtual std::vector<SweepRecord> sweeps(CivilDate from, CivilDate to) = 0;        ///< by planned start
  virtual std::optional<SweepRecord> sweep(std::string_view id) = 0;
  virtual std::vector<SweepRemark> sweep_remarks(std::string_view sweep) = 0;  ///< oldest first
  /// Sessions of those dates in which lines were measured: neither missed nor dry.
  virtual std::int64_t sweeps_held(CivilDate from, CivilDate to) = 0;

  // -- the picture of the ward
  virtual Result<void> put_plan_place(const PlanPlace& place) = 0;  ///< in place of an earlier one
  virtual Result<void> remove_plan_place(std::string_view speaker) = 0;
  virtual std::vector<PlanPlace> plan_places() = 0;  ///< by loudspeaker; also of those that the site file no longer has

  // -- warnings before air
  /// Remembers that people were warned of an edition at that stage. False when they had been before.
  virtual Result<bool> warned(std::string_view edition, std::string_view stage, WallTime at,
                              std::string_view warnings) = 0;

  // -- small things by key
  virtual std::vector<RtpBase> rtp_bases() = 0;
  virtual std::optional<std::string> setting(std::string_view key) = 0;
  virtual Result<void> put_setting(std::string_view key, std::string_view value) = 0;

  // -- audit
  virtual Result<void> append(const AuditEntry& entry) = 0;
  virtual std::vector<AuditEntry> audit(std::int64_t after, int limit) = 0;
  virtual std::vector<AuditEntry> audit(const AuditFilter& filter) = 0;  ///< newest first
  /// Looks at every entry: is each what was written, is none gone? Tells the hash of the entry `noted`, too (0: none).
  /// corrupt when the file cannot be read to the end.
  virtual Result<AuditVerdict> verify_audit(std::int64_t noted) = 0;

  // -- answers kept for repeated requests
  virtual Result<void> keep_answer(const KeptAnswer& answer) = 0;  ///< in place of an older one of the same key
  virtual std::optional<KeptAnswer> kept_answer(std::string_view who, std::string_view key) = 0;
  virtual Result<void> forget_answers(WallTime before) = 0;

  /// Runs `work` in one transaction; it rolls back when the result is an error.
  virtual Result<void> atomically(const std::function<Result<void>()>& work) = 0;
};

}  // namespace wardcast::store
