// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { addressOf, after, before, periodAt, periodText, quarterAt, quarterOf, yearBefore } from "./period";

const words = { quarter: "quý", month: "tháng" };

test("quarters and any other period have an address each", () => {
  expect(periodAt("2018Q1")).toEqual({ from: "2018-01-01", to: "2018-03-31" });
  expect(addressOf({ from: "2018-01-01", to: "2018-03-31" })).toBe("2018Q1");
  const odd = { from: "2020-09-20", to: "2020-10-20" };
  expect(addressOf(odd)).toBe("2020-09-20..2020-10-20");
  expect(periodAt(addressOf(odd))).toEqual(odd);
  for (const wrong of ["2018Q5", "2018-02-30..2018-03-01", "2018-03-01..2018-02-01", "2018-03-01", "x..y", ""])
    expect(periodAt(wrong), wrong).toBeNull();
  expect(quarterAt("2026-11-29")).toEqual({ from: "2026-10-01", to: "2026-12-31" });
  expect(quarterOf(odd)).toBeNull();
});

test("before and after a period are those of its kind", () => {
  const first = { from: "2018-01-01", to: "2018-03-31" };
  expect(before(first)).toEqual({ from: "2017-10-01", to: "2017-12-31" });
  expect(after(first)).toEqual({ from: "2018-04-01", to: "2018-06-30" });
  expect(before({ from: "2018-03-01", to: "2018-03-31" })).toEqual({ from: "2018-02-01", to: "2018-02-28" });
  expect(before({ from: "2020-09-20", to: "2020-10-20" })).toEqual({ from: "2020-08-20", to: "2020-09-19" });
  expect(after({ from: "2020-09-20", to: "2020-10-20" })).toEqual({ from: "2020-10-21", to: "2020-11-20" });
  expect(yearBefore({ from: "2021-02-01", to: "2021-02-28" })).toEqual({ from: "2020-02-01", to: "2020-02-29" });
  expect(yearBefore({ from: "2020-02-10", to: "2020-02-29" })).toEqual({ from: "2019-02-10", to: "2019-02-28" });
});

test("periods as papers call them", () => {
  expect(periodText({ from: "2018-01-01", to: "2018-03-31" }, words)).toBe("quý I/2018");
  expect(periodText({ from: "2022-03-01", to: "2022-03-31" }, words)).toBe("tháng 3/2022");
  expect(periodText({ from: "2020-09-20", to: "2020-10-20" }, words)).toBe("20/09/2020–20/10/2020");
});
