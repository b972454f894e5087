// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { violations } from "./axe";
import { eyes, stage, ward } from "./stage";
import { PHONE } from "./ward";

stage();

async function logIn(name: string, password: string) {
  const page = await eyes.window();
  await page.goto("/");
  await page.getByLabel("Tên đăng nhập").fill(name);
  await page.getByLabel("Mật khẩu", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  return page;
}

test("an account is made, used, disabled and refused, and the audit log says who did it", async () => {
  const page = await eyes.as("admin");
  const admin = ward.logins.admin[0];
  await page.getByRole("link", { name: "Quản trị" }).click();
  await page.getByRole("button", { name: "Thêm tài khoản" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Tên đăng nhập").fill(ward.logins.editor[0]);
  await form.getByLabel("Mật khẩu ban đầu").fill("mưa rào tháng bảy");
  await form.getByLabel("Vai trò").selectOption("editor");
  await form.getByRole("button", { name: "Tạo tài khoản" }).click();
  await form.getByText("Tên này đã có người dùng.").waitFor();
  await form.getByLabel("Tên đăng nhập").fill("hoa.bbt");
  expect(await violations(page), "a new account").toEqual([]);
  await form.getByRole("button", { name: "Tạo tài khoản" }).click();
  const row = page.getByRole("listitem", { name: "hoa.bbt" });
  await row.getByText("Biên tập viên").waitFor();
  expect(await violations(page), "accounts").toEqual([]);

  const hers = await logIn("hoa.bbt", "mưa rào tháng bảy");
  await hers.getByRole("heading", { level: 1 }).waitFor();
  await row.getByRole("button", { name: "Sửa tài khoản hoa.bbt" }).click();
  await page.getByRole("dialog").getByLabel("Khóa tài khoản").check({ force: true });
  await page.getByRole("dialog").getByRole("button", { name: "Lưu" }).click();
  await row.getByText("Đã khóa").waitFor();
  const again = await logIn("hoa.bbt", "mưa rào tháng bảy");
  await again.getByText("Sai tên đăng nhập hoặc mật khẩu.").waitFor();

  await page.getByRole("tab", { name: "Nhật ký thao tác" }).click();
  await page.getByLabel("Về").selectOption("user");
  await page.getByRole("button", { name: "Lọc" }).click();
  const log = page.getByRole("list", { name: "Nhật ký thao tác" });
  const edit = log.getByRole("listitem").filter({ hasText: "Sửa tài khoản" }).first();
  await edit.waitFor();
  for (const said of [admin, "user/hoa.bbt", "khóa: trước: không → có"])
    await expect.poll(() => edit.textContent()).toContain(said);
  const made = log.getByRole("listitem").filter({ hasText: "Tạo tài khoản" }).filter({ hasText: "user/hoa.bbt" });
  await expect.poll(() => made.count()).toBe(1);
  expect(await violations(page), "the audit log").toEqual([]);
});

test("a token is shown once, works, and is revoked", async () => {
  const page = await eyes.as("admin", PHONE);
  await page.goto("/#/admin/tokens");
  await page.getByRole("button", { name: "Thêm mã" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Tên mã").fill("Bảng điện tử");
  await form.getByLabel("Hết hạn vào cuối ngày").fill("2099-12-31");
  await form.getByRole("button", { name: "Tạo mã" }).click();
  const token = await form.getByLabel("Mã", { exact: true }).inputValue();
  expect(await violations(page), "the new token").toEqual([]);
  await form.getByRole("button", { name: "Tôi đã cất mã" }).click();
  const me = () => fetch(`${ward.url}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
  expect(await (await me()).json()).toMatchObject({ role: "board" });
  const row = page.getByRole("listitem", { name: "Bảng điện tử" });
  await expect.poll(() => row.textContent()).toContain("31/12/2099");
  await row.getByRole("button", { name: "Thu hồi mã Bảng điện tử" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Thu hồi mã" }).click();
  await row.getByText("Đã thu hồi").waitFor();
  expect((await me()).status).toBe(401);
  expect(await violations(page), "tokens on a phone").toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
});

test("the board reads the audit log, the site file and the licences, and sees no accounts", async () => {
  const page = await eyes.as("board");
  await page.getByRole("link", { name: "Quản trị" }).click();
  await page.getByRole("list", { name: "Nhật ký thao tác" }).getByRole("listitem").first().waitFor();
  await expect
    .poll(() => page.getByRole("tab").allInnerTexts())
    .toEqual(["Nhật ký thao tác", "Tệp cấu hình", "Giới thiệu"]);
  await page.goto("/#/admin/accounts");
  await page.getByRole("list", { name: "Nhật ký thao tác" }).waitFor();
  await page.getByRole("tab", { name: "Tệp cấu hình" }).click();
  await page.getByText("Tệp không có lỗi.").waitFor();
  await page.getByRole("region", { name: "Nội dung tệp" }).getByText("[station]").waitFor();
  expect(await page.getByRole("button", { name: "Đọc lại tệp" }).count()).toBe(0);
  expect(await violations(page), "the site file").toEqual([]);
  await page.getByRole("tab", { name: "Giới thiệu" }).click();
  await page.getByText("react-dom", { exact: true }).click();
  await page.locator("details[open]").getByText("Copyright (c) Meta Platforms").waitFor();
  expect(await violations(page), "licences").toEqual([]);
});

test("an administrator has the site file read again", async () => {
  const { file } = await ward.ask<{ file: string }>("admin", "GET", "/site");
  const before = await readFile(file, "utf8");
  await writeFile(file, before.replace(/^language = .*$/m, 'language = "en"'));
  try {
    const page = await eyes.as("admin");
    await page.goto("/#/admin/site");
    await page.getByRole("button", { name: "Đọc lại tệp" }).click();
    const answer = page.getByRole("status").filter({ hasText: "Chỉ dùng sau khi khởi động lại đài:" });
    await answer.getByRole("listitem").filter({ hasText: "station language" }).waitFor();
    // It was given another address to listen on than its file names: that is no difference.
    await expect.poll(() => answer.getByRole("listitem").count()).toBe(1);
  } finally {
    await writeFile(file, before);
  }
});

test("what is wrong with the site file is told with its line, and nothing of it is used", async () => {
  const { file } = await ward.ask<{ file: string }>("admin", "GET", "/site");
  const right = await readFile(file, "utf8");
  const wrong = right.replace("[station]\n", "[station]\nnmae = 1\n");
  const line = wrong.split("\n").indexOf("nmae = 1") + 1;
  await writeFile(file, wrong);
  const page = await eyes.as("admin");
  await page.goto("/#/admin/site");
  await page.getByText("Tệp trên đĩa nay đã khác.").waitFor();
  await page.getByRole("button", { name: "Đọc lại tệp" }).click();
  await page.getByText("Tệp có lỗi: không dùng gì của tệp, đài chạy như trước.").waitFor();
  await page.getByRole("button", { name: `dòng ${line}, cột 1` }).click();
  const marked = page
    .getByRole("region", { name: "Nội dung tệp" })
    .getByRole("listitem")
    .nth(line - 1);
  await expect.poll(() => marked.textContent()).toContain("nmae = 1▲ ");
  expect(await violations(page), "a wrong site file").toEqual([]);
  await writeFile(file, right);
});

test("everybody changes their own password, and ends their other sessions", async () => {
  const [name, password] = ward.logins.contributor;
  const other = await logIn(name, password);
  await other.getByRole("heading", { level: 1 }).waitFor();
  const page = await eyes.as("contributor", PHONE);
  await page.goto("/#/account");
  await page.getByRole("heading", { level: 1, name: "Tài khoản của tôi" }).waitFor();
  await page
    .getByRole("button", { name: /^Kết thúc phiên từ máy/ })
    .first()
    .waitFor();
  await page.getByLabel("Mật khẩu hiện tại").fill("không phải mật khẩu");
  await page.getByLabel("Mật khẩu mới", { exact: true }).fill("nắng hè tháng sáu");
  await page.getByLabel("Nhập lại mật khẩu mới").fill("nắng hè tháng sáu");
  await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
  await page.getByText("Mật khẩu hiện tại không đúng.").waitFor();
  await page.getByLabel("Mật khẩu hiện tại").fill(password);
  await page.getByRole("button", { name: "Đổi mật khẩu" }).click();
  await page.getByText("Đã đổi mật khẩu.").waitFor();
  await page.getByRole("button", { name: /^Kết thúc phiên từ máy/ }).waitFor({ state: "hidden" });
  expect(await violations(page), "one's own account").toEqual([]);
  const again = await logIn(name, "nắng hè tháng sáu");
  await again.getByRole("heading", { level: 1 }).waitFor();
});
