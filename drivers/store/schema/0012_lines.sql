-- SPDX-License-Identifier: GPL-3.0-or-later
-- Lines and their loudspeakers: what was measured, what a person confirmed as right, and the sessions. Facts, never changed.
CREATE TABLE line_references (
  id           INTEGER PRIMARY KEY,
  line         TEXT NOT NULL,
  at           INTEGER NOT NULL,
  who          TEXT NOT NULL,
  why          TEXT NOT NULL,
  watts        REAL NOT NULL,  -- load at rated voltage
  volts        REAL NOT NULL,
  amps         REAL NOT NULL,
  leakage_amps REAL,
  tone_hz      REAL NOT NULL
) STRICT;
CREATE INDEX line_references_by_line ON line_references (line, id);

CREATE TABLE sweeps (
  id            TEXT PRIMARY KEY,
  local_date    TEXT NOT NULL,
  planned_start INTEGER NOT NULL,
  planned_end   INTEGER NOT NULL,
  origin        TEXT NOT NULL CHECK (origin IN ('planned', 'person')),
  who           TEXT NOT NULL,
  dry           INTEGER NOT NULL CHECK (dry IN (0, 1)),
  started_at    INTEGER NOT NULL,
  lines         TEXT NOT NULL  -- one id a line
) STRICT, WITHOUT ROWID;
CREATE INDEX sweeps_by_date ON sweeps (local_date);

CREATE TABLE sweep_ends (
  sweep      TEXT PRIMARY KEY REFERENCES sweeps (id),
  at         INTEGER NOT NULL,
  result     TEXT NOT NULL CHECK (result IN ('complete', 'partial', 'missed')),
  in_order   INTEGER NOT NULL,
  faulty     INTEGER NOT NULL,
  unjudged   INTEGER NOT NULL,
  not_tested INTEGER NOT NULL,
  detail     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What people heard and saw on site, in their own words; the newest of each field counts.
CREATE TABLE sweep_remarks (
  id     INTEGER PRIMARY KEY,
  sweep  TEXT NOT NULL REFERENCES sweeps (id),
  at     INTEGER NOT NULL,
  who    TEXT NOT NULL,
  fields TEXT NOT NULL  -- JSON
) STRICT;
CREATE INDEX sweep_remarks_by_sweep ON sweep_remarks (sweep, id);

CREATE TABLE measurements (
  id              INTEGER PRIMARY KEY,
  line            TEXT NOT NULL,
  at              INTEGER NOT NULL,
  sweep           TEXT,  -- null: not of a session
  purpose         TEXT NOT NULL CHECK (purpose IN ('sweep', 'confirm', 'test', 'retest', 'reference')),
  attempt         INTEGER NOT NULL,
  verdict         TEXT NOT NULL,
  volts           REAL,
  amps            REAL,
  leakage_amps    REAL,
  watts           REAL,
  reference_watts REAL,
  deviation       REAL,
  lost_low        INTEGER,
  lost_best       INTEGER,
  lost_high       INTEGER,
  lost_watts      REAL,
  lost_watts_pm   REAL,
  distance_m      REAL,
  detail          TEXT NOT NULL
) STRICT;
CREATE INDEX measurements_by_line  ON measurements (line, at);
CREATE INDEX measurements_by_sweep ON measurements (sweep, id) WHERE sweep IS NOT NULL;

CREATE TRIGGER line_references_stay   BEFORE UPDATE ON line_references BEGIN SELECT RAISE(ABORT, 'line_references is append-only'); END;
CREATE TRIGGER line_references_remain BEFORE DELETE ON line_references BEGIN SELECT RAISE(ABORT, 'line_references is append-only'); END;
CREATE TRIGGER sweeps_stay            BEFORE UPDATE ON sweeps          BEGIN SELECT RAISE(ABORT, 'sweeps is append-only'); END;
CREATE TRIGGER sweeps_remain          BEFORE DELETE ON sweeps          BEGIN SELECT RAISE(ABORT, 'sweeps is append-only'); END;
CREATE TRIGGER sweep_ends_stay        BEFORE UPDATE ON sweep_ends      BEGIN SELECT RAISE(ABORT, 'sweep_ends is append-only'); END;
CREATE TRIGGER sweep_ends_remain      BEFORE DELETE ON sweep_ends      BEGIN SELECT RAISE(ABORT, 'sweep_ends is append-only'); END;
CREATE TRIGGER sweep_remarks_stay     BEFORE UPDATE ON sweep_remarks   BEGIN SELECT RAISE(ABORT, 'sweep_remarks is append-only'); END;
CREATE TRIGGER sweep_remarks_remain   BEFORE DELETE ON sweep_remarks   BEGIN SELECT RAISE(ABORT, 'sweep_remarks is append-only'); END;
CREATE TRIGGER measurements_stay      BEFORE UPDATE ON measurements    BEGIN SELECT RAISE(ABORT, 'measurements is append-only'); END;
CREATE TRIGGER measurements_remain    BEFORE DELETE ON measurements    BEGIN SELECT RAISE(ABORT, 'measurements is append-only'); END;
