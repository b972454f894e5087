// SPDX-License-Identifier: GPL-3.0-or-later
import i18n from "i18next";
import { expect, test } from "vitest";
import { type Problem, Refused } from "../../api/client";
import { saidOf, sayRefusal } from "./said";
import { stateOf } from "./states";
import type { Edition } from "./verdict";
import type { T } from "./words";
import "./words";

const t = i18n.getFixedT("vi", "schedule") as unknown as T;
const zones = [{ id: "z1", name: "Khu phố 1", amplifier: "a1", allowed_hours: ["05:30-21:30"] }];
const edition: Edition = {
  id: "7-20180313T170000",
  programme_id: 7,
  title: "Bản tin chiều",
  start: "2018-03-13T17:00:00+07:00",
  duration: 1800,
  zones: ["z1"],
  items: [4],
  clashes: [],
  refusals: [],
  warnings: [],
};
const refused = (status: number, more: Partial<Problem>) =>
  new Refused(status, { type: "about:blank", title: "", status, detail: "In English.", ...more }, undefined);

test("a clash that the station refuses is told by title, time and zone", () => {
  const about = { edition: "7-20180313T170000", title: "Bản tin 'chiều'", zones: ["z1"] };
  expect(sayRefusal(refused(409, { reason: "overlap", about }), zones, t)).toBe(
    "Đài không nhận: Trùng lịch với “Bản tin 'chiều'” (17:00 13/03) ở Khu phố 1.",
  );
});

test("the hours guard is told by the zone and its hours, a zone that is gone by its name", () => {
  const errors = [
    { field: "start", detail: "In English.", reason: "hours_guard" as const },
    { field: "start", detail: "In English.", reason: "not_a_zone" as const },
  ];
  expect(sayRefusal(refused(422, { errors, about: { zones: ["z1", "z9"] } }), zones, t)).toBe(
    "Đài không nhận: Chốt giờ phát: Khu phố 1 chỉ được phát 05:30–21:30. Đài không còn khu vực “z9”.",
  );
});

test("what has no words of its own is told in the station's, with the field", () => {
  expect(sayRefusal(refused(422, { errors: [{ field: "title", detail: "Shorten it." }] }), zones, t)).toBe(
    "Đài không nhận: Tên chương trình: Shorten it.",
  );
  expect(sayRefusal(refused(409, { reason: "frozen" }), zones, t)).toBeUndefined();
  expect(sayRefusal(refused(403, {}), zones, t)).toBeUndefined();
});

test("the state and the words of an edition", () => {
  const at = "2018-03-13T12:00:00";
  const warning = { reason: "underfull" as const, detail: "", items: [], seconds: 135 };
  expect(stateOf(edition, at)).toBe("good");
  expect(stateOf({ ...edition, warnings: [warning] }, at)).toBe("underfull");
  expect(stateOf({ ...edition, warnings: [warning], cancelled: true }, at)).toBe("cancelled");
  expect(stateOf(edition, "2018-03-13T17:30:00")).toBe("over");
  expect(saidOf({ ...edition, warnings: [warning] }, zones, t, () => undefined)).toEqual([
    "Tin, bài hết sớm 2:15 trước khi hết khung giờ.",
  ]);
  const unapproved = { reason: "unapproved" as const, detail: "", items: [4, 5], seconds: null };
  expect(saidOf({ ...edition, warnings: [unapproved] }, zones, t, (id) => (id === 4 ? "Tin A" : undefined))).toEqual([
    "Chưa được duyệt: Tin A, tin, bài số 5.",
  ]);
});
