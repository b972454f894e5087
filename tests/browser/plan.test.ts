// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { violations } from "./axe";
import { eyes, stage, ward } from "./stage";
import { DESKTOP, PHONE } from "./ward";

stage();

const chunk = (kind: string, data: Buffer) => {
  const content = Buffer.concat([Buffer.from(kind), data]);
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  content.copy(out, 4);
  out.writeUInt32BE(crc32(content), data.length + 8);
  return out;
};

/** A map of a sort: streets on a pale ground, and a river. */
function picture(width: number, height: number) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8); // eight bits of red, green, blue
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const river = Math.abs(y - height * 0.8 - 20 * Math.sin(x / 70)) < 18;
      const street = x % 160 < 8 || y % 120 < 8;
      rows.set(river ? [150, 190, 220] : street ? [255, 255, 255] : [226, 222, 205], y * (width * 3 + 1) + 1 + x * 3);
    }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

const MAP = { name: "phuong.png", mimeType: "image/png", buffer: picture(800, 600) };

interface Plan {
  picture: { version: string; type: string } | null;
  loudspeakers: { id: string; x: number; y: number }[];
}
const plan = () => ward.ask<Plan>("board", "GET", "/plan");
const placeOf = async (id: string) => (await plan()).loudspeakers.find((one) => one.id === id);

async function openPlan(page: Page) {
  await page.evaluate(() => {
    location.hash = "/lines";
  });
  await page.getByText("Sơ đồ", { exact: true }).click();
}
const speaker = (page: Page, id: string) => page.locator(`[data-speaker=${id}]`);
const board = (page: Page) => page.locator("div:has(> img[alt='Hình của phường'])");
async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error("it is not to be seen");
  return box;
}
const middle = ({ x, y, width, height }: Awaited<ReturnType<typeof boxOf>>) => [x + width / 2, y + height / 2] as const;

/** With the mouse, to a spot of the picture. */
async function drag(page: Page, id: string, x: number, y: number) {
  const to = await boxOf(board(page));
  await page.mouse.move(...middle(await boxOf(speaker(page, id))));
  await page.mouse.down();
  await page.mouse.move(to.x + to.width * 0.5, to.y + to.height * 0.5, { steps: 4 });
  await page.mouse.move(to.x + to.width * x, to.y + to.height * y, { steps: 4 });
  await page.mouse.up();
}

const shots = process.env.SHOTS;
async function shoot(page: Page, name: string) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `plan-${name}.png`) });
}

test("a technician gives the ward a picture and drags loudspeakers on it; everybody sees them there", async () => {
  const technician = await eyes.as("technician");
  const watcher = await eyes.as("board");
  await openPlan(watcher);
  await watcher.getByRole("link", { name: /Đường Lê Lợi/ }).waitFor();
  const drawn = await watcher.getByRole("main").getByRole("link").count();

  await openPlan(technician);
  const wrong = { name: "phuong.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") };
  await technician.locator("input[type=file]").setInputFiles(wrong);
  await technician.getByText("Chỉ nhận ảnh JPEG, PNG hoặc WebP.").waitFor();
  await technician.locator("input[type=file]").setInputFiles(MAP);
  await technician.getByText("40 loa chưa được đặt lên hình.").waitFor();
  expect((await plan()).picture?.type).toBe("image/png");
  // Who looks at the same page follows, and has nothing to press.
  await watcher.getByText("40 loa chưa được đặt lên hình.").waitFor();
  expect(await watcher.getByRole("main").getByRole("button").count()).toBe(0);

  await technician.getByRole("button", { name: "Sắp xếp loa" }).click();
  await technician.getByRole("heading", { name: "Loa chưa đặt" }).waitFor();
  expect(await violations(technician)).toEqual([]);
  await drag(technician, "loa-01", 0.2, 0.3);
  await drag(technician, "loa-02", 0.6, 0.7);
  await expect.poll(() => placeOf("loa-01")).toMatchObject({ x: expect.closeTo(0.2, 2), y: expect.closeTo(0.3, 2) });
  await watcher.getByText("38 loa chưa được đặt lên hình.").waitFor();
  await expect.poll(() => watcher.getByRole("main").getByRole("link").count()).toBe(1);
  expect(drawn).toBe(8);
  await shoot(technician, "arrange-desktop");

  // Dragged elsewhere, and that undone; dragged back into the tray, and that undone.
  await drag(technician, "loa-02", 0.9, 0.1);
  await expect.poll(() => placeOf("loa-02")).toMatchObject({ x: expect.closeTo(0.9, 2) });
  await technician.getByRole("button", { name: "Hoàn tác" }).click();
  await expect.poll(() => placeOf("loa-02")).toMatchObject({ x: expect.closeTo(0.6, 2) });
  await technician.mouse.move(...middle(await boxOf(speaker(technician, "loa-02"))));
  await technician.mouse.down();
  await technician.mouse.move(...middle(await boxOf(speaker(technician, "loa-03"))), { steps: 4 });
  await technician.mouse.up();
  await expect.poll(() => placeOf("loa-02")).toBeUndefined();
  await technician.getByRole("button", { name: "Hoàn tác" }).click();
  await expect.poll(() => placeOf("loa-02")).toMatchObject({ y: expect.closeTo(0.7, 2) });

  await technician.getByRole("button", { name: "Xong" }).click();
  await technician.reload();
  await openPlan(technician);
  await technician.getByText("38 loa chưa được đặt lên hình.").waitFor();
  expect(await violations(technician)).toEqual([]);
  await shoot(technician, "seen-desktop");
  await technician.getByRole("button", { name: "Sắp xếp loa" }).click();
  const to = await boxOf(board(technician));
  const [x, y] = middle(await boxOf(speaker(technician, "loa-01")));
  expect((x - to.x) / to.width).toBeCloseTo(0.2, 2);
  expect((y - to.y) / to.height).toBeCloseTo(0.3, 2);

  expect(await violations(watcher)).toEqual([]);
  await watcher.getByRole("link", { name: /Đường Lê Lợi/ }).press("Enter");
  await watcher.getByRole("heading", { name: /Đường Lê Lợi/ }).waitFor();
  for (const page of [technician, watcher]) await page.context().close();
}, 120_000);

test("the keyboard does the same", async () => {
  const page = await eyes.as("technician");
  await openPlan(page);
  await page.getByRole("button", { name: "Sắp xếp loa" }).press("Enter");
  const one = speaker(page, "loa-10");
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.speaker);
  await one.press("Enter");
  await expect.poll(focused).toBe("loa-10");
  await expect.poll(() => one.getAttribute("aria-pressed")).toBe("true");
  for (const key of ["ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft"]) await page.keyboard.press(key);
  await page.getByRole("status").getByText("cách mép trái 51,8 %, cách mép trên 49,0 %").waitFor();
  expect(await violations(page)).toEqual([]);
  await expect.poll(() => placeOf("loa-10")).toBeUndefined();
  await shoot(page, "chosen-desktop");
  await page.keyboard.press("Enter");
  await expect.poll(() => placeOf("loa-10")).toMatchObject({ x: 0.518, y: 0.49 });
  expect(await focused()).toBe("loa-10");

  // Given up: it is where it was. Taken off: it is in the tray, and so is the focus.
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  await expect.poll(() => placeOf("loa-10")).toMatchObject({ x: 0.518, y: 0.49 });
  await page.keyboard.press("Enter");
  await page.keyboard.press("Delete");
  await expect.poll(() => placeOf("loa-10")).toBeUndefined();
  expect(await focused()).toBe("loa-10");
  await expect.poll(() => one.getAttribute("aria-pressed")).toBeNull();
  await page.context().close();
}, 60_000);

test("on a phone a finger drags from the tray, or two presses do", async () => {
  const page = await eyes.as("technician", PHONE);
  await openPlan(page);
  await page.getByRole("button", { name: "Sắp xếp loa" }).click();
  await speaker(page, "loa-03").scrollIntoViewIfNeeded();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  const finger = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0) =>
    finger.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  const [x, y] = middle(await boxOf(speaker(page, "loa-03")));
  await touch("touchStart", x, y);
  for (let step = 1; step <= 10; step++) await touch("touchMove", x, y + step * 20);
  await shoot(page, "drag-phone");
  const to = await boxOf(board(page));
  await touch("touchEnd");
  await expect
    .poll(() => placeOf("loa-03"))
    .toMatchObject({
      x: expect.closeTo((x - to.x) / to.width, 2),
      y: expect.closeTo((y + 200 - 40 - to.y) / to.height, 2),
    });

  await speaker(page, "loa-04").tap();
  await page.getByRole("button", { name: "Đặt", exact: true }).waitFor();
  const now = await boxOf(board(page));
  await page.touchscreen.tap(200, now.y + 300);
  await expect.poll(() => placeOf("loa-04")).toMatchObject({ x: expect.closeTo((200 - now.x) / now.width, 2) });
  // The click that follows a touch takes hold of nothing again.
  await expect.poll(() => speaker(page, "loa-04").getAttribute("aria-pressed")).toBe("false");
  await page.getByText(/^Kéo loa vào chỗ/).waitFor();
  await shoot(page, "arrange-phone");
  await page.getByRole("button", { name: "Xong" }).click();
  await shoot(page, "seen-phone");
  await page.context().close();
}, 60_000);

test("removing the picture is asked for twice, and the plan is drawn from coordinates again", async () => {
  const page = await eyes.as("admin", DESKTOP, "en");
  await page.evaluate(() => {
    location.hash = "/lines";
  });
  await page.getByText("Plan", { exact: true }).click();
  await page.getByRole("button", { name: "Remove the picture" }).click();
  const dialog = page.getByRole("dialog");
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Remove the picture" }).click();
  await page.getByRole("button", { name: "Upload a picture of the ward" }).waitFor();
  await expect.poll(() => page.getByRole("main").getByRole("link").count()).toBe(8);
  await shoot(page, "none-desktop");
  expect((await plan()).picture).toBeNull();
  expect((await plan()).loudspeakers.length).toBeGreaterThan(0);
  expect(eyes.complaints).toEqual([]);
}, 60_000);
