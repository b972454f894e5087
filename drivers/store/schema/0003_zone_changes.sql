-- Which zones an airing had from when on, where that is not simply all of them from start to end.
CREATE TABLE zone_changes (
  local_date TEXT NOT NULL,
  airing     TEXT NOT NULL REFERENCES airings (id),
  run        INTEGER NOT NULL,
  steady_ns  INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  standing   TEXT NOT NULL,  -- on_air | muted | paused | over
  zones      TEXT NOT NULL,  -- that it has, one id a line
  given_up   TEXT NOT NULL,  -- lost for good, one id a line
  PRIMARY KEY (local_date, airing, run, steady_ns, at, standing, zones)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER zone_changes_stay   BEFORE UPDATE ON zone_changes BEGIN SELECT RAISE(ABORT, 'zone_changes is append-only'); END;
CREATE TRIGGER zone_changes_remain BEFORE DELETE ON zone_changes BEGIN SELECT RAISE(ABORT, 'zone_changes is append-only'); END;
