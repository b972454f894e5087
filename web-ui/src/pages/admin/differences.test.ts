// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { differences } from "./differences";

test("only what changed is told", () => {
  expect(differences({ status: "submitted", title: "Tin" }, { status: "approved", title: "Tin" })).toEqual([
    { field: "status", before: "submitted", after: "approved" },
  ]);
  expect(differences(null, { role: "editor", zones: ["a", "b"], note: "" })).toEqual([
    { field: "role", before: "–", after: "editor" },
    { field: "zones", before: "–", after: "a, b" },
  ]);
  expect(differences({ status: "draft", version: "a" }, { status: "draft", version: "b" })).toEqual([]);
  expect(differences("01:00", "02:00")).toEqual([{ field: "", before: "01:00", after: "02:00" }]);
  expect(differences(null, null)).toEqual([]);
});
