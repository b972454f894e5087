-- SPDX-License-Identifier: GPL-3.0-or-later
-- "Was this item aired before?" from the index alone: also the columns that its condition tests are in it, else SQLite looks
-- every hit up in the table to test them again.
DROP INDEX segments_by_item;
CREATE INDEX segments_by_item
  ON segments (item, origin, local_date, airing, position, packets, item_packets, role, drill, confirmation)
  WHERE item IS NOT NULL AND role = 'item' AND drill = 0 AND confirmation <> 'not_heard';
