// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { readRule, shifted, writeRule } from "./recurrence";

const TUESDAY = "2018-03-13T17:00:00";

test("the rules that the form makes are read as the choices they were made from", () => {
  const rules = [
    "FREQ=DAILY",
    "FREQ=DAILY;UNTIL=20181231",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;BYDAY=TU,SA;UNTIL=20180630",
    "FREQ=MONTHLY;BYMONTHDAY=13",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
  ];
  for (const rule of rules) expect(writeRule(readRule(rule, TUESDAY))).toBe(rule);
  expect(readRule(null, TUESDAY).repeats).toBe("once");
  expect(writeRule(readRule("", TUESDAY))).toBeNull();
});

test("what a rule leaves out comes from its start", () => {
  expect(readRule("FREQ=WEEKLY", TUESDAY)).toMatchObject({ repeats: "weekly", weekdays: [1] });
  expect(readRule("FREQ=MONTHLY", TUESDAY)).toMatchObject({ repeats: "monthly", monthday: 13 });
  expect(readRule("RRULE:FREQ=DAILY;BYDAY=FR,TH,WE,TU,MO", TUESDAY).repeats).toBe("working");
});

test("an end at a time of day before the editions leaves that date out", () => {
  expect(readRule("FREQ=DAILY;UNTIL=20180630T170000", TUESDAY).until).toBe("2018-06-30");
  expect(readRule("FREQ=DAILY;UNTIL=20180630T165959", TUESDAY).until).toBe("2018-06-29");
});

test("a rule that no choice can say is kept word for word", () => {
  for (const rule of ["FREQ=WEEKLY;INTERVAL=2", "FREQ=DAILY;COUNT=10", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=YEARLY"]) {
    expect(readRule(rule, TUESDAY).repeats, rule).toBe("rule");
    expect(writeRule(readRule(rule, TUESDAY))).toBe(rule);
  }
});

test("a series moves to another day only where one rule can say it", () => {
  expect(shifted("FREQ=WEEKLY;BYDAY=TU", TUESDAY, 2)).toBe("FREQ=WEEKLY;BYDAY=TH");
  expect(shifted("FREQ=WEEKLY;BYDAY=TU", TUESDAY, -2)).toBe("FREQ=WEEKLY;BYDAY=SU");
  expect(shifted("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", TUESDAY, 1)).toBeUndefined();
  expect(shifted("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", TUESDAY, 0)).toBe("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
  expect(shifted("FREQ=MONTHLY;BYMONTHDAY=13", TUESDAY, 2)).toBe("FREQ=MONTHLY;BYMONTHDAY=15");
  expect(shifted("FREQ=MONTHLY;BYMONTHDAY=27", "2018-03-27T17:00:00", 3)).toBeUndefined();
});
