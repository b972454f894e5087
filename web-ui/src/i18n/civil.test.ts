// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { addDays, addSeconds, civil, clockOf, daysBetween, parseDay, parseLength, parseTime, weekday } from "./civil";

test("civil times over the ends of months and years", () => {
  expect(civil("2018-03-13T17:00:05.120+07:00")).toBe("2018-03-13T17:00:05");
  expect(addSeconds("2018-12-31T23:59:30", 45)).toBe("2019-01-01T00:00:15");
  expect(addDays("2018-02-28", 1)).toBe("2018-03-01");
  expect(daysBetween("2018-02-14T17:00:00", "2018-03-01")).toBe(15);
  expect(weekday("2018-03-12")).toBe(0);
  expect(weekday("2018-03-18T05:00:00")).toBe(6);
  expect(clockOf("2018-03-13T17:00:00")).toBe("17:00");
  expect(clockOf("2018-03-13T17:00:05")).toBe("17:00:05");
});

test("lengths and days as people write them", () => {
  expect(parseLength("30")).toBe(1800);
  expect(parseLength("7:15")).toBe(435);
  expect(parseLength("1:30:00")).toBe(5400);
  expect(parseLength("7:75")).toBeUndefined();
  expect(parseLength("")).toBeUndefined();
  expect(parseDay("13/3/2018")).toBe("2018-03-13");
  expect(parseDay("2018-03-13")).toBe("2018-03-13");
  expect(parseDay("13032018")).toBe("2018-03-13");
  expect(parseDay("31/02/2018")).toBeUndefined();
  expect(parseDay("31022018")).toBeUndefined();
  expect(parseDay("Tết")).toBeUndefined();
});

test("times of day as people write them", () => {
  expect(["17:00", "17h30", "7", "7h", "17:00:05", "05:30:00"].map(parseTime)).toEqual([
    "17:00",
    "17:30",
    "07:00",
    "07:00",
    "17:00:05",
    "05:30",
  ]);
  expect(["1730", "730", "0005"].map(parseTime)).toEqual(["17:30", "07:30", "00:05"]);
  expect(["2400", "760", "12345"].map(parseTime)).toEqual([undefined, undefined, undefined]);
  expect(["24:00", "17:60", "", "chiều"].map(parseTime)).toEqual([undefined, undefined, undefined, undefined]);
});
