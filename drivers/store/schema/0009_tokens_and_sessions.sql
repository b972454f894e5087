-- SPDX-License-Identifier: GPL-3.0-or-later
ALTER TABLE tokens ADD COLUMN expires INTEGER;
ALTER TABLE tokens ADD COLUMN last_used INTEGER;

-- A session gets a number that people may see, and where and when it was used.
CREATE TABLE numbered_sessions (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  hash      TEXT NOT NULL UNIQUE,
  user      INTEGER NOT NULL REFERENCES users (id),
  csrf      TEXT NOT NULL,
  created   INTEGER NOT NULL,
  expires   INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  peer      TEXT NOT NULL
) STRICT;
INSERT INTO numbered_sessions (hash, user, csrf, created, expires, last_seen, peer)
  SELECT hash, user, csrf, created, expires, created, '' FROM sessions ORDER BY created;
DROP TABLE sessions;
ALTER TABLE numbered_sessions RENAME TO sessions;
CREATE INDEX sessions_by_user ON sessions (user);
CREATE INDEX sessions_by_expiry ON sessions (expires);
