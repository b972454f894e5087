-- SPDX-License-Identifier: GPL-3.0-or-later
-- What is wrong with the ward and the station, and what became of it: facts, never changed ------------------------------------
CREATE TABLE faults (
  id         INTEGER PRIMARY KEY,
  class      TEXT NOT NULL,
  cause      TEXT NOT NULL,  -- one open fault for each
  at         INTEGER NOT NULL,
  local_date TEXT NOT NULL,
  detail     TEXT NOT NULL
) STRICT;
CREATE INDEX faults_by_date ON faults (local_date);

CREATE TABLE fault_events (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  fault  INTEGER NOT NULL REFERENCES faults (id),
  at     INTEGER NOT NULL,
  what   TEXT NOT NULL CHECK (what IN ('evidence', 'acknowledged', 'resolved', 'reopened', 'closed')),
  who    TEXT NOT NULL,  -- empty: the station itself
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX fault_events_by_fault ON fault_events (fault, id);

-- That people were warned of an edition, once for each stage.
CREATE TABLE edition_warnings (
  edition  TEXT NOT NULL,
  stage    TEXT NOT NULL,
  at       INTEGER NOT NULL,
  warnings TEXT NOT NULL,  -- what they were told, as JSON
  PRIMARY KEY (edition, stage)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER faults_stay        BEFORE UPDATE ON faults           BEGIN SELECT RAISE(ABORT, 'faults is append-only'); END;
CREATE TRIGGER faults_remain      BEFORE DELETE ON faults           BEGIN SELECT RAISE(ABORT, 'faults is append-only'); END;
CREATE TRIGGER fault_events_stay  BEFORE UPDATE ON fault_events     BEGIN SELECT RAISE(ABORT, 'fault_events is append-only'); END;
CREATE TRIGGER fault_events_remain BEFORE DELETE ON fault_events    BEGIN SELECT RAISE(ABORT, 'fault_events is append-only'); END;
CREATE TRIGGER warnings_stay      BEFORE UPDATE ON edition_warnings BEGIN SELECT RAISE(ABORT, 'edition_warnings is append-only'); END;
CREATE TRIGGER warnings_remain    BEFORE DELETE ON edition_warnings BEGIN SELECT RAISE(ABORT, 'edition_warnings is append-only'); END;

-- Faults that are not resolved, so that finding them never walks through the history. Not facts, but what follows from them.
CREATE TABLE unresolved_faults (
  fault INTEGER PRIMARY KEY REFERENCES faults (id)
) STRICT;
CREATE TRIGGER fault_opens    AFTER INSERT ON faults BEGIN INSERT INTO unresolved_faults VALUES (NEW.id); END;
CREATE TRIGGER fault_resolved AFTER INSERT ON fault_events WHEN NEW.what IN ('resolved', 'closed')
  BEGIN DELETE FROM unresolved_faults WHERE fault = NEW.fault; END;
CREATE TRIGGER fault_reopened AFTER INSERT ON fault_events WHEN NEW.what = 'reopened'
  BEGIN INSERT OR IGNORE INTO unresolved_faults VALUES (NEW.fault); END;
