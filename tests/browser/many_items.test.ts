// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { eyes, stage, ward } from "./stage";

stage();

/** More than the station gives in one answer. */
const MANY = 210;

test("among more items than one answer holds, the newest is offered, and every emergency message", async () => {
  await ward.approved("speech", { title: "Báo bão khẩn", kind: "emergency" });
  await ward.approved("tune", { title: "Nhạc hiệu đài" });
  for (let made = 0; made < MANY; made += 5)
    await Promise.all(
      Array.from({ length: 5 }, (_, index) => ward.approved("tune", { title: `Tin số ${made + index + 1}` })),
    );
  const newest = await ward.approved("tune", { title: "Tin vừa duyệt", unit: "Công an phường" });

  const page = await eyes.as("operator");
  await page.goto("/#/items");
  await page.getByRole("heading", { name: `${MANY + 3} tin, bài` }).waitFor();
  const rows = page.getByRole("list", { name: "Danh sách tin, bài" }).getByRole("listitem");
  await expect.poll(() => rows.first().textContent()).toContain(newest.title);
  await expect.poll(() => rows.count()).toBe(50);
  await page.getByRole("button", { name: "Xem thêm" }).click();
  await rows.nth(99).waitFor();
  await page.getByLabel("Thể loại").selectOption("emergency");
  await page.getByRole("heading", { name: "1 tin, bài" }).waitFor();
  await expect.poll(() => rows.count()).toBe(1);

  await page.goto("/#/items/new");
  await page.getByRole("combobox", { name: "Đơn vị" }).fill("Công");
  await page.getByRole("option", { name: "Công an phường" }).waitFor();

  await page.goto("/#/");
  await page.getByRole("button", { name: "Phát khẩn cấp" }).click();
  await page.getByRole("combobox", { name: "Bản tin khẩn cấp" }).click();
  await page.getByRole("option", { name: "Báo bão khẩn" }).waitFor();

  await page.goto("/#/schedule");
  await page.getByRole("button", { name: "Thêm chương trình" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Thêm Tin vừa duyệt" }).waitFor();
  await form.getByRole("button", { name: "Tùy chọn khác" }).click();
  const opening = form.getByRole("combobox", { name: "Lời chào đầu" });
  await opening.fill("nhac hieu");
  await page.getByRole("option", { name: "Nhạc hiệu đài" }).click();
  await expect.poll(() => opening.inputValue()).toBe("Nhạc hiệu đài");
  expect(eyes.complaints).toEqual([]);
}, 120_000);
