-- SPDX-License-Identifier: GPL-3.0-or-later
-- What people do about a fault: given to somebody, notes, photos; and what was measured. The history is kept as it is: only the
-- list of what may happen to a fault grows, which SQLite cannot change in place.
ALTER TABLE faults ADD COLUMN evidence TEXT NOT NULL DEFAULT '';  -- what was measured, as JSON; empty: nothing

CREATE TABLE fault_events_wider (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  fault    INTEGER NOT NULL REFERENCES faults (id),
  at       INTEGER NOT NULL,
  what     TEXT NOT NULL CHECK (what IN ('evidence', 'acknowledged', 'resolved', 'reopened', 'closed', 'gone', 'assigned', 'note',
                                         'photo', 'retest_failed')),
  who      TEXT NOT NULL,             -- empty: the station itself
  detail   TEXT NOT NULL,             -- assigned: to whom; photo: its name
  evidence TEXT NOT NULL DEFAULT '',  -- as above
  due      INTEGER                    -- assigned: until when
) STRICT;
INSERT INTO fault_events_wider (id, fault, at, what, who, detail) SELECT id, fault, at, what, who, detail FROM fault_events;
DROP TABLE fault_events;
ALTER TABLE fault_events_wider RENAME TO fault_events;
CREATE INDEX fault_events_by_fault ON fault_events (fault, id);

CREATE TRIGGER fault_events_stay   BEFORE UPDATE ON fault_events BEGIN SELECT RAISE(ABORT, 'fault_events is append-only'); END;
CREATE TRIGGER fault_events_remain BEFORE DELETE ON fault_events BEGIN SELECT RAISE(ABORT, 'fault_events is append-only'); END;
CREATE TRIGGER fault_resolved AFTER INSERT ON fault_events WHEN NEW.what IN ('resolved', 'closed')
  BEGIN DELETE FROM unresolved_faults WHERE fault = NEW.fault; END;
CREATE TRIGGER fault_reopened AFTER INSERT ON fault_events WHEN NEW.what = 'reopened'
  BEGIN INSERT OR IGNORE INTO unresolved_faults VALUES (NEW.fault); END;
