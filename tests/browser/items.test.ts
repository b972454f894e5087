// SPDX-License-Identifier: GPL-3.0-or-later
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { violations } from "./axe";
import { eyes, stage, ward } from "./stage";
import { DESKTOP, PHONE } from "./ward";

stage();

interface Item {
  id: number;
  title: string;
  status: string;
  note: string;
  recording: string | null;
  duration: number | null;
  not_classified: boolean;
}

const itemCalled = async (title: string): Promise<Item> => {
  const { items } = await ward.ask<{ items: Item[] }>("admin", "GET", `/items?search=${encodeURIComponent(title)}`);
  const found = items.find((item) => item.title === title);
  if (!found) throw new Error(`no item is called ${title}`);
  return found;
};

/** Goes on with Tab until the element has the focus. */
async function tabTo(page: Page, element: Locator) {
  for (let presses = 0; presses < 60; ++presses) {
    await page.keyboard.press("Tab");
    if (await element.evaluate((node) => node === document.activeElement)) return;
  }
  throw new Error("Tab does not lead there");
}

/** A tone of so many bytes, so that the upload takes several parts. */
function tone(bytes: number): Buffer {
  const rate = 44100;
  const wav = Buffer.alloc(bytes);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(bytes - 8, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(bytes - 44, 40);
  for (let i = 0; i < (bytes - 44) / 2; ++i)
    wav.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * 440 * i) / rate)), 44 + 2 * i);
  return wav;
}

/** Drops a file onto the page's place for it, as from the desktop. */
async function drop(page: Page, name: string, content: Buffer) {
  const dataTransfer = await page.evaluateHandle(
    async ([called, base64]) => {
      const bytes = Uint8Array.from(atob(base64 ?? ""), (one) => one.charCodeAt(0));
      const files = new DataTransfer();
      files.items.add(new File([bytes], called ?? "", { type: "audio/wav", lastModified: 1 }));
      return files;
    },
    [name, content.toString("base64")],
  );
  const place = page.getByRole("region", { name: "Bản ghi âm" });
  for (const event of ["dragenter", "dragover", "drop"]) await place.dispatchEvent(event, { dataTransfer });
}

const choose = async (page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }) => {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: /Chọn tệp|Thay bản ghi khác/ }).click();
  await (await chooser).setFiles(file);
};

test("the operator hands in an item by keyboard alone: writes, uploads, submits", async () => {
  const page = await eyes.as("operator");
  const chooser = page.waitForEvent("filechooser", { timeout: 60_000 });
  await tabTo(page, page.getByRole("link", { name: "Tin, bài", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Tin, bài" }).waitFor();
  await page.getByRole("heading", { level: 2 }).waitFor();
  await tabTo(page, page.getByRole("link", { name: "Tin, bài mới" }));
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Tên tin, bài" }).waitFor();
  await tabTo(page, page.getByRole("textbox", { name: "Tên tin, bài" }));
  await page.keyboard.type("Lịch tiêm chủng tháng này");
  await page.keyboard.press("Tab");
  await page.keyboard.type("phóng s");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Y tế");
  await tabTo(page, page.getByRole("textbox", { name: "Lời đọc" }));
  await page.keyboard.type("Trạm y tế phường tổ chức tiêm chủng cho trẻ em vào sáng thứ ba.");
  await tabTo(page, page.getByRole("checkbox", { name: /Không phải văn bản mật/ }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Chọn tệp" }));
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(ward.files.speech);
  await page.getByText("sẽ được gửi khi lưu").waitFor();
  expect(await violations(page)).toEqual([]);
  await tabTo(page, page.getByRole("button", { name: "Lưu nháp" }));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Nghe", exact: true }).waitFor({ timeout: 20_000 });
  await tabTo(page, page.getByRole("slider", { name: "Vị trí nghe" }));
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => (document.querySelector("audio")?.currentTime ?? 0) >= 2);
  await page.locator("svg[data-drawn] path").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("textbox", { name: "Tên tin, bài" }).focus();
  await tabTo(page, page.getByRole("button", { name: "Gửi duyệt" }));
  await page.keyboard.press("Enter");
  await page.locator("[data-status=submitted]").waitFor();
  const item = await itemCalled("Lịch tiêm chủng tháng này");
  expect(item).toMatchObject({ status: "submitted", kind: "phóng sự", theme: "Y tế", not_classified: true });
  expect(item.duration).toBeGreaterThan(5);
});

test("what is missing is told before anything is sent, and a contributor sees nobody else's items", async () => {
  const page = await eyes.as("contributor", PHONE);
  await page.getByText("Chưa có tin, bài nào.").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "Tin, bài mới" }).click();
  await page.getByRole("textbox", { name: "Tên tin, bài" }).fill("Tổ dân phố số 4 dọn vệ sinh");
  await page.getByRole("button", { name: "Lưu nháp" }).click();
  await page.getByRole("button", { name: "Gửi duyệt" }).click();
  const told = page.getByRole("alert").filter({ hasText: "còn thiếu" });
  await expect.poll(() => told.getByRole("listitem").allTextContents()).toEqual(["thể loại", "bản ghi âm"]);
  expect(await violations(page)).toEqual([]);
  await page.getByRole("combobox", { name: "Thể loại" }).fill("tin");
  await choose(page, ward.files.music);
  await page.getByRole("button", { name: "Nghe", exact: true }).waitFor({ timeout: 20_000 });
  await told.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Gửi duyệt" }).click();
  await page.locator("[data-status=submitted]").waitFor();
  await page.getByRole("link", { name: "Về danh sách" }).click();
  await expect.poll(() => page.getByRole("list", { name: "Danh sách tin, bài" }).getByRole("listitem").count()).toBe(1);
  expect(await page.getByRole("link", { name: "Chờ duyệt" }).count()).toBe(0);
});

test("the editor judges on a phone: returns one with a reason, approves the next, which follows at once", async () => {
  const page = await eyes.as("editor", PHONE);
  await page.getByRole("button", { name: "Danh mục" }).click();
  await page.getByRole("link", { name: "Chờ duyệt" }).click();
  await page.getByRole("heading", { level: 2, name: "2 tin, bài chờ duyệt" }).waitFor();
  const first = page.getByRole("article", { name: "Lịch tiêm chủng tháng này" });
  await first.getByText("Trạm y tế phường").waitFor();
  await first.getByRole("button", { name: "Nghe", exact: true }).click();
  await first.getByRole("button", { name: "Dừng nghe" }).waitFor();
  await page.waitForFunction(() => (document.querySelector("audio")?.currentTime ?? 0) > 0);
  expect(await violations(page)).toEqual([]);
  await first.getByRole("button", { name: "Duyệt" }).click();

  const second = page.getByRole("article", { name: "Tổ dân phố số 4 dọn vệ sinh" });
  await second.waitFor({ timeout: 2000 });
  await page.getByRole("heading", { level: 2, name: "1 tin, bài chờ duyệt" }).waitFor();
  expect((await itemCalled("Lịch tiêm chủng tháng này")).status).toBe("approved");
  await second.getByText("Người gửi chưa xác nhận đây không phải văn bản mật.").waitFor();
  await expect.poll(() => second.getByRole("button", { name: "Duyệt" }).isDisabled()).toBe(true);
  await second.getByRole("button", { name: "Trả lại" }).click();
  await page.getByText("Chưa xác nhận không phải văn bản mật.", { exact: true }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Trả lại" }).click();
  await page.getByRole("heading", { level: 2, name: "Không còn tin, bài nào chờ duyệt." }).waitFor();
  expect(await itemCalled("Tổ dân phố số 4 dọn vệ sinh")).toMatchObject({
    status: "returned",
    note: "Chưa xác nhận không phải văn bản mật.",
  });
});

test("the owner sees why it came back, mends it and hands it in again; the editor's queue shows it by itself", async () => {
  const editor = await eyes.as("editor", PHONE);
  await editor.goto("/#/approval");
  await editor.getByRole("heading", { level: 2, name: "Không còn tin, bài nào chờ duyệt." }).waitFor();

  const owner = await eyes.as("contributor", PHONE);
  await owner.getByLabel("Trạng thái").selectOption("returned");
  await owner.getByRole("link", { name: "Tổ dân phố số 4 dọn vệ sinh" }).click();
  await owner.getByRole("alert").getByText("Chưa xác nhận không phải văn bản mật.").waitFor();
  await owner.getByRole("checkbox", { name: /Không phải văn bản mật/ }).check();
  await owner.getByRole("button", { name: "Gửi duyệt" }).click();
  await owner.locator("[data-status=submitted]").waitFor();

  await editor.getByRole("article", { name: "Tổ dân phố số 4 dọn vệ sinh" }).waitFor();
  await editor.getByText("Không phải văn bản mật: đã xác nhận").waitFor();

  // Changed while the editor looks at it: nothing is approved that was not seen.
  await owner.getByRole("textbox", { name: "Lời đọc" }).fill("Sáng chủ nhật, bà con tổ 4 dọn vệ sinh đường phố.");
  await owner.getByRole("button", { name: "Lưu nháp" }).click();
  await editor.getByText("Tin, bài này vừa được sửa sau khi bạn mở.").waitFor();
  await expect.poll(() => editor.getByRole("button", { name: "Duyệt" }).isDisabled()).toBe(true);
  await editor.getByRole("button", { name: "Xem bản mới" }).click();
  await editor.getByText("bà con tổ 4 dọn vệ sinh").waitFor();
  await editor.getByRole("button", { name: "Duyệt" }).click();
  await editor.getByRole("heading", { level: 2, name: "Không còn tin, bài nào chờ duyệt." }).waitFor();
  expect((await itemCalled("Tổ dân phố số 4 dọn vệ sinh")).status).toBe("approved");

  // One's own waits for somebody else.
  const own = await ward.ask<Item>("editor", "POST", "/items", { title: "Bài của biên tập viên", kind: "bài" });
  await ward.ask("editor", "PUT", `/items/${own.id}/audio?wait=60`, readFileSync(ward.files.tune));
  await ward.ask("editor", "POST", `/items/${own.id}/submit`, {});
  await editor.getByText("1 tin, bài của chính bạn đang chờ người khác duyệt.").waitFor();
  expect(await editor.getByRole("article").count()).toBe(0);
  await editor.getByRole("link", { name: "Bài của biên tập viên" }).click();
  await editor.getByRole("textbox", { name: "Tên tin, bài" }).waitFor();
  expect(await editor.getByRole("button", { name: "Thu hồi" }).count()).toBe(0);

  // Withdrawing is for good, and asks.
  await editor.goto(`/#/items/${(await itemCalled("Tổ dân phố số 4 dọn vệ sinh")).id}`);
  await editor.getByRole("button", { name: "Thu hồi" }).click();
  await editor.getByRole("textbox", { name: "Lý do thu hồi" }).fill("Đã phát nhầm ngày.");
  await editor.getByRole("dialog").getByRole("button", { name: "Thu hồi" }).click();
  await editor.locator("[data-status=withdrawn]").waitFor();
  await editor.getByText("Đã phát nhầm ngày.").waitFor();
});

test("an upload goes on after a lost connection, and after the page was loaded again", async () => {
  const { id } = await ward.ask<Item>("operator", "POST", "/items", { title: "Ghi ở hiện trường", kind: "bài" });
  const page = await eyes.as("operator");
  await page.goto(`/#/items/${id}`);
  await page.getByRole("button", { name: "Chọn tệp" }).waitFor();
  const ranges: string[] = [];
  let cut = true;
  await page.route(`**/api/v1/items/${id}/audio`, (route) => {
    if (route.request().method() !== "PUT") return route.continue();
    const range = route.request().headers()["content-range"] ?? "";
    if (cut && !/^bytes (\*|0-)/.test(range)) return route.abort("connectionreset");
    ranges.push(range);
    return route.continue();
  });
  await drop(page, "hien-truong.wav", tone(1_700_000));
  await page.getByText("Mất kết nối; sẽ tự gửi tiếp từ 0,5 MB.").waitFor();
  await expect.poll(() => page.getByRole("progressbar").getAttribute("aria-valuenow")).toMatch(/^30/);
  expect(await violations(page)).toEqual([]);
  await page.reload();
  await page.getByText("Mất kết nối; sẽ tự gửi tiếp từ 0,5 MB.").waitFor();
  cut = false;
  await page.getByRole("button", { name: "Nghe", exact: true }).waitFor({ timeout: 30_000 });
  expect(ranges.filter((range) => range.startsWith("bytes 0-"))).toHaveLength(1);
  expect(ranges.at(-1)).toBe("bytes 1572864-1699999/1700000");
  expect((await itemCalled("Ghi ở hiện trường")).duration).toBeCloseTo((1_700_000 - 44) / 2 / 44100, 1);
});

test("two people who write the same item are told of each other, and nothing is lost", async () => {
  const { id } = await ward.ask<Item>("operator", "POST", "/items", { title: "Thông báo cắt điện", kind: "thông báo" });
  const page = await eyes.as("operator");
  await page.goto(`/#/items/${id}`);
  await page.getByRole("textbox", { name: "Lời đọc" }).fill("Bản của trực đài.");
  await ward.ask("admin", "PATCH", `/items/${id}`, { script: "Bản của quản trị." });
  await page.getByText("Người khác vừa sửa tin, bài này trong khi bạn đang viết.").waitFor();
  await page.getByRole("link", { name: "Về danh sách" }).click();
  await page.getByRole("link", { name: "Thông báo cắt điện" }).click();
  await page.getByText("Người khác vừa sửa tin, bài này trong khi bạn đang viết.").waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Lưu nháp" }).isDisabled()).toBe(true);
  await page.getByRole("button", { name: "Giữ bản của tôi" }).click();
  await page.getByRole("button", { name: "Lưu nháp" }).click();
  await page.getByText("Đã lưu.").waitFor();
  expect(await ward.ask("admin", "GET", `/items/${id}`)).toMatchObject({ script: "Bản của trực đài." });
});

test("nothing is wider than a phone, in both languages, and axe finds nothing", async () => {
  await ward.ask("operator", "POST", "/items", {
    title: "Gương người tốt, việc tốt: bác Nguyễn Văn Ba, tổ dân phố số bốn, nhặt được của rơi trả lại người mất",
    kind: "gương người tốt, việc tốt",
    theme: "Thông tin cơ sở",
    author: "Trần Thị Bích Ngọc",
    unit: "Đoàn Thanh niên Cộng sản Hồ Chí Minh phường",
  });
  const { id } = await itemCalled("Ghi ở hiện trường");
  await ward.ask("operator", "PATCH", `/items/${id}`, { script: "Lời đọc dài. ".repeat(120) });
  await ward.ask("operator", "POST", `/items/${id}/submit`, {});
  for (const language of ["vi", "en"] as const)
    for (const viewport of [PHONE, DESKTOP]) {
      const page = await eyes.as("admin", viewport, language);
      for (const path of ["/items", "/items/new", `/items/${id}`, "/approval"]) {
        await page.goto(`/#${path}`);
        await page.getByRole("main").getByRole("heading", { level: 2 }).waitFor();
        await page.locator("[role=status] .mantine-Skeleton-root").first().waitFor({ state: "detached" });
        const where = `${path} ${language} ${viewport.width}`;
        expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(
          viewport.width,
        );
        expect(await violations(page), where).toEqual([]);
        await page.emulateMedia({ colorScheme: "dark" });
        expect(await violations(page), `${where} dark`).toEqual([]);
        await page.emulateMedia({ colorScheme: "light" });
      }
      await page.context().close();
    }
  // An administrator may tick what nobody has, and approves with it.
  const admin = await eyes.as("admin", PHONE);
  await admin.goto("/#/approval");
  const own = admin.getByRole("article", { name: "Bài của biên tập viên" });
  const approve = own.getByRole("button", { name: "Duyệt" });
  await approve.waitFor();
  await expect.poll(() => approve.isDisabled()).toBe(true);
  await own.getByRole("checkbox", { name: /không phải văn bản mật/ }).check();
  await approve.click();
  await admin.getByRole("article", { name: "Ghi ở hiện trường" }).waitFor();
  expect(await itemCalled("Bài của biên tập viên")).toMatchObject({ status: "approved", not_classified: true });

  const ours = (one: string) => !one.includes("ERR_CONNECTION_RESET");
  expect(eyes.complaints.filter(ours)).toEqual([]);
});
