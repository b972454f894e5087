// SPDX-License-Identifier: GPL-3.0-or-later
import i18n from "i18next";
import { expect, test } from "vitest";
import { inWords } from "./recurrenceWords";
import type { TRecurrence } from "./words";
import "./words";

const vi = i18n.getFixedT("vi", "recurrence") as unknown as TRecurrence;
const en = i18n.getFixedT("en", "recurrence") as unknown as TRecurrence;
const WORKING = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
const start = "2018-01-01T17:00:00";
const calendar = {
  name: "vietnam",
  days_off: [
    "2018-01-01",
    "2018-02-14",
    "2018-02-15",
    "2018-02-16",
    "2018-02-17",
    "2018-02-18",
    "2018-02-19",
    "2018-02-20",
  ],
  extra_working_days: [],
  note: "",
};

test("a series is told by its days, its time and what is left out", () => {
  const tet = ["2018-02-14", "2018-02-15", "2018-02-16", "2018-02-19", "2018-02-20"];
  expect(inWords({ start, rrule: WORKING, exdates: tet }, vi)).toBe("mỗi ngày làm việc, 17:00, trừ Tết 2018");
  expect(inWords({ start, rrule: WORKING, exdates: tet }, en)).toBe(
    "every working day, 17:00, except Tết 2018 (lunar new year)",
  );
  expect(inWords({ start, rrule: "FREQ=DAILY" }, vi)).toBe("mỗi ngày, 17:00");
  expect(inWords({ start, rrule: "FREQ=WEEKLY;BYDAY=SA,MO,TH" }, vi)).toBe(
    "Thứ Hai, Thứ Năm và Thứ Bảy hằng tuần, 17:00",
  );
  expect(inWords({ start, rrule: "FREQ=WEEKLY;BYDAY=SU;UNTIL=20180630" }, en)).toBe(
    "Sunday every week, 17:00, until 30/06/2018",
  );
  expect(inWords({ start, rrule: "FREQ=MONTHLY;BYMONTHDAY=13" }, vi)).toBe("ngày 13 hằng tháng, 17:00");
  expect(inWords({ start, rrule: "FREQ=MONTHLY;BYMONTHDAY=-1" }, vi)).toBe("ngày cuối tháng, 17:00");
  expect(inWords({ start, rrule: null }, vi)).toBe("một lần, Thứ Hai 01/01/2018, 17:00");
});

test("a holiday calendar is named by its days when the series has an end, else by its name", () => {
  const quarter = { start, rrule: `${WORKING};UNTIL=20180331`, holiday_calendar: "vietnam" };
  expect(inWords(quarter, vi, [calendar])).toBe(
    "mỗi ngày làm việc, 17:00, đến hết 31/03/2018, trừ 01/01/2018 và Tết 2018",
  );
  expect(inWords({ ...quarter, rrule: WORKING }, vi, [calendar])).toBe(
    "mỗi ngày làm việc, 17:00, trừ ngày nghỉ theo lịch “vietnam”",
  );
});

test("single days and runs of days that are left out", () => {
  const exdates = ["2018-04-30", "2018-05-01", "2018-09-03"];
  expect(inWords({ start, rrule: "FREQ=DAILY", exdates }, vi)).toBe(
    "mỗi ngày, 17:00, trừ 30/04–01/05/2018 và 03/09/2018",
  );
  const many = ["2018-03-01", "2018-03-03", "2018-03-05", "2018-03-07", "2018-03-09", "2018-03-11"];
  expect(inWords({ start, rrule: "FREQ=DAILY", exdates: many }, vi)).toContain("07/03/2018 và 2 ngày khác");
});

test("rules of others' making", () => {
  expect(inWords({ start, rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO" }, vi)).toBe("2 tuần một lần vào Thứ Hai, 17:00");
  expect(inWords({ start, rrule: "FREQ=DAILY;COUNT=10" }, vi)).toBe("mỗi ngày, 17:00, 10 buổi");
  expect(inWords({ start, rrule: "FREQ=MONTHLY;BYDAY=-1FR" }, vi)).toBe("Thứ Sáu cuối cùng hằng tháng, 17:00");
  expect(inWords({ start, rrule: "FREQ=YEARLY;BYMONTH=9" }, vi)).toBe("theo quy tắc FREQ=YEARLY;BYMONTH=9, 17:00");
});
