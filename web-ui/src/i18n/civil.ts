// SPDX-License-Identifier: GPL-3.0-or-later

// Civil times are what the station's clocks show, as "2018-03-13T17:00:00"; dates are "2018-03-13". Reckoned in UTC, so that
// the zone of the machine that shows the page never matters.

const DAY_MS = 86_400_000;
const two = (value: number) => String(value).padStart(2, "0");

/** The civil part of one of the station's times ("2018-03-13T17:00:00+07:00"), to the second. */
export const civil = (time: string) => time.slice(0, 19);

/** Milliseconds on the civil time line; also of a date alone. */
export const reckon = (time: string) => Date.parse(time.length === 10 ? `${time}T00:00:00Z` : `${civil(time)}Z`);
export const toCivil = (ms: number) => new Date(ms).toISOString().slice(0, 19);

export const dateIn = (time: string) => time.slice(0, 10);
export const addSeconds = (time: string, seconds: number) => toCivil(reckon(time) + seconds * 1000);
export const addDays = (date: string, days: number) => toCivil(reckon(date.slice(0, 10)) + days * DAY_MS).slice(0, 10);
export const daysBetween = (from: string, to: string) =>
  Math.round((reckon(to.slice(0, 10)) - reckon(from.slice(0, 10))) / DAY_MS);

/** 0 is Monday. */
export const weekday = (date: string) => (new Date(reckon(date.slice(0, 10))).getUTCDay() + 6) % 7;

/** "17:00", or "17:00:05" when the seconds matter. */
export const clockOf = (time: string) => (time.slice(17, 19) === "00" ? time.slice(11, 16) : time.slice(11, 19));

/** "13/03/2018". */
export const dayOf = (date: string) => `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
/** "13/03". */
export const dayAndMonth = (date: string) => `${date.slice(8, 10)}/${date.slice(5, 7)}`;

/** "1:30:00" or "30:00" as seconds; undefined for anything else. "30" alone is minutes. */
export function parseLength(text: string): number | undefined {
  const parts = text.trim().split(":");
  if (parts.length > 3 || parts.some((part) => !/^\d{1,3}$/.test(part))) return undefined;
  const [last = 0, middle = 0, first = 0] = parts.map(Number).reverse();
  if (parts.length === 1) return last * 60;
  if (last > 59 || (parts.length === 3 && middle > 59)) return undefined;
  return first * 3600 + middle * 60 + last;
}

/** "13/03/2018", "13032018" or "2018-03-13" as a date; undefined when there is no such day. */
export function parseDay(text: string): string | undefined {
  const written = text.trim();
  const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(written) ?? /^(\d\d)(\d\d)(\d{4})$/.exec(written);
  const date = found ? `${found[3]}-${two(Number(found[2]))}-${two(Number(found[1]))}` : written;
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(reckon(date))) return undefined;
  return toCivil(reckon(date)).slice(0, 10) === date ? date : undefined;
}

/** "17:00", "17h30", "1730", "7" or "17:00:05" as the clock writes it; undefined for anything else. */
export function parseTime(text: string): string | undefined {
  const written = text.trim();
  const found = /^(\d{1,2})(?:[:hg.](\d{2})?(?::(\d{2}))?)?$/i.exec(written) ?? /^(\d{1,2})(\d{2})$/.exec(written);
  const [h, m, s] = [Number(found?.[1]), Number(found?.[2] ?? 0), Number(found?.[3] ?? 0)];
  if (!found || h > 23 || m > 59 || s > 59) return undefined;
  return `${two(h)}:${two(m)}${s > 0 ? `:${two(s)}` : ""}`;
}
