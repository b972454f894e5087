// SPDX-License-Identifier: GPL-3.0-or-later
import i18n from "i18next";
import { expect, test } from "vitest";
import { bodyOf, changesOf, draftOf, newDraft } from "./draft";
import type { T } from "./words";
import "./words";

const t = i18n.getFixedT("vi", "schedule") as unknown as T;
const programme = {
  title: "Bản tin chiều",
  zones: ["z1"],
  start: "2018-03-13T17:00:00",
  duration: 1800,
  rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
  exdates: ["2018-04-30"],
  holiday_calendar: "vietnam",
  items: [4, 7],
};

test("a programme goes through its form unchanged", () => {
  const { body, errors } = bodyOf(draftOf(programme), t);
  expect(errors).toEqual({});
  expect(body).toMatchObject(programme);
});

test("only what was changed is sent, and nothing of the series for one edition", () => {
  const before = bodyOf(draftOf(programme), t).body;
  const draft = { ...draftOf(programme), length: "45", calendar: null };
  const after = bodyOf(draft, t).body;
  expect(changesOf(before, after, "all")).toEqual({ duration: 2700, holiday_calendar: null });
  expect(changesOf(before, after, "this")).toEqual({ duration: 2700 });
});

test("what is missing is told field by field", () => {
  const draft = newDraft("2018-03-13T17:00:00", 1800);
  expect(Object.keys(bodyOf(draft, t).errors)).toEqual(["title", "zones"]);
  const weekly = { ...draft, recurrence: { ...draft.recurrence, repeats: "weekly" as const, weekdays: [] } };
  expect(Object.keys(bodyOf({ ...weekly, exdates: "30/02/2018", length: "lâu" }, t).errors).sort()).toEqual([
    "duration",
    "exdates",
    "rrule",
    "title",
    "zones",
  ]);
});
