// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { Refused } from "../../api/client";
import { draftOf, newDraft } from "./draft";
import { differences, overtaken, rebased } from "./rebase";

const before = { ...newDraft("2026-12-01T17:00:00", 1800), title: "Thời sự", zones: ["zone-1"] };
const theirs = { ...before, length: "45:00", time: "18:00" };

test("what was typed is put upon the new version, and the rest follows it", () => {
  const typed = { ...before, title: "Thời sự tối", time: "17:30" };
  const { draft, touched } = rebased(typed, before, theirs);
  expect(draft).toMatchObject({ title: "Thời sự tối", time: "17:30", length: "45:00" });
  expect(touched).toEqual(["title", "time"]);
});

test("differences name the fields of the form, and whose value stays", () => {
  expect(differences(before, theirs, ["title", "time"])).toEqual([
    { field: "start", mine: true },
    { field: "duration", mine: false },
  ]);
  const series = draftOf({
    title: "Thời sự",
    zones: ["zone-1"],
    start: "2026-12-01T17:00:00",
    duration: 1800,
    rrule: "FREQ=DAILY",
    exdates: ["2026-12-05"],
  });
  expect(differences(before, series, [])).toEqual([{ field: "rrule", mine: false }]);
  expect(differences(before, { ...before }, ["title"])).toEqual([]);
});

test("only a refusal that tells the new version says what it is now", () => {
  const programme = {
    id: 7,
    title: "Cũ",
    zones: ["zone-1"],
    start: "2026-12-01T17:00:00",
    duration: 1800,
    version: "a",
  };
  const stale = {
    type: "",
    title: "",
    status: 412,
    detail: "",
    version: "b",
    current: { title: "Mới" },
    changed_by: "ba",
  };
  expect(overtaken(new Refused(412, stale, undefined), programme)).toEqual({
    now: { ...programme, title: "Mới", version: "b" },
    who: "ba",
    at: undefined,
  });
  expect(overtaken(new Refused(412, undefined, undefined), programme)).toBeUndefined();
  expect(overtaken(new Refused(409, stale, undefined), programme)).toBeUndefined();
});
