// SPDX-License-Identifier: GPL-3.0-or-later
import i18n from "i18next";
import { expect, test } from "vitest";
import { type Problem, Refused } from "../api/client";
import type { useCommon } from "../i18n/common";
import "../i18n/common";
import { fieldsOf, sayProblem } from "./problem";

const t = i18n.getFixedT("vi", "common") as unknown as ReturnType<typeof useCommon>;
const refused = (status: number, more: Partial<Problem>, retryAfter?: number) =>
  new Refused(status, { type: "about:blank", title: "", status, detail: "In English.", ...more }, retryAfter);

test("a reason is told in the page's language, with what it is about", () => {
  expect(sayProblem(refused(409, { reason: "calendar_in_use", about: { title: "Bản tin" } }), t)).toMatch(
    /^Không thực hiện được: Lịch nghỉ này đang được chương trình “Bản tin” dùng/,
  );
  expect(sayProblem(refused(429, { reason: "attempts_throttled" }, 12), t)).toContain("đợi 12 giây");
  expect(sayProblem(refused(403, { reason: "own_item" }), t)).toContain("phải do người khác duyệt");
});

test("without a reason, or with one that this page does not know, the station's sentence is told", () => {
  expect(sayProblem(refused(409, {}), t)).toBe("Không thực hiện được: In English.");
  expect(sayProblem(refused(409, { reason: "of_tomorrow" as "overlap" }), t)).toBe("Không thực hiện được: In English.");
  expect(sayProblem(refused(403, {}), t)).toBe(t("not_yours"));
  expect(sayProblem(refused(412, {}), t)).toBe(t("changed_meanwhile"));
});

test("each field is told for itself", () => {
  const error = refused(422, {
    errors: [
      { field: "audio", detail: "None.", reason: "recording_missing" },
      { field: "title", detail: "Too long." },
    ],
  });
  expect(fieldsOf(error)).toEqual({ audio: "Chưa có bản ghi âm.", title: "Too long." });
  expect(sayProblem(error, t)).toBe("Không thực hiện được: Chưa có bản ghi âm. Too long.");
});
