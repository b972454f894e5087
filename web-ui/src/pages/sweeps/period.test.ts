// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { lastDays, monthOf, two } from "./period";

test("periods, months and counts", () => {
  expect(lastDays(92, "2018-03-31")).toEqual({ from: "2017-12-29", to: "2018-03-31" });
  expect(monthOf("2018-03")).toBe("03/2018");
  expect(two(4)).toBe("04");
});
