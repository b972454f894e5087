// SPDX-License-Identifier: GPL-3.0-or-later
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { violations } from "./axe";
import { eyes, stage, ward } from "./stage";
import { PHONE } from "./ward";

stage("--line-tests");

/** One picture of one pixel. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

/** A place of the page, by its address; the shell and who is logged in stay. */
const open = (page: Page, place: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, place);
const story = (page: Page) => page.getByRole("region", { name: "Diễn biến" });
const LONG = { timeout: 45_000 };

test("a technician leads a line from its first measurement to its reference", async () => {
  const page = await eyes.as("technician");
  await page.getByRole("link", { name: "Đường dây và loa" }).click();
  const row = page.locator("[data-line=line-2]");
  await row.getByText("Chưa rõ").waitFor();
  await row.getByRole("link", { name: "Đường Nguyễn Trãi" }).click();
  await page.getByRole("button", { name: "Lấy giá trị chuẩn" }).click();
  const dialog = page.getByRole("dialog");
  const next = dialog.getByRole("button", { name: "Tiếp" });
  await expect.poll(() => next.isDisabled()).toBe(true);
  await dialog.getByRole("button", { name: "Đo ngay" }).click();
  await dialog.getByText("Chưa có giá trị chuẩn").waitFor(LONG);
  expect(await violations(page)).toEqual([]);
  await next.click();
  const heard = dialog.getByRole("checkbox");
  await expect.poll(() => heard.count()).toBe(5);
  for (const one of await heard.all()) {
    await expect.poll(() => next.isDisabled()).toBe(true);
    await one.check();
  }
  await next.click();
  await dialog.getByRole("button", { name: "Đo và lấy làm chuẩn" }).click();
  await dialog.getByText("Giá trị chuẩn mới").waitFor(LONG);
  await dialog.locator("main, div").getByRole("button", { name: "Đóng" }).last().click();
  await page.getByText("Tốt", { exact: true }).first().waitFor(LONG);
  await page.getByText(/xác nhận lúc/).waitFor();
  await expect.poll(() => page.getByRole("img", { name: /Biểu đồ tải đo được/ }).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
});

test("a fault is found by a session, taken, not resolved while it is there, repaired, tested again and closed", async () => {
  const technician = await eyes.as("technician", PHONE);
  const board = await eyes.as("board");
  await open(board, "/faults");
  await board.getByText("Không có sự cố nào đang mở.").waitFor();
  await ward.simulate("PUT", "/lines/line-2/fault", { kind: "speakers_open", speakers: [1] });

  await open(technician, "/sweeps");
  await technician.getByRole("button", { name: "Kiểm tra ngay" }).click();
  await technician.getByLabel("Chỉ những đường dây chọn dưới đây").first().check();
  await technician.getByRole("checkbox", { name: "Đường Nguyễn Trãi" }).check();
  await technician.getByRole("button", { name: "Bắt đầu", exact: true }).click();
  await technician.getByText("0/1 đường dây").waitFor();

  // Both see it without doing anything.
  const seen = board.getByRole("article").filter({ hasText: "Mất một số loa" });
  await seen.waitFor(LONG);
  await seen.getByText(/đường dây Đường Nguyễn Trãi/).waitFor();
  await technician.getByText("Không có buổi nào đang chạy.").waitFor(LONG);
  await technician.getByRole("link", { name: /Biên bản ngày/ }).waitFor();

  await open(technician, "/faults");
  await technician.getByRole("link", { name: "Mất một số loa" }).click();
  await technician
    .getByText(/Mất (khoảng )?\d loa/)
    .first()
    .waitFor();
  expect(await violations(technician)).toEqual([]);
  await technician.getByRole("button", { name: "Nhận việc" }).click();
  await technician.getByText("Đã nhận").first().waitFor();
  await board.getByText("Đã nhận").waitFor();

  await technician.getByRole("button", { name: "Giao việc" }).click();
  const assign = technician.getByRole("dialog");
  await assign.getByLabel("Giao cho").fill("khong-co-ai");
  await assign.getByRole("button", { name: "Giao", exact: true }).click();
  await assign.getByText(/nobody called/).waitFor();
  await assign.getByLabel("Giao cho").fill("kythuat");
  await assign.getByLabel("Hạn khắc phục").fill("31/11/2099");
  await assign.getByLabel(/Lúc/).fill("16h30");
  await assign.getByText("Không có ngày này").waitFor();
  await assign.getByLabel("Hạn khắc phục").fill("22/11/2099");
  await assign.getByRole("button", { name: "Giao", exact: true }).click();
  await board.getByText("Hạn 16:30 22/11/2099").waitFor();
  await technician.locator("input[type=file]").setInputFiles({ name: "loa.png", mimeType: "image/png", buffer: PNG });
  const photo = technician.getByRole("img", { name: /Ảnh 1 của sự cố/ });
  await photo.waitFor();
  expect(await photo.evaluate((one: HTMLImageElement) => one.decode().then(() => one.naturalWidth))).toBe(1);
  await technician.getByLabel("Nội dung ghi chú").fill("Biến áp loa 11 cháy, chờ hàng");
  await technician.getByRole("button", { name: "Ghi vào phiếu" }).click();
  await story(technician).getByText("Biến áp loa 11 cháy, chờ hàng").waitFor();

  await technician.getByRole("button", { name: "Kiểm tra lại" }).click();
  await technician.getByText("Sự cố vẫn còn.").waitFor(LONG);
  await story(technician).getByText("Kiểm tra lại: vẫn còn").waitFor();

  await ward.simulate("DELETE", "/lines/line-2/fault");
  await technician.getByLabel("Đã làm gì").fill("Thay biến áp");
  await technician.getByRole("button", { name: "Kiểm tra lại" }).click();
  await technician.getByText("Đã khắc phục", { exact: true }).first().waitFor(LONG);
  await story(technician)
    .getByText(/Thay biến áp/)
    .waitFor();
  await board.getByText("Không có sự cố nào đang mở.").waitFor();

  // Whoever only looks has nothing to press, and reads the same.
  await board.getByText("Tất cả", { exact: true }).click();
  await board.getByRole("link", { name: "Mất một số loa" }).click();
  await story(board).getByText("Đã khắc phục", { exact: true }).waitFor();
  await expect.poll(() => board.getByRole("main").getByRole("button").allInnerTexts()).toEqual(["In phiếu sửa chữa"]);
  expect(await violations(board)).toEqual([]);

  await technician.getByRole("button", { name: "Đóng phiếu" }).click();
  await technician.getByRole("dialog").getByRole("button", { name: "Đóng phiếu" }).click();
  await technician.getByText("Đã đóng", { exact: true }).waitFor();
  await board.getByText("Đã đóng", { exact: true }).waitFor();
  expect(await technician.getByRole("main").getByRole("button", { name: "Kiểm tra lại" }).count()).toBe(0);
});

test("a shorted line is shown latched, with the way to the fault that unlatches it", async () => {
  await ward.ask("technician", "POST", "/lines/line-6/reference", { reason: "đã nghe đủ 5 loa" });
  const page = await eyes.as("technician");
  await open(page, "/lines");
  await page.locator("[data-line=line-6]").getByText("Tốt").waitFor(LONG);
  await ward.simulate("PUT", "/lines/line-6/fault", { kind: "short", at_speaker: 3 });
  await ward.ask("technician", "POST", "/sweeps", { lines: ["line-6"] });
  await page.locator("[data-line=line-6]").getByText("Khóa vì chập dây").waitFor(LONG);
  await page.getByText("Sơ đồ", { exact: true }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: /Đường ra bến đò/ }).press("Enter");
  await page.getByText("Đường dây bị khóa vì chập.").waitFor();
  await page.getByText(/Chỗ chập: khoảng \d+ m/).waitFor();
  expect(await page.getByRole("button", { name: "Đo ngay" }).count()).toBe(0);
  await ward.simulate("DELETE", "/lines/line-6/fault");
  await page.getByRole("link", { name: /Sự cố \d+: Đường dây bị chập/ }).click();
  await page.getByRole("button", { name: "Kiểm tra lại" }).click();
  await page.getByText("Đã khắc phục", { exact: true }).first().waitFor(LONG);
});

test("minutes are filled in by the technician, read by the board, and go out as a table", async () => {
  const technician = await eyes.as("technician");
  const { sweeps } = await ward.ask<{ sweeps: { id: string; lines: number }[] }>("board", "GET", "/sweeps");
  const session = sweeps.at(-1)?.id ?? "";
  await open(technician, `/sweeps/${encodeURIComponent(session)}`);
  await technician.getByLabel("Thời tiết").fill("Mưa nhỏ");
  await technician.getByLabel("Thời tiết").blur();
  const celsius = technician.getByLabel(/^Tăng âm .*: nhiệt độ/).first();
  await celsius.fill("41,5");
  await celsius.blur();
  await technician
    .getByText(/^kythuat, /)
    .first()
    .waitFor();
  expect(await violations(technician)).toEqual([]);
  const board = await eyes.as("board");
  await open(board, `/sweeps/${encodeURIComponent(session)}`);
  await board.getByText("Mưa nhỏ").waitFor();
  await board.getByText("41,5").waitFor();
  expect(await board.getByRole("main").locator("input, select, textarea").count()).toBe(0);
  expect(await violations(board)).toEqual([]);
  const file = board.waitForEvent("download");
  await board.getByRole("link", { name: "Tải CSV" }).click();
  expect((await file).suggestedFilename()).toMatch(/\.csv$/);
  expect(eyes.complaints.filter((one) => !/40[39]|422|WebSocket/.test(one))).toEqual([]);
});
