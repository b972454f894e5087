// SPDX-License-Identifier: GPL-3.0-or-later
import { beforeAll, expect, test } from "vitest";
import { violations } from "./axe";
import { ahead, calendarOf, calendarOfNextWeek, dragTo, nextWeek, plan, programme, titled, written } from "./calendar";
import { eyes, stage, ward } from "./stage";
import { PHONE } from "./ward";

let news: { id: number; title: string };
stage("--hours=zone-6=05:30-21:30");
beforeAll(async () => {
  news = await ward.approved("speech", { title: "Tổng vệ sinh đường phố sáng Chủ nhật" });
});

test("an edition that is dragged to another hour is moved there, and undo puts it back", async () => {
  const { id } = await plan("Bản tin sáng", "zone-1", `${nextWeek(2)}T09:00:00`);
  const page = await calendarOfNextWeek("operator");
  await dragTo(page, "Bản tin sáng", "11:00:00");
  await page.mouse.up();
  await page.getByText(/Đã chuyển “Bản tin sáng” sang 11:00/).waitFor();
  expect((await programme(id)).start).toBe(`${nextWeek(2)}T11:00:00`);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await page.getByText("Đã hoàn tác.").waitFor();
  expect((await programme(id)).start).toBe(`${nextWeek(2)}T09:00:00`);
});

test("one edition of a series is moved alone or with those that follow, and undo mends the series", async () => {
  const series = await plan("Bản tin hằng ngày", "zone-2", `${nextWeek(0)}T13:00:00`, { rrule: "FREQ=DAILY" });
  const page = await eyes.as("operator");
  await calendarOf(page, nextWeek(3));
  await dragTo(page, "Bản tin hằng ngày", "15:00:00");
  await page.mouse.up();
  await page.getByRole("button", { name: "Chỉ buổi này" }).click();
  await page.getByText(/Đã chuyển “Bản tin hằng ngày” sang 15:00/).waitFor();
  expect((await programme(series.id)).exdates).toEqual([nextWeek(3)]);
  expect((await titled("Bản tin hằng ngày")).map((one) => one.start).sort()).toEqual([
    `${nextWeek(0)}T13:00:00`,
    `${nextWeek(3)}T15:00:00`,
  ]);
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await page.getByText("Đã hoàn tác.").waitFor();
  expect((await programme(series.id)).exdates).toEqual([]);
  await expect.poll(() => titled("Bản tin hằng ngày")).toHaveLength(1);
  await page.locator(".fc-event", { hasText: /13:00\s+Bản tin hằng ngày/ }).waitFor();

  await dragTo(page, "Bản tin hằng ngày", "16:00:00");
  await page.mouse.up();
  await page.getByRole("button", { name: "Buổi này và các buổi sau" }).click();
  await page.getByText(/Đã chuyển “Bản tin hằng ngày” sang 16:00/).waitFor();
  const parts = await titled("Bản tin hằng ngày");
  expect(parts.map((one) => one.start).sort()).toEqual([`${nextWeek(0)}T13:00:00`, `${nextWeek(3)}T16:00:00`]);
});

test("the hours guard and a clash are told while dragging, and the edition stays where it was", async () => {
  const late = await plan("Ca nhạc tối", "zone-6", `${nextWeek(4)}T19:00:00`);
  await plan("Thời sự tối", "zone-6", `${nextWeek(4)}T17:00:00`);
  const page = await calendarOfNextWeek("operator");
  await dragTo(page, "Ca nhạc tối", "22:00:00");
  await page.getByRole("alert").getByText("Chốt giờ phát: Khu phố 6 – Bến đò Sen chỉ được phát 05:30–21:30.").waitFor();
  await page.mouse.up();
  await page.getByRole("alert").waitFor({ state: "hidden" });
  await dragTo(page, "Ca nhạc tối", "17:30:00");
  await page
    .getByRole("alert")
    .getByText(/Trùng lịch với “Thời sự tối” \(17:00–18:00\)/)
    .waitFor();
  await page.mouse.up();
  expect((await programme(late.id)).start).toBe(`${nextWeek(4)}T19:00:00`);
});

test("what the station refuses is told in words, and an edition is moved with the keyboard", async () => {
  const { id } = await plan("Thông báo tổ dân phố", "zone-6", `${nextWeek(5)}T08:00:00`);
  const page = await calendarOfNextWeek("operator");
  await page.locator(".fc-event", { hasText: "Thông báo tổ dân phố" }).focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Buổi phát" });
  await panel.getByText("một lần").waitFor();
  expect(await violations(page)).toEqual([]);
  await panel.getByRole("textbox", { name: "Giờ" }).fill("22:00");
  await page.keyboard.press("Enter");
  await page.getByText("Đài không nhận: Chốt giờ phát: Khu phố 6 – Bến đò Sen chỉ được phát 05:30–21:30.").waitFor();
  expect((await programme(id)).start).toBe(`${nextWeek(5)}T08:00:00`);
  await page.locator(".fc-event", { hasText: "Thông báo tổ dân phố" }).focus();
  await page.keyboard.press("Enter");
  await panel.getByRole("textbox", { name: "Giờ" }).fill("10:15");
  await page.keyboard.press("Enter");
  await page.getByText(/Đã chuyển “Thông báo tổ dân phố” sang 10:15/).waitFor();
  expect((await programme(id)).start).toBe(`${nextWeek(5)}T10:15:00`);
});

test("no line of an edition is cut through, however short it is", async () => {
  const lengths = [5, 15, 30, 45, 60, 120];
  for (const [index, minutes] of lengths.entries()) {
    const start = `${nextWeek(6)}T${String(7 + 2 * index).padStart(2, "0")}:00:00`;
    await plan("Truyền thanh phường Hoa Sen, chuyên mục Hỏi đáp pháp luật", "zone-4", start, {
      duration: minutes * 60,
    });
  }
  const page = await calendarOfNextWeek("board");
  const boxes = page.locator("[data-state]", { hasText: "Hỏi đáp pháp luật" });
  await expect.poll(() => boxes.count()).toBe(lengths.length);
  // Of each edition the lines that are seen whole, and those of which only a part is.
  const seen = await boxes.evaluateAll((editions) =>
    editions.map((edition) => {
      const outer = edition.getBoundingClientRect();
      const lines = { whole: 0, cut: 0 };
      for (const part of edition.children) {
        const inner = part.getBoundingClientRect();
        const text = document.createRange();
        text.selectNodeContents(part);
        const bottom = Math.min(inner.bottom, outer.bottom);
        if (inner.left >= outer.right) continue; // beside it
        for (const line of new Map(
          [...text.getClientRects()].map((rect) => [Math.round(rect.bottom), rect]),
        ).values()) {
          if (line.top >= bottom - 1) continue; // below it
          lines[line.bottom > bottom + 1 || inner.right > outer.right ? "cut" : "whole"]++;
        }
      }
      return lines;
    }),
  );
  for (const lines of seen) expect(lines).toEqual({ whole: expect.toSatisfy((count) => count > 0), cut: 0 });
});

test("a rundown is put together on a phone against its slot, and an edition is cancelled and brought back", async () => {
  const music = await ward.approved("tune", { title: "Nhạc hiệu" });
  await plan("Chuyên mục sức khỏe", "zone-3", `${ahead(86_400).slice(0, 10)}T17:00:00`, { duration: 600 });
  const page = await eyes.as("operator", PHONE);
  await page.goto("/#/schedule");
  const row = page.locator("[data-edition]", { hasText: "Chuyên mục sức khỏe" });
  await row.getByText("Chưa có tin, bài").waitFor();
  await row.click();
  await page.getByText("Danh sách tin, bài trống: buổi phát sẽ bị bỏ lỡ.").waitFor();
  await page.getByRole("button", { name: "Sửa danh sách tin, bài" }).click();
  const editor = page.getByRole("dialog", { name: /Danh sách tin, bài/ });
  await editor.getByRole("searchbox", { name: "Tìm tin, bài đã duyệt" }).fill("tong ve sinh");
  await editor.getByRole("button", { name: `Thêm ${news.title}` }).click();
  await editor.getByRole("searchbox", { name: "Tìm tin, bài đã duyệt" }).fill("nhac hieu");
  await editor.getByRole("button", { name: `Thêm ${music.title}` }).click();
  await editor.getByRole("button", { name: "Đưa “Nhạc hiệu” lên" }).click();
  await editor.getByText(/Còn thiếu 9:\d\d\./).waitFor();
  expect(await violations(page)).toEqual([]);
  await editor.getByRole("button", { name: "Lưu" }).click();
  await page.getByText("Đã lưu danh sách tin, bài của “Chuyên mục sức khỏe”.").waitFor();
  const day = ahead(86_400).slice(0, 10);
  const { editions } = await ward.ask<{ editions: { title: string; items: number[] }[] }>(
    "board",
    "GET",
    `/timetable?from=${day}&to=${day}`,
  );
  expect(editions.find((one) => one.title === "Chuyên mục sức khỏe")?.items).toEqual([music.id, news.id]);

  await row.getByText("Thiếu thời lượng").waitFor();
  await row.click();
  await page.getByRole("button", { name: "Hủy, xóa…" }).click();
  await page.getByRole("button", { name: "Hủy riêng buổi này (khôi phục được)" }).click();
  await row.getByText("Đã hủy").waitFor();
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await row.getByText("Thiếu thời lượng").waitFor();
});

test("the board sees the calendar, what will not air and the holidays, and nothing to change them with", async () => {
  await plan("Buổi phát trống", "zone-4", `${nextWeek(1)}T06:00:00`);
  const page = await calendarOfNextWeek("board");
  await page.locator(".fc-event", { hasText: "Buổi phát trống" }).click();
  const panel = page.getByRole("dialog", { name: "Buổi phát" });
  await panel.getByText("Danh sách tin, bài trống").first().waitFor();
  await expect.poll(() => panel.getByRole("button").count()).toBe(1); // the one that closes it
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "hidden" });
  expect(await page.getByRole("button", { name: "Thêm chương trình" }).count()).toBe(0);
  expect(await page.locator(".fc-event-draggable").count()).toBe(0);
  await page.getByRole("textbox", { name: "Xem ngày" }).fill(written(nextWeek(0)));
  for (const view of ["Tháng", "Danh sách"]) {
    await page.getByText(view, { exact: true }).click();
    await page.getByText("Buổi phát trống").first().waitFor();
    expect(await violations(page)).toEqual([]);
  }
  for (let edition = 0; edition < 5; edition++)
    await plan("Ngày kín lịch", "zone-3", `${nextWeek(5)}T${12 + 2 * edition}:00:00`);
  await page.getByText("Tháng", { exact: true }).click();
  // More than a day of the month can show: told so, and the whole day is one press away.
  const more = page.locator(`[data-date="${nextWeek(5)}"]`).getByRole("button", { name: /^thêm / });
  await more.waitFor();
  expect(await violations(page)).toEqual([]);
  await more.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: `Thứ Bảy ${written(nextWeek(5))}` }).waitFor();
  await page.getByRole("tab", { name: "Soát 7 ngày tới" }).click();
  await page.getByText(/buổi phát sẽ không phát như kế hoạch\./).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("tab", { name: "Lịch nghỉ" }).click();
  await page.getByRole("combobox", { name: "Năm" }).selectOption("2018");
  await page.getByText("Thứ Sáu 16/02/2018").waitFor();
  expect(await page.getByRole("button", { name: /Bỏ|Thêm|Tạo|Xóa/ }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
});

test("a day off is added to a holiday calendar, and undo takes it out again", async () => {
  const page = await eyes.as("operator");
  await page.goto("/#/schedule/holidays");
  await page.getByRole("textbox", { name: "Từ ngày" }).fill("07/11/2031");
  await page.getByRole("button", { name: "Thêm ngày nghỉ" }).click();
  await page.getByRole("button", { name: "Lưu lịch nghỉ" }).click();
  await page.getByText("Đã lưu lịch nghỉ “vietnam”.").waitFor();
  const off = async () =>
    (await ward.ask<{ days_off: string[] }>("board", "GET", "/holiday-calendars/vietnam")).days_off;
  await expect.poll(() => off()).toContain("2031-11-07");
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await page.getByText("Đã hoàn tác.").waitFor();
  await expect.poll(() => off()).not.toContain("2031-11-07");
  expect(eyes.complaints.filter((one) => !/status of (409|422)/.test(one))).toEqual([]);
});
