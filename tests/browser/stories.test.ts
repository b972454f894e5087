// SPDX-License-Identifier: GPL-3.0-or-later
// An operator plans: by dragging until it is heard, by the keyboard alone, and beside somebody who plans at the same time.
import type { Locator, Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { violations } from "./axe";
import { ahead, calendarOf, dragOver, dragTo, nextWeek, plan, programme, stretchTo, titled, written } from "./calendar";
import { eyes, stage, ward } from "./stage";

let news: { id: number; title: string };
let tune: { id: number; title: string };
stage();
beforeAll(async () => {
  news = await ward.approved("speech", { title: "Tổng vệ sinh đường phố sáng Chủ nhật" });
  tune = await ward.approved("tune", { title: "Nhạc hiệu" });
});

test("an operator drags over the calendar to place a programme seconds ahead: it airs, and is seen on air", async () => {
  const page = await eyes.as("operator");
  const today = ahead(0);
  await calendarOf(page, today);
  const hour = Number(today.slice(11, 13));
  const free = `${String(hour < 20 ? hour + 3 : hour - 3).padStart(2, "0")}:15:00`; // of the same day at any hour
  await dragOver(page, free, 3);
  const form = page.getByRole("dialog", { name: "Chương trình mới" });
  await expect.poll(() => form.getByRole("textbox", { name: "Ngày" }).inputValue()).toBe(written(today));
  await expect.poll(() => form.getByRole("textbox", { name: "Giờ bắt đầu" }).inputValue()).toBe(free.slice(0, 5));
  await expect.poll(() => form.getByRole("textbox", { name: "Thời lượng" }).inputValue()).toBe("45:00");
  await form.getByRole("textbox", { name: "Tên chương trình" }).fill("Tin khẩn phòng chống bão");
  await form.getByRole("checkbox", { name: "Khu phố 4" }).check();
  await form.getByRole("button", { name: `Thêm ${news.title}` }).click();
  await form.getByRole("textbox", { name: "Thời lượng" }).fill("0:12");
  await form.getByText(/Tổng 0:\d\d trên khung 0:12\./).waitFor();
  expect(await violations(page)).toEqual([]);
  // The calendar goes by quarters of an hour; the form says it to the second.
  const start = ahead(8);
  await form.getByRole("textbox", { name: "Ngày" }).fill(written(start));
  await form.getByRole("textbox", { name: "Giờ bắt đầu" }).fill(start.slice(11));
  await form.getByRole("button", { name: "Lưu" }).click();
  await page.getByText(/Đã lưu “Tin khẩn phòng chống bão”: một lần/).waitFor();
  await page.getByRole("textbox", { name: "Xem ngày" }).fill(written(start)); // another day, when it is midnight
  await page.locator(".fc-event", { hasText: "Tin khẩn phòng chống bão" }).waitFor();
  await page.getByRole("link", { name: "Đang phát" }).click();
  const zone = page.getByRole("article", { name: "Khu phố 4" });
  await zone.getByText("Tin khẩn phòng chống bão").waitFor({ timeout: 20_000 });
  await zone.getByText(news.title).waitFor();
  await zone.getByText("Đang phát", { exact: true }).waitFor();
});

/** Goes on with the Tab key until it is there. */
async function tabTo(page: Page, wanted: Locator) {
  const place = await wanted.first().elementHandle();
  for (let steps = 0; steps < 80; ++steps) {
    if (await page.evaluate((element) => element === document.activeElement, place)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the Tab key does not lead to ${wanted}`);
}
const focused = (wanted: Locator) => wanted.evaluate((element) => element === document.activeElement);

test("an operator makes a programme with the keyboard alone, from the door to the calendar", async () => {
  const page = await eyes.window();
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    for (const kind of ["mousedown", "mousemove", "pointerdown", "touchstart", "click"])
      addEventListener(kind, (event) => (event as UIEvent).detail > 0 && seen.push(kind), true);
  });
  await page.goto("/");
  const [name, password] = ward.logins.operator;
  await tabTo(page, page.getByLabel("Tên đăng nhập"));
  await page.keyboard.type(name);
  await tabTo(page, page.getByLabel("Mật khẩu", { exact: true }));
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("link", { name: "Lịch phát sóng" }));
  await page.keyboard.press("Enter");
  const add = page.getByRole("button", { name: "Thêm chương trình" });
  await tabTo(page, add);
  await page.keyboard.press("Enter");

  const form = page.getByRole("dialog", { name: "Chương trình mới" });
  await form.waitFor();
  await expect.poll(() => focused(form.getByRole("textbox", { name: "Tên chương trình" }))).toBe(true);
  await tabTo(page, form.getByRole("checkbox", { name: "Khu phố 2" }));
  await page.keyboard.press("Space");
  await tabTo(page, form.getByRole("textbox", { name: "Ngày" }));
  await page.keyboard.press("Control+a");
  await page.keyboard.type(written(nextWeek(2)));
  await tabTo(page, form.getByRole("textbox", { name: "Giờ bắt đầu" }));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("9h15");
  await tabTo(page, form.getByRole("textbox", { name: "Thời lượng" }));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1");
  // Enter in the search looks for items; it does not hand in the form around it.
  const search = form.getByRole("searchbox", { name: "Tìm tin, bài đã duyệt" });
  for (const [words, item] of [
    ["tong ve sinh", news],
    ["nhac hieu", tune],
  ] as const) {
    await tabTo(page, search);
    await page.keyboard.press("Control+a");
    await page.keyboard.type(words);
    await page.keyboard.press("Enter");
    await expect.poll(() => form.getByRole("button", { name: /^Thêm / }).count()).toBe(1);
    await expect.poll(() => focused(search)).toBe(true);
    await tabTo(page, form.getByRole("button", { name: `Thêm ${item.title}` }));
    await page.keyboard.press("Enter");
    await form.getByRole("list", { name: "Danh sách tin, bài" }).getByText(item.title).waitFor();
  }
  expect(await violations(page)).toEqual([]);
  // What is missing is gone to.
  const title = form.getByRole("textbox", { name: "Tên chương trình" });
  await tabTo(page, form.getByRole("button", { name: "Lưu" }));
  await page.keyboard.press("Enter");
  await expect.poll(() => focused(title)).toBe(true);
  await page.keyboard.type("Bản tin bàn phím");
  await page.keyboard.press("Enter");
  await page.getByText(/Đã lưu “Bản tin bàn phím”: một lần/).waitFor();
  await expect.poll(() => focused(add)).toBe(true);

  await page.keyboard.press("Shift+Tab");
  await tabTo(page, page.getByRole("button", { name: "Khoảng sau" }));
  await page.keyboard.press("Enter");
  const edition = page.locator(".fc-event", { hasText: "Bản tin bàn phím" });
  await tabTo(page, edition);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Buổi phát" }).getByText(news.title).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await expect.poll(() => focused(edition)).toBe(true);
  // What somebody else plans meanwhile is drawn, and takes the focus from nobody.
  await plan("Chương trình khác", "zone-3", `${nextWeek(2)}T09:15:00`);
  await page.locator(".fc-event", { hasText: "Chương trình khác" }).waitFor();
  await expect.poll(() => focused(edition)).toBe(true);
  // It is moved, and the focus goes with it.
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("dialog", { name: "Buổi phát" }).getByRole("textbox", { name: "Giờ" }));
  await page.keyboard.press("Control+a");
  await page.keyboard.type("10:45");
  await page.keyboard.press("Enter");
  await page.getByText(/Đã chuyển “Bản tin bàn phím” sang 10:45/).waitFor();
  await expect.poll(() => focused(page.locator(".fc-event", { hasText: /10:45\s+Bản tin bàn phím/ }))).toBe(true);
  const [made] = await titled("Bản tin bàn phím");
  expect(made).toMatchObject({ start: `${nextWeek(2)}T10:45:00`, duration: 60, items: [news.id, tune.id] });
  expect(await page.evaluate(() => (window as unknown as { seen: string[] }).seen)).toEqual([]);
});

test("every edition of a series is moved and lengthened by dragging, and undo puts the series back", async () => {
  const series = await plan("Bản tin cả tuần", "zone-1", `${nextWeek(0)}T13:00:00`, { rrule: "FREQ=DAILY" });
  const page = await eyes.as("operator");
  await calendarOf(page, nextWeek(3));
  await dragTo(page, "Bản tin cả tuần", "15:00:00");
  await page.mouse.up();
  await page.getByRole("button", { name: "Mọi buổi" }).click();
  await page.getByText(/Đã chuyển “Bản tin cả tuần” sang 15:00/).waitFor();
  await expect
    .poll(() => titled("Bản tin cả tuần"))
    .toMatchObject([{ id: series.id, start: `${nextWeek(0)}T15:00:00` }]);
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await page.getByText("Đã hoàn tác.").waitFor();
  expect((await programme(series.id)).start).toBe(`${nextWeek(0)}T13:00:00`);
  await page.locator(".fc-event", { hasText: /13:00\s+Bản tin cả tuần/ }).waitFor();

  await stretchTo(page, "Bản tin cả tuần", "15:30:00");
  const asked = page.getByRole("dialog", { name: "Đổi thời lượng “Bản tin cả tuần”" });
  await asked.getByText("1:00:00 → 2:30:00").waitFor();
  await asked.getByRole("button", { name: "Mọi buổi" }).click();
  await page.getByText("Đã đổi thời lượng “Bản tin cả tuần” thành 2:30:00.").waitFor();
  await expect.poll(() => programme(series.id)).toMatchObject({ start: `${nextWeek(0)}T13:00:00`, duration: 9000 });
  await page.getByRole("button", { name: "Hoàn tác" }).click();
  await page.getByText("Đã hoàn tác.").waitFor();
  expect((await programme(series.id)).duration).toBe(3600);
});

test("a rundown is put in order by dragging and with the keyboard, whose focus stays with the item", async () => {
  const { id } = await plan("Chuyên mục thứ tự", "zone-3", `${nextWeek(4)}T10:00:00`, {
    items: [news.id, tune.id, news.id],
  });
  const page = await eyes.as("operator");
  await calendarOf(page, nextWeek(4));
  await page.locator(".fc-event", { hasText: "Chuyên mục thứ tự" }).click();
  await page.getByRole("button", { name: "Sửa danh sách tin, bài" }).click();
  const editor = page.getByRole("dialog", { name: /Danh sách tin, bài/ });
  const rows = editor.getByRole("list", { name: "Danh sách tin, bài" }).getByRole("listitem");
  const order = async () => (await rows.allInnerTexts()).map((text) => (text.includes(tune.title) ? "tune" : "news"));
  await rows.nth(1).getByText(tune.title).dragTo(rows.nth(2));
  await expect.poll(order).toEqual(["news", "news", "tune"]);
  const up = editor.getByRole("button", { name: "Đưa “Nhạc hiệu” lên" });
  await up.focus();
  for (const wanted of [
    ["news", "tune", "news"],
    ["tune", "news", "news"],
    ["tune", "news", "news"], // it is the first already
  ]) {
    await page.keyboard.press("Enter");
    await expect.poll(order).toEqual(wanted);
    await expect.poll(() => focused(up)).toBe(true);
  }
  const down = editor.getByRole("button", { name: "Đưa “Nhạc hiệu” xuống" });
  await tabTo(page, down);
  await page.keyboard.press("Enter");
  await expect.poll(order).toEqual(["news", "tune", "news"]);
  await expect.poll(() => focused(down)).toBe(true);
  // What is taken out leaves the focus to what comes in its place.
  await editor.getByRole("button", { name: "Bỏ “Nhạc hiệu”" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(order).toEqual(["news", "news"]);
  await expect.poll(() => focused(rows.nth(1).getByRole("button", { name: /^Bỏ/ }))).toBe(true);
  expect(await violations(page)).toEqual([]);
  await editor.getByRole("button", { name: `Thêm ${tune.title}` }).click();
  await rows.nth(2).getByText(tune.title).dragTo(rows.nth(0));
  await editor.getByRole("button", { name: "Lưu" }).click();
  await page.getByText("Đã lưu danh sách tin, bài của “Chuyên mục thứ tự”.").waitFor();
  const { editions } = await ward.ask<{ editions: { programme_id: number; items: number[] }[] }>(
    "board",
    "GET",
    `/timetable?from=${nextWeek(4)}&to=${nextWeek(4)}`,
  );
  expect(editions.find((one) => one.programme_id === id)?.items).toEqual([tune.id, news.id, news.id]);
});

test("of two who change one programme the second is told what the first changed, and loses nothing typed", async () => {
  const { id } = await plan("Câu chuyện truyền thanh", "zone-2", `${nextWeek(5)}T10:00:00`);
  const page = await eyes.as("operator");
  await calendarOf(page, nextWeek(5));
  await page.locator(".fc-event", { hasText: "Câu chuyện truyền thanh" }).click();
  await page.getByRole("button", { name: "Sửa chương trình" }).click();
  const form = page.getByRole("dialog", { name: "Sửa mọi buổi" });
  await form.getByRole("textbox", { name: "Tên chương trình" }).fill("Câu chuyện của phường");
  await form.getByRole("textbox", { name: "Giờ bắt đầu" }).fill("10:30");
  await ward.ask("admin", "PATCH", `/programmes/${id}`, { duration: 1800, start: `${nextWeek(5)}T11:00:00` });
  await form.getByRole("button", { name: "Lưu" }).click();
  const told = form.getByRole("alert");
  await told.getByText(/vừa sửa chương trình này/).waitFor();
  await told.getByText(`Giờ bắt đầu: 10:00 ${written(nextWeek(5))} → 11:00 ${written(nextWeek(5))}`).waitFor();
  await told.getByText("Thời lượng: 1:00:00 → 30:00").waitFor();
  expect(await violations(page)).toEqual([]);
  // What was typed stays; what was not touched is as the other has it now.
  await expect
    .poll(() => form.getByRole("textbox", { name: "Tên chương trình" }).inputValue())
    .toBe("Câu chuyện của phường");
  await expect.poll(() => form.getByRole("textbox", { name: "Giờ bắt đầu" }).inputValue()).toBe("10:30");
  await expect.poll(() => form.getByRole("textbox", { name: "Thời lượng" }).inputValue()).toBe("30:00");
  await expect
    .poll(() => programme(id))
    .toMatchObject({ title: "Câu chuyện truyền thanh", start: `${nextWeek(5)}T11:00:00` });
  await form.getByRole("button", { name: "Lưu" }).click();
  await page.getByText(/Đã lưu “Câu chuyện của phường”/).waitFor();
  await expect
    .poll(() => programme(id))
    .toMatchObject({
      title: "Câu chuyện của phường",
      start: `${nextWeek(5)}T10:30:00`,
      duration: 1800,
    });
});

test("of two who change one rundown the second is told so, and loses nothing typed", async () => {
  const { id } = await plan("Chuyên mục hai người", "zone-4", `${nextWeek(6)}T10:00:00`, { items: [news.id] });
  const page = await eyes.as("operator");
  await calendarOf(page, nextWeek(6));
  await page.locator(".fc-event", { hasText: "Chuyên mục hai người" }).click();
  await page.getByRole("button", { name: "Sửa danh sách tin, bài" }).click();
  const editor = page.getByRole("dialog", { name: /Danh sách tin, bài/ });
  const rows = editor.getByRole("list", { name: "Danh sách tin, bài" }).getByRole("listitem");
  await editor.getByRole("button", { name: `Thêm ${news.title}` }).click();
  const edition = `${id}-${nextWeek(6).replaceAll("-", "")}T100000`;
  await ward.ask("admin", "PUT", `/editions/${edition}`, { items: [tune.id] });
  const told = editor.getByRole("alert");
  await told.getByText(/vừa sửa danh sách này/).waitFor();
  await told.getByText(tune.title).waitFor();
  await expect.poll(() => rows.count()).toBe(2);
  expect(await violations(page)).toEqual([]);
  await expect.poll(() => editor.getByRole("button", { name: "Lưu" }).isDisabled()).toBe(true);
  await told.getByRole("button", { name: "Giữ danh sách của tôi" }).click();
  await editor.getByRole("button", { name: "Lưu" }).click();
  await page.getByText("Đã lưu danh sách tin, bài của “Chuyên mục hai người”.").waitFor();
  const { editions } = await ward.ask<{ editions: { id: string; items: number[] }[] }>(
    "board",
    "GET",
    `/timetable?from=${nextWeek(6)}&to=${nextWeek(6)}`,
  );
  expect(editions.find((one) => one.id === edition)?.items).toEqual([news.id, news.id]);
  expect(eyes.complaints.filter((one) => !/status of 412/.test(one))).toEqual([]);
});
