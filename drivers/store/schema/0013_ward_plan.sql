-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where loudspeakers are on the picture of the ward: fractions of its width and height, from the left and from the top.
CREATE TABLE ward_plan_places (
  speaker TEXT PRIMARY KEY,
  x       REAL NOT NULL CHECK (x BETWEEN 0 AND 1),
  y       REAL NOT NULL CHECK (y BETWEEN 0 AND 1)
) STRICT, WITHOUT ROWID;
