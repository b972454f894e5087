-- SPDX-License-Identifier: GPL-3.0-or-later
-- Instants are microseconds since 1970 UTC, dates ISO text in the station's zone, truth values 0 or 1.

-- People ---------------------------------------------------------------------------------------------------------------------
CREATE TABLE users (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  name          TEXT NOT NULL UNIQUE,
  role          TEXT NOT NULL,
  disabled      INTEGER NOT NULL CHECK (disabled IN (0, 1)),
  self_approve  INTEGER NOT NULL CHECK (self_approve IN (0, 1)),
  password_hash TEXT NOT NULL
) STRICT;

CREATE TABLE tokens (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  name    TEXT NOT NULL,
  role    TEXT NOT NULL,
  hash    TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL,
  revoked INTEGER NOT NULL CHECK (revoked IN (0, 1))
) STRICT;

CREATE TABLE sessions (
  hash    TEXT PRIMARY KEY,
  user    INTEGER NOT NULL REFERENCES users (id),
  csrf    TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user);
CREATE INDEX sessions_by_expiry ON sessions (expires);

-- Items ----------------------------------------------------------------------------------------------------------------------
CREATE TABLE items (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  title          TEXT NOT NULL,
  kind           TEXT NOT NULL,
  theme          TEXT NOT NULL,
  author         TEXT NOT NULL,
  unit           TEXT NOT NULL,
  script         TEXT NOT NULL,
  not_classified INTEGER NOT NULL CHECK (not_classified IN (0, 1)),
  expires_on     TEXT,
  status         TEXT NOT NULL,
  note           TEXT NOT NULL,
  owner          INTEGER NOT NULL,
  owner_name     TEXT NOT NULL,
  created        INTEGER NOT NULL,
  changed        INTEGER NOT NULL,
  media          TEXT NOT NULL,
  samples        INTEGER NOT NULL,
  packets        INTEGER NOT NULL,
  audio_state    TEXT NOT NULL,
  audio_problem  TEXT NOT NULL,
  duplicate_of   INTEGER REFERENCES items (id),
  folded         TEXT NOT NULL  -- what a search looks through: lower case, no marks
) STRICT;
CREATE INDEX items_by_status ON items (status);
CREATE INDEX items_by_owner ON items (owner);
CREATE INDEX items_by_media ON items (media) WHERE media <> '';

-- Programmes and editions ----------------------------------------------------------------------------------------------------
-- AUTOINCREMENT: an edition's id carries its programme's, so no number may ever be given twice.
CREATE TABLE programmes (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL,
  version  INTEGER NOT NULL
) STRICT;

CREATE TABLE edition_changes (
  edition   TEXT PRIMARY KEY,
  items     TEXT,  -- ids with commas between; NULL: the programme's own rundown
  cancelled INTEGER NOT NULL CHECK (cancelled IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Journal: facts, never changed ----------------------------------------------------------------------------------------------
-- Each of these tables begins with the local date an airing counts for, so that a period is one range of each, however long
-- the history.
CREATE TABLE runs (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at INTEGER NOT NULL
) STRICT;

CREATE TABLE airings (
  local_date         TEXT NOT NULL CHECK (local_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  planned_start      INTEGER NOT NULL,
  id                 TEXT NOT NULL UNIQUE,
  edition_id         TEXT NOT NULL,
  programme          INTEGER NOT NULL,
  title              TEXT NOT NULL,
  origin             TEXT NOT NULL,
  drill              INTEGER NOT NULL CHECK (drill IN (0, 1)),
  repeat             INTEGER NOT NULL CHECK (repeat IN (0, 1)),
  zones              TEXT NOT NULL,  -- one id a line
  planned_duration_s INTEGER NOT NULL,
  started_at         INTEGER NOT NULL,
  PRIMARY KEY (local_date, planned_start, id)
) STRICT, WITHOUT ROWID;

-- The key makes a repeated insert of the same segment harmless. Within one run steady_ns orders them truly, whatever the
-- wall clock did.
CREATE TABLE segments (
  local_date   TEXT NOT NULL,
  airing       TEXT NOT NULL REFERENCES airings (id),
  run          INTEGER NOT NULL,
  steady_ns    INTEGER NOT NULL,
  position     INTEGER NOT NULL,
  started_at   INTEGER NOT NULL,
  first_packet INTEGER NOT NULL,
  item         INTEGER,
  role         TEXT NOT NULL,
  title        TEXT NOT NULL,
  kind         TEXT NOT NULL,
  theme        TEXT NOT NULL,
  author       TEXT NOT NULL,
  unit         TEXT NOT NULL,
  item_packets INTEGER NOT NULL,
  packets      INTEGER NOT NULL,
  confirmation TEXT NOT NULL,
  end_reason   TEXT NOT NULL,
  origin       TEXT NOT NULL,     -- of the airing, as is drill: repeated here for the index below
  drill        INTEGER NOT NULL,
  PRIMARY KEY (local_date, airing, run, steady_ns, position, started_at, first_packet)
) STRICT, WITHOUT ROWID;
-- "Was this item aired before?" without a look at anything but its own counted airings.
CREATE INDEX segments_by_item ON segments (item, origin, local_date, airing, position, packets, item_packets)
  WHERE item IS NOT NULL AND role = 'item' AND drill = 0 AND confirmation <> 'not_heard';

CREATE TABLE skips (
  local_date TEXT NOT NULL,
  airing     TEXT NOT NULL REFERENCES airings (id),
  position   INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  item       INTEGER,
  title      TEXT NOT NULL,
  role       TEXT NOT NULL,
  PRIMARY KEY (local_date, airing, position, at, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE airing_ends (
  local_date TEXT NOT NULL,
  airing     TEXT NOT NULL REFERENCES airings (id),
  ended_at   INTEGER NOT NULL,
  result     TEXT NOT NULL,
  reason     TEXT NOT NULL,
  detail     TEXT NOT NULL,
  PRIMARY KEY (local_date, airing)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,
  who    TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  before TEXT NOT NULL,
  after  TEXT NOT NULL
) STRICT;

CREATE TRIGGER runs_stay        BEFORE UPDATE ON runs        BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;
CREATE TRIGGER runs_remain      BEFORE DELETE ON runs        BEGIN SELECT RAISE(ABORT, 'runs is append-only'); END;
CREATE TRIGGER airings_stay     BEFORE UPDATE ON airings     BEGIN SELECT RAISE(ABORT, 'airings is append-only'); END;
CREATE TRIGGER airings_remain   BEFORE DELETE ON airings     BEGIN SELECT RAISE(ABORT, 'airings is append-only'); END;
CREATE TRIGGER segments_stay    BEFORE UPDATE ON segments    BEGIN SELECT RAISE(ABORT, 'segments is append-only'); END;
CREATE TRIGGER segments_remain  BEFORE DELETE ON segments    BEGIN SELECT RAISE(ABORT, 'segments is append-only'); END;
CREATE TRIGGER skips_stay       BEFORE UPDATE ON skips       BEGIN SELECT RAISE(ABORT, 'skips is append-only'); END;
CREATE TRIGGER skips_remain     BEFORE DELETE ON skips       BEGIN SELECT RAISE(ABORT, 'skips is append-only'); END;
CREATE TRIGGER ends_stay        BEFORE UPDATE ON airing_ends BEGIN SELECT RAISE(ABORT, 'airing_ends is append-only'); END;
CREATE TRIGGER ends_remain      BEFORE DELETE ON airing_ends BEGIN SELECT RAISE(ABORT, 'airing_ends is append-only'); END;
CREATE TRIGGER audit_stays      BEFORE UPDATE ON audit       BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_remains    BEFORE DELETE ON audit       BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

-- What is under way: not facts, but the way to them --------------------------------------------------------------------------
-- Airings without an end, so that finding them never walks through the history.
CREATE TABLE open_airings (
  airing TEXT PRIMARY KEY REFERENCES airings (id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER airing_opens  AFTER INSERT ON airings     BEGIN INSERT INTO open_airings VALUES (NEW.id); END;
CREATE TRIGGER airing_closes AFTER INSERT ON airing_ends BEGIN DELETE FROM open_airings WHERE airing = NEW.airing; END;

CREATE TABLE checkpoints (
  airing       TEXT NOT NULL,
  position     INTEGER NOT NULL,
  run          INTEGER NOT NULL,
  steady_ns    INTEGER NOT NULL,
  started_at   INTEGER NOT NULL,
  first_packet INTEGER NOT NULL,
  item         INTEGER,
  role         TEXT NOT NULL,
  title        TEXT NOT NULL,
  kind         TEXT NOT NULL,
  theme        TEXT NOT NULL,
  author       TEXT NOT NULL,
  unit         TEXT NOT NULL,
  item_packets INTEGER NOT NULL,
  packets      INTEGER NOT NULL,
  confirmation TEXT NOT NULL,
  PRIMARY KEY (airing, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE rtp_bases (
  amplifier   TEXT PRIMARY KEY,
  ssrc        INTEGER NOT NULL,
  sequence    INTEGER NOT NULL,
  timestamp   INTEGER NOT NULL,
  wall        INTEGER NOT NULL,
  boottime_ns INTEGER NOT NULL,
  boot_id     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
