// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from "vitest";
import { violations } from "./axe";
import { eyes, stage, ward } from "./stage";
import { PHONE } from "./ward";

stage();

test("the board sees every zone, and the stop of the station as soon as it is held", async () => {
  const page = await eyes.as("board");
  await page.getByRole("article").nth(5).waitFor();
  await expect.poll(() => page.getByRole("article").count()).toBe(6);
  expect(await page.getByRole("button", { name: "Phát khẩn cấp" }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await ward.ask("technician", "POST", "/stop", { hold: true });
  await page.getByText("Đang giữ im lặng.").waitFor({ timeout: 1000 });
  await page.getByRole("button", { name: "Bỏ giữ, phát theo lịch" }).click();
  await page.getByText("Đang giữ im lặng.").waitFor({ state: "hidden" });
});

test("an operator raises a drill in two steps on a phone, everybody sees it at once, and it is ended", async () => {
  const message = await ward.approved("speech", { title: "Báo bão khẩn", kind: "emergency" });
  const board = await eyes.as("board");
  await board.getByRole("article").first().waitFor();
  const page = await eyes.as("operator", PHONE);
  await page.getByRole("button", { name: "Phát khẩn cấp" }).click();
  await page.getByRole("combobox", { name: "Bản tin khẩn cấp" }).click();
  await page.getByRole("option", { name: message.title }).click();
  await page.getByRole("checkbox", { name: /diễn tập/ }).check();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Tiếp tục" }).click();
  const now = page.getByRole("button", { name: "PHÁT NGAY" });
  await expect.poll(() => now.isDisabled()).toBe(true);
  await page.getByRole("textbox", { name: "Gõ chữ DIỄN TẬP để xác nhận" }).fill("diễn tập");
  expect(await violations(page)).toEqual([]);
  await now.click();
  await board.getByRole("alert").getByText("Diễn tập khẩn cấp: Báo bão khẩn").waitFor({ timeout: 2000 });
  await board.getByRole("article").getByText("Diễn tập khẩn cấp").first().waitFor();
  await board.getByRole("meter").first().waitFor();
  expect(await violations(board)).toEqual([]);
  await page.getByRole("button", { name: "Kết thúc" }).click();
  await board.getByRole("alert").waitFor({ state: "hidden" });
});

test("a daemon that was killed is told with its time, and the page goes on by itself when it is back", async () => {
  const page = await eyes.as("operator");
  await page.getByText("Trực tuyến").waitFor();
  await ward.order("kill");
  await page.getByText(/Mất kết nối từ \d\d:\d\d:\d\d/).waitFor();
  await ward.order("start");
  await page.getByText("Trực tuyến").waitFor({ timeout: 20_000 });
  await page.getByRole("article").nth(5).waitFor();
  await expect.poll(() => page.getByRole("article").count()).toBe(6);
  expect(eyes.complaints.filter((one) => !/WebSocket|ERR_CONNECTION_REFUSED/.test(one))).toEqual([]);
});

test("the policy allows no inline script, and styles by the nonce of that one answer", async () => {
  const one = await fetch(ward.url);
  const policy = one.headers.get("Content-Security-Policy") ?? "";
  expect(policy).toMatch(/style-src 'self' 'nonce-[^']+'/);
  expect(policy).not.toContain("unsafe-inline");
  const asset = /src="\.?\/?(assets\/[^"]+\.js)"/.exec(await one.text())?.[1];
  const script = await fetch(`${ward.url}/${asset}`, { headers: { "Accept-Encoding": "br" } });
  expect(script.headers.get("Content-Encoding")).toBe("br");
  expect(script.headers.get("Cache-Control")).toContain("immutable");
  expect(one.headers.get("Cache-Control")).toBe("no-store");
});
