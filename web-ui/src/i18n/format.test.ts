// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { clock, dayAndHour, hours, length, number } from "./format";

test("durations in the form of the papers", () => {
  expect(hours(29.5 * 3600)).toBe("29h30'");
  expect(hours(15 * 60)).toBe("0h15'");
  expect(hours(3599.9)).toBe("1h00'");
  expect(length(435)).toBe("7:15");
  expect(length(59.6)).toBe("1:00");
  expect(length(3600 + 435)).toBe("1:07:15");
});

test("times as the station's clocks read them", () => {
  expect(clock("2018-03-13T17:00:05.120+07:00")).toBe("17:00:05");
  expect(dayAndHour("2018-03-13T17:00:05+07:00")).toBe("17:00 13/03/2018");
});

test("numbers by language", () => {
  expect(number(10100, "vi")).toBe("10.100");
  expect(number(98.3, "vi", 1)).toBe("98,3");
  expect(number(10100, "en")).toBe("10,100");
});
