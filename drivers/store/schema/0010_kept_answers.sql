-- SPDX-License-Identifier: GPL-3.0-or-later
-- Answers to requests that their senders may send again: not facts, gone after a day.
CREATE TABLE kept_answers (
  who          TEXT NOT NULL,
  key          TEXT NOT NULL,
  request      TEXT NOT NULL,
  at           INTEGER NOT NULL,
  status       INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  headers      TEXT NOT NULL,
  body         TEXT NOT NULL,
  PRIMARY KEY (who, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_answers_by_time ON kept_answers (at);
