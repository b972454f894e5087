-- Shared dates off and extra dates of series: dates as YYYY-MM-DD with commas between, in order.
CREATE TABLE holiday_calendars (
  name               TEXT PRIMARY KEY,
  days_off           TEXT NOT NULL,
  extra_working_days TEXT NOT NULL,
  note               TEXT NOT NULL
) STRICT, WITHOUT ROWID;
