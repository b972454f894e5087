// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { violations } from "./axe";
import { EARLIER_LOG, goldenLog, importLog } from "./golden";
import { eyes, stage, ward } from "./stage";
import { PHONE } from "./ward";

interface Figures {
  programmes: number;
  on_air_seconds: number;
  items: number;
  item_airings: number;
  by_kind: { key: string; items: number }[];
}

stage();
beforeAll(async () => {
  expect(await importLog(ward, EARLIER_LOG)).toMatchObject({ new: 3, programmes: 2 });
  expect(await importLog(ward, goldenLog())).toMatchObject({ new: 244, programmes: 59 });
});

/** Of the links in a row of kinds: items and airings of three months come before those of the quarter. */
const WHOLE = 6;

const figure = (page: Page, name: string) =>
  page.locator("dt", { hasText: new RegExp(`^${name}$`) }).locator("xpath=following-sibling::dd");

/** From the menu to the quarter, as a person goes. */
async function openQuarter(page: Page) {
  await page.getByRole("link", { name: "Số liệu" }).click();
  await page.getByLabel("Năm").selectOption("2018");
  await page.getByLabel("Quý", { exact: true }).selectOption("1");
  await page.getByRole("heading", { name: "Kết quả chung, quý I/2018" }).waitFor();
}

test("the board opens the quarter and sees just what the API tells", async () => {
  const told = await ward.ask<Figures>("board", "GET", "/statistics?from=2018-01-01&to=2018-03-31");
  expect([told.programmes, told.on_air_seconds, told.items]).toEqual([59, 106_200, 244]);
  const page = await eyes.as("board");
  await openQuarter(page);
  const seen = async (name: string) => figure(page, name).getByRole("link").textContent();
  await expect.poll(() => seen("Chương trình")).toBe("59");
  await expect.poll(() => seen("Giờ phát")).toBe("29h30'");
  await expect.poll(() => seen("Tin, bài")).toBe("244");
  await expect.poll(() => seen("Lượt phát tin, bài")).toBe("244");
  await expect.poll(() => figure(page, "Chương trình").textContent()).toContain("kỳ trước 1");

  const months = page.getByRole("region", { name: "Biểu 1. Chương trình phát thanh" }).locator("table");
  expect(
    await months
      .locator("tbody tr")
      .allInnerTexts()
      .then((rows) => rows.map((row) => row.split(/\s+/).slice(0, 6))),
  ).toEqual([
    ["01/2018", "22", "22", "0", "0", "11h00'"],
    ["02/2018", "15", "15", "0", "0", "7h30'"],
    ["03/2018", "22", "22", "0", "0", "11h00'"],
  ]);
  const kinds = page.getByRole("region", { name: "Biểu 2. Tin, bài theo thể loại" });
  for (const { key, items } of told.by_kind)
    await expect
      .poll(() => kinds.getByRole("row", { name: key }).getByRole("link").nth(WHOLE).textContent())
      .toBe(String(items));
  // What there was before and is not now is a row of its own.
  await expect.poll(() => kinds.getByRole("row", { name: "Phóng sự" }).count()).toBe(1);
  await expect.poll(() => page.getByRole("img", { name: /Biểu đồ/ }).count()).toBe(5);
  expect(await violations(page), "figures").toEqual([]);
  expect(eyes.complaints).toEqual([]);
});

test("a number opens the list behind it, and leads back", async () => {
  const page = await eyes.as("board");
  await openQuarter(page);
  await figure(page, "Chương trình").getByRole("link").click();
  await page.getByRole("heading", { name: "Chương trình đã phát, quý I/2018" }).waitFor();
  await page.getByText("59 dòng, cộng 29h30'. Đúng bằng số trong báo cáo: 59.").waitFor();
  await expect.poll(() => page.locator("tbody tr").count()).toBe(59);
  expect(await violations(page), "the list of programmes").toEqual([]);
  await page.getByRole("link", { name: "Về số liệu của kỳ" }).click();

  const kinds = page.getByRole("region", { name: "Biểu 2. Tin, bài theo thể loại" });
  await kinds.getByRole("row", { name: "Bài chuyên sâu" }).getByRole("link").first().click();
  await page.getByText("Tháng: 01/2018; Thể loại: Bài chuyên sâu").waitFor();
  await page.getByText("Đúng bằng số trong báo cáo: 22.").waitFor();
  await page.goBack();
  await kinds.getByRole("row", { name: "Bài chuyên sâu" }).getByRole("link").nth(WHOLE).click();
  await page.getByText("59 dòng, cộng 7h11'. Đúng bằng số trong báo cáo: 59.").waitFor();
  await page.goBack();

  await figure(page, "Tin, bài").getByRole("link").click();
  await page.getByText("244 dòng, cộng 29h30'. Đúng bằng số trong báo cáo: 244.").waitFor();
  await page.reload();
  await page.getByText("Tin số 244").waitFor();
  expect(await violations(page), "the list of items").toEqual([]);
});

test("the report is downloaded as the paper's table", async () => {
  const page = await eyes.as("board");
  await openQuarter(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Tải CSV (Excel)" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("wardcast-2018-01-01-2018-03-31.csv");
  const text = await readFile(await download.path(), "utf8");
  expect(text.startsWith("\ufeff")).toBe(true);
  expect(text).toContain("Quý I/2018;59;59;0;0;29h30';0h00';0h00';0h00';29h30'");
});

test("missed and partial programmes are told with their reasons, and any period can be asked for", async () => {
  const page = await eyes.as("operator", PHONE);
  await page.goto("/#/figures/2017Q4");
  const row = (heading: string) => page.getByRole("region", { name: heading }).locator("tbody td").allTextContents();
  await page.getByRole("heading", { name: "Kết quả chung, quý IV/2017" }).waitFor();
  await expect
    .poll(() => row("Chương trình bỏ lỡ"))
    .toEqual(["12/12/2017", "17:00", "Chương trình phát thanh", "Khu phố 1 – Chợ Hoa Sen", "0h00'", "mất điện"]);
  expect((await row("Chương trình phát thiếu")).at(-1)).toBe("sét đánh");
  expect(await violations(page), "figures on a phone").toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);

  await page.getByRole("button", { name: "Kỳ khác" }).click();
  await page.getByLabel("Từ ngày").fill("2017-12-12");
  await page.getByLabel("Đến ngày").fill("2018-01-02");
  await page.getByRole("button", { name: "Xem" }).click();
  await page.getByRole("heading", { name: "Kết quả chung, 12/12/2017–02/01/2018" }).waitFor();
  await expect.poll(() => figure(page, "Chương trình").textContent()).toContain("trên 2 theo kế hoạch");
  await page.goto("/#/figures/2018-02-30");
  await page.getByText("Địa chỉ này không chỉ một kỳ báo cáo nào.").waitFor();
});

test("a fault that was found stands behind its number, and leads to the fault itself", async () => {
  await ward.simulate("PUT", "/units/bus-1/1/fault", { kind: "offline" });
  const faults = async () => (await ward.ask<{ faults: unknown[] }>("board", "GET", "/faults")).faults.length;
  await expect.poll(faults, { timeout: 20_000 }).toBeGreaterThan(0);
  const page = await eyes.as("board");
  await page.goto("/#/figures");
  await figure(page, "Sự cố").getByRole("link").click();
  const row = page.getByRole("row", { name: "Thiết bị không trả lời" }).first();
  await row.waitFor();
  expect(await violations(page), "the list of faults").toEqual([]);
  await row.getByRole("link").click();
  await page.waitForURL(/#\/faults\/\d+$/);
  await ward.simulate("DELETE", "/units/bus-1/1/fault");
});

test("the figures print as a report on A4", async () => {
  const page = await eyes.as("board");
  await openQuarter(page);
  await page.emulateMedia({ media: "print" });
  await page.getByText("Độc lập - Tự do - Hạnh phúc").waitFor();
  await page.getByText("Đài xây dựng 59 chương trình, thời lượng 29h30', 244 tin, bài").waitFor();
  expect(await page.getByRole("navigation").isVisible()).toBe(false);
  expect(await page.getByRole("button", { name: "In báo cáo" }).isVisible()).toBe(false);
  // 180 mm of paper at 96 dots an inch.
  await page.setViewportSize({ width: 680, height: 1000 });
  // The charts follow the new width a moment later.
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(680);
});
