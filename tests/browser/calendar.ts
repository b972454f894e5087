// SPDX-License-Identifier: GPL-3.0-or-later
import type { Page } from "playwright-core";
import { eyes, ward } from "./stage";

export interface Programme {
  id: number;
  title: string;
  start: string;
  duration: number;
  rrule: string | null;
  exdates: string[];
  items: number[];
}

/** The station's clock, so many seconds ahead: "2026-11-22T17:00:05". */
export const ahead = (seconds: number) =>
  new Date(Date.now() + 7 * 3_600_000 + seconds * 1000).toISOString().slice(0, 19);
/** A day of the week after this one; 0 is Monday. */
export function nextWeek(day: number): string {
  const today = new Date(`${ahead(0).slice(0, 10)}T00:00:00Z`);
  return new Date(today.getTime() + (7 - ((today.getUTCDay() + 6) % 7) + day) * 86_400_000).toISOString().slice(0, 10);
}
/** As people write a date: "22/11/2026". */
export const written = (time: string) => time.slice(0, 10).split("-").reverse().join("/");

export const plan = (title: string, zone: string, start: string, more: object = {}) =>
  ward.ask<Programme>("operator", "POST", "/programmes", { title, zones: [zone], start, duration: 3600, ...more });
export const programme = (id: number) => ward.ask<Programme>("board", "GET", `/programmes/${id}`);
export const titled = async (title: string) =>
  (await ward.ask<{ programmes: Programme[] }>("board", "GET", "/programmes")).programmes.filter(
    (one) => one.title === title,
  );

export async function calendarOfNextWeek(role: "operator" | "board"): Promise<Page> {
  const page = await eyes.as(role);
  await page.getByRole("link", { name: "Lịch phát sóng" }).click();
  await page.getByRole("button", { name: "Khoảng sau" }).click();
  return page;
}

/** One day of the calendar. */
export async function calendarOf(page: Page, day: string) {
  await page.goto("/#/schedule");
  await page.getByText("Ngày", { exact: true }).click();
  await page.getByRole("textbox", { name: "Xem ngày" }).fill(written(day));
}

const lane = (page: Page, time: string) => page.locator(`.fc-timegrid-slot-lane[data-time="${time}"]`);

/** Takes an edition by its upper edge to another hour of its day, at most three away; the mouse stays down. */
export async function dragTo(page: Page, title: string, time: string) {
  const edition = page.locator(".fc-event", { hasText: title });
  await edition.evaluate((element) => element.scrollIntoView({ block: "center" }));
  const from = await edition.boundingBox();
  const to = await lane(page, time).boundingBox();
  if (!from || !to) throw new Error("the edition or the hour is not in the calendar");
  await page.mouse.move(from.x + from.width / 2, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, from.y + 25, { steps: 3 });
  await page.mouse.move(from.x + from.width / 2, to.y + 5, { steps: 12 });
}

/** Pulls an edition's lower edge down to an hour, at most three away from its start. */
export async function stretchTo(page: Page, title: string, time: string) {
  const edition = page.locator(".fc-event", { hasText: title });
  await edition.evaluate((element) => element.scrollIntoView({ block: "center" }));
  await edition.hover();
  const from = await edition.locator(".fc-event-resizer-end").boundingBox();
  const to = await lane(page, time).boundingBox();
  if (!from || !to) throw new Error("the edition or the hour is not in the calendar");
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(from.x + from.width / 2, from.y + 12, { steps: 3 });
  await page.mouse.move(from.x + from.width / 2, to.y - 5, { steps: 12 });
  await page.mouse.up();
}

/** Drags over the free hours of the one day that is shown: from `time` on, so many quarters of an hour. */
export async function dragOver(page: Page, time: string, quarters: number) {
  await lane(page, time).evaluate((element) => element.scrollIntoView({ block: "center" }));
  const from = await lane(page, time).boundingBox();
  if (!from) throw new Error("the hour is not in the calendar");
  const x = from.x + from.width / 2;
  await page.mouse.move(x, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(x, from.y + from.height * (quarters - 0.5), { steps: 6 });
  await page.mouse.up();
}
