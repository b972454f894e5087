// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { rangeOf, stepped } from "./range";

test("what a view shows, and what comes before and after", () => {
  expect(rangeOf("timeGridWeek", "2018-03-15")).toEqual(["2018-03-12", "2018-03-18"]);
  expect(rangeOf("dayGridMonth", "2018-03-15")).toEqual(["2018-02-26", "2018-04-08"]);
  expect(rangeOf("timeGridDay", "2018-03-15")).toEqual(["2018-03-15", "2018-03-15"]);
  expect(stepped("dayGridMonth", "2018-01-31", 1)).toBe("2018-02-01");
  expect(stepped("dayGridMonth", "2018-03-31", -1)).toBe("2018-02-01");
  expect(stepped("list", "2018-12-31", 1)).toBe("2019-01-07");
});
