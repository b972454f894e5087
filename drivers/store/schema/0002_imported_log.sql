-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rows of programme logs from elsewhere, as they were understood: what makes the same row, imported again, known, and a changed
-- one refused. The airings, segments and ends made of them stand in the journal's own tables.
CREATE TABLE imported_rows (
  local_date    TEXT NOT NULL,
  planned_start INTEGER NOT NULL,
  programme     TEXT NOT NULL,
  position      INTEGER NOT NULL,
  started_at    INTEGER,
  ended_at      INTEGER,
  title         TEXT NOT NULL,
  kind          TEXT NOT NULL,
  theme         TEXT NOT NULL,
  author        TEXT NOT NULL,
  unit          TEXT NOT NULL,
  origin        TEXT NOT NULL,
  zones         TEXT NOT NULL,  -- one a line
  result        TEXT NOT NULL,
  reason        TEXT NOT NULL,
  PRIMARY KEY (local_date, planned_start, programme, position)
) STRICT, WITHOUT ROWID;

-- An item that no editor here ever had is known by its words. In the journal its number is negative.
CREATE TABLE imported_items (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  title  TEXT NOT NULL,
  kind   TEXT NOT NULL,
  theme  TEXT NOT NULL,
  author TEXT NOT NULL,
  unit   TEXT NOT NULL,
  UNIQUE (title, kind, theme, author, unit)
) STRICT;

-- A programme of such a log, by its name; its number is part of the ids of its airings.
CREATE TABLE imported_programmes (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TRIGGER imported_rows_stay   BEFORE UPDATE ON imported_rows  BEGIN SELECT RAISE(ABORT, 'imported_rows is append-only'); END;
CREATE TRIGGER imported_rows_remain BEFORE DELETE ON imported_rows  BEGIN SELECT RAISE(ABORT, 'imported_rows is append-only'); END;
CREATE TRIGGER imported_items_stay  BEFORE UPDATE ON imported_items BEGIN SELECT RAISE(ABORT, 'imported_items is append-only'); END;
CREATE TRIGGER imported_items_remain
  BEFORE DELETE ON imported_items BEGIN SELECT RAISE(ABORT, 'imported_items is append-only'); END;
CREATE TRIGGER imported_programmes_stay
  BEFORE UPDATE ON imported_programmes BEGIN SELECT RAISE(ABORT, 'imported_programmes is append-only'); END;
CREATE TRIGGER imported_programmes_remain
  BEFORE DELETE ON imported_programmes BEGIN SELECT RAISE(ABORT, 'imported_programmes is append-only'); END;
