// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

// What is stored, as plain values. No SQL, no behaviour. Times are UTC instants; texts are NFC.
namespace wardcast::store {

using ItemId = std::int64_t;
using UserId = std::int64_t;

// ---- people
// ---------------------------------------------------------------------------------------------------------------
// NOLINTNEXTLINE(readability-identifier-naming): operator is a keyword
enum class Role { contributor, operator_, editor, technician, board, admin };

struct User {
  UserId id = 0;
  std::string name;
  Role role = Role::contributor;
  bool disabled = false;
  bool self_approve = false;
  std::string password_hash;  ///< Argon2id string of libsodium; empty = cannot log in with a password
};
struct Token {
  std::int64_t id = 0;
  std::string name;
  Role role = Role::contributor;
  std::string hash;  ///< hex BLAKE2b-256 of the token's text
  WallTime created{};
  bool revoked = false;
  std::optional<WallTime> expires;    ///< nothing: never
  std::optional<WallTime> last_used;  ///< to the minute
};
struct Session {
  std::string hash;  ///< of the cookie's value
  UserId user = 0;
  std::string csrf;
  WallTime created{}, expires{};
  std::int64_t id = 0;   ///< to name it by; never given twice
  WallTime last_seen{};  ///< to the minute
  std::string peer;      ///< address it was opened from
};

// ---- items
// ----------------------------------------------------------------------------------------------------------------
enum class ItemStatus { draft, submitted, approved, returned, withdrawn };

struct Item {
  ItemId id = 0;
  std::string title, kind, theme, author, unit, script;
  bool not_classified = false;          ///< "not a classified document" was ticked
  std::optional<CivilDate> expires_on;  ///< last day it may air, inclusive, station's date
  ItemStatus status = ItemStatus::draft;
  std::string note;  ///< why it was returned or withdrawn
  UserId owner = 0;  ///< who created it (0: a token)
  std::string owner_name;
  WallTime created{}, changed{};
  // audio; media empty until prepared
  std::string media;
  std::uint64_t samples = 0;
  std::uint32_t packets = 0;
  std::string audio_state = "none";  ///< none | preparing | ready | failed
  std::string audio_problem;
  std::optional<ItemId> duplicate_of;  ///< an earlier item with the same recording
};

// ---- journal: append-only facts
// -------------------------------------------------------------------------------------------
struct Airing {
  /// "a" + edition id, or an emergency's: a restart continues the same airing, a repeated insert changes nothing.
  std::string id;
  std::string edition_id;  ///< empty for an emergency
  std::int64_t programme = 0;
  std::string title;
  std::string origin;  ///< own | relay | notice | emergency
  bool drill = false;
  bool repeat = false;  ///< another airing of an earlier programme, not another programme
  std::vector<std::string> zones;
  WallTime planned_start{};
  seconds planned_duration{0};
  std::string local_date;  ///< of the planned start, station's zone: what it counts for
  WallTime started_at{};   ///< first packet; planned start when missed
};

/// Was it heard? Decides whether a segment's seconds count.
enum class Confirmation {
  confirmed,    ///< a line was read back closed
  unconfirmed,  ///< no board of its zones could be read: counted, marked
  not_heard     ///< every readable line was open: not counted
};

/// A run of packets of one item, really sent. Closed when the clip ends, or when confirmation changes.
struct Segment {
  std::string airing;
  int position = 0;  ///< in the rundown as aired, opening = 0 when there is one
  std::optional<ItemId> item;
  std::string role;  ///< opening | item | closing | tone
  std::string title, kind, theme, author, unit;
  std::uint32_t item_packets = 0;  ///< of the whole recording
  std::uint32_t first_packet = 0;  ///< offset within the recording
  std::uint32_t packets = 0;       ///< sent
  WallTime started_at{};
  std::int64_t steady_ns = 0;  ///< CLOCK_MONOTONIC of the same instant, within `run`
  std::int64_t run = 0;        ///< which start of the daemon
  Confirmation confirmation = Confirmation::unconfirmed;
  std::string end_reason;  ///< finished | cut | withdrawn | slot_end | stopped | interrupted | shutdown | crash | …
};

/// An entry of the rundown that was not aired, or not begun, and why.
struct Skip {
  std::string airing;
  int position = 0;
  std::optional<ItemId> item;
  std::string title;
  std::string reason;  ///< unapproved | withdrawn | expired | no_audio | unreadable | slot_end | stopped | …
  WallTime at{};
  std::string role = "item";  ///< opening | item | closing: only a missing item makes an airing partial
};

/// From this moment on an airing had these zones. Written when it differs from what was known before; an airing without
/// any had all its zones as long as it lasted (or as long as the hours guard allows it).
struct ZoneChange {
  std::string airing;
  WallTime at{};
  std::int64_t steady_ns = 0;  ///< CLOCK_MONOTONIC of the same instant, within `run`
  std::int64_t run = 0;
  std::string standing;               ///< on_air | muted | paused | over
  std::vector<std::string> zones;     ///< that it has
  std::vector<std::string> given_up;  ///< that it will not get back
  bool operator==(const ZoneChange&) const = default;
};

struct AiringEnd {
  std::string airing;
  WallTime ended_at{};
  std::string result;  ///< full | partial | missed
  std::string reason;  ///< finished | slot_end | stopped | hours_guard | empty_rundown | not_running | busy | …
  std::string detail;  ///< sentence; who stopped it
};

/// An emergency as a person raised it, or a drill of one. Its airing has the same id and no edition.
struct Emergency {
  std::string id;
  WallTime raised_at{};
  std::string raised_by;
  ItemId item = 0;
  std::vector<std::string> zones;
  int repeat = 1;         ///< how often the message is to go out whole
  seconds interval{0};    ///< of silence between one message and the next attention tone
  seconds expires_in{0};  ///< after raised_at: it ends then whatever has been sent
  bool drill = false;
};
/// Somebody has taken notice of it. The first one counts.
struct EmergencyAcknowledgement {
  std::string emergency;
  WallTime at{};
  std::string who;
};
struct EmergencyRecord {
  Emergency emergency;
  std::optional<EmergencyAcknowledgement> acknowledged;
  std::optional<AiringEnd> end;
};

/// Where a running clip stood at the last checkpoint (≤ 1 s old). Not a fact: replaced each time, turned into a Segment
/// with end_reason "crash" by the next start if the process died.
struct Checkpoint {
  Segment so_far;
};

/// One airing with all that belongs to it.
struct AsRun {
  Airing airing;
  std::vector<Segment> segments;
  std::vector<Skip> skips;
  std::vector<ZoneChange> zone_changes;
  std::optional<AiringEnd> end;
};

/// An item that already counted as aired, under one origin.
struct AiredItem {
  ItemId item = 0;
  std::string origin;
  auto operator<=>(const AiredItem&) const = default;  // NOLINT(modernize-use-nullptr): mistaken by clang-tidy 14
};

/// One row of an imported programme log, as it was understood. Its key: local_date, planned_start, programme, position.
struct ImportedRow {
  std::string local_date;
  WallTime planned_start{};
  std::string programme;
  int position = 0;
  std::optional<WallTime> started_at, ended_at;  ///< none when nothing of it was aired
  std::string title, kind, theme, author, unit;
  std::string origin;  ///< own | relay | notice | emergency, then " repeat" or " drill" where it is one
  std::vector<std::string> zones;
  std::string result;  ///< full | partial | missed: of this item
  std::string reason;
  bool operator==(const ImportedRow&) const = default;
};

// ---- faults: append-only facts
/// A cause of trouble was found. One open fault for each cause.
struct FaultOpened {
  std::int64_t id = 0;
  std::string kind;   ///< the class: no_comm, welded, schedule_missed, …
  std::string cause;  ///< what it is about, so that the same trouble is known again: "no_comm:board/b1"
  WallTime at{};
  std::string local_date;     ///< of `at`, station's zone
  std::string detail;         ///< sentence
  std::string evidence = {};  ///< what was measured, as a JSON object; empty: nothing
};
struct FaultEvent {
  std::int64_t fault = 0;
  WallTime at{};
  /// evidence | acknowledged | resolved | reopened | closed | gone | assigned | note | photo | retest_failed
  std::string what;
  std::string who;                   ///< empty: the station itself
  std::string detail;                ///< sentence; assigned: to whom; photo: its name
  std::string evidence = {};         ///< as above
  std::optional<WallTime> due = {};  ///< assigned: until when
};
struct FaultHistory {
  FaultOpened opened;
  std::vector<FaultEvent> events;  ///< as they were written
};

// ---- lines: append-only facts
/// What a person on site confirmed as right for a line. The newest counts.
struct LineReference {
  std::int64_t id = 0;
  std::string line;
  WallTime at{};
  std::string who, why;
  double watts = 0;  ///< load at rated voltage
  double volts = 0, amps = 0;
  std::optional<double> leakage_amps;
  double tone_hz = 0;
};
/// One test of a line and what was made of it. Numbers that were not measured, or not judged, are empty.
struct Measurement {
  std::int64_t id = 0;
  std::string line;
  WallTime at{};
  std::string sweep;    ///< empty: not of a session
  std::string purpose;  ///< sweep | confirm | test | retest | reference
  int attempt = 1;
  std::string verdict;  ///< health::word
  std::optional<double> volts, amps, leakage_amps, watts, reference_watts, deviation;
  std::optional<int> lost_low, lost_best, lost_high;
  std::optional<double> lost_watts, lost_watts_pm, distance_m;
  std::string detail;
};
/// A session of tests of all lines, or of some.
struct Sweep {
  std::string id;
  std::string local_date;  ///< of planned_start, station's zone
  WallTime planned_start{}, planned_end{};
  std::string origin;  ///< planned | person
  std::string who;     ///< empty: the station itself
  bool dry = false;    ///< relays only
  WallTime started_at{};
  std::vector<std::string> lines;
};
struct SweepEnd {
  std::string sweep;
  WallTime at{};
  std::string result;                                          ///< complete | partial | missed
  int in_order = 0, faulty = 0, unjudged = 0, not_tested = 0;  ///< lines
  std::string detail;
};
struct SweepRemark {
  std::int64_t id = 0;
  std::string sweep;
  WallTime at{};
  std::string who;
  std::string fields;  ///< JSON
};
struct SweepRecord {
  Sweep sweep;
  std::optional<SweepEnd> end;
};

/// Where a loudspeaker is on the picture of the ward: fractions of its width and height, from the left and from the
/// top.
struct PlanPlace {
  std::string speaker;
  double x = 0, y = 0;  ///< 0–1
};

/// Who did what. `before` and `after` are JSON texts, empty where there is none.
struct AuditEntry {
  std::int64_t id = 0;
  WallTime at{};
  std::string who, action, target, before, after;
};

/// Something wrong with the audit log's chain.
struct AuditFault {
  enum class Kind {
    changed,  ///< not what was written: a field, its number or its hash; or put in by somebody else
    missing   ///< entries `id` to `last` are gone
  };
  Kind kind = Kind::changed;
  std::int64_t id = 0;
  std::int64_t last = 0;  ///< of a row of missing entries
  WallTime at{};          ///< as the changed entry now says
  std::string who;        ///< likewise
};
/// What became of looking at every entry.
struct AuditVerdict {
  std::int64_t entries = 0;        ///< that are there
  std::int64_t newest = 0;         ///< number of the last entry; 0: none
  std::string head;                ///< hex hash of the last entry, which stands for all before it
  std::string noted;               ///< the same of the entry that was asked for; empty when it is not there
  std::vector<AuditFault> faults;  ///< in order, the first AuditVerdict::kTold
  std::int64_t wrong = 0;          ///< how many faults there are in all
  std::string damage;              ///< what is wrong with the file where the log lies; empty: nothing
  static constexpr std::size_t kTold = 100;
};

/// The answer to a request that its sender may send again, by its person and key.
struct KeptAnswer {
  std::string who, key;
  std::string request;  ///< stands for what was asked
  WallTime at{};
  int status = 0;
  std::string content_type;
  std::string headers;  ///< JSON: [[name, value], …]
  std::string body;
};

}  // namespace wardcast::store
