// SPDX-License-Identifier: GPL-3.0-or-later
import { importLog, LOG_COLUMNS } from "./golden";
import type { Ward } from "./ward";

const DAY = 86_400_000;
const SCRIPT =
  "Kính thưa bà con! Mùa mưa đã đến, mỗi gia đình hãy dọn dẹp vệ sinh, thả cá diệt lăng quăng, không để nước đọng quanh nhà. " +
  "Ai sốt trên hai ngày hãy đến trạm y tế phường. Đề nghị các tổ dân phố nhắc nhau thực hiện.";

/** Looks every half a second until there is what is waited for. */
async function until<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((wake) => setTimeout(wake, 500))) {
    const seen = await look();
    if (seen !== undefined) return seen;
  }
  throw new Error(`60 s without ${what}`);
}

/** An old log of the last weeks, one programme of two items a day, one of them cut and one missed. */
function lastWeeks(): string {
  const rows = [LOG_COLUMNS];
  for (let back = 20; back > 0; back--) {
    const [year, month, day] = new Date(Date.now() - back * DAY).toISOString().slice(0, 10).split("-");
    const date = `${day}/${month}/${year}`;
    if (back === 9) {
      rows.push(`${date};17:00;;;Chương trình phát thanh phường;;;;;;;own;zone-1;missed;mất điện`);
      continue;
    }
    const result = back === 5 ? "partial;sét đánh" : "full;";
    rows.push(
      `${date};17:00;17:00:00;17:07:30;Chương trình phát thanh phường;1;Tin ngày ${date};Tin hoạt động;Y tế;BBT;Trạm y tế;own;zone-1;full;`,
      `${date};17:00;17:07:30;17:15:00;Chương trình phát thanh phường;2;Bài ngày ${date};Bài chuyên sâu;Đời sống;BBT;UBND phường;own;zone-1;${result}`,
    );
  }
  return rows.join("\n");
}

/** A fault of one line that a session found, and the session with its minutes. */
async function sweptLines(ward: Ward): Promise<{ fault: number; sweep: string }> {
  for (const line of ["line-2", "line-4"])
    await ward.ask("technician", "POST", `/lines/${line}/reference`, { reason: "Đã nghe đủ loa tại chỗ" });
  await ward.simulate("PUT", "/lines/line-2/fault", { kind: "speakers_open", speakers: [1, 4] });
  const begun = await ward.ask<{ id: string }>("technician", "POST", "/sweeps", { lines: ["line-2", "line-4"] });
  await until(async () => {
    const { sweeps } = await ward.ask<{ sweeps: { id: string; result: string }[] }>("board", "GET", "/sweeps");
    return sweeps.find((one) => one.id === begun.id && one.result !== "running");
  }, "the end of the session");
  const found = await until(async () => {
    const { faults } = await ward.ask<{ faults: { id: number; cause: string }[] }>("board", "GET", "/faults");
    return faults.find((one) => one.cause.includes("line-2"));
  }, "a fault of line-2");
  await ward.ask("technician", "POST", `/faults/${found.id}/acknowledge`, {});
  await ward.ask("technician", "POST", `/faults/${found.id}/assign`, { to: "kythuat", deadline: null });
  return { fault: found.id, sweep: begun.id };
}

/** Something of everything that pages show, and the addresses of the pages of single things. */
export async function furnish(ward: Ward): Promise<string[]> {
  const health = await ward.approved("speech", {
    title: "Phòng chống sốt xuất huyết tại các khu dân cư",
    kind: "tin",
    theme: "Y tế",
    unit: "Trạm y tế",
    author: "Nguyễn Thị Hồng Hạnh",
    script: SCRIPT,
  });
  await ward.approved("speech", { title: "Báo bão khẩn", kind: "emergency" });
  const waits = await ward.ask<{ id: number }>("operator", "POST", "/items", {
    title: "Lịch tiêm chủng mở rộng tháng 12 tại trạm y tế",
    kind: "thông báo",
    script: SCRIPT,
    not_classified: true,
  });
  await ward.recorded(waits.id, "speech");
  await ward.ask("operator", "POST", `/items/${waits.id}/submit`, {});

  const local = (ahead: number) => new Date(Date.now() + 7 * 3_600_000 + ahead).toISOString().slice(0, 10);
  const plan = (title: string, start: string, more: object) =>
    ward.ask("operator", "POST", "/programmes", { title, start, duration: 900, zones: ["zone-1", "zone-2"], ...more });
  await plan("Chương trình phát thanh phường buổi chiều", `${local(-7 * DAY)}T17:00:00`, {
    rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    items: [health.id],
  });
  await plan("Tiếp âm Đài Tiếng nói Việt Nam", `${local(DAY)}T10:30:00`, {
    zones: ["zone-3"],
    items: [],
    duration: 1800,
  });

  await importLog(ward, lastWeeks());
  const { fault, sweep } = await sweptLines(ward);
  return [
    "/schedule/check",
    "/schedule/holidays",
    "/items/new",
    `/items/${health.id}`,
    "/lines/line-2",
    `/faults/${fault}`,
    `/sweeps/${sweep}`,
    "/admin/tokens",
    "/admin/audit",
    "/admin/site",
    "/admin/about",
  ];
}
