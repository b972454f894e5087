// SPDX-License-Identifier: GPL-3.0-or-later
import type { Ward } from "./ward";

export const LOG_COLUMNS =
  "date;planned_start;started_at;ended_at;programme;position;title;kind;theme;author;unit;origin;zones;result;reason";
const DAYS_OFF = ["2018-01-01", "2018-02-14", "2018-02-15", "2018-02-16", "2018-02-19", "2018-02-20"];
const LAST = Date.UTC(2018, 2, 31);
const two = (value: number) => String(value).padStart(2, "0");
const clock = (seconds: number) =>
  `${two(17 + Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;

/** The log of a real ward's quarter I/2018: 59 programmes of half an hour, 51 of 4 items and 8 of 5. */
export function goldenLog(): string {
  const rows = [LOG_COLUMNS];
  let item = 0;
  let edition = 0;
  for (let at = Date.UTC(2018, 0, 1); at <= LAST; at += 86_400_000) {
    const day = new Date(at);
    const iso = day.toISOString().slice(0, 10);
    if (day.getUTCDay() === 0 || day.getUTCDay() === 6 || DAYS_OFF.includes(iso)) continue;
    const length = edition % 7 === 3 && edition < 56 ? 360 : 450;
    for (let position = 0; position * length < 1800; position++) {
      const [begun, ended] = [clock(position * length), clock((position + 1) * length)];
      const kind = position === 0 ? "Bài chuyên sâu" : "Tin hoạt động";
      const unit = item % 3 === 0 ? "Tổ dân phố" : "UBND phường";
      const date = iso.split("-").reverse().join("/");
      item++;
      rows.push(
        `${date};17:00;${begun};${ended};Chương trình phát thanh;${position + 1};Tin số ${item};${kind};Chỉ đạo điều hành;BBT;${unit};own;zone-1;full;`,
      );
    }
    edition++;
  }
  return rows.join("\n");
}

/** Two programmes of the quarter before, one of them missed, one cut: what the golden quarter is compared with. */
export const EARLIER_LOG = [
  LOG_COLUMNS,
  "11/12/2017;17:00;17:00:00;17:07:30;Chương trình phát thanh;1;Tin cũ số 1;Tin hoạt động;Đời sống;BBT;UBND phường;own;zone-1;full;",
  "11/12/2017;17:00;17:07:30;17:10:00;Chương trình phát thanh;2;Tin cũ số 2;Phóng sự;Đời sống;BBT;UBND phường;own;zone-1;partial;sét đánh",
  "12/12/2017;17:00;;;Chương trình phát thanh;;;;;;;own;zone-1;missed;mất điện",
].join("\n");

/** Takes an old log into the journal, as the operator. */
export const importLog = (ward: Ward, log: string) =>
  ward.ask<{ new: number; programmes: number }>("operator", "POST", "/import", Buffer.from(log));
