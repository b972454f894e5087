-- SPDX-License-Identifier: GPL-3.0-or-later
-- What people asked for in an emergency, or a drill of one. What came of it is the airing of the same id.
CREATE TABLE emergencies (
  id           TEXT PRIMARY KEY,
  raised_at    INTEGER NOT NULL,
  raised_by    TEXT NOT NULL,
  item         INTEGER NOT NULL,
  zones        TEXT NOT NULL,  -- one id a line
  repeat       INTEGER NOT NULL,
  interval_s   INTEGER NOT NULL,
  expires_in_s INTEGER NOT NULL,
  drill        INTEGER NOT NULL CHECK (drill IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX emergencies_by_time ON emergencies (raised_at);

CREATE TABLE emergency_acknowledgements (
  emergency TEXT PRIMARY KEY REFERENCES emergencies (id),
  at        INTEGER NOT NULL,
  who       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER emergencies_stay   BEFORE UPDATE ON emergencies
  BEGIN SELECT RAISE(ABORT, 'emergencies is append-only'); END;
CREATE TRIGGER emergencies_remain BEFORE DELETE ON emergencies
  BEGIN SELECT RAISE(ABORT, 'emergencies is append-only'); END;
CREATE TRIGGER emergency_acknowledgements_stay   BEFORE UPDATE ON emergency_acknowledgements
  BEGIN SELECT RAISE(ABORT, 'emergency_acknowledgements is append-only'); END;
CREATE TRIGGER emergency_acknowledgements_remain BEFORE DELETE ON emergency_acknowledgements
  BEGIN SELECT RAISE(ABORT, 'emergency_acknowledgements is append-only'); END;

-- Those that must be in memory before anything happens.
CREATE INDEX emergency_messages ON items (id) WHERE kind = 'emergency' AND status = 'approved';
